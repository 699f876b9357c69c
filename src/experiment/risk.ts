/**
 * The risk of a bad day: in how many runs an objective was missed. An objective bounds the mean over days; a mean within it
 * can hide days far beyond.
 */
import type { TotalName } from '../simulation/rows.ts';
import { proportionInterval } from '../stats/proportion-interval.ts';
import type { VariantResults } from './results.ts';

export interface Risk {
  readonly objective: TotalName;
  readonly limitMax: number;
  /** Runs beyond the limit, of all. */
  readonly beyond: number;
  readonly replications: number;
  /** Share of days beyond the limit, with its exact 95 % interval. */
  readonly ratio: number;
  readonly interval95: readonly [number, number];
}

/** One for each objective of the variant; none for a result that has no value in some run. */
export function risksOf({ objectives, totals }: Pick<VariantResults, 'objectives' | 'totals'>): Risk[] {
  return objectives.flatMap(({ objective, limitMax }) => {
    const total = objective as TotalName;
    const values = totals.map((run) => run[total]);
    if (values.length === 0 || values.some(Number.isNaN)) return [];
    const beyond = values.filter((value) => value > limitMax).length;
    const { low, high } = proportionInterval({
      successes: beyond,
      trials: values.length,
      confidence: 0.95,
    });
    return [
      {
        objective: total,
        limitMax,
        beyond,
        replications: values.length,
        ratio: beyond / values.length,
        interval95: [low, high] as const,
      },
    ];
  });
}
