/**
 * Sums up what the cloud did to a run.
 */
import type { BridgeDrains } from '../bridge-drains.ts';
import type { CloudTotals } from './cloud-total-names.ts';
import { PodSupply } from './pod-supply.ts';
import type { CloudDealings, PoolSource } from './pool-source.ts';

export function cloudTotals(
  supplies: readonly PoolSource[],
  drains: Pick<BridgeDrains, 'hungCount'>,
  endMs: number,
): CloudTotals {
  const sum = (of: (dealings: CloudDealings) => number): number =>
    supplies.reduce((total, { dealings }) => total + of(dealings), 0);
  return {
    launchesRefused: sum(({ refusals, warm }) => refusals + (warm?.refusals ?? 0)),
    launchesThrottled: sum(({ throttled }) => throttled),
    launchWaitMinutes: sum(({ waitedMs }) => waitedMs(endMs)) / 60_000,
    spotInterruptions: sum(({ interruptions }) => interruptions),
    warmStarts: sum(({ warm }) => warm?.starts ?? 0),
    warmPoolHours: sum(({ warm }) => warm?.hoursUntil(endMs) ?? 0),
    drainsHung: drains.hungCount,
    ...nodeTotals(supplies, endMs),
  };
}

type NodeTotals = Pick<
  CloudTotals,
  'nodeHoursPaid' | 'nodesPaidMax' | 'nodeLaunches' | 'podsPendingMinutes' | 'podEvictions'
>;

function nodeTotals(supplies: readonly PoolSource[], endMs: number): NodeTotals {
  const totals = {
    nodeHoursPaid: 0,
    nodesPaidMax: 0,
    nodeLaunches: 0,
    podsPendingMinutes: 0,
    podEvictions: 0,
  };
  for (const supply of supplies) {
    if (!(supply instanceof PodSupply)) continue;
    const { instances } = supply.nodes;
    instances.settle(endMs);
    totals.nodeHoursPaid += (instances.launchingMs + instances.readyMs + instances.drainingMs) / 3_600_000;
    totals.nodesPaidMax += instances.paidMax;
    totals.nodeLaunches += instances.launches;
    totals.podsPendingMinutes += supply.pendingUntilMs(endMs) / 60_000;
    totals.podEvictions += supply.evictions;
  }
  return totals;
}
