/**
 * What the properties of any run share: policies that act within minutes, and both event lists side by side.
 */
import { expect } from 'vitest';
import { jitsiAutoscalerPolicy } from '../../src/autoscaling/jitsi-autoscaler/policy.ts';
import { createQuaternaryHeap } from '../../src/engine/quaternary-heap.ts';
import type { BridgeScaling, Scenario } from '../../src/scenario/scenario.ts';
import type { RunRows } from '../../src/simulation/rows.ts';
import { simulate } from '../../src/simulation/simulate.ts';

/** jitsi-autoscaler that launches after one period of a minute, and drains after two. */
export function aQuickAutoscaler(maxDesired: number): BridgeScaling {
  return {
    policy: 'jitsi-autoscaler',
    launchJobFirst: false,
    requests: [],
    autoscaler: jitsiAutoscalerPolicy({
      type: 'JVB',
      minDesired: 1,
      maxDesired,
      desiredCount: 3,
      scaleUpQuantity: 2,
      scaleDownQuantity: 1,
      scaleUpThreshold: 0.2,
      scaleDownThreshold: 0.05,
      scalePeriod: 60,
      scaleUpPeriodsCount: 1,
      scaleDownPeriodsCount: 2,
      gracePeriodTTLSec: 120,
      protectedTTLSec: 0,
    }),
  };
}

/** Keeps one Jibri free, of at most five. */
export const oneJibriFree: Scenario['scaling']['jibris'] = {
  policy: 'constant-free',
  constantFree: { free: 1, minCount: 1, maxCount: 5 },
};

/** Fails unless both event lists give the same rows, which it returns. */
export function expectSameOnBothLists(scenario: Scenario, seed: number): RunRows {
  const wheel = simulate(scenario, { seed, replication: 0 });
  const heap = simulate(scenario, { seed, replication: 0, list: createQuaternaryHeap() });
  expect(heap).toEqual(wheel);
  return wheel;
}
