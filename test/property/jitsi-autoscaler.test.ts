// Goal: what holds for every jitsi-autoscaler group and every day.
// Method: random groups and days from fast-check; the properties follow from upstream's rules, not from the code.

import { expect, test } from 'vitest';
import {
  decideJitsiAutoscaler,
  type JitsiAutoscalerDecision,
} from '../../src/autoscaling/jitsi-autoscaler/decide.ts';
import { InstanceTracker } from '../../src/autoscaling/jitsi-autoscaler/instance-tracker.ts';
import { planLaunch } from '../../src/autoscaling/jitsi-autoscaler/launcher.ts';
import {
  initialJitsiAutoscalerMemory,
  type JitsiAutoscalerMemory,
} from '../../src/autoscaling/jitsi-autoscaler/memory.ts';
import { MetricInventory } from '../../src/autoscaling/jitsi-autoscaler/metric-inventory.ts';
import { type MetricSample, summariesOf } from '../../src/autoscaling/jitsi-autoscaler/periods.ts';
import {
  type JitsiAutoscalerPolicy,
  jitsiAutoscalerPolicy,
} from '../../src/autoscaling/jitsi-autoscaler/policy.ts';
import { fc } from '../support/property.ts';

const dayMs = 86_400_000;

test('the incremental inventory gives the very numbers of the plain samples', () => {
  const sample = fc.record({
    instanceId: fc.integer({ min: 0, max: 7 }),
    atMs: fc.integer({ min: 300_000, max: 900_000 }),
    // Thousandths: their sums differ in the last digit when they are added in another order.
    value: fc.integer({ min: 0, max: 2000 }).map((thousandths) => thousandths / 1000),
  });
  const moment = fc.record({
    nowMs: fc.integer({ min: 800_000, max: 910_000 }),
    scalePeriod: fc.constantFrom(30, 60, 120),
    periodsCount: fc.integer({ min: 1, max: 8 }),
    metricTTLSec: fc.constantFrom(200, 3600),
    combine: fc.constantFrom('sum' as const, 'mean' as const),
  });
  fc.assert(
    fc.property(
      fc.array(sample, { maxLength: 100, size: 'max' }),
      moment,
      (samples, { combine, ...window }) => {
        const inventory = new MetricInventory({ metricTTLSec: window.metricTTLSec });
        for (const { instanceId, atMs, value } of samples) inventory.record(instanceId, atMs, value);
        const lazy = inventory.summariesAt({ ...window, combine });
        const plain = summariesOf(inTimeOrder(samples), window, combine);
        expect(plain.map((_, period) => lazy.at(period))).toEqual(plain);
      },
    ),
    { numRuns: 1000 },
  );
});

test('summaries read after the inventory changed fail instead of mixing two moments', () => {
  const inventory = new MetricInventory({ metricTTLSec: 3600 });
  inventory.record(1, 0, 0.5);
  const summaries = inventory.summariesAt({ nowMs: 0, scalePeriod: 60, periodsCount: 2, combine: 'mean' });
  expect(summaries.at(0)).toBe(0.5);
  inventory.record(1, 1, 0.7);
  expect(summaries.at(0)).toBe(0.5);
  expect(() => summaries.at(1)).toThrow(/after the inventory changed/);
});

test('the count of the tracker is the number of the instances it lists, whatever happens to them', () => {
  const happening = fc.record({
    afterMs: fc.integer({ min: 0, max: 200_000 }),
    id: fc.integer({ min: 0, max: 4 }),
    what: fc.constantFrom('report', 'report', 'report', 'leave', 'launch', 'order', 'sanity job'),
    ageMs: fc.integer({ min: 0, max: 60_000 }),
  });
  const policy = jitsiAutoscalerPolicy({ type: 'JVB', ...anyOptions, shutdownTTLSec: 1000 });
  fc.assert(
    fc.property(fc.array(happening, { minLength: 20, maxLength: 120 }), (happenings) => {
      const tracker = new InstanceTracker(policy);
      let nowMs = 0;
      for (const { afterMs, id, what, ageMs } of happenings) {
        nowMs += afterMs;
        const shutdownReported = what === 'leave';
        if (what === 'launch') tracker.recordLaunch(id, nowMs);
        else if (what === 'order') tracker.orderShutdown([id], nowMs);
        else if (what === 'sanity job') tracker.recountUntracked([0, 1, 2, 3, 4], nowMs);
        else tracker.report(id, { nowMs, readAtMs: nowMs - ageMs }, { stats: {}, shutdownReported });
        expect(tracker.count(nowMs)).toBe(tracker.tracked(nowMs).length);
      }
    }),
    { numRuns: 300 },
  );
});

