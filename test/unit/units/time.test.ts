// Goal: lengths of time are read as written, and anything doubtful is refused with a reason.
// Method: worked examples of every unit, and the slips people make.
import { describe, expect, test } from 'vitest';
import { parseDurationMs } from '../../../src/units/time.ts';

describe('parseDurationMs', () => {
  test.each([
    ['250ms', 250],
    ['90s', 90_000],
    ['30min', 1_800_000],
    ['1.5h', 5_400_000],
    ['2d', 172_800_000],
    ['1h30min', 5_400_000],
    [' 1 h 30 min ', 5_400_000],
    ['0s', 0],
  ])('reads %s as %d ms', (text, ms) => {
    expect(parseDurationMs(text)).toEqual({ ok: true, value: ms });
  });

  test.each([
    ['', /is not a length of time/],
    ['30', /is not a length of time/],
    ['-5min', /is not a length of time/],
    ['5min extra', /unknown unit|is not a length/],
    ['1e3s', /unknown unit e|is not a length/],
    ['5m', /write min for minutes/],
    ['6months', /unknown unit months/],
    ['2H', /unknown unit H/],
    ['30min1h', /largest first/],
    ['1h1h', /each unit once/],
    ['999999d', /hundred years/],
  ])('refuses "%s" with a reason', (text, reason) => {
    const parsed = parseDurationMs(text);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.problem).toMatch(reason);
  });
});
