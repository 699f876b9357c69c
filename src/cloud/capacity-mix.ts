/**
 * Spot and on-demand instances of one group, in the proportions that AWS's mixed instances policy keeps.
 */

export interface CapacityMix {
  /** On-demand instances that come first (OnDemandBaseCapacity). */
  readonly onDemandBaseCount: number;
  /** Share of the rest that is on demand, 0 to 1 (OnDemandPercentageAboveBaseCapacity / 100). */
  readonly onDemandAboveBaseRatio: number;
}

/**
 * How the next instance is bought, so that `total` + 1 instances have the proportions. On-demand counts are rounded
 * up, as documented for percentages above the base.
 *
 * Source: awsdocs/amazon-ec2-auto-scaling-user-guide@6c46a78, ec2-auto-scaling-mixed-instances-groups
 * (base 1, 50 % above it: a group of 2 has 2 on demand, of 10 has 6).
 */
export function nextPurchase(
  mix: CapacityMix,
  have: { readonly onDemand: number; readonly total: number },
): 'on-demand' | 'spot' {
  return have.onDemand < onDemandCountOf(mix, have.total + 1) ? 'on-demand' : 'spot';
}

/** On-demand instances among `total`. */
export function onDemandCountOf(
  { onDemandBaseCount, onDemandAboveBaseRatio }: CapacityMix,
  total: number,
): number {
  const base = Math.min(onDemandBaseCount, total);
  // The tolerance keeps 0.7 * 10 = 7.000000000000001 from becoming 8.
  return base + Math.ceil((total - base) * onDemandAboveBaseRatio - 1e-9);
}
