/**
 * How predictive scaling of EC2 Auto Scaling treats the maximum of a group.
 * Source: awsdocs/amazon-ec2-auto-scaling-user-guide@6c46a78 doc_source/ec2-auto-scaling-predictive-scaling.md.
 */

export interface MaxCapacityBreach {
  /** `MaxCapacityBreachBehavior`. */
  readonly behavior: 'HonorMaxCapacity' | 'IncreaseMaxCapacity';
  /** `MaxCapacityBuffer`: what the maximum may exceed the forecast by, percent. */
  readonly bufferPercent: number;
}

/** The maximum in force for a forecast: the group's own, or the forecast and its buffer where that is more. */
export function effectiveMaxCapacity(
  { predicted, max }: { readonly predicted: number; readonly max: number },
  { behavior, bufferPercent }: MaxCapacityBreach,
): number {
  if (behavior === 'HonorMaxCapacity') return max;
  // Divided last: 50 and 10 % are 55, where 50 * 1.1 is 55.00000000000001 in doubles and would give 56.
  return Math.max(max, Math.ceil((predicted * (100 + bufferPercent)) / 100));
}
