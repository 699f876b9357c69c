/**
 * How a scaling policy of EC2 Auto Scaling changes the capacity of a group.
 * Source: awsdocs/amazon-ec2-auto-scaling-user-guide@6c46a78 doc_source/as-scaling-simple-step.md and
 * as-scale-based-on-demand.md.
 */

export type AdjustmentType = 'ChangeInCapacity' | 'ExactCapacity' | 'PercentChangeInCapacity';

export interface Adjustment {
  readonly type: AdjustmentType;
  /** Instances, or percent of the capacity; negative to scale in. */
  readonly value: number;
  /** Least change of a percentage, instances; 0 or 1 for none. */
  readonly minAdjustmentMagnitude?: number;
}

/** Capacity after an adjustment, before the bounds of the group; never negative. */
export function adjustedCapacity(capacity: number, adjustment: Adjustment): number {
  const { type, value } = adjustment;
  switch (type) {
    case 'ChangeInCapacity':
      return Math.max(0, capacity + value);
    case 'ExactCapacity':
      return Math.max(0, value);
    case 'PercentChangeInCapacity':
      return Math.max(0, capacity + percentChange(capacity, adjustment));
  }
}

/** Change of a percentage in instances, at least the minimum magnitude in its direction; none for 0 percent. */
export function percentChange(
  capacity: number,
  { value, minAdjustmentMagnitude = 0 }: Omit<Adjustment, 'type'>,
): number {
  // Multiplied first: 29 % of 100 is 29, where 100 * 0.29 is 28.999999999999996 in doubles.
  const change = roundedChange((capacity * value) / 100);
  if (change === 0) return 0;
  return Math.sign(change) * Math.max(Math.abs(change), minAdjustmentMagnitude);
}

/** A fraction of instances: towards zero, but never to zero. */
export function roundedChange(instances: number): number {
  if (instances > 0 && instances < 1) return 1;
  if (instances < 0 && instances > -1) return -1;
  return Math.trunc(instances);
}

/** Of the capacities that several policies ask for, the largest; the present one if none asks. */
export function largestCapacity(capacity: number, candidates: readonly number[]): number {
  return candidates.length === 0 ? capacity : Math.max(...candidates);
}
