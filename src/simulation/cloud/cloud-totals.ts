/**
 * What the cloud did to a run, in one number each; all pools together.
 */
import type { JibriOperations } from '../jibri-operations.ts';
import type { InstanceSupply } from './instance-supply.ts';

export interface CloudTotals {
  /** Launch requests that the cloud refused; an instance that was refused three times counts three times. */
  readonly launchesRefused: number;
  /** Launch requests held up by the API's rate limit. */
  readonly launchesThrottled: number;
  /** Instance-minutes that refused or held up instances were waited for. */
  readonly launchWaitMinutes: number;
  /** Spot instances that the cloud took back. */
  readonly spotInterruptions: number;
  /** Recordings that ended early because their Jibri was stopped or taken. */
  readonly recordingsCut: number;
}

/** Names of these totals; a record so that the compiler misses none. */
export const cloudTotalNames = {
  launchesRefused: true,
  launchesThrottled: true,
  launchWaitMinutes: true,
  spotInterruptions: true,
  recordingsCut: true,
} satisfies Record<keyof CloudTotals, true>;

export function cloudTotals(
  supplies: readonly InstanceSupply[],
  jibris: Pick<JibriOperations, 'recordingsCut'>,
  endMs: number,
): CloudTotals {
  for (const { orders } of supplies) orders.settle(endMs);
  const sum = (of: (supply: InstanceSupply) => number): number =>
    supplies.reduce((total, supply) => total + of(supply), 0);
  return {
    launchesRefused: sum(({ refusals }) => refusals),
    launchesThrottled: sum(({ throttled }) => throttled),
    launchWaitMinutes: sum(({ orders }) => orders.waitedMs) / 60_000,
    spotInterruptions: sum(({ interruptions }) => interruptions),
    recordingsCut: jibris.recordingsCut,
  };
}
