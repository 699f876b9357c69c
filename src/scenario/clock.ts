/**
 * Clock times of the user in simulated milliseconds. Simulated time runs evenly; wall clocks do not: on the day
 * summer time begins a zone has no 02:30, on the day it ends it has two. What the zone's rules are comes from
 * `Intl` (the time zone database of the JavaScript engine).
 */
export const MS_PER_SECOND = 1000;
export const MS_PER_MINUTE = 60 * MS_PER_SECOND;
export const MS_PER_HOUR = 60 * MS_PER_MINUTE;
export const MS_PER_DAY = 24 * MS_PER_HOUR;

/** A date and time as a wall clock shows it; month and day from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Converts between wall clocks of one zone and epoch milliseconds (UTC). */
export interface ZoneClock {
  readonly timeZone: string;
  /**
   * Epoch milliseconds at which the zone's clocks show `wall`. A time skipped in spring is read as if clocks had not
   * been changed yet (02:30 becomes 03:30 summer time); of a time that comes twice in autumn the first is taken.
   */
  toEpochMs(wall: WallTime): number;
  /** What the zone's clocks show at that moment. */
  toWall(epochMs: number): WallTime;
}

/**
 * The clock of an IANA zone such as `Europe/Paris`; null when the engine knows no such zone.
 */
export function zoneClock(timeZone: string): ZoneClock | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
  const toWall = (epochMs: number): WallTime => {
    const parts = new Map(format.formatToParts(epochMs).map((part) => [part.type, Number(part.value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    return {
      year: part('year'),
      month: part('month'),
      day: part('day'),
      hour: part('hour'),
      minute: part('minute'),
      second: part('second'),
    };
  };
  const offsetMsAt = (epochMs: number): number => asIfUtcMs(toWall(epochMs)) - epochMs;
  return {
    timeZone,
    toWall,
    toEpochMs: (wall) => {
      const local = asIfUtcMs(wall);
      // The offsets a day before and after frame any change near; the earlier of the two readings that are true
      // is the first of a repeated hour, and when neither is true (a skipped hour) the offset before the change counts.
      const before = offsetMsAt(local - MS_PER_DAY);
      const after = offsetMsAt(local + MS_PER_DAY);
      const readings = [local - before, local - after]
        .filter((epochMs) => epochMs + offsetMsAt(epochMs) === local)
        .sort((a, b) => a - b);
      return readings[0] ?? local - before;
    },
  };
}

function asIfUtcMs(wall: WallTime): number {
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
}

/** `HH:MM` or `HH:MM:SS`, 00:00 to 23:59:59; one-digit hours allowed. Null when it is not a time of day. */
export function parseTimeOfDay(text: string): TimeOfDay | null {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim());
  if (match === null) return null;
  const time = { hour: Number(match[1]), minute: Number(match[2]), second: Number(match[3] ?? 0) };
  return time.hour < 24 && time.minute < 60 && time.second < 60 ? time : null;
}

/** `YYYY-MM-DD`, or that with `T` or a space and a time of day. Null when it is none or no such day exists. */
export function parseWallTime(text: string): WallTime | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}:\d{2}(?::\d{2})?))?$/.exec(text.trim());
  if (match === null) return null;
  const time = parseTimeOfDay(match[4] ?? '00:00');
  if (time === null) return null;
  const wall = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]), ...time };
  const back = new Date(asIfUtcMs(wall));
  const exists = back.getUTCMonth() === wall.month - 1 && back.getUTCDate() === wall.day;
  return exists ? wall : null;
}

/** The same time of day `days` calendar days later. */
export function addDays(wall: WallTime, days: number): WallTime {
  const date = new Date(Date.UTC(wall.year, wall.month - 1, wall.day + days));
  return {
    ...wall,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
}

/** 0 is Sunday, 6 is Saturday. */
export function dayOfWeek(wall: WallTime): number {
  return new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay();
}

/** `2022-03-29T09:24`, with seconds only when there are any. */
export function wallTimeText(wall: WallTime): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = wall.second === 0 ? '' : `:${two(wall.second)}`;
  return `${String(wall.year).padStart(4, '0')}-${two(wall.month)}-${two(wall.day)}T${two(wall.hour)}:${two(wall.minute)}${seconds}`;
}
