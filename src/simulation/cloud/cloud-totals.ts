/**
 * Sums up what the cloud did to a run.
 */
import type { JibriOperations } from '../jibri-operations.ts';
import type { CloudTotals } from './cloud-total-names.ts';
import type { InstanceSupply } from './instance-supply.ts';

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
