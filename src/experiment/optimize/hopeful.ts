/**
 * Which candidates are worth fresh runs: those that something may still speak for, as demand is or as it may be.
 */
import { dominationOf, type Judged, violationOf } from './judge.ts';
import { type PointRuns, type RunFigures, runsUnder, type SearchSettings } from './search-settings.ts';

/** Not surely beyond an objective in the runs of the search. */
export function isAllowed({ values, bounds, search }: PointRuns): boolean {
  return violationOf({ values, bounds, totals: search }, { looks: 1, undecidedToo: false }) === null;
}

/**
 * Allowed, and under some demand neither surely beyond an objective nor surely dominated. What is dominated at the demand
 * that is written may be the least regret where demand is larger.
 */
export function hopefulOf(
  settings: Pick<SearchSettings, 'minimise' | 'demandRatios' | 'replications'>,
  points: readonly PointRuns[],
): PointRuns[] {
  const allowed = points.filter(isAllowed);
  const hopeful = new Set<PointRuns>(undominated(settings, allowed, ({ search }) => search));
  settings.demandRatios.forEach((ratio, at) => {
    // At the demand that is written the search has spoken.
    if (ratio === 1) return;
    for (const one of undominated(settings, allowed, (point) => runsUnder(settings, point, at))) {
      hopeful.add(one);
    }
  });
  return points.filter((one) => hopeful.has(one));
}

function undominated(
  { minimise }: Pick<SearchSettings, 'minimise'>,
  points: readonly PointRuns[],
  runsOf: (point: PointRuns) => readonly RunFigures[],
): PointRuns[] {
  const judged = points.flatMap((point) => {
    const totals = runsOf(point);
    const one: Judged = { values: point.values, bounds: point.bounds, totals };
    const isOut = totals.length === 0 || violationOf(one, { looks: 1, undecidedToo: false }) !== null;
    return isOut ? [] : [{ point, one }];
  });
  const all = judged.map(({ one }) => one);
  return judged.filter(({ one }) => dominationOf(one, all, minimise) === null).map(({ point }) => point);
}