const anyOptions = {
  minDesired: 1,
  maxDesired: 40,
  desiredCount: 1,
  scaleUpQuantity: 1,
  scaleDownQuantity: 1,
  scaleUpThreshold: 0.6,
  scaleDownThreshold: 0.3,
  scalePeriod: 60,
  scaleUpPeriodsCount: 2,
  scaleDownPeriodsCount: 10,
};

/** As the store returns them: by time, a sample told twice only once. */
function inTimeOrder(samples: readonly MetricSample[]): readonly MetricSample[] {
  const seen = new Set<string>();
  return samples
    .filter(({ instanceId, atMs, value }) => {
      const key = `${instanceId} ${atMs} ${value}`;
      return !seen.has(key) && seen.add(key);
    })
    .toSorted((a, b) => a.atMs - b.atMs);
}

const groups = fc
  .record({
    type: fc.constantFrom('JVB' as const, 'jibri' as const),
    minDesired: fc.integer({ min: 1, max: 4 }),
    range: fc.integer({ min: 0, max: 10 }),
    scaleUpQuantity: fc.integer({ min: 1, max: 4 }),
    scaleDownQuantity: fc.integer({ min: 1, max: 4 }),
    scaleUpPeriodsCount: fc.integer({ min: 1, max: 4 }),
    scaleDownPeriodsCount: fc.integer({ min: 1, max: 10 }),
    gracePeriodTTLSec: fc.integer({ min: 0, max: 1200 }),
  })
  .map(({ range, ...group }) =>
    jitsiAutoscalerPolicy({
      ...group,
      maxDesired: group.minDesired + range,
      desiredCount: group.minDesired,
      scaleUpThreshold: group.type === 'JVB' ? 0.6 : 1,
      scaleDownThreshold: group.type === 'JVB' ? 0.3 : 2,
      scalePeriod: 60,
    }),
  );

interface Tick {
  readonly nowMs: number;
  readonly before: JitsiAutoscalerMemory;
  readonly decision: JitsiAutoscalerDecision;
}

interface Day {
  /** Load of each quarter of an hour, in turn: stress, or the share of Jibris that are busy. */
  readonly loads: readonly number[];
  readonly bootMinutes: number;
  /** The cloud grants launches until this minute. */
  readonly soldOutFromMinute: number;
}

const days = fc.record({
  loads: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 200 }),
  bootMinutes: fc.integer({ min: 1, max: 10 }),
  soldOutFromMinute: fc.constant(Number.POSITIVE_INFINITY),
});

function play(policy: JitsiAutoscalerPolicy, day: Day): readonly Tick[] {
  const tracker = new InstanceTracker(policy);
  let memory = initialJitsiAutoscalerMemory(policy);
  const upFromMs = new Map<number, number>();
  for (let id = 0; id < policy.scalingOptions.desiredCount; id += 1) upFromMs.set(id, 0);
  let nextId = upFromMs.size;
  const ticks: Tick[] = [];
  for (let nowMs = 0; nowMs <= dayMs; nowMs += 30_000) {
    const minute = Math.floor(nowMs / 60_000);
    const load = day.loads[Math.floor(minute / 15) % day.loads.length]!;
    for (const [id, fromMs] of nowMs % 60_000 === 0 ? upFromMs : []) {
      if (nowMs < fromMs) continue;
      const idle = (id * 7919 + minute) % 100 >= load * 100;
      const report =
        policy.type === 'JVB'
          ? { stats: { stressLevel: load, participants: id } }
          : { jibriStatus: idle ? ('IDLE' as const) : ('BUSY' as const) };
      if (tracker.report(id, { nowMs, readAtMs: nowMs - 15_000 }, report).shutdown) upFromMs.delete(id);
    }
    const before = memory;
    const decision = decideJitsiAutoscaler(policy, memory, {
      nowMs,
      trackedCount: tracker.count(nowMs),
      summaries: tracker.summaries(nowMs, memory.scalingOptions),
    });
    memory = decision.memory;
    ticks.push({ nowMs, before, decision });
    const plan = planLaunch(policy, memory, { nowMs, ...tracker.launchView(nowMs) });
    if (plan.action === 'shut-down') tracker.orderShutdown(plan.instanceIds, nowMs);
    if (plan.action !== 'launch' || minute >= day.soldOutFromMinute) continue;
    for (let more = 0; more < plan.count; more += 1, nextId += 1) {
      tracker.recordLaunch(nextId, nowMs, plan);
      upFromMs.set(nextId, nowMs + day.bootMinutes * 60_000);
    }
  }
  return ticks;
}

