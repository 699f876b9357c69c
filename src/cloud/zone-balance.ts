/**
 * Instances over zones: a new one goes where fewest are, as AWS Auto Scaling and the Kubernetes scheduler do.
 */

/** Zones in the order in which they are tried: fewest instances first, ties in the order of the list. */
export function zonesByNeed(counts: readonly number[]): number[] {
  return counts.map((_, zone) => zone).sort((a, b) => counts[a]! - counts[b]! || a - b);
}

/**
 * What AZ rebalancing would move: from the fullest zone to the emptiest one that can take it, when they are two or
 * more apart (one apart is balanced: the counts do not divide evenly). null when balanced.
 *
 * Source: awsdocs/amazon-ec2-auto-scaling-user-guide@6c46a78, auto-scaling-benefits (rebalancing activities: the new
 * instance is launched before the old one is terminated).
 */
export function rebalancingMove(
  counts: readonly number[],
  isAvailable: (zone: number) => boolean,
): { readonly from: number; readonly to: number } | null {
  const to = zonesByNeed(counts).find(isAvailable);
  if (to === undefined) return null;
  let from = to;
  for (let zone = 0; zone < counts.length; zone++) if (counts[zone]! > counts[from]!) from = zone;
  return counts[from]! - counts[to]! >= 2 ? { from, to } : null;
}
