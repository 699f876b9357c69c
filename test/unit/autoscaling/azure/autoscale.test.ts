// Goal: Azure Monitor's autoscale scales out if any rule fires, in if all do, never into a flap, and then cools down.
// Method: the documentation's example (autoscale-flapping.md: out at 600 threads, in below 400: 3 instances with 1250
//   threads do not go to 2, with 1180 they do); averages and cooldowns counted by hand.
import { describe, expect, test } from 'vitest';
import {
  type AutoscalePolicy,
  type AutoscaleRule,
  decideAutoscale,
  initialAutoscaleMemory,
} from '../../../../src/autoscaling/azure/autoscale.ts';

const rule = (rest: Partial<AutoscaleRule>): AutoscaleRule => ({
  name: 'threads',
  direction: 'out',
  operator: '>=',
  threshold: 600,
  windowSeconds: 60,
  change: { kind: 'count', value: 1 },
  cooldownSeconds: 300,
  ...rest,
});
const inward = rule({ direction: 'in', operator: '<', threshold: 420 });

function counts(
  readings: readonly (number | null)[],
  start: number,
  rest: Partial<AutoscalePolicy> = {},
  rules = [rule({}), inward],
) {
  const policy: AutoscalePolicy = {
    minCount: 1,
    maxCount: 20,
    defaultCount: 5,
    rules,
    profiles: [],
    ...rest,
  };
  let memory = initialAutoscaleMemory(policy);
  let count = start;
  return readings.map((reading, minute) => {
    const decision = decideAutoscale(policy, memory, {
      nowMs: minute * 60_000,
      count,
      readings: rules.map(() => reading),
    });
    memory = decision.memory;
    count = decision.desiredCount;
    return count;
  });
}

describe('autoscale', () => {
  test('does not scale in where it would scale out again', () => {
    expect(counts([1250 / 3], 3)).toEqual([3]);
    expect(counts([1180 / 3], 3)).toEqual([2]);
  });

  test('waits five minutes after each action', () => {
    expect(counts([700, 700, 700, 700, 700, 700], 3)).toEqual([4, 4, 4, 4, 4, 5]);
  });

  test('averages over the window', () => {
    const slow = [rule({ windowSeconds: 180, cooldownSeconds: 0 })];
    // Means of the last three: 900, 450, 600, 500.
    expect(counts([900, 0, 900, 600], 3, {}, slow)).toEqual([4, 4, 5, 5]);
  });

  test('scales in only if all rules agree, and takes the larger count', () => {
    const two = [
      inward,
      rule({ direction: 'in', operator: '<', threshold: 100, change: { kind: 'percent', value: 50 } }),
    ];
    expect(counts([200], 8, {}, two)).toEqual([8]);
    expect(counts([50], 8, {}, two)).toEqual([7]);
  });

  test('holds the default without data, and the bounds of the profile in force', () => {
    expect(counts([null], 3)).toEqual([5]);
    expect(counts([null], 9)).toEqual([9]);
    const profiles = [{ windows: [{ fromMs: 0, untilMs: 60_000 }], minCount: 7, maxCount: 9 }];
    expect(counts([500, 500], 3, { profiles })).toEqual([7, 7]);
  });
});
