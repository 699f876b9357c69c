/**
 * How close the replications came to a measured series.
 */
import type { ObservedSeries } from '../scenario/evidence.ts';
import type { MinuteColumns } from '../simulation/rows.ts';
import { estimate } from '../stats/estimate.ts';
import type { Agreement } from './results.ts';

/**
 * Scores simulated minutes against measured ones. Only minutes that both have count; the percentage error leaves
 * out minutes where the measurement is 0 (it is undefined there), the bias keeps them.
 *
 *   MAPE = mean |simulated - measured| / measured        bias = mean (simulated - measured)
 *
 * @param minutes the minute columns of each replication
 */
export function agreementWith(series: ObservedSeries, minutes: readonly MinuteColumns[]): Agreement {
  const columns = minutes.map((run) => run[series.column]);
  const rowOfMinute = new Map(Array.from(minutes[0]!.minute, (minute, row) => [minute, row] as const));
  const pairs = Array.from(series.minute, (minute, i) => ({
    row: rowOfMinute.get(minute),
    observed: series.value[i]!,
  })).filter((pair): pair is { row: number; observed: number } => pair.row !== undefined);
  const scores = columns.map((column) => {
    let percentage = 0;
    let positive = 0;
    let difference = 0;
    for (const { row, observed } of pairs) {
      difference += column[row]! - observed;
      if (observed <= 0) continue;
      percentage += Math.abs(column[row]! - observed) / observed;
      positive += 1;
    }
    return { percentage: percentage / positive, difference: difference / pairs.length };
  });
  const inside = pairs.filter(({ row, observed }) => {
    const values = columns.map((column) => column[row]!);
    return Math.min(...values) <= observed && observed <= Math.max(...values);
  });
  return {
    series: series.name,
    column: series.column,
    meanAbsolutePercentageError: estimate(scores.map(({ percentage }) => percentage)),
    bias: estimate(scores.map(({ difference }) => difference)),
    insideBandRatio: pairs.length === 0 ? Number.NaN : inside.length / pairs.length,
  };
}
