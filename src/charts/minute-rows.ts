/**
 * Turns minute columns into the rows of a chart, thinned to what a screen can show.
 */
import type { ObservedSeries } from '../scenario/evidence.ts';
import type { ChartRow } from './chart.ts';
import type { ChartClock } from './clock.ts';
import { rounded } from './figures.ts';

/** More points than pixels help nobody. A day of minutes becomes two-minute points. */
const pointsMax = 720;

export interface RowColumn {
  readonly field: string;
  readonly values: Float64Array;
  readonly decimals: number;
  /** How the minutes of one point are joined: a peak must survive in `max`, a running sum is its `last`. */
  readonly joinMinutes: 'mean' | 'max' | 'last';
}

/** Rows with the time `t` (shifted epoch milliseconds) and one field a column. */
export function minuteRows(
  clock: ChartClock,
  minute: Float64Array,
  columns: readonly RowColumn[],
): ChartRow[] {
  const step = Math.max(1, Math.ceil(minute.length / pointsMax));
  const rows: ChartRow[] = [];
  for (let from = 0; from < minute.length; from += step) {
    const to = Math.min(minute.length, from + step);
    const row: Record<string, number | null> = { t: clock.startMs + (minute[to - 1] ?? 0) * 60_000 };
    for (const column of columns) {
      row[column.field] = rounded(
        joined(column.values.subarray(from, to), column.joinMinutes),
        column.decimals,
      );
    }
    rows.push(row);
  }
  return rows;
}

/**
 * Rows of a measured series (`t` and `measured`), thinned by leaving out samples. A stretch without samples
 * becomes a gap, not a straight line.
 */
export function observedRows(clock: ChartClock, series: ObservedSeries, decimals = 2): ChartRow[] {
  const step = Math.max(1, Math.ceil(series.minute.length / pointsMax));
  const rows: ChartRow[] = [];
  const usualGap = medianGap(series.minute) * step;
  for (let index = 0; index < series.minute.length; index += step) {
    const at = series.minute[index] ?? 0;
    const before = series.minute[index - step];
    if (before !== undefined && at - before > 3 * usualGap) {
      rows.push({ t: clock.startMs + (before + usualGap) * 60_000, measured: null });
    }
    rows.push({ t: clock.startMs + at * 60_000, measured: rounded(series.value[index], decimals) });
  }
  return rows;
}

function joined(values: Float64Array, how: RowColumn['joinMinutes']): number {
  if (how === 'last') return values[values.length - 1] ?? Number.NaN;
  const known = values.filter((value) => Number.isFinite(value));
  if (known.length === 0) return Number.NaN;
  if (how === 'max') return known.reduce((most, value) => Math.max(most, value));
  return known.reduce((total, value) => total + value, 0) / known.length;
}

function medianGap(minute: Float64Array): number {
  if (minute.length < 2) return 1;
  const gaps = minute.subarray(1).map((at, index) => at - (minute[index] ?? 0));
  return gaps.sort()[Math.floor(gaps.length / 2)] ?? 1;
}
