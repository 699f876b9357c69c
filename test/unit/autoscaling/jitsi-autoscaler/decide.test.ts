// Goal: the autoscale job decides as upstream does, in upstream's order, and says why with its figures.
// Method: one situation per rule; what must follow is read from the order of jitsi/jitsi-autoscaler@c302ef1
// src/autoscaler.ts. The vectors of test/validation hold the same code against upstream's own runs.
import { expect, test } from 'vitest';
import { decideJitsiAutoscaler } from '../../../../src/autoscaling/jitsi-autoscaler/decide.ts';
import { initialJitsiAutoscalerMemory } from '../../../../src/autoscaling/jitsi-autoscaler/memory.ts';
import type {
  JitsiAutoscalerParameters,
  JitsiAutoscalerPolicy,
} from '../../../../src/autoscaling/jitsi-autoscaler/policy.ts';
import { aBridgePool, aJibriGroup, periodsAt } from './groups.ts';

const nowMs = 1_000_000;

function decide(
  policy: JitsiAutoscalerPolicy,
  observation: Partial<Parameters<typeof decideJitsiAutoscaler>[2]> = {},
  graceUntilMs = Number.NEGATIVE_INFINITY,
) {
  const memory = { ...initialJitsiAutoscalerMemory(policy), graceUntilMs };
  return decideJitsiAutoscaler(policy, memory, {
    nowMs,
    trackedCount: policy.scalingOptions.desiredCount,
    summaries: periodsAt(0.2, 10),
    ...observation,
  });
}

test('scales up by one step when both newest periods are at the threshold, and says so', () => {
  const decision = decide(aBridgePool({ desiredCount: 8, maxDesired: 12 }), {
    summaries: [0.41, 0.3, ...periodsAt(0.05, 8)],
  });
  expect(decision.desiredCount).toBe(9);
  expect(decision.memory.scalingOptions.desiredCount).toBe(9);
  expect(decision.memory.graceUntilMs).toBe(nowMs + 600_000);
  expect(decision.reason).toBe(
    'mean stress 0.41, 0.3 over 2 periods of 60 s at or above 0.3: up by 1 to 9; next change not before 600 s',
  );
});

test('holds when one of the periods is below the threshold by a hair', () => {
  const decision = decide(aBridgePool(), { summaries: [0.4, 0.2999, ...periodsAt(0.4, 8)] });
  expect(decision.desiredCount).toBe(2);
  expect(decision.rule).toBe('hold');
  expect(decision.reason).toContain('0.4, 0.2999');
});

test('scales down only when all ten periods are strictly below the threshold', () => {
  const group = aBridgePool({ desiredCount: 5 });
  expect(decide(group, { summaries: periodsAt(0.099, 10) }).desiredCount).toBe(4);
  expect(decide(group, { summaries: [...periodsAt(0.099, 9), 0.1] }).desiredCount).toBe(5);
});

test('clamps both ways, whatever the quantity', () => {
  const steps = { scaleUpQuantity: 5, scaleDownQuantity: 5 };
  expect(
    decide(aBridgePool({ ...steps, desiredCount: 6 }), { summaries: periodsAt(1, 10) }).desiredCount,
  ).toBe(8);
  expect(
    decide(aBridgePool({ ...steps, desiredCount: 4 }), { summaries: periodsAt(0, 10) }).desiredCount,
  ).toBe(2);
});

test('at the maximum no stress scales up, at the minimum no idleness scales down, and no grace period begins', () => {
  const atMaximum = decide(aBridgePool({ desiredCount: 8 }), { summaries: periodsAt(1, 10) });
  const atMinimum = decide(aBridgePool({ desiredCount: 2 }), { summaries: periodsAt(0, 10) });
  expect([atMaximum.rule, atMinimum.rule]).toEqual(['hold', 'hold']);
  expect(atMaximum.reason).toContain('at the maximum 8');
  expect(atMinimum.reason).toContain('at the minimum 2');
});

test('counts available Jibris the other way round: up strictly below, down strictly above', () => {
  const group = (changes?: Partial<JitsiAutoscalerParameters>) =>
    aJibriGroup({ desiredCount: 3, ...changes });
  expect(decide(group(), { summaries: periodsAt(0.5, 20) }).desiredCount).toBe(4);
  expect(decide(group(), { summaries: periodsAt(2, 20) }).desiredCount).toBe(2);
  // Both thresholds at 1: exactly one available is the only value that asks for nothing.
  expect(decide(group(), { summaries: periodsAt(1, 20) }).rule).toBe('hold');
});

test('changes nothing in the grace period, and may again at its very end', () => {
  const busy = { summaries: periodsAt(1, 10) };
  const within = decide(aBridgePool(), busy, nowMs + 1500);
  expect(within.desiredCount).toBe(2);
  expect(within.reason).toBe('1.5 s of the grace period left: stays at 2');
  expect(decide(aBridgePool(), busy, nowMs).desiredCount).toBe(3);
});

