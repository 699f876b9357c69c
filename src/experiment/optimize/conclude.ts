/**
 * From the runs of an optimisation to its answer: the front, knee and least regret with how sure they are, and for every
 * other candidate the reason. Pure: the same runs give the same answer, whoever ran them.
 */
import { createRandomStreams } from '../../engine/random/random-streams.ts';
import type { TotalName } from '../../simulation/rows.ts';
import { type Estimate, estimate } from '../../stats/estimate.ts';
import { plannedLooks } from '../../stats/sequential-decision.ts';
import { chooseKnee, chooseLeastRegret, type Regret } from './choose.ts';
import { hopefulOf } from './hopeful.ts';
import { dominationOf, type Judged, meansOf, type Rejection, violationOf } from './judge.ts';

import { type PointRuns, type RunFigures, runsUnder, type SearchSettings } from './search-settings.ts';

export interface OptimizeCandidate {
  /** In the order of the factors. */
  readonly values: readonly number[];
  /** In the order of `minimise`: from fresh runs when it was verified, else from the search. */
  readonly estimates: readonly Estimate[];
  /** Run again with replications that the search has not seen. */
  readonly isVerified: boolean;
  /** Why it is not to be taken; null on the front, and while it waits to be verified. */
  readonly rejected: Rejection | null;
  /** Largest regret over the demands, 0 to 1, with its bootstrap interval; null when an objective rules it out. */
  readonly regret: Regret | null;
  /** Demands under which an objective is surely violated; empty when it was not run under them. */
  readonly violatesAt: readonly { readonly demandRatio: number; readonly rejection: Rejection }[];
}

/** A candidate that is named, and the share of bootstrap samples of the replications that name it too. */
export interface NamedCandidate {
  /** Place in `candidates`. */
  readonly at: number;
  readonly shareOfSamples: number;
}

export interface Optimization extends SearchSettings {
  /** False when it was stopped: then nothing is named, and candidates may wait to be verified. */
  readonly isComplete: boolean;
  /** The front, least of the first result first; then what waits; then what was rejected. */
  readonly candidates: readonly OptimizeCandidate[];
  /** On the front; null when all are rejected, or it was stopped. */
  readonly knee: NamedCandidate | null;
  /** On the front, or dominated as demand is written and better as it may be. */
  readonly leastRegret: NamedCandidate | null;
  /** Why nothing is left, when nothing is left: how many candidates violate which objective. */
  readonly conflict: readonly { readonly objective: TotalName; readonly violatedBy: number }[] | null;
}

/** @param points in order, as `searchCandidates` gives them */
export function conclude(
  settings: SearchSettings,
  points: readonly PointRuns[],
  { isComplete }: { readonly isComplete: boolean },
): Optimization {
  const { minimise, replications, freshMax } = settings;
  const looks = plannedLooks({ first: replications, max: freshMax }).length;
  const hopeful = hopefulOf(settings, points);
  const verified = hopeful
    .filter(({ fresh }) => fresh.length > 0)
    .map(({ values, bounds, fresh }): Judged => ({ values, bounds, totals: fresh }));
  const violations = verified.map((one) => violationOf(one, { looks, undecidedToo: true }));
  const allowed = verified.filter((_, at) => violations[at] === null);
  const reasons = verified.map((one, at) => violations[at] ?? dominationOf(one, allowed, minimise));
  const isOnFront = new Set(verified.filter((_, at) => reasons[at] === null));
  const front = byFirst(settings, isOnFront);
  const choice = isComplete && front.length > 0 ? chosen(settings, points, { front, allowed }) : null;
  const verifiedRow = (one: Judged, rejected: Rejection | null): OptimizeCandidate => ({
    ...shown(one, settings, true),
    rejected,
    regret: choice?.regrets.get(one) ?? null,
    violatesAt: violatedDemands(settings, pointOf(points, one)),
  });
  const rest = verified.filter((one) => !isOnFront.has(one));
  const candidates = [
    ...front.map((one) => verifiedRow(one, null)),
    ...hopeful
      .filter(({ fresh }) => fresh.length === 0)
      .map(({ values, bounds, search }) => shown({ values, bounds, totals: search }, settings, false)),
    ...rest.map((one) => verifiedRow(one, reasons[verified.indexOf(one)]!)),
    ...rejectedBySearch(settings, points, hopeful),
  ];
  const named = ({ one, share }: Named): NamedCandidate => ({
    at: candidates.findIndex(({ values }) => values.join() === one.values.join()),
    shareOfSamples: share,
  });
  return {
    ...settings,
    isComplete,
    candidates,
    knee: choice === null ? null : named(choice.knee),
    leastRegret: choice === null ? null : named(choice.leastRegret),
    conflict: isComplete && front.length === 0 ? conflictOf(candidates) : null,
  };
}

