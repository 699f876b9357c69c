/**
 * How long an instance may drain: several layers set limits, and the shortest one wins. Until then it is paid for.
 */

/** Longest that a lifecycle hook may hold an instance: 48 hours. */
const hookMaxSeconds = 48 * 3600;
/** And no more than a hundred heartbeat timeouts. */
const hookHeartbeatsMax = 100;

export interface DrainLimit {
  /** Seconds from the order to drain until the instance is stopped with whatever runs on it; Infinity for never. */
  readonly seconds: number;
  /** Whose limit it is, for incidents. */
  readonly by: string;
}

/**
 * The shortest of the limits; the first of several alike.
 *
 * @param limits seconds by name; at least one
 */
export function shortestLimit(limits: Readonly<Record<string, number>>): DrainLimit {
  let shortest: DrainLimit = { seconds: Number.POSITIVE_INFINITY, by: 'nothing' };
  for (const [by, seconds] of Object.entries(limits)) {
    if (seconds < shortest.seconds) shortest = { seconds, by };
  }
  return shortest;
}

/**
 * How long an EC2 Auto Scaling lifecycle hook holds a terminating instance.
 *
 *   without heartbeats: the timeout;   with them: min(48 h, 100 timeouts)
 *
 * Source: awsdocs/amazon-ec2-auto-scaling-user-guide@6c46a78, lifecycle-hooks.
 *
 * @param heartbeatTimeoutSeconds the hook's timeout, 3600 as shipped
 * @param sendsHeartbeats whether the instance extends the wait while conferences go on
 */
export function lifecycleHookSeconds(heartbeatTimeoutSeconds: number, sendsHeartbeats: boolean): number {
  if (!sendsHeartbeats) return Math.min(heartbeatTimeoutSeconds, hookMaxSeconds);
  return Math.min(hookMaxSeconds, hookHeartbeatsMax * heartbeatTimeoutSeconds);
}
