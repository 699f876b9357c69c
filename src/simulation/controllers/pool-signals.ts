/**
 * What controllers may know of a pool: the figures that its instances export, and what found no instance. The same
 * for bridges and Jibris, so that every policy works on both.
 */
import type { BridgeFleet } from '../../jitsi/bridge-fleet.ts';
import type { InstanceMetric, MetricAggregate } from '../../scenario/scaling-metrics.ts';
import type { Conferences } from '../conferences.ts';
import type { JibriOperations } from '../jibri-operations.ts';
import type { ScaledPool, VictimOrder } from '../scaled-pool.ts';
import { youngestFirst } from '../scaled-pool.ts';

export interface PoolSignals {
  readonly pool: ScaledPool;
  /** One instance's figure, as it was last published where it is published. */
  read(metric: InstanceMetric, slot: number, nowMs: number): number;
  /** Core-milliseconds an instance used since it serves; 0 where CPU is not known. */
  cpuCoreMs(slot: number, nowMs: number): number;
  /** Joins or recordings that found no instance since the run began. */
  unservedCount(): number;
  /** Work an instance would lose, or would have to finish: participants, or 1 while recording. */
  work(slot: number): number;
  /** The load that policies of the literature follow: published stress of ready bridges, or busy Jibris. */
  load(nowMs: number): number;
  /** How old these figures are, in words. */
  saw(nowMs: number): string;
}

/** Seconds as words say them: `3 s`, or `3 to 14 s`. */
export function spanOfSeconds(seconds: readonly number[]): string {
  const low = Math.round(Math.min(...seconds));
  const high = Math.round(Math.max(...seconds));
  return low === high ? `${low} s` : `${low} to ${high} s`;
}

export function bridgeSignals(
  pool: ScaledPool,
  fleet: BridgeFleet,
  conferences: Pick<Conferences, 'joinsFailed'>,
): PoolSignals {
  return {
    pool,
    read(metric, slot, nowMs) {
      switch (metric) {
        case 'cpu':
          return fleet.cpuUsedCores(slot);
        case 'stress':
          return fleet.publishedStress(slot, nowMs);
        case 'packetRateKpps':
          return fleet.packetRatePps[slot]! / 1000;
        case 'participants':
          return fleet.endpoints[slot]!;
        case 'conferences':
          return fleet.conferences[slot]!;
        case 'busy':
          return Number(fleet.endpoints[slot]! > 0);
      }
    },
    cpuCoreMs(slot, nowMs) {
      fleet.settle(slot, nowMs);
      return fleet.cpuCoreMs[slot]!;
    },
    unservedCount: () => conferences.joinsFailed,
    work: (slot) => fleet.endpoints[slot]!,
    load(nowMs) {
      let load = 0;
      for (const slot of pool.instances.slotsIn('ready')) load += fleet.publishedStress(slot, nowMs);
      return load;
    },
    saw(nowMs) {
      const ages = pool.instances
        .slotsIn('ready')
        .map((slot) => fleet.publishedAgeMs(slot, nowMs) / 1000)
        .filter(Number.isFinite);
      return ages.length === 0
        ? 'no bridge has published its stress yet'
        : `stress ${spanOfSeconds(ages)} old, as bridges published it; other figures as of now`;
    },
  };
}

export function jibriSignals(jibris: JibriOperations): PoolSignals {
  return {
    pool: jibris,
    // A Jibri's only figure is whether it is busy.
    read: (_metric, slot) => Number(jibris.fleet.isBusy(slot)),
    cpuCoreMs: () => 0,
    unservedCount: () => jibris.recordings.counts.refusals,
    work: (slot) => Number(jibris.fleet.isBusy(slot)),
    load: () => jibris.fleet.busyCount,
    saw: () => 'Jibris as they are now',
  };
}

/** Those with the least work first, then the youngest. */
export function leastWorkFirst(signals: PoolSignals): VictimOrder {
  return (pool, a, b) => signals.work(a) - signals.work(b) || youngestFirst(pool, a, b);
}

/** How a ReplicaSet picks pods: by the load too where the scenario says that sidecars write it as the deletion cost. */
export function podVictims(signals: PoolSignals, podDeletionCost: 'none' | 'load'): VictimOrder {
  return podDeletionCost === 'load' ? leastWorkFirst(signals) : youngestFirst;
}

/** One figure of the whole pool: over its ready instances, or those given; 0 when there is none. */
export function aggregated(
  signals: PoolSignals,
  metric: InstanceMetric,
  aggregate: MetricAggregate,
  nowMs: number,
  slots: readonly number[] = signals.pool.instances.slotsIn('ready'),
): number {
  let sum = 0;
  let max = 0;
  for (const slot of slots) {
    const value = signals.read(metric, slot, nowMs);
    sum += value;
    if (value > max) max = value;
  }
  switch (aggregate) {
    case 'sum':
      return sum;
    case 'max':
      return max;
    case 'mean':
      return slots.length === 0 ? 0 : sum / slots.length;
  }
}

/** Counts what found no instance in the minute before each reading. */
export class UnservedRate {
  private readonly signals: PoolSignals;
  private readonly seen: { readonly atMs: number; readonly count: number }[] = [];

  constructor(signals: PoolSignals) {
    this.signals = signals;
  }

  /** In the last minute, or since the reading before when that is longer ago. */
  lastMinute(nowMs: number): number {
    const count = this.signals.unservedCount();
    while (this.seen.length > 1 && this.seen[1]!.atMs <= nowMs - 60_000) this.seen.shift();
    const before = this.seen[0]?.count ?? 0;
    this.seen.push({ atMs: nowMs, count });
    return count - before;
  }
}

/** Ready instances that have served for so long. */
export function servingSince(signals: Pick<PoolSignals, 'pool'>, seconds: number, nowMs: number): number[] {
  const { instances } = signals.pool;
  return instances.slotsIn('ready').filter((slot) => instances.becameReadyMs(slot) + seconds * 1000 <= nowMs);
}
