/**
 * The policies of the user guide's example of step scaling: out by 10 and 30 % from 60 and 70, in likewise from 40 and 30
 * (awsdocs/amazon-ec2-auto-scaling-user-guide@6c46a78, as-scaling-simple-step.md).
 */
import type { StepScalingPolicy } from '../../../../src/autoscaling/aws/step-scaling.ts';

export const stepsOut: StepScalingPolicy = {
  adjustmentType: 'PercentChangeInCapacity',
  threshold: 50,
  steps: [
    { lower: 0, upper: 10, adjust: 0 },
    { lower: 10, upper: 20, adjust: 10 },
    { lower: 20, upper: null, adjust: 30 },
  ],
};

export const stepsIn: StepScalingPolicy = {
  adjustmentType: 'PercentChangeInCapacity',
  threshold: 50,
  steps: [
    { lower: -10, upper: 0, adjust: 0 },
    { lower: -20, upper: -10, adjust: -10 },
    { lower: null, upper: -20, adjust: -30 },
  ],
};
