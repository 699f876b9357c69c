/**
 * How many prepared instances a warm pool keeps.
 */

export interface WarmPoolSize {
  /** Prepared instances kept whatever the group has. */
  readonly minCount: number;
  /** Instances in service and prepared together, at most; null for no such number. */
  readonly maxPreparedCount: number | null;
}

/**
 *   size = max(minimum, max prepared - in service)
 *
 * Source: awsdocs/amazon-ec2-auto-scaling-user-guide@6c46a78, ec2-auto-scaling-warm-pools (pool size is the maximum
 * prepared capacity minus the desired capacity, and at least the minimum size).
 *
 * @param inServiceCount instances of the group itself, launching ones included
 */
export function warmPoolSize({ minCount, maxPreparedCount }: WarmPoolSize, inServiceCount: number): number {
  return Math.max(minCount, (maxPreparedCount ?? 0) - inServiceCount);
}
