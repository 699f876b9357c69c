/**
 * What the cloud did to a run, in one number each; all pools together.
 */
export interface CloudTotals {
  /** Launch requests that the cloud refused; an instance that was refused three times counts three times. */
  readonly launchesRefused: number;
  /** Launch requests held up by the API's rate limit. */
  readonly launchesThrottled: number;
  /** Instance-minutes that refused or held up instances were waited for. */
  readonly launchWaitMinutes: number;
  /** Spot instances that the cloud took back. */
  readonly spotInterruptions: number;
  /** Instances that a scale-up took from a warm pool, and hours that instances booted into one or waited there. */
  readonly warmStarts: number;
  readonly warmPoolHours: number;
  /** Draining bridges that were empty and did not stop. */
  readonly drainsHung: number;
  /** The rest is 0 where no instances are pods. Hours of nodes paid for, from their launch until they were gone. */
  readonly nodeHoursPaid: number;
  /** Most nodes paid for at a time; of two pools on nodes, the sum of the most of each. */
  readonly nodesPaidMax: number;
  readonly nodeLaunches: number;
  /** Pod-minutes without a node. */
  readonly podsPendingMinutes: number;
  /** Pods told to leave because their node goes. */
  readonly podEvictions: number;
}

/** Names of these totals; a record so that the compiler misses none. */
export const cloudTotalNames = {
  launchesRefused: true,
  launchesThrottled: true,
  launchWaitMinutes: true,
  spotInterruptions: true,
  warmStarts: true,
  warmPoolHours: true,
  drainsHung: true,
  nodeHoursPaid: true,
  nodesPaidMax: true,
  nodeLaunches: true,
  podsPendingMinutes: true,
  podEvictions: true,
} satisfies Record<keyof CloudTotals, true>;
