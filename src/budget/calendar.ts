/**
 * Which day of a year is of which kind. Days are those of the calendar, without time zones: a bill's month begins at
 * midnight.
 */
import { addDays, dayOfWeek, parseWallTime, type WallTime, wallTimeText } from '../scenario/clock.ts';

export interface Month {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
}

export interface CalendarPeriod {
  /** First and last day, `2026-12-21`. */
  readonly from: string;
  readonly to: string;
  /** Index of the kind of day; null as outside the period. */
  readonly weekday: number | null;
  readonly weekend: number | null;
}

export interface Calendar {
  readonly weekday: number;
  readonly weekend: number;
  /** Later ones count first. */
  readonly periods: readonly CalendarPeriod[];
}

export function monthText({ year, month }: Month): string {
  return `${year}-${String(month).padStart(2, '0')}`;
}

export function monthOf(text: string): Month {
  return { year: Number(text.slice(0, 4)), month: Number(text.slice(5, 7)) };
}

/** The month `count` months later. */
export function addMonths({ year, month }: Month, count: number): Month {
  const index = year * 12 + (month - 1) + count;
  return { year: Math.floor(index / 12), month: (index % 12) + 1 };
}

export function daysIn(month: Month): number {
  return new Date(Date.UTC(month.year, month.month, 0)).getUTCDate();
}

/** Days of each kind in the month. */
export function countDays(calendar: Calendar, month: Month, kinds: number): number[] {
  const counts = new Array<number>(kinds).fill(0);
  const first = parseWallTime(`${monthText(month)}-01T00:00`)!;
  for (let day = 0; day < daysIn(month); day++) counts[kindOf(calendar, addDays(first, day))]! += 1;
  return counts;
}

function kindOf(calendar: Calendar, day: WallTime): number {
  const date = wallTimeText(day).slice(0, 10);
  const isWeekend = [0, 6].includes(dayOfWeek(day) % 7);
  for (const period of calendar.periods.toReversed()) {
    if (date < period.from || date > period.to) continue;
    const kind = isWeekend ? period.weekend : period.weekday;
    if (kind !== null) return kind;
  }
  return isWeekend ? calendar.weekend : calendar.weekday;
}
