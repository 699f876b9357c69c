/**
 * When a study has run often enough. A rule looks at whole leading replications only, at numbers of replications that
 * depend on nothing else, so that any number of workers stops at the same one.
 */
import type { Precision } from '../scenario/run-options.ts';
import type { RunTotals, TotalName } from '../simulation/rows.ts';
import { estimate } from '../stats/estimate.ts';
import { nextLook, PILOT_MIN, relativeHalfWidth } from '../stats/sequential-precision.ts';
import type { Estimator } from './estimator.ts';

export interface StopRule {
  /** Replications before the first look. */
  readonly firstLook: number;
  /**
   * @param totals of each variant, replication by replication
   * @returns replications at which to look next; null when there are enough
   */
  next(totals: readonly (readonly RunTotals[])[]): number | null;
}

/** As many as asked for. */
export function fixedNumber(replications: number): StopRule {
  return { firstLook: replications, next: () => null };
}

/** Until a total is known within a relative half-width in every variant, or `max` is reached. */
export function untilPrecise(
  { total, relativeHalfWidth: target }: Precision,
  max: number,
  estimators: readonly Estimator[] = [],
): StopRule {
  return {
    firstLook: Math.min(PILOT_MIN, max),
    next: (totals) => {
      const widths = widthsOf(totals, total, estimators);
      const replications = totals[0]!.length;
      if (replications >= max || widths.every((width) => width <= target)) return null;
      return nextLook({ replications, widths, target, max });
    },
  };
}

/** What a sequential run came to. */
export interface AchievedPrecision {
  readonly total: TotalName;
  readonly relativeHalfWidthWanted: number;
  /** Of the least certain variant; NaN when a replication has no value. */
  readonly relativeHalfWidth: number;
  readonly isReached: boolean;
  readonly replicationsMax: number;
}

export function achievedPrecision(
  { total, relativeHalfWidth: wanted }: Precision,
  totals: readonly (readonly RunTotals[])[],
  {
    estimators,
    replicationsMax,
  }: { readonly estimators: readonly Estimator[]; readonly replicationsMax: number },
): AchievedPrecision {
  const widths = widthsOf(totals, total, estimators);
  const widest = widths.reduce((most, width) => Math.max(most, width), 0);
  return {
    total,
    relativeHalfWidthWanted: wanted,
    relativeHalfWidth: widest,
    isReached: widest <= wanted,
    replicationsMax,
  };
}

/** Of each variant, by its estimator; plain means where there is none. */
function widthsOf(
  totals: readonly (readonly RunTotals[])[],
  total: TotalName,
  estimators: readonly Estimator[],
): number[] {
  return totals.map((runs, index) =>
    relativeHalfWidth((estimators[index] ?? estimate)(runs.map((run) => run[total]))),
  );
}
