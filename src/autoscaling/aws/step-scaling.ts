/**
 * Step scaling of EC2 Auto Scaling: the further the metric is beyond the threshold of the alarm, the larger the change.
 * Alarm periods and warm-up belong to whoever calls this.
 * Source: awsdocs/amazon-ec2-auto-scaling-user-guide@6c46a78 doc_source/as-scaling-simple-step.md.
 */
import { type AdjustmentType, adjustedCapacity } from './adjustment.ts';

export interface StepScalingPolicy {
  readonly adjustmentType: AdjustmentType;
  /** Threshold of the alarm, in the unit of the metric. */
  readonly threshold: number;
  /** Must neither overlap nor leave gaps. */
  readonly steps: readonly ScalingStep[];
  readonly minAdjustmentMagnitude?: number;
}

/**
 * Bounds are relative to the threshold. Above it the lower bound is inclusive and the upper exclusive, below it the
 * other way round.
 */
export interface ScalingStep {
  /** Null for minus infinity. */
  readonly lower: number | null;
  /** Null for infinity. */
  readonly upper: number | null;
  /** Instances, or percent of the capacity. */
  readonly adjust: number;
}

/** Capacity that the policy asks for; the present one if the metric meets no step. */
export function stepScalingCapacity(
  policy: StepScalingPolicy,
  { metric, capacity }: { readonly metric: number; readonly capacity: number },
): number {
  const breach = metric - policy.threshold;
  const step = policy.steps.find((one) => isMet(one, breach));
  if (step === undefined) return capacity;
  return adjustedCapacity(capacity, {
    type: policy.adjustmentType,
    value: step.adjust,
    minAdjustmentMagnitude: policy.minAdjustmentMagnitude ?? 0,
  });
}

function isMet({ lower, upper }: ScalingStep, breach: number): boolean {
  const low = lower ?? Number.NEGATIVE_INFINITY;
  const high = upper ?? Number.POSITIVE_INFINITY;
  const isBelow = high <= 0 || (low < 0 && breach < 0);
  return isBelow ? low < breach && breach <= high : low <= breach && breach < high;
}