test('empty-group-is-stuck: without a tracked instance nothing happens, even below the minimum', () => {
  const decision = decide(aBridgePool({ minDesired: 3, desiredCount: 0 }), { trackedCount: 0 });
  expect(decision.rule).toBe('empty-group');
  expect(decision.desiredCount).toBe(0);
});

test('waits-for-launcher: evaluates nothing while tracked and desired differ, either way', () => {
  const busy = { summaries: periodsAt(1, 10) };
  for (const trackedCount of [4, 6]) {
    const decision = decide(aBridgePool({ desiredCount: 5 }), { ...busy, trackedCount });
    expect(decision.rule).toBe('waits-for-launcher');
    expect(decision.desiredCount).toBe(5);
    expect(decision.memory.graceUntilMs).toBe(Number.NEGATIVE_INFINITY);
  }
});

test('grace-without-change: below the minimum at the maximum it sets the grace period and leaves desired alone', () => {
  const group = aBridgePool({ minDesired: 9, maxDesired: 8, desiredCount: 8 });
  const decision = decide(group);
  expect(decision.rule).toBe('scale-up');
  expect(decision.desiredCount).toBe(8);
  expect(decision.memory.graceUntilMs).toBe(nowMs + 600_000);
  expect(decision.reason).toBe(
    '8 tracked, below the minimum 9: stays at the maximum 8; next change not before 600 s',
  );
});

test('raise-may-lower: with a minimum above the maximum, scaling up lowers desired to the maximum', () => {
  const decision = decide(aBridgePool({ minDesired: 9, maxDesired: 4, desiredCount: 6 }));
  expect(decision.rule).toBe('scale-up');
  expect(decision.desiredCount).toBe(4);
  expect(decision.reason).toContain('down by 2 to 4');
});

test('below the minimum it scales up whatever the metrics say', () => {
  expect(
    decide(aBridgePool({ minDesired: 4, desiredCount: 3 }), { summaries: periodsAt(0, 10) }).desiredCount,
  ).toBe(4);
});

test('an active schedule period may forbid scaling down, not up', () => {
  const group = aBridgePool({ desiredCount: 5 });
  const down = decide(group, { summaries: periodsAt(0, 10), scaleDownInhibited: true });
  expect(down.desiredCount).toBe(5);
  expect(down.reason).toContain('the schedule forbids scaling down');
  expect(decide(group, { summaries: periodsAt(1, 10), scaleDownInhibited: true }).desiredCount).toBe(6);
});

test('the cloud guard stops only a group whose tracked count is too low, and trusts a silent cloud', () => {
  const group = aBridgePool({ desiredCount: 5, enableCloudGuard: true, cloudGuardGraceCount: 2 });
  expect(decide(group, { trackedCount: 3, cloudRunningCount: 7 }).rule).toBe('cloud-guard');
  expect(decide(group, { trackedCount: 3, cloudRunningCount: 6 }).rule).toBe('waits-for-launcher');
  const withoutGrace = aBridgePool({ desiredCount: 5, enableCloudGuard: true });
  expect(decide(withoutGrace, { trackedCount: 3, cloudRunningCount: 5 }).rule).toBe('cloud-guard');
  expect(decide(withoutGrace, { trackedCount: 3, cloudRunningCount: 4 }).rule).toBe('waits-for-launcher');
  expect(decide(group, { trackedCount: 3, cloudRunningCount: null }).rule).toBe('waits-for-launcher');
  expect(decide(group, { trackedCount: 5, cloudRunningCount: 99 }).rule).toBe('hold');
});

test('a grid covers its reservations once enough of them wait, from zero too', () => {
  const grid = (changes: Partial<JitsiAutoscalerParameters>) =>
    aBridgePool({ type: 'selenium-grid', minDesired: 0, desiredCount: 5, ...changes });
  expect(decide(grid({ desiredCount: 0 }), { trackedCount: 0, reservedNodes: 1 }).desiredCount).toBe(1);
  expect(decide(grid({ reservationScaleUpThreshold: 2 }), { reservedNodes: 6 }).desiredCount).toBe(5);
  expect(decide(grid({ reservationScaleUpThreshold: 2 }), { reservedNodes: 7 }).desiredCount).toBe(7);
  expect(decide(grid({}), { reservedNodes: 99 }).desiredCount).toBe(8);
});

test('says why it did not look: switched off, locked, no periods', () => {
  expect(decide(aBridgePool({ enableAutoScale: false })).rule).toBe('autoscale-disabled');
  expect(decide(aBridgePool(), { groupLocked: true }).rule).toBe('group-locked');
  expect(decide(aBridgePool(), { summaries: [] }).rule).toBe('no-metrics');
});

test('reads no period beyond the first that decides against', () => {
  const read: number[] = [];
  const summaries = {
    length: 10,
    at: (period: number): number => {
      read.push(period);
      return 0.2;
    },
  };
  const decision = decide(aBridgePool({ desiredCount: 5 }), { summaries });
  expect(decision.rule).toBe('hold');
  expect(Math.max(...read)).toBeLessThanOrEqual(1);
});

test('a period count of zero fails, as it does upstream', () => {
  expect(() => decide(aBridgePool({ scaleUpPeriodsCount: 0 }))).toThrow(RangeError);
});
