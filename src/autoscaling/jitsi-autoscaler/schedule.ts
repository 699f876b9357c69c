/**
 * Scheduled scaling: scaling options by time of day and day of week, which period is active, and the options it
 * gives. What happens when one begins or ends is in `schedule-transition.ts`.
 *
 * Source: jitsi/jitsi-autoscaler@c302ef1 src/scheduled_scaling_processor.ts.
 */
import type { ScalingOptions, ScheduledPeriod, ScheduledScaling } from './policy.ts';

/** A clock on the wall: 0 is Sunday. */
export interface WallClock {
  readonly dayOfWeek: number;
  readonly hour: number;
  readonly minute: number;
}

/** Zones upstream assumes for Oracle regions when the schedule names none. */
const zoneByRegion: ReadonlyMap<string, string> = new Map([
  ['ap-mumbai-1', 'Asia/Kolkata'],
  ['ap-sydney-1', 'Australia/Sydney'],
  ['ap-tokyo-1', 'Asia/Tokyo'],
  ['ca-toronto-1', 'America/Toronto'],
  ['eu-frankfurt-1', 'Europe/Berlin'],
  ['me-jeddah-1', 'Asia/Riyadh'],
  ['sa-saopaulo-1', 'America/Sao_Paulo'],
  ['uk-london-1', 'Europe/London'],
  ['us-ashburn-1', 'America/New_York'],
  ['us-phoenix-1', 'America/Phoenix'],
]);

/** The zone a schedule is read in: its own, else its region's, else the default of the service. */
export function scheduleTimeZone(
  schedule: Pick<ScheduledScaling, 'timezone'>,
  { region, defaultTimeZone = 'UTC' }: { readonly region: string; readonly defaultTimeZone?: string },
): string {
  return schedule.timezone ?? zoneByRegion.get(region) ?? defaultTimeZone;
}

/**
 * The wall clock of a zone.
 *
 * @param epochMs milliseconds since 1970 UTC.
 * @throws RangeError if the zone is unknown.
 */
export function wallClock(epochMs: number, timeZone: string): WallClock {
  const parts = clockFormat(timeZone).formatToParts(epochMs);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((candidate) => candidate.type === type)?.value ?? '';
  return {
    dayOfWeek: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(part('weekday')),
    hour: Number(part('hour')),
    minute: Number(part('minute')),
  };
}

// A formatter costs a thousand times what using it does, and a run asks every 30 s.
const clockFormats = new Map<string, Intl.DateTimeFormat>();

function clockFormat(timeZone: string): Intl.DateTimeFormat {
  let format = clockFormats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    clockFormats.set(timeZone, format);
  }
  return format;
}

type DayHours = Pick<ScheduledPeriod, 'startHour' | 'startMinute' | 'endHour' | 'endMinute'>;

/** Whether a time of day lies in the hours of a period, whatever the day: start inclusive, end exclusive. */
export function isInHours(clock: Pick<WallClock, 'hour' | 'minute'>, hours: DayHours): boolean {
  const { start, end } = minutesOf(hours);
  const now = clock.hour * 60 + clock.minute;
  if (start === end) return true;
  return end > start ? now >= start && now < end : now >= start || now < end;
}

/**
 * The period in force, or null. One that runs past midnight belongs to the day it starts on: after midnight it is
 * yesterday's day of the week that must be listed.
 */
export function activePeriod(
  schedule: Pick<ScheduledScaling, 'periods'>,
  { epochMs, timeZone }: { readonly epochMs: number; readonly timeZone: string },
): ScheduledPeriod | null {
  const clock = wallClock(epochMs, timeZone);
  let best: ScheduledPeriod | null = null;
  for (const period of schedule.periods) {
    if (isActive(period, clock) && (best === null || period.priority > best.priority)) best = period;
  }
  return best;
}

function isActive(period: ScheduledPeriod, clock: WallClock): boolean {
  if (!isInHours(clock, period)) return false;
  const { start, end } = minutesOf(period);
  const afterMidnight = end < start && clock.hour * 60 + clock.minute < end;
  const startedOn = afterMidnight ? (clock.dayOfWeek + 6) % 7 : clock.dayOfWeek;
  return period.dayOfWeek.includes(startedOn);
}

function minutesOf(hours: DayHours): { readonly start: number; readonly end: number } {
  return {
    start: hours.startHour * 60 + (hours.startMinute ?? 0),
    end: hours.endHour * 60 + (hours.endMinute ?? 0),
  };
}

/** The base options with those of the active period over them, or null when none is active. */
export function scheduledOptions(
  schedule: Pick<ScheduledScaling, 'periods'>,
  base: ScalingOptions,
  at: { readonly epochMs: number; readonly timeZone: string },
): ScalingOptions | null {
  const period = activePeriod(schedule, at);
  return period === null ? null : withInvariants({ ...base, ...period.scalingOptions });
}

/** Options of a period over the base, but with the live desired count unless the period sets one. */
export function withLiveDesired(
  base: ScalingOptions,
  live: ScalingOptions,
  overrides: Partial<ScalingOptions>,
): ScalingOptions {
  return withInvariants({
    ...base,
    ...overrides,
    desiredCount: overrides.desiredCount ?? live.desiredCount,
  });
}

/** Desired raised to the minimum, then the maximum raised to desired, then the minimum lowered to the maximum. */
export function withInvariants(options: ScalingOptions): ScalingOptions {
  const desiredCount = Math.max(options.desiredCount, options.minDesired);
  const maxDesired = Math.max(options.maxDesired, desiredCount);
  const minDesired = Math.min(options.minDesired, maxDesired);
  return { ...options, minDesired, maxDesired, desiredCount };
}

/** Whether two sets of options agree in the ten fields every group has. */
export function sameScalingOptions(a: ScalingOptions, b: ScalingOptions): boolean {
  return (
    a.minDesired === b.minDesired &&
    a.maxDesired === b.maxDesired &&
    a.desiredCount === b.desiredCount &&
    a.scaleUpQuantity === b.scaleUpQuantity &&
    a.scaleDownQuantity === b.scaleDownQuantity &&
    a.scaleUpThreshold === b.scaleUpThreshold &&
    a.scaleDownThreshold === b.scaleDownThreshold &&
    a.scalePeriod === b.scalePeriod &&
    a.scaleUpPeriodsCount === b.scaleUpPeriodsCount &&
    a.scaleDownPeriodsCount === b.scaleDownPeriodsCount
  );
}
