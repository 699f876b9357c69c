/**
 * Times of day that policies repeat: windows and moments on given days of the week, as simulated time over the horizon.
 */
import { addDays, dayOfWeek, MS_PER_DAY, MS_PER_HOUR, parseTimeOfDay } from './clock.ts';
import type { Path } from './parse.ts';
import { type ResolveContext, report, toSimulatedMs, type ZonedHorizon } from './resolve-context.ts';
import type { TimeWindow } from './scaling.ts';

const everyDay = [0, 1, 2, 3, 4, 5, 6] as const;

/** Every occurrence of a time of day on the given days (0 is Sunday), from the day before the horizon to its end. */
export function occurrencesOf(
  context: ResolveContext,
  horizon: ZonedHorizon,
  at: string,
  days: readonly number[] | undefined,
  path: Path,
): number[] | null {
  const timeOfDay = parseTimeOfDay(at);
  if (timeOfDay === null) {
    report(context, path, 'must be a time of day', { got: at, hint: 'write HH:MM, such as 08:45' });
    return null;
  }
  const wanted = days ?? everyDay;
  const times: number[] = [];
  // A calendar day may have 23 hours.
  const daysMax = Math.ceil(horizon.durationMs / (MS_PER_DAY - MS_PER_HOUR)) + 1;
  for (let day = -1; day <= daysMax; day++) {
    const wall = addDays({ ...horizon.startWall, ...timeOfDay }, day);
    const atMs = toSimulatedMs(horizon, wall);
    if (wanted.includes(dayOfWeek(wall)) && atMs <= horizon.durationMs) times.push(atMs);
  }
  return times;
}

/** From each start to the next end after it; an end before the start in the day lies on the next day. */
export function windowsOf(
  context: ResolveContext,
  horizon: ZonedHorizon,
  {
    start,
    end,
    days,
  }: { readonly start: string; readonly end: string; readonly days?: readonly number[] | undefined },
  path: Path,
): TimeWindow[] | null {
  const starts = occurrencesOf(context, horizon, start, days, [...path, 'start']);
  const ends = occurrencesOf(context, horizon, end, undefined, [...path, 'end']);
  if (starts === null || ends === null) return null;
  if (start === end) {
    report(context, [...path, 'end'], 'must differ from start', { got: end });
    return null;
  }
  return starts.map((fromMs) => ({
    fromMs,
    untilMs: ends.find((untilMs) => untilMs > fromMs) ?? Number.POSITIVE_INFINITY,
  }));
}
