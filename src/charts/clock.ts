/**
 * Time axes. Charts use UTC scales, so that a drawing does not depend on the zone of the machine; the data is
 * shifted so that the UTC labels read as the clock of the scenario's own zone.
 *
 * Simplification: the shift is that of the horizon start. On a day on which clocks change, labels after the
 * change keep the clock of the start; captions say so.
 */
import type { Results } from '../experiment/results.ts';

const minuteMs = 60_000;

export interface ChartClock {
  /** Shifted epoch milliseconds at minute 0 and at the end of the horizon. */
  readonly startMs: number;
  readonly endMs: number;
  /** Shifted epoch milliseconds at whole ten minutes, hours, days or months. */
  readonly tickMs: readonly number[];
  /** d3 time format of tick labels. */
  readonly tickFormat: string;
  readonly axisTitle: string;
  /** True when the zone's clocks change within the horizon. */
  readonly clocksChange: boolean;
}

export function chartClock(results: Results): ChartClock {
  const { horizonStartEpochMs, horizonMinutes, timeZone } = results;
  const offsetMs = zoneOffsetMs(horizonStartEpochMs, timeZone);
  const endEpochMs = horizonStartEpochMs + horizonMinutes * minuteMs;
  const startMs = horizonStartEpochMs + offsetMs;
  const day = dayInWords(startMs);
  return {
    startMs,
    endMs: startMs + horizonMinutes * minuteMs,
    ...ticks(startMs, horizonMinutes),
    axisTitle:
      horizonMinutes <= 36 * 60 ? `${day}, clock of ${timeZone}` : `from ${day}, clock of ${timeZone}`,
    clocksChange: zoneOffsetMs(endEpochMs, timeZone) !== offsetMs,
  };
}

/** The clock time (`11:58`, over several days `Mon 11:58`) at a minute of the horizon. */
export function clockTime(results: Results, minute: number): string {
  const shifted = new Date(chartClock(results).startMs + Math.round(minute) * minuteMs);
  const time = `${twoDigits(shifted.getUTCHours())}:${twoDigits(shifted.getUTCMinutes())}`;
  if (results.horizonMinutes <= 36 * 60) return time;
  const day = weekdays[shifted.getUTCDay()]?.slice(0, 3);
  return `${day} ${shifted.getUTCDate()} ${months[shifted.getUTCMonth()]?.slice(0, 3)} ${time}`;
}

/** Hours in words: `8.6 hours`, `1 day`, `7 days`. */
export function horizonInWords(results: Results): string {
  const hours = results.horizonMinutes / 60;
  if (hours < 24) return `${Number(hours.toFixed(1))} hours`;
  const days = Number((hours / 24).toFixed(1));
  return days === 1 ? '1 day' : `${days} days`;
}

const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** By hours of the horizon: how far ticks are apart, and how they are labelled. */
const tickScales = [
  { hoursMax: 1, stepMs: 10 * minuteMs, tickFormat: '%H:%M' },
  { hoursMax: 3, stepMs: 30 * minuteMs, tickFormat: '%H:%M' },
  { hoursMax: 12, stepMs: hourMs, tickFormat: '%H:%M' },
  { hoursMax: 26, stepMs: 3 * hourMs, tickFormat: '%H:%M' },
  { hoursMax: 50, stepMs: 6 * hourMs, tickFormat: '%a %H:%M' },
  { hoursMax: 10 * 24, stepMs: dayMs, tickFormat: '%a %d %b' },
  { hoursMax: 90 * 24, stepMs: 7 * dayMs, tickFormat: '%d %b' },
] as const;

function ticks(startMs: number, minutes: number): Pick<ChartClock, 'tickMs' | 'tickFormat'> {
  const endMs = startMs + minutes * minuteMs;
  const scale = tickScales.find(({ hoursMax }) => minutes <= hoursMax * 60);
  if (scale === undefined) return { tickMs: monthStarts(startMs, endMs), tickFormat: '%b %Y' };
  const tickMs: number[] = [];
  const first = Math.ceil(startMs / scale.stepMs) * scale.stepMs;
  for (let at = first; at <= endMs; at += scale.stepMs) tickMs.push(at);
  return { tickMs, tickFormat: scale.tickFormat };
}

function monthStarts(startMs: number, endMs: number): number[] {
  const start = new Date(startMs);
  const starts: number[] = [];
  for (let month = start.getUTCMonth(); ; month += 1) {
    const at = Date.UTC(start.getUTCFullYear(), month, 1);
    if (at > endMs) return starts;
    if (at >= startMs) starts.push(at);
  }
}

/** How far the zone's clock is ahead of UTC at an instant. Zones are validated with the scenario. */
function zoneOffsetMs(epochMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(epochMs);
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value);
  const asUtc = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return asUtc - Math.floor(epochMs / 1000) * 1000;
}

/** Names of our own: those of `Intl` change with the version of its tables. */
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `Tuesday 29 March 2022` */
export function dayInWords(shiftedMs: number): string {
  const day = new Date(shiftedMs);
  return `${weekdays[day.getUTCDay()]} ${day.getUTCDate()} ${months[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