function changes(ticks: readonly Tick[]): readonly Tick[] {
  return ticks.filter(({ before, decision }) => decision.desiredCount !== before.scalingOptions.desiredCount);
}

test('a whole day keeps the bounds, takes one step a grace period, and every change gives its figures', () => {
  let changesSeen = 0;
  fc.assert(
    fc.property(groups, days, (policy, day) => {
      const { minDesired, maxDesired, scaleUpQuantity, scaleDownQuantity } = policy.scalingOptions;
      const ticks = play(policy, day);
      for (const { before, decision } of ticks) {
        const step = decision.desiredCount - before.scalingOptions.desiredCount;
        if (step === 0 && decision.reason !== '') continue;
        expect(decision.desiredCount).toBeGreaterThanOrEqual(minDesired);
        expect(decision.desiredCount).toBeLessThanOrEqual(maxDesired);
        expect(step).toBeLessThanOrEqual(scaleUpQuantity);
        expect(step).toBeGreaterThanOrEqual(-scaleDownQuantity);
      }
      const changed = changes(ticks);
      changesSeen += changed.length;
      for (const [index, { nowMs, before, decision }] of changed.entries()) {
        const previous = changed[index - 1];
        if (previous !== undefined) {
          expect(nowMs - previous.nowMs).toBeGreaterThanOrEqual(policy.gracePeriodTTLSec * 1000);
        }
        const word = decision.desiredCount > before.scalingOptions.desiredCount ? 'up' : 'down';
        expect(decision.reason).toMatch(
          new RegExp(
            `^(mean stress [\\d., e-]+|[\\d., e-]+ available instances) over .*: ${word} by \\d+ to ${decision.desiredCount};`,
          ),
        );
      }
    }),
    { numRuns: 25, seed: 2026 },
  );
  // Days on which nothing ever happens would prove nothing.
  expect(changesSeen).toBeGreaterThan(50);
});

test('an instance the cloud will not launch freezes scaling for the rest of the day', () => {
  const soldOut = fc.record({
    loads: fc.array(fc.double({ min: 0.7, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 }),
    bootMinutes: fc.integer({ min: 1, max: 10 }),
    soldOutFromMinute: fc.integer({ min: 0, max: 300 }),
  });
  const growing = groups.filter(
    ({ type, scalingOptions }) => type === 'JVB' && scalingOptions.maxDesired > scalingOptions.minDesired,
  );
  let frozen = 0;
  fc.assert(
    fc.property(growing, soldOut, (policy, day) => {
      const changed = changes(play(policy, day)).filter(
        ({ nowMs }) => nowMs >= day.soldOutFromMinute * 60_000,
      );
      frozen += changed.length;
      expect(changed.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 25, seed: 2026 },
  );
  expect(frozen).toBeGreaterThan(0);
});

test('under steady overload desired grows by one quantity a grace period, rounded up to the next job', () => {
  const quantities = fc.record({
    gracePeriodTTLSec: fc.integer({ min: 30, max: 1800 }),
    scaleUpQuantity: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(quantities, (speed) => {
      const policy = jitsiAutoscalerPolicy({
        type: 'JVB',
        ...anyOptions,
        ...speed,
      });
      const ticks = play(policy, { loads: [1], bootMinutes: 1, soldOutFromMinute: Number.POSITIVE_INFINITY });
      const changed = changes(ticks);
      const stepMs = Math.ceil(speed.gracePeriodTTLSec / 30) * 30_000;
      const steps = Math.ceil(39 / speed.scaleUpQuantity);
      const reachable = Math.min(steps, 1 + Math.floor((dayMs - changed[0]!.nowMs) / stepMs));
      expect(changed).toHaveLength(reachable);
      expect(changed.map(({ nowMs }) => nowMs)).toEqual(
        Array.from({ length: reachable }, (_, step) => changed[0]!.nowMs + step * stepMs),
      );
    }),
    { numRuns: 15 },
  );
});
