// Goal: axes read as the clock of the scenario's zone, whatever the machine's zone.
// Method: instants whose local time is known from the zone's law: Paris is UTC+1 in winter and UTC+2 from the last
// Sunday of March, Kathmandu is UTC+5:45 all year.
import { describe, expect, test } from 'vitest';
import { chartClock, clockTime, horizonInWords } from '../../../src/charts/clock.ts';
import { aResults } from '../../support/sample-results.ts';

const at = (iso: string, timeZone: string, hours: number) =>
  aResults({ horizonStartEpochMs: Date.parse(iso), timeZone, horizonMinutes: hours * 60 });

describe('the clock of charts', () => {
  test('a summer morning in Paris reads two hours ahead of UTC', () => {
    const results = at('2022-03-29T07:24:00Z', 'Europe/Paris', 8.6);
    expect(new Date(chartClock(results).startMs).toISOString()).toBe('2022-03-29T09:24:00.000Z');
    expect(clockTime(results, 0)).toBe('09:24');
    expect(clockTime(results, 155)).toBe('11:59');
  });

  test('a zone with quarter hours is shifted by them', () => {
    expect(clockTime(at('2022-06-01T00:00:00Z', 'Asia/Kathmandu', 8), 0)).toBe('05:45');
  });

  test('ticks stand on whole hours of that clock', () => {
    const { tickMs, tickFormat } = chartClock(at('2022-03-29T07:24:00Z', 'Europe/Paris', 8.6));
    const times = tickMs.map((ms) => new Date(ms).toISOString().slice(11, 16));
    expect(times).toEqual(['10:00', '11:00', '12:00', '13:00', '14:00', '15:00', '16:00', '17:00', '18:00']);
    expect(tickFormat).toBe('%H:%M');
  });

  test('a week has a tick a day, a year a tick a month', () => {
    expect(chartClock(at('2022-06-06T00:00:00Z', 'UTC', 7 * 24)).tickMs).toHaveLength(8);
    const year = chartClock(at('2021-12-31T12:00:00Z', 'UTC', 365 * 24));
    expect(year.tickMs).toHaveLength(12);
    expect(new Date(year.tickMs[0] ?? 0).toISOString()).toBe('2022-01-01T00:00:00.000Z');
  });

  test('every horizon has at least two and at most forty ticks', () => {
    for (const hours of [1, 2, 3, 5, 12, 24, 26, 48, 72, 7 * 24, 30 * 24, 90 * 24, 365 * 24, 3 * 365 * 24]) {
      const ticks = chartClock(at('2022-01-03T00:00:00Z', 'UTC', hours)).tickMs.length;
      expect(ticks, `${hours} hours`).toBeGreaterThanOrEqual(2);
      expect(ticks, `${hours} hours`).toBeLessThanOrEqual(40);
    }
  });

  test('a horizon in which clocks change says so', () => {
    // Paris went from 02:00 to 03:00 on Sunday 27 March 2022.
    expect(chartClock(at('2022-03-26T12:00:00Z', 'Europe/Paris', 24)).clocksChange).toBe(true);
    expect(chartClock(at('2022-03-28T12:00:00Z', 'Europe/Paris', 24)).clocksChange).toBe(false);
  });

  test('times of several days name the day', () => {
    // 6 June 2022 was a Monday.
    expect(clockTime(at('2022-06-06T00:00:00Z', 'UTC', 72), 25 * 60)).toBe('Tue 7 Jun 01:00');
  });

  test('the length is said in hours or days', () => {
    expect(horizonInWords(at('2022-06-06T00:00:00Z', 'UTC', 8.6))).toBe('8.6 hours');
    expect(horizonInWords(at('2022-06-06T00:00:00Z', 'UTC', 24))).toBe('1 day');
    expect(horizonInWords(at('2022-06-06T00:00:00Z', 'UTC', 168))).toBe('7 days');
  });
});
