/**
 * Conference starts an hour, on the wall clock of a zone: from the starts themselves, or from participants present.
 */
import { dayOfWeek, MS_PER_HOUR, wallTimeText, type ZoneClock, zoneClock } from '../../scenario/clock.ts';
import { CalibrationRefused, requireFinite } from '../refusal.ts';

export interface HourlyStarts {
  readonly timeZone: string;
  readonly hours: readonly StartsOfHour[];
  readonly notes: readonly string[];
}

export interface StartsOfHour {
  /** Calendar day of the zone, `2026-11-23`. */
  readonly date: string;
  /** 0 is Sunday. */
  readonly dayOfWeek: number;
  /** 0 to 23 on the wall clock. */
  readonly hour: number;
  readonly starts: number;
}

/** Starts of a log; the window is given, since an hour without starts is a measurement too. */
export function startsFromLog(options: {
  readonly startsEpochMs: ArrayLike<number>;
  readonly fromEpochMs: number;
  readonly untilEpochMs: number;
  readonly timeZone: string;
}): HourlyStarts {
  const { startsEpochMs } = options;
  const place = 'conference starts';
  requireFinite(place, { startsEpochMs });
  const window = hourWindow(options, place);
  const counts = new Float64Array(window.hours);
  let outside = 0;
  for (let i = 0; i < startsEpochMs.length; i++) {
    const hour = Math.floor((startsEpochMs[i]! - window.fromEpochMs) / MS_PER_HOUR);
    if (hour >= 0 && hour < window.hours) counts[hour]! += 1;
    else outside++;
  }
  if (outside === startsEpochMs.length) {
    throw new CalibrationRefused({
      place,
      problem: `none of ${startsEpochMs.length} starts lies between the two ends of the window`,
      hint: 'check whether the times are seconds or milliseconds, and their zone',
    });
  }
  return {
    timeZone: options.timeZone,
    hours: labelHours(counts, window.fromEpochMs, window.clock),
    notes: outside === 0 ? [] : [`${outside} starts outside the window were left out`],
  };
}

/**
 * Starts from participants present, when no log of starts exists. Joins are what keeps the number up:
 *
 *   joins per hour = dN/dt + N / D,   starts = joins / mean size
 *
 * D is the mean stay. Exact on average when stays are exponential; otherwise the curve is shifted by a part of D.
 */
export function startsFromParticipants(options: {
  /** One reading every `stepMinutes`, no gaps; a step that divides the hour. */
  readonly participants: ArrayLike<number>;
  readonly stepMinutes: number;
  readonly fromEpochMs: number;
  readonly timeZone: string;
  readonly meanSize: number;
  readonly meanStayMinutes: number;
}): HourlyStarts {
  const { participants, stepMinutes, meanSize, meanStayMinutes } = options;
  const place = 'participants present';
  requireFinite(place, { participants });
  if (!(stepMinutes > 0 && 60 % stepMinutes === 0)) {
    throw new CalibrationRefused({
      place,
      problem: `a reading every ${stepMinutes} minutes`,
      hint: 'give a step of 1, 2, 5, 10, 15, 30 or 60 minutes',
    });
  }
  if (!(meanSize >= 1 && meanStayMinutes > 0)) {
    throw new CalibrationRefused({
      place,
      problem: `mean size ${meanSize} and mean stay ${meanStayMinutes} minutes`,
      hint: 'both are needed and positive: participants alone do not say how many conferences there are',
    });
  }
  const perHour = 60 / stepMinutes;
  const fullHours = Math.floor((participants.length - 1) / perHour);
  const window = hourWindow(
    {
      fromEpochMs: options.fromEpochMs,
      untilEpochMs: options.fromEpochMs + fullHours * MS_PER_HOUR,
      timeZone: options.timeZone,
    },
    place,
  );
  const counts = new Float64Array(window.hours);
  let negative = 0;
  for (let hour = 0; hour < window.hours; hour++) {
    const first = hour * perHour;
    let left = 0;
    for (let k = 0; k < perHour; k++) {
      const mean = (participants[first + k]! + participants[first + k + 1]!) / 2;
      left += (mean * stepMinutes) / meanStayMinutes;
    }
    const joins = participants[first + perHour]! - participants[first]! + left;
    if (joins < 0) negative++;
    counts[hour] = Math.max(0, joins) / meanSize;
  }
  return {
    timeZone: options.timeZone,
    hours: labelHours(counts, window.fromEpochMs, window.clock),
    notes: [
      'starts are derived from participants with one mean size and one mean stay for the whole day',
      ...(negative === 0
        ? []
        : [
            `in ${negative} hours more left than the mean stay explains: the stay may be shorter than ${meanStayMinutes} minutes`,
          ]),
    ],
  };
}

function hourWindow(
  options: { readonly fromEpochMs: number; readonly untilEpochMs: number; readonly timeZone: string },
  place: string,
): { fromEpochMs: number; hours: number; clock: ZoneClock } {
  const clock = zoneClock(options.timeZone);
  if (clock === null) {
    throw new CalibrationRefused({
      place,
      problem: `there is no time zone '${options.timeZone}'`,
      hint: 'use an IANA name such as Europe/Paris',
    });
  }
  const hours = Math.floor((options.untilEpochMs - options.fromEpochMs) / MS_PER_HOUR);
  if (!(hours >= 24)) {
    throw new CalibrationRefused({
      place,
      problem: `the window is ${Math.max(0, hours) || 0} hours long`,
      hint: 'give at least one day; two weeks tell weekdays from chance',
    });
  }
  const { minute, second } = clock.toWall(options.fromEpochMs);
  if (minute !== 0 || second !== 0) {
    throw new CalibrationRefused({
      place,
      problem: `the window starts at ${wallTimeText(clock.toWall(options.fromEpochMs))}, not on the hour`,
      hint: 'start it on a full hour of the zone',
    });
  }
  return { fromEpochMs: options.fromEpochMs, hours, clock };
}

function labelHours(counts: Float64Array, fromEpochMs: number, clock: ZoneClock): StartsOfHour[] {
  return Array.from(counts, (starts, i) => {
    const wall = clock.toWall(fromEpochMs + i * MS_PER_HOUR);
    return {
      date: wallTimeText(wall).slice(0, 10),
      dayOfWeek: dayOfWeek(wall),
      hour: wall.hour,
      starts,
    };
  });
}
