// Goal: the launcher closes the gap as upstream's does.
// Method: situations with quantities worked by hand from jitsi/jitsi-autoscaler@c302ef1 src/instance_launcher.ts.
import { expect, test } from 'vitest';
import type { TrackedInstance } from '../../../../src/autoscaling/jitsi-autoscaler/inventory.ts';
import {
  type LaunchObservation,
  launchOutcome,
  planLaunch,
} from '../../../../src/autoscaling/jitsi-autoscaler/launcher.ts';
import { initialJitsiAutoscalerMemory } from '../../../../src/autoscaling/jitsi-autoscaler/memory.ts';
import type { JitsiAutoscalerPolicy } from '../../../../src/autoscaling/jitsi-autoscaler/policy.ts';
import { aBridgePool } from './groups.ts';

function bridges(count: number): readonly TrackedInstance[] {
  return Array.from({ length: count }, (_, id) => ({
    id,
    atMs: 0,
    provisioning: false,
    shutdownReported: false,
    stats: { stressLevel: 0.5, participants: 10 * id },
    jibriStatus: null,
  }));
}

function plan(
  policy: JitsiAutoscalerPolicy,
  trackedCount: number,
  view: Partial<LaunchObservation> = {},
  protectedUntilMs = Number.NEGATIVE_INFINITY,
) {
  const memory = { ...initialJitsiAutoscalerMemory(policy), protectedUntilMs };
  return planLaunch(policy, memory, {
    nowMs: 0,
    trackedCount,
    tracked: () => bridges(trackedCount),
    protectedIds: new Set(),
    untrackedCount: 0,
    ...view,
  });
}

test('launches all that is missing at once, not scaleUpQuantity of it', () => {
  expect(plan(aBridgePool({ desiredCount: 7 }), 2)).toEqual({
    action: 'launch',
    count: 5,
    protectedUntilMs: null,
    reason: '2 tracked for 7 desired: launches 5',
  });
});

test('untracked instances count as there, so they are not launched again', () => {
  expect(plan(aBridgePool({ desiredCount: 7 }), 2, { untrackedCount: 3 })).toMatchObject({ count: 2 });
  expect(plan(aBridgePool({ desiredCount: 5 }), 2, { untrackedCount: 3 }).action).toBe('none');
});

test('a surplus of untracked instances is never shut down', () => {
  expect(plan(aBridgePool({ desiredCount: 3 }), 3, { untrackedCount: 4 }).action).toBe('none');
});

test('never launches above the maximum, even if desired lies above it', () => {
  expect(plan(aBridgePool({ desiredCount: 12, maxDesired: 8 }), 6)).toMatchObject({ count: 2 });
  expect(plan(aBridgePool({ desiredCount: 12, maxDesired: 8 }), 8)).toMatchObject({ rule: 'nothing-to-do' });
});

test('throttle-is-40: from 40 untracked instances on nothing is launched, unless the throttle is switched off', () => {
  const large = { desiredCount: 100, maxDesired: 100 };
  expect(plan(aBridgePool(large), 2, { untrackedCount: 39 })).toMatchObject({ action: 'launch', count: 59 });
  expect(plan(aBridgePool(large), 2, { untrackedCount: 40 })).toMatchObject({ rule: 'throttled' });
  const unthrottled = aBridgePool({ ...large, enableUntrackedThrottle: false });
  expect(plan(unthrottled, 2, { untrackedCount: 40 })).toMatchObject({ action: 'launch', count: 58 });
});

test('the cloud guard launches up to desired plus grace, and everything when the cloud is silent', () => {
  const guarded = aBridgePool({ desiredCount: 5, enableCloudGuard: true, cloudGuardGraceCount: 2 });
  expect(plan(guarded, 1, { cloudRunningCount: 4 })).toMatchObject({ count: 4 });
  expect(plan(guarded, 1, { cloudRunningCount: 5 })).toMatchObject({ count: 2 });
  expect(plan(guarded, 1, { cloudRunningCount: 6 })).toMatchObject({ count: 1 });
  expect(plan(guarded, 1, { cloudRunningCount: 7 })).toMatchObject({ rule: 'cloud-guard' });
  expect(plan(guarded, 1, { cloudRunningCount: null })).toMatchObject({ count: 4 });
});

test('shuts down what is above desired and the minimum, least participants first', () => {
  expect(plan(aBridgePool({ desiredCount: 3 }), 5)).toMatchObject({
    action: 'shut-down',
    instanceIds: [0, 1],
  });
  expect(plan(aBridgePool({ desiredCount: 1, minDesired: 4 }), 5)).toMatchObject({ instanceIds: [0] });
  expect(plan(aBridgePool({ desiredCount: 1, minDesired: 4 }), 4)).toMatchObject({ rule: 'nothing-to-do' });
});

test('protected-still-counted: protected instances stay, busier ones go in their place', () => {
  const protectedIds = new Set([0, 1, 2]);
  const shutDown = plan(aBridgePool({ desiredCount: 2 }), 5, { protectedIds });
  expect(shutDown).toMatchObject({
    instanceIds: [3, 4],
    reason: '5 tracked for 2 desired: 2 told to stop, 1 more are protected',
  });
});

test('launches in protected mode protect their instances for protectedTTLSec', () => {
  expect(plan(aBridgePool({ desiredCount: 3 }), 2, {}, 1)).toMatchObject({ protectedUntilMs: 900_000 });
  expect(plan(aBridgePool({ desiredCount: 3 }), 2, {}, 0)).toMatchObject({ protectedUntilMs: null });
});

test('does nothing at desired, or when launching is switched off', () => {
  expect(plan(aBridgePool({ desiredCount: 3 }), 3)).toMatchObject({ rule: 'nothing-to-do' });
  expect(plan(aBridgePool({ desiredCount: 3, enableLaunch: false }), 1)).toMatchObject({
    rule: 'launch-disabled',
  });
});

test('tells a launch the cloud granted in part from one it refused', () => {
  expect(launchOutcome(3, 3)).toBe('complete');
  expect(launchOutcome(3, 1)).toBe('partial');
  expect(launchOutcome(3, 0)).toBe('failed');
});
