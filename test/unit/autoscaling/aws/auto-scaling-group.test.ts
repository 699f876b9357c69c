// Goal: an EC2 Auto Scaling group decides as the user guide's worked examples say.
// Method: the guide's figures (as-scaling-simple-step.md: 10, 11, 14, 13, 10 instances, and the warm-up example 11, 11, 13;
//   as-scaling-target-tracking.md: 1.5 more are 2, 1.5 fewer are 1), minute by minute; the rest counted by hand.
import { describe, expect, test } from 'vitest';
import { decideAutoScalingGroup } from '../../../../src/autoscaling/aws/auto-scaling-group.ts';
import {
  type AutoScalingGroupObservation,
  type AutoScalingGroupPolicy,
  type AwsScalingPolicy,
  initialAutoScalingGroupMemory,
} from '../../../../src/autoscaling/aws/group-policy.ts';
import { hourlyForecast } from '../../../../src/autoscaling/aws/hourly-forecast.ts';
import { stepsIn, stepsOut } from './guide-steps.ts';

const alarm = {
  threshold: 50,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: 'missing',
} as const;
const stepOut: AwsScalingPolicy = {
  kind: 'step',
  name: 'cpu',
  alarm: { ...alarm, comparison: '>=' },
  steps: stepsOut,
};
const stepIn: AwsScalingPolicy = {
  kind: 'step',
  name: 'cpu',
  alarm: { ...alarm, comparison: '<=' },
  steps: stepsIn,
};

function aGroup(policies: readonly AwsScalingPolicy[], rest: Partial<AutoScalingGroupPolicy> = {}) {
  const policy: AutoScalingGroupPolicy = {
    minSize: 1,
    maxSize: 100,
    defaultCooldownSeconds: 300,
    policies,
    scheduledActions: [],
    maxCapacityBreach: { behavior: 'HonorMaxCapacity', bufferPercent: 0 },
    ...rest,
  };
  let memory = initialAutoScalingGroupMemory(policy);
  let desired = 10;
  let minute = 0;
  return {
    set desired(count: number) {
      desired = count;
    },
    reason: '',
    /** One look at this metric, a minute after the last. */
    see(metric: number | null, given: Partial<AutoScalingGroupObservation> = {}): number {
      minute += 1;
      const decision = decideAutoScalingGroup(policy, memory, {
        nowMs: minute * 60_000,
        desiredCapacity: desired,
        readings: policies.map(() => metric),
        warmingCount: 0,
        terminatingCount: 0,
        activityEndedMs: Number.NEGATIVE_INFINITY,
        predictedCapacity: null,
        ...given,
      });
      memory = decision.memory;
      desired = decision.desiredCount;
      this.reason = decision.reason;
      return desired;
    },
  };
}

const tracking = (
  rest: Partial<Extract<AwsScalingPolicy, { kind: 'target-tracking' }>> = {},
): AwsScalingPolicy => ({
  kind: 'target-tracking',
  name: 'stress',
  target: 50,
  disableScaleIn: false,
  scaleOutPeriods: 1,
  scaleInPeriods: 1,
  scaleInRatio: 0.9,
  ...rest,
});

describe('step scaling', () => {
  test('goes 10, 11, 14, 13, 10 as in the guide', () => {
    const group = aGroup([stepOut, stepIn]);
    expect([60, 70, 40, 30].map((metric) => group.see(metric))).toEqual([11, 14, 13, 10]);
  });

  test('does not add what still warms up: 11, 11, 13', () => {
    const group = aGroup([stepOut, stepIn]);
    expect(group.see(60)).toBe(11);
    expect(group.see(62, { warmingCount: 1 })).toBe(11);
    expect(group.see(70, { warmingCount: 1 })).toBe(13);
  });

  test('does not scale in while anything warms', () => {
    const group = aGroup([stepOut, stepIn]);
    expect(group.see(30, { warmingCount: 1 })).toBe(10);
    expect(group.see(30)).toBe(7);
  });
});

