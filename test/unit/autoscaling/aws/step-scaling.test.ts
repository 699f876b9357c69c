// Goal: step scaling, rounding and the maximum under a forecast follow the user guide of EC2 Auto Scaling.
// Method: the guide's own worked examples (awsdocs/amazon-ec2-auto-scaling-user-guide@6c46a78), then its bounds by hand.
import { describe, expect, it } from 'vitest';
import {
  adjustedCapacity,
  largestCapacity,
  percentChange,
  roundedChange,
} from '../../../../src/autoscaling/aws/adjustment.ts';
import { effectiveMaxCapacity } from '../../../../src/autoscaling/aws/predictive-scaling.ts';
import { type StepScalingPolicy, stepScalingCapacity } from '../../../../src/autoscaling/aws/step-scaling.ts';
import { stepsIn, stepsOut } from './guide-steps.ts';

describe('step scaling', () => {
  it("goes 10, 11, 14, 13, 10 in the guide's example", () => {
    expect(stepScalingCapacity(stepsOut, { metric: 60, capacity: 10 })).toBe(11);
    expect(stepScalingCapacity(stepsOut, { metric: 70, capacity: 11 })).toBe(14);
    expect(stepScalingCapacity(stepsIn, { metric: 40, capacity: 14 })).toBe(13);
    expect(stepScalingCapacity(stepsIn, { metric: 30, capacity: 13 })).toBe(10);
  });

  it('has inclusive bounds on the side of the threshold', () => {
    const at = (policy: StepScalingPolicy, metrics: readonly number[]) =>
      metrics.map((metric) => stepScalingCapacity(policy, { metric, capacity: 100 }));
    expect(at(stepsOut, [49, 50, 59.9, 60, 69.9, 70])).toEqual([100, 100, 100, 110, 110, 130]);
    expect(at(stepsIn, [51, 50, 40.1, 40, 30.1, 30])).toEqual([100, 100, 100, 90, 90, 70]);
  });

  it('may mix both directions of one alarm', () => {
    const both: StepScalingPolicy = {
      adjustmentType: 'ChangeInCapacity',
      threshold: 50,
      steps: [
        { lower: null, upper: 0, adjust: -1 },
        { lower: 0, upper: null, adjust: 2 },
      ],
    };
    expect([49, 51].map((metric) => stepScalingCapacity(both, { metric, capacity: 5 }))).toEqual([4, 7]);
  });
});

describe('adjustments', () => {
  it('round towards zero, but never to zero', () => {
    expect([12.7, 0.67, -0.58, -6.67, 0, 1].map(roundedChange)).toEqual([12, 1, -1, -6, 0, 1]);
  });

  it('by percent change at least the minimum magnitude, in their direction', () => {
    expect(percentChange(4, { value: 25, minAdjustmentMagnitude: 2 })).toBe(2);
    expect(percentChange(4, { value: -25, minAdjustmentMagnitude: 2 })).toBe(-2);
    expect(percentChange(4, { value: 0, minAdjustmentMagnitude: 2 })).toBe(0);
    // 100 * 0.29 is 28.999999999999996 in doubles.
    expect(percentChange(100, { value: 29 })).toBe(29);
  });

  it('are relative, exact or by percent', () => {
    expect(adjustedCapacity(3, { type: 'ChangeInCapacity', value: 5 })).toBe(8);
    expect(adjustedCapacity(3, { type: 'ExactCapacity', value: 5 })).toBe(5);
    expect(adjustedCapacity(10, { type: 'PercentChangeInCapacity', value: 10 })).toBe(11);
    expect(adjustedCapacity(3, { type: 'ChangeInCapacity', value: -5 })).toBe(0);
  });

  it('of several policies the one with most capacity counts', () => {
    expect(
      largestCapacity(8, [8 - 3, adjustedCapacity(8, { type: 'PercentChangeInCapacity', value: -25 })]),
    ).toBe(6);
    expect(largestCapacity(8, [])).toBe(8);
  });
});

describe('the maximum under a forecast', () => {
  it('is raised to the forecast and its buffer only where that is allowed and needed', () => {
    const raise = { behavior: 'IncreaseMaxCapacity', bufferPercent: 10 } as const;
    expect(effectiveMaxCapacity({ predicted: 50, max: 40 }, raise)).toBe(55);
    expect(effectiveMaxCapacity({ predicted: 50, max: 40 }, { ...raise, bufferPercent: 0 })).toBe(50);
    expect(effectiveMaxCapacity({ predicted: 20, max: 40 }, raise)).toBe(40);
    expect(effectiveMaxCapacity({ predicted: 50, max: 40 }, { ...raise, behavior: 'HonorMaxCapacity' })).toBe(
      40,
    );
  });
});
