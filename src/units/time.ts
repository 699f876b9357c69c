/**
 * Lengths of time. Inside, time is milliseconds since the horizon start; people write minutes, hours and `1h30min`.
 */
import type { Parsed } from './parsed.ts';

const msPerSecond = 1000;
export const msPerMinute = 60_000;
export const msPerHour = 3_600_000;
const msPerDay = 86_400_000;

/** Milliseconds in each unit a duration may be written in. */
const msPerUnit: Readonly<Record<string, number>> = {
  ms: 1,
  s: msPerSecond,
  min: msPerMinute,
  h: msPerHour,
  d: msPerDay,
};

/** Longest duration that may be written: a hundred years. Beyond it a value is a slip of the pen. */
const durationMaxMs = 36_525 * msPerDay;

/**
 * Reads a length of time such as `30min`, `90s`, `1.5h`, `1h30min` or `250ms`, in milliseconds.
 *
 * Units are ms, s, min, h and d (24 hours), largest first, each at most once. `m` is refused, since it may mean minutes
 * or months; months and years are refused, since they have no fixed length; a bare number is refused, since its unit
 * would be a guess.
 */
export function parseDurationMs(text: string): Parsed<number> {
  const compact = text.replaceAll(/\s+/g, '');
  const parts = [...compact.matchAll(/(\d+(?:\.\d+)?)([a-z]+)/gi)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== compact) {
    return {
      ok: false,
      problem: `"${text}" is not a length of time; write one such as 30min, 90s or 1h30min`,
    };
  }
  let totalMs = 0;
  let previousMs = Number.POSITIVE_INFINITY;
  for (const [, amount, unit] of parts) {
    const factorMs = msPerUnit[unit!];
    if (factorMs === undefined) {
      const hint = unit === 'm' ? 'write min for minutes' : 'the units are ms, s, min, h and d';
      return { ok: false, problem: `"${text}" has the unknown unit ${unit}; ${hint}` };
    }
    if (factorMs >= previousMs) {
      return { ok: false, problem: `"${text}" must name each unit once, the largest first, such as 1h30min` };
    }
    previousMs = factorMs;
    totalMs += Number(amount) * factorMs;
  }
  if (totalMs > durationMaxMs) {
    return { ok: false, problem: `"${text}" is longer than a hundred years` };
  }
  return { ok: true, value: totalMs };
}
