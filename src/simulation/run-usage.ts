/**
 * What a run used, for bills at other prices than its own: the life of every instance, and hours and gigabytes by what
 * they were for. A bill of a month or year is made from these rows and a price book, without another run.
 */
import type { TrafficMeter } from '../jitsi/traffic-meter.ts';
import type { Deployment, Scenario } from '../scenario/scenario.ts';
import type { TimelineBuffer } from '../workload/timeline.ts';
import type { PaidPool } from './cost-meter.ts';
import type { LifeRow, UsageRow } from './rows.ts';
import { siteTrafficUsage, trafficUsage } from './traffic-rows.ts';

const hourMs = 3_600_000;

/**
 * Time that conferences of each demand entry planned to last and their participants planned to stay, within the
 * horizon: by it a bill is shared out among classes of conferences.
 *
 * Simplification: joins that fail count here as if they had been served; costs are shared by what was asked for.
 */
export class ClassActivity {
  private readonly endMs: number;
  readonly conferenceMs: Float64Array;
  readonly participantMs: Float64Array;

  constructor(demandCount: number, endMs: number) {
    this.endMs = endMs;
    this.conferenceMs = new Float64Array(demandCount);
    this.participantMs = new Float64Array(demandCount);
  }

  /** A conference as drawn. */
  note({ demandIndex, participantCount, joinMs, leaveMs }: TimelineBuffer): void {
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    for (let participant = 0; participant < participantCount; participant++) {
      const from = joinMs[participant]!;
      const to = Math.min(leaveMs[participant]!, this.endMs);
      if (to <= from) continue;
      this.participantMs[demandIndex]! += to - from;
      if (from < first) first = from;
      if (to > last) last = to;
    }
    if (last > first) this.conferenceMs[demandIndex]! += last - first;
  }
}

/** Lives of the instances of both pools that run; those that outlive the horizon end with it. */
export function lifeRows(pools: readonly PaidPool[], scenario: Scenario): LifeRow[] {
  return pools.filter(({ isRunning }) => isRunning).flatMap((pool) => livesOf(pool, scenario));
}

function livesOf({ pool, instances, offers }: PaidPool, scenario: Scenario): LifeRow[] {
  const siteOf = siteNames(pool, scenario.deployment);
  return instances
    .lives(scenario.horizon.durationMs)
    .map(({ startMs, endMs, offer, endReason, zone, owner }): LifeRow => {
      const { instanceType, purchase } = offers[offer]!;
      const shard = owner < 0 ? '' : String(owner + 1);
      const isInterrupted = endReason === 'taken';
      return { pool, instanceType, purchase, ...siteOf(zone), shard, startMs, endMs, isInterrupted };
    })
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
}

/** Names of region and zone by the number of the zone: bridges stand in places, all else in the zones of the cloud. */
function siteNames(
  pool: PaidPool['pool'],
  { region, geography, bridges, cloud }: Deployment,
): (zone: number) => Pick<LifeRow, 'region' | 'zone'> {
  if (pool === 'bridges' && geography !== undefined && bridges.nodes === null) {
    return (number) => {
      const zone = geography.zones[number]!;
      return { region: geography.regions[zone.region]!, zone: zone.name };
    };
  }
  return (number) => ({ region, zone: cloud.zones.length === 1 ? '' : cloud.zones[number]! });
}

/** Hours, counts and gigabytes of a run; its traffic must be settled. */
export function usageRows(options: {
  readonly scenario: Scenario;
  readonly activity: ClassActivity;
  readonly traffic: TrafficMeter;
  readonly conferences: number;
  readonly participantsPeak: number;
  readonly participantMs: number;
  readonly recordings: number;
  readonly recordedMs: number;
}): UsageRow[] {
  const { scenario, activity } = options;
  const byClass = (measure: UsageRow['measure'], times: Float64Array): UsageRow[] =>
    scenario.demand.map(({ name }, index) => ({ measure, of: name, quantity: times[index]! / hourMs }));
  return [
    { measure: 'participant-hours', of: '', quantity: options.participantMs / hourMs },
    { measure: 'participants-peak', of: '', quantity: options.participantsPeak },
    { measure: 'conferences', of: '', quantity: options.conferences },
    { measure: 'recordings', of: '', quantity: options.recordings },
    { measure: 'recorded-hours', of: '', quantity: options.recordedMs / hourMs },
    ...byClass('class-participant-hours', activity.participantMs),
    ...byClass('class-conference-hours', activity.conferenceMs),
    ...trafficUsage(scenario.demand, options.traffic, scenario.deployment.media?.bridgeTurnRatio ?? 0),
    ...siteTrafficUsage(scenario.deployment, options.traffic),
  ];
}