function byFirst({ minimise }: SearchSettings, front: Iterable<Judged>): Judged[] {
  return [...front].sort(
    (one, other) => meansOf(one.totals, minimise)[0]! - meansOf(other.totals, minimise)[0]!,
  );
}

/** The runs that the answer is made of: fresh ones only of candidates that are hopeful among those of all shards. */
export function withoutNeedless(settings: SearchSettings, points: readonly PointRuns[]): PointRuns[] {
  const hopeful = new Set(hopefulOf(settings, points));
  return points.map((one) => (hopeful.has(one) ? one : { ...one, fresh: [] }));
}

function shown(
  { values, totals }: Judged,
  { minimise }: SearchSettings,
  isVerified: boolean,
): OptimizeCandidate {
  return {
    values,
    estimates: minimise.map((total) => estimate(totals.map((run) => run[total]!))),
    isVerified,
    rejected: null,
    regret: null,
    violatesAt: [],
  };
}

function rejectedBySearch(
  settings: SearchSettings,
  points: readonly PointRuns[],
  hopeful: readonly PointRuns[],
): OptimizeCandidate[] {
  const judged = points.map(({ values, bounds, search }): Judged => ({ values, bounds, totals: search }));
  const violations = judged.map((one) => violationOf(one, { looks: 1, undecidedToo: false }));
  const allowed = judged.filter((_, at) => violations[at] === null);
  const hopes = new Set(hopeful);
  return judged.flatMap((one, at) => {
    if (hopes.has(points[at]!)) return [];
    const rejected = violations[at] ?? dominationOf(one, allowed, settings.minimise);
    return [{ ...shown(one, settings, false), rejected }];
  });
}

interface Named {
  readonly one: Judged;
  readonly share: number;
}

interface Chosen {
  readonly knee: Named;
  readonly leastRegret: Named;
  readonly regrets: ReadonlyMap<Judged, Regret>;
}

/** The knee of the front; the least regret of all that the objectives allow. */
function chosen(
  settings: SearchSettings,
  points: readonly PointRuns[],
  of: { readonly front: readonly Judged[]; readonly allowed: readonly Judged[] },
): Chosen {
  const { minimise, seed, replications, demandRatios } = settings;
  const valuesOf = (runs: readonly RunFigures[]): number[][] =>
    minimise.map((total) => runs.slice(0, replications).map((run) => run[total]!));
  const streams = createRandomStreams({ seed, replication: 0 });
  const knee = chooseKnee(
    of.front.map(({ totals }) => valuesOf(totals)),
    streams.stream('optimize/bootstrap-knee'),
  );
  const least = chooseLeastRegret(
    of.allowed.map((one) => {
      const point = pointOf(points, one);
      const isOut = new Set(violatedDemands(settings, point).map(({ demandRatio }) => demandRatio));
      return demandRatios.map((ratio, at) => ({
        values: valuesOf(runsUnder(settings, point, at)),
        isOut: isOut.has(ratio),
      }));
    }),
    streams.stream('optimize/bootstrap-regret'),
  );
  return {
    knee: { one: of.front[knee.at]!, share: knee.share },
    leastRegret: { one: of.allowed[least.at]!, share: least.share },
    regrets: new Map(of.allowed.map((one, at) => [one, least.regrets[at]!])),
  };
}

function violatedDemands(settings: SearchSettings, point: PointRuns): OptimizeCandidate['violatesAt'] {
  const { values, bounds } = point;
  return settings.demandRatios.flatMap((demandRatio, at) => {
    const totals = runsUnder(settings, point, at);
    if (totals.length === 0) return [];
    const rejection = violationOf({ values, bounds, totals }, { looks: 1, undecidedToo: false });
    return rejection === null ? [] : [{ demandRatio, rejection }];
  });
}

function pointOf(points: readonly PointRuns[], { values }: Pick<Judged, 'values'>): PointRuns {
  const key = values.join();
  const found = points.find((one) => one.values.join() === key);
  if (found === undefined) throw new RangeError(`conclude: no runs of ${key}`);
  return found;
}

function conflictOf(candidates: readonly OptimizeCandidate[]): Optimization['conflict'] {
  const counts = new Map<TotalName, number>();
  for (const { rejected } of candidates) {
    if (rejected?.why !== 'violates' && rejected?.why !== 'undecided') continue;
    counts.set(rejected.objective, (counts.get(rejected.objective) ?? 0) + 1);
  }
  return [...counts].map(([objective, violatedBy]) => ({ objective, violatedBy }));
}
