/**
 * How bad a bad run is: quantiles over replications, with intervals that assume nothing of the distribution.
 */
import type { RunTotals, TotalName } from '../simulation/rows.ts';
import { type QuantileInterval, quantileInterval } from '../stats/quantile-interval.ts';
import { sampleQuantile } from '../stats/sample-quantile.ts';

/** A quantile of a total over replications; a bound is infinite when there are too few to give one. */
export interface DayQuantile extends QuantileInterval {
  readonly probability: number;
  readonly value: number;
}

/** One total's quantile with its 95 % interval from order statistics; null when a replication has no value. */
export function dayQuantile(
  totals: readonly RunTotals[],
  total: TotalName,
  probability: number,
): DayQuantile | null {
  const values = totals.map((run) => run[total]);
  if (values.length === 0 || values.some(Number.isNaN)) return null;
  return {
    probability,
    value: sampleQuantile(values, probability),
    ...quantileInterval({ values, p: probability, confidence: 0.95 }),
  };
}

/** Median and the run that one in ten is worse than, of every total. */
export function dayQuantiles(
  totals: readonly RunTotals[],
): Record<TotalName, { readonly p50: DayQuantile | null; readonly p90: DayQuantile | null }> {
  const names = Object.keys(totals[0] ?? {}) as TotalName[];
  const entries = names.map((name) => [
    name,
    { p50: dayQuantile(totals, name, 0.5), p90: dayQuantile(totals, name, 0.9) },
  ]);
  return Object.fromEntries(entries) as ReturnType<typeof dayQuantiles>;
}
