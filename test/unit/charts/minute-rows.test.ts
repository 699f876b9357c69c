// Goal: thinning keeps what a reader looks for: peaks, totals, gaps.
// Method: columns with one known spike, one running sum, one hole.
import { describe, expect, test } from 'vitest';
import { chartClock } from '../../../src/charts/clock.ts';
import { minuteRows, observedRows } from '../../../src/charts/minute-rows.ts';
import { aResults } from '../../support/sample-results.ts';

const clock = chartClock(aResults());
const weekMinutes = 7 * 24 * 60;
const minute = Float64Array.from({ length: weekMinutes }, (_, index) => index + 1);

describe('rows of a chart', () => {
  test('a week of minutes becomes at most 720 points that reach to its end', () => {
    const rows = minuteRows(clock, minute, [
      { field: 'x', values: minute, decimals: 0, joinMinutes: 'last' },
    ]);
    expect(rows.length).toBeLessThanOrEqual(720);
    expect(rows.at(-1)).toEqual({ t: clock.startMs + weekMinutes * 60_000, x: weekMinutes });
  });

  test('a spike of one minute survives when minutes are joined by their maximum', () => {
    const values = new Float64Array(weekMinutes);
    values[5000] = 9;
    const rows = minuteRows(clock, minute, [{ field: 'x', values, decimals: 1, joinMinutes: 'max' }]);
    expect(Math.max(...rows.map((row) => Number(row.x)))).toBe(9);
  });

  test('joining by the mean keeps the sum of equally long points', () => {
    const values = minute.map((at) => (at % 7 === 0 ? 7 : 0));
    const rows = minuteRows(clock, minute, [{ field: 'x', values, decimals: 6, joinMinutes: 'mean' }]);
    const mean = rows.reduce((sum, row) => sum + Number(row.x), 0) / rows.length;
    expect(mean).toBeCloseTo(1, 1);
  });

  test('minutes without a value are gaps, and do not spoil the points they share', () => {
    const values = Float64Array.of(1, Number.NaN, 3);
    const three = Float64Array.of(1, 2, 3);
    const rows = minuteRows(clock, three, [{ field: 'x', values, decimals: 1, joinMinutes: 'mean' }]);
    expect(rows.map((row) => row.x)).toEqual([1, null, 3]);
  });

  test('a hole in a measured series is drawn as a hole', () => {
    const series = {
      name: 'measured',
      column: 'participants' as const,
      minute: Float64Array.of(1, 2, 3, 60, 61),
      value: Float64Array.of(5, 5, 5, 7, 7),
      source: 'test',
    };
    expect(observedRows(clock, series).map((row) => row.measured)).toEqual([5, 5, 5, null, 7, 7]);
  });
});
