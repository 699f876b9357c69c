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
  /** d3 time format of tick labels, and hours or days between ticks. */
  readonly tickFormat: string;
  readonly tickInterval: 'minute' | 'hour' | 'day' | 'month';
  readonly tickStep: number;
  readonly axisTitle: string;
  /** True when the zone's clocks change within the horizon. */
  readonly clocksChange: boolean;
}

export function chartClock(results: Results): ChartClock {
  const { horizonStartEpochMs, horizonMinutes, timeZone } = results;
  const offsetMs = zoneOffsetMs(horizonStartEpochMs, timeZone);
  const endEpochMs = horizonStartEpochMs + horizonMinutes * minuteMs;
  const startMs = horizonStartEpochMs + offsetMs;
  const day = formatUtc(startMs, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return {
    startMs,
    endMs: startMs + horizonMinutes * minuteMs,
    ...ticks(horizonMinutes / 60),
    axisTitle: horizonMinutes <= 36 * 60 ? `${day}, clock of ${timeZone}` : `from ${day}, clock of ${timeZone}`,
    clocksChange: zoneOffsetMs(endEpochMs, timeZone) !== offsetMs,
  };
}

/** The clock time (`11:58`, over several days `Mon 11:58`) at a minute of the horizon. */
export function clockTime(results: Results, minute: number): string {
  const shifted = chartClock(results).startMs + minute * minuteMs;
  const time = formatUtc(shifted, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (results.horizonMinutes <= 36 * 60) return time;
  return `${formatUtc(shifted, { weekday: 'short', day: 'numeric', month: 'short' })} ${time}`;
}

/** Hours in words: `8.6 hours`, `1 day`, `7 days`. */
export function horizonInWords(results: Results): string {
  const hours = results.horizonMinutes / 60;
  if (hours < 24) return `${Number(hours.toFixed(1))} hours`;
  const days = Number((hours / 24).toFixed(1));
  return days === 1 ? '1 day' : `${days} days`;
}

function ticks(hours: number): Pick<ChartClock, 'tickFormat' | 'tickInterval' | 'tickStep'> {
  if (hours <= 1) return { tickFormat: '%H:%M', tickInterval: 'minute', tickStep: 10 };
  if (hours <= 3) return { tickFormat: '%H:%M', tickInterval: 'minute', tickStep: 30 };
  if (hours <= 12) return { tickFormat: '%H:%M', tickInterval: 'hour', tickStep: 1 };
  if (hours <= 26) return { tickFormat: '%H:%M', tickInterval: 'hour', tickStep: 3 };
  if (hours <= 50) return { tickFormat: '%a %H:%M', tickInterval: 'hour', tickStep: 6 };
  if (hours <= 10 * 24) return { tickFormat: '%a %d %b', tickInterval: 'day', tickStep: 1 };
  if (hours <= 62 * 24) return { tickFormat: '%d %b', tickInterval: 'day', tickStep: 7 };
  return { tickFormat: '%b %Y', tickInterval: 'month', tickStep: 1 };
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
  const asUtc = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return asUtc - Math.floor(epochMs / 1000) * 1000;
}

function formatUtc(epochMs: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(epochMs);
}
