// Goal: a managed instance group serves the peak of its stabilisation period, within schedules and scale-in controls.
// Method: looks a minute apart with loads given; sizes are ceil(load / target) and peaks by hand.
import { describe, expect, test } from 'vitest';
import {
  decideInstanceGroup,
  type InstanceGroupPolicy,
  initialInstanceGroupMemory,
} from '../../../../src/autoscaling/gcp/managed-instance-group.ts';

function sizes(
  loads: readonly (number | null)[],
  rest: Partial<InstanceGroupPolicy> = {},
  start = 2,
): number[] {
  const policy: InstanceGroupPolicy = {
    minCount: 2,
    maxCount: 30,
    signals: [{ name: 'stress', target: 0.5 }],
    stabilizationPeriodSeconds: 180,
    mode: 'ON',
    scaleInControl: null,
    schedules: [],
    ...rest,
  };
  let memory = initialInstanceGroupMemory;
  let count = start;
  return loads.map((load, minute) => {
    const decision = decideInstanceGroup(policy, memory, { nowMs: minute * 60_000, count, loads: [load] });
    memory = decision.memory;
    count = decision.desiredCount;
    return count;
  });
}

describe('a managed instance group', () => {
  test('grows at once and keeps the peak of the last three minutes', () => {
    expect(sizes([1, 4.1, 1, 1, 1, 1, 0])).toEqual([2, 9, 9, 9, 9, 2, 2]);
  });

  test('shrinks by at most two below the peak of the window', () => {
    const scaleInControl = { maxScaledIn: { kind: 'fixed', value: 2 }, timeWindowSeconds: 120 } as const;
    // The window still holds 10 for two minutes after each step.
    expect(sizes([5, 0, 0, 0, 0, 0, 0], { stabilizationPeriodSeconds: 0, scaleInControl }, 10)).toEqual([
      10, 8, 8, 8, 6, 6, 6,
    ]);
  });

  test('keeps its size while a signal has no data', () => {
    expect(sizes([null, 4.1, null, null], { stabilizationPeriodSeconds: 0 }, 5)).toEqual([5, 9, 9, 9]);
  });

  test('holds the minimum of a schedule, and its mode', () => {
    const schedules = [{ windows: [{ fromMs: 60_000, untilMs: 120_000 }], minRequiredInstances: 7 }];
    expect(sizes([0, 0, 0], { stabilizationPeriodSeconds: 0, schedules })).toEqual([2, 7, 2]);
    expect(sizes([5, 0], { stabilizationPeriodSeconds: 0, mode: 'ONLY_SCALE_OUT' })).toEqual([10, 10]);
    expect(sizes([5, 0], { mode: 'OFF' }, 4)).toEqual([4, 4]);
  });
});
