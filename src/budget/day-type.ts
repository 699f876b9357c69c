/**
 * A kind of day as a set of samples: what each replication used on it, hour by hour. Months are made of such days.
 */
import { billedSeconds, spotBilledSeconds } from '../billing/instance-cost.ts';
import type { InstancePrice } from '../billing/price.ts';
import type { Results, VariantResults } from '../experiment/results.ts';
import type { LifeRow, UsageRow } from '../simulation/rows.ts';
import type { LoadedDay } from './budget-context.ts';
import { dividedLives } from './over-midnight.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const HOURS_PER_DAY = 24;

/** Instances that a bill shows together. */
export interface ComputeKind {
  readonly component: LifeRow['pool'];
  /** As simulated. */
  readonly simulatedType: string;
  /** As billed; the simulated one unless the budget bills another. */
  readonly instanceType: string;
  /** As simulated, and as billed. */
  readonly simulatedPurchase: LifeRow['purchase'];
  readonly purchase: LifeRow['purchase'];
  /** Where it ran, by the names of the deployment; empty for a zone or shard that is not told. */
  readonly site: Pick<LifeRow, 'region' | 'zone' | 'shard'>;
  /** The pool is of a fixed size: more demand does not make it larger. */
  readonly isFixed: boolean;
}

/** How a kind's time is counted: its grain, and who bills it. */
export interface TimeRule {
  readonly price: InstancePrice;
  readonly provider: string;
}

export interface DaySample {
  /** Instance-hours billed in each hour of the day, by compute kind. */
  readonly hours: readonly Float64Array[];
  /** What else was used, by `measure|of`. */
  readonly measures: ReadonlyMap<string, number>;
}

export interface DayLevel {
  /** Over that of the scenario as it is written. */
  readonly demand: number;
  readonly samples: readonly DaySample[];
}

export interface DayType {
  readonly name: string;
  /** At the demand of the scenario. */
  readonly samples: readonly DaySample[];
  /** All demands at which it was simulated, that of the scenario among them, ascending. */
  readonly levels: readonly DayLevel[];
  /** Replications drew model parameters of their own, which hold for all days of a year alike. */
  readonly isParameterDrawn: boolean;
}

/** Names that a measure is split by in any sample, in order of first appearance. */
export function splitNames(days: readonly DayType[], measure: UsageRow['measure']): string[] {
  const prefix = `${measure}|`;
  const samples = days.flatMap(({ levels }) => levels.flatMap((level) => level.samples));
  const keys = samples.flatMap(({ measures }) => [...measures.keys()]);
  return [...new Set(keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)))];
}

/** The kind of day of these results, at every level of demand. */
export function dayTypeOf(
  { name, results, variant, grown = [] }: LoadedDay,
  kinds: readonly ComputeKind[],
  ruleOf: (kind: ComputeKind) => TimeRule,
): DayType {
  const samples = samplesOf({ results, variant, kinds, ruleOf });
  const levels = [
    { demand: 1, samples },
    ...grown.map((level) => ({ demand: level.demand, samples: samplesOf({ ...level, kinds, ruleOf }) })),
  ].sort((a, b) => a.demand - b.demand);
  return { name, samples, levels, isParameterDrawn: variant.parameterShares !== null };
}

/**
 * The samples of a variant: each replication's days. Traffic and recordings of a run of several days are shared out
 * evenly among them; instances stand on the day on which they ran.
 *
 * A run of whole days is followed by another that begins as it did, see over-midnight.ts.
 */
function samplesOf(options: {
  readonly results: Results;
  readonly variant: VariantResults;
  readonly kinds: readonly ComputeKind[];
  readonly ruleOf: (kind: ComputeKind) => TimeRule;
}): DaySample[] {
  const { results, variant, kinds } = options;
  const days = Math.max(1, Math.round(results.horizonMinutes / (60 * HOURS_PER_DAY)));
  const isWholeDays = results.horizonMinutes % (60 * HOURS_PER_DAY) === 0;
  const rules = kinds.map(options.ruleOf);
  const byKey = new Map(kinds.map((kind, index) => [keyOfKind(kind), index]));
  const samples: DaySample[] = [];
  for (let replication = 0; replication < results.replications; replication++) {
    const hours = kinds.map(() => new Float64Array(days * HOURS_PER_DAY));
    const ofKind = kinds.map((): LifeRow[] => []);
    for (const life of variant.lives) {
      const kind = life.replication === replication ? byKey.get(kindKey(life)) : undefined;
      if (kind !== undefined) ofKind[kind]!.push(life);
    }
    for (const [kind, lives] of ofKind.entries()) {
      const rule = rules[kind]!;
      const isDivided = isWholeDays && rule.price.grain === 'started-hour';
      const from = isDivided ? dividedLives(lives, results.horizonMinutes * minuteMs) : undefined;
      for (const life of lives) {
        const billedFrom = from?.get(life);
        const billed = { ...life, purchase: kinds[kind]!.purchase };
        addLife(hours[kind]!, billed, {
          ...rule,
          billedFrom: billedFrom === undefined ? life.startMs : billedFrom,
        });
      }
    }
    const measures = new Map<string, number>();
    for (const row of variant.usage) {
      if (row.replication !== replication) continue;
      const isPeak = row.measure === 'participants-peak';
      measures.set(`${row.measure}|${row.of}`, isPeak ? row.quantity : row.quantity / days);
    }
    for (let day = 0; day < days; day++) {
      const from = day * HOURS_PER_DAY;
      samples.push({ hours: hours.map((all) => all.slice(from, from + HOURS_PER_DAY)), measures });
    }
  }
  return samples;
}

/** Lives of one key are of one kind. */
export function kindKey({ pool, instanceType, purchase, region, zone, shard }: LifeRow): string {
  return JSON.stringify([pool, instanceType, purchase, region, zone, shard]);
}

function keyOfKind({ component, simulatedType, simulatedPurchase, site }: ComputeKind): string {
  return JSON.stringify([component, simulatedType, simulatedPurchase, site.region, site.zone, site.shard]);
}

/**
 * Adds a life's time hour by hour; what the grain bills beyond it falls into its last hour. `billedFrom` is when it began,
 * which may be on the evening before; null for one that goes on over midnight and has no last hour yet.
 */
function addLife(
  hours: Float64Array,
  life: LifeRow,
  { price, provider, billedFrom }: TimeRule & { readonly billedFrom: number | null },
): void {
  const { startMs, endMs, isInterrupted } = life;
  const whole = { startMs: billedFrom ?? startMs, endMs, price };
  const seconds =
    life.purchase === 'spot'
      ? spotBilledSeconds({ ...whole, isInterrupted, provider })
      : billedSeconds(whole);
  if (seconds === 0) return;
  let counted = 0;
  const lastHour = Math.min(hours.length - 1, Math.max(0, Math.ceil(endMs / hourMs) - 1));
  for (let hour = Math.floor(startMs / hourMs); hour <= lastHour; hour++) {
    const inside = Math.min(endMs, (hour + 1) * hourMs) - Math.max(startMs, hour * hourMs);
    hours[hour]! += inside / hourMs;
    counted += inside / hourMs;
  }
  if (billedFrom === null) return;
  hours[lastHour]! += seconds / 3600 - (counted + (startMs - billedFrom) / hourMs);
}