describe('target tracking', () => {
  test('rounds 1.5 more to 2, and 1.5 fewer to 1', () => {
    // 10 instances at 57.5 need 11.5; at 42.5 they need 8.5.
    expect(aGroup([tracking()]).see(57.5)).toBe(12);
    expect(aGroup([tracking()]).see(42.5)).toBe(9);
  });

  test('waits for its alarms: three periods up, fifteen down', () => {
    const group = aGroup([tracking({ scaleOutPeriods: 3, scaleInPeriods: 15 })]);
    expect([60, 60, 60].map((metric) => group.see(metric))).toEqual([10, 10, 12]);
    const counts = Array.from({ length: 15 }, () => group.see(25));
    expect(counts).toEqual([...Array.from({ length: 14 }, () => 12), 6]);
  });

  test('scales out if any policy asks, in only if all do', () => {
    const other = tracking({ name: 'participants' });
    const out = aGroup([tracking(), other]);
    expect(out.see(null, { readings: [60, 20] })).toBe(12);
    const mixed = aGroup([tracking(), other]);
    expect(mixed.see(null, { readings: [20, 48] })).toBe(10);
    expect(mixed.see(null, { readings: [20, 40] })).toBe(8);
  });

  test('may be told not to scale in, and does nothing without data', () => {
    expect(aGroup([tracking({ disableScaleIn: true })]).see(5)).toBe(10);
    expect(aGroup([tracking()]).see(null)).toBe(10);
  });
});

describe('simple scaling', () => {
  const simple: AwsScalingPolicy = {
    kind: 'simple',
    name: 'cpu',
    alarm: {
      comparison: '>',
      threshold: 50,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      treatMissingData: 'missing',
    },
    adjustment: { type: 'ChangeInCapacity', value: 2 },
    cooldownSeconds: null,
  };

  test('waits for the activity and the cooldown after it', () => {
    const group = aGroup([simple]);
    expect(group.see(90)).toBe(12);
    expect(group.see(90, { activityEndedMs: null })).toBe(12);
    // Ended at minute 3, so the cooldown of 300 s lasts until minute 8.
    for (let minute = 3; minute < 8; minute++) expect(group.see(90, { activityEndedMs: 180_000 })).toBe(12);
    expect(group.see(90, { activityEndedMs: 180_000 })).toBe(14);
  });
});

describe('scheduled actions and predictive scaling', () => {
  test('an action sets what it names, and does not wait for anything', () => {
    const action = { atMs: 120_000, minSize: 20, maxSize: null, desiredCapacity: 24 };
    const group = aGroup([], { scheduledActions: [action] });
    expect(group.see(null)).toBe(10);
    expect(group.see(null, { warmingCount: 3 })).toBe(24);
    expect(group.reason).toMatch(/scheduled action: 24 desired within 20 to 100/);
    group.desired = 5;
    expect(group.see(null)).toBe(20);
  });

  test('a forecast only ever raises, and may exceed the maximum where it is allowed to', () => {
    const honour = aGroup([tracking()], { maxSize: 40 });
    expect(honour.see(50, { predictedCapacity: 50 })).toBe(40);
    // 50 and 10 % more are 55: the guide's figures.
    const exceed = aGroup([tracking()], {
      maxSize: 40,
      maxCapacityBreach: { behavior: 'IncreaseMaxCapacity', bufferPercent: 10 },
    });
    expect(exceed.see(50, { predictedCapacity: 50 })).toBe(50);
    expect(exceed.see(50, { predictedCapacity: 3 })).toBe(40);
  });

  test('the forecast needs a day, and is the mean of the same hours', () => {
    const day = Array.from({ length: 24 }, (_, hour) => hour);
    expect(hourlyForecast(day.slice(1), 0)).toBeNull();
    // Begun at 6 o'clock: the value at index 3 is of 9 o'clock, on the second day 4 more.
    const two = [...day, ...day.map((need) => need + 4)];
    expect(hourlyForecast(two, 6)?.[9]).toBe(5);
  });
});
