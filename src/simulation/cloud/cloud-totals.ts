/**
 * Sums up what the cloud did to a run.
 */
import type { BridgeDrains } from '../bridge-drains.ts';
import type { CloudTotals } from './cloud-total-names.ts';
import type { InstanceSupply } from './instance-supply.ts';

export function cloudTotals(
  supplies: readonly InstanceSupply[],
  drains: Pick<BridgeDrains, 'hungCount'>,
  endMs: number,
): CloudTotals {
  for (const { orders } of supplies) orders.settle(endMs);
  const sum = (of: (supply: InstanceSupply) => number): number =>
    supplies.reduce((total, supply) => total + of(supply), 0);
  return {
    launchesRefused: sum(({ refusals, warm }) => refusals + (warm?.refusals ?? 0)),
    launchesThrottled: sum(({ throttled }) => throttled),
    launchWaitMinutes: sum(({ orders }) => orders.waitedMs) / 60_000,
    spotInterruptions: sum(({ interruptions }) => interruptions),
    warmStarts: sum(({ warm }) => warm?.starts ?? 0),
    warmPoolHours: sum(({ warm }) => warm?.hoursUntil(endMs) ?? 0),
    drainsHung: drains.hungCount,
  };
}
