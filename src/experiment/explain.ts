/**
 * Why a controller did, or did not do, something at a moment: what it had seen and how old that was, what it computed,
 * which rule bound it, what it did before and after, what was nearest its limit, and what perfect foresight would have
 * had. All of it is read from results; nothing is simulated again.
 *
 * The controller's own words are those of the first replication, whose turns are kept; how usual they are is told by
 * the other replications.
 */
import type { DecisionRow, IncidentRow, MinuteColumn } from '../simulation/rows.ts';
import { type Bottleneck, bottlenecksOf } from './bottleneck.ts';
import type { VariantResults } from './results.ts';

export type PoolName = DecisionRow['pool'];

/** A minute column over the replications. */
export interface Spread {
  readonly mean: number;
  readonly p10: number;
  readonly p90: number;
}

export interface Explanation {
  readonly variant: string;
  readonly pool: PoolName;
  readonly policy: string;
  /** Milliseconds since the horizon start. */
  readonly atMs: number;
  /** The pool at the end of that minute, over all replications; instances. */
  readonly state: Readonly<Record<'desired' | 'ready' | 'launching', Spread>>;
  /** Instances that the load of the minute needs, and those that perfect foresight would have paid. */
  readonly load: Spread;
  readonly oracle: Spread;
  readonly participants: Spread;
  readonly bottleneck: Bottleneck | null;
  /** The controller's last turn up to then that was kept, first replication; null when none was. */
  readonly look: DecisionRow | null;
  /** Its last change up to then, and its first one after, first replication. */
  readonly lastChange: DecisionRow | null;
  readonly nextChange: DecisionRow | null;
  /** How many of the replications changed what they want within `windowMs` of then, and how many more or fewer. */
  readonly changes: {
    readonly replications: number;
    readonly windowMs: number;
    readonly up: number;
    readonly down: number;
  };
  /** What went wrong within the window, first replication. */
  readonly incidents: readonly IncidentRow[];
}

/** Changes of other replications, and incidents, count as "then" when they are no further away. */
const windowMs = 5 * 60_000;
const minuteMs = 60_000;

const columns = {
  bridges: {
    desired: 'bridgesDesired',
    ready: 'bridgesReady',
    launching: 'bridgesLaunching',
    load: 'bridgesLoad',
    oracle: 'bridgesOracle',
  },
  jibris: {
    desired: 'jibrisDesired',
    ready: 'jibrisReady',
    launching: 'jibrisLaunching',
    load: 'jibrisLoad',
    oracle: 'jibrisOracle',
  },
} as const satisfies Record<PoolName, Readonly<Record<string, MinuteColumn>>>;

/**
 * Explains one pool of one variant at a moment.
 *
 * @param atMs milliseconds since the horizon start, within the horizon
 * @throws RangeError when the moment lies outside the horizon, or the variant has no such pool
 */
export function explain(
  variant: VariantResults,
  { pool, atMs }: { readonly pool: PoolName; readonly atMs: number },
): Explanation {
  const policy = pool === 'bridges' ? variant.policyBridges : variant.policyJibris;
  if (policy === null) throw new RangeError(`explain: ${variant.variant} has no Jibris`);
  const endMs = (variant.minute.at(-1) ?? 0) * minuteMs;
  if (!(atMs >= 0 && atMs <= endMs)) {
    throw new RangeError(`explain: ${atMs} ms is not within the horizon of ${endMs} ms`);
  }
  const row = rowAt(variant, atMs);
  const of = (column: MinuteColumn): Spread => spreadAt(variant, column, row);
  const names = columns[pool];
  const own = variant.decisions.filter((decision) => decision.pool === pool && decision.replication === 0);
  return {
    variant: variant.variant,
    pool,
    policy,
    atMs,
    state: { desired: of(names.desired), ready: of(names.ready), launching: of(names.launching) },
    load: of(names.load),
    oracle: of(names.oracle),
    participants: of('participants'),
    bottleneck: bottlenecksOf(variant).find(({ minute }) => minute === variant.minute[row]) ?? null,
    look: variant.looks.findLast((look) => look.pool === pool && look.atMs <= atMs) ?? null,
    lastChange: own.findLast((decision) => decision.atMs <= atMs) ?? null,
    nextChange: own.find((decision) => decision.atMs > atMs) ?? null,
    changes: changesAround(variant, pool, atMs),
    incidents: variant.incidents.filter(
      (incident) => incident.replication === 0 && Math.abs(incident.atMs - atMs) <= windowMs,
    ),
  };
}

/** The sample of the minute that the moment falls into: samples are taken at minutes' ends. */
function rowAt({ minute }: VariantResults, atMs: number): number {
  const found = minute.findIndex((end) => end * minuteMs >= atMs);
  return found < 0 ? minute.length - 1 : found;
}

function spreadAt({ bands }: VariantResults, column: MinuteColumn, row: number): Spread {
  const { mean, p10, p90 } = bands[column];
  return { mean: mean[row]!, p10: p10[row]!, p90: p90[row]! };
}

function changesAround(variant: VariantResults, pool: PoolName, atMs: number): Explanation['changes'] {
  const near = variant.decisions.filter(
    (decision) => decision.pool === pool && Math.abs(decision.atMs - atMs) <= windowMs,
  );
  const count = (rows: typeof near): number => new Set(rows.map(({ replication }) => replication)).size;
  return {
    replications: variant.totals.length,
    windowMs,
    up: count(near.filter(({ desiredBefore, desiredAfter }) => desiredAfter > desiredBefore)),
    down: count(near.filter(({ desiredBefore, desiredAfter }) => desiredAfter < desiredBefore)),
  };
}
