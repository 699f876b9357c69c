/**
 * How many conferences start on the clock: at the hour, or at the hour and the half.
 *
 * Starts within 5 minutes of a mark, less what an even spread would put there:
 *
 *   ratio = (observed - even) / (1 - even),   even = 10 / period
 */
import { CalibrationRefused, requireFinite } from '../refusal.ts';

export interface AlignmentFit {
  /** Minutes between the marks. */
  readonly periodMinutes: 30 | 60;
  /** Share of the conferences that start at a mark, 0 to 1. */
  readonly ratio: number;
  /** From the binomial spread of the observed share. */
  readonly ratioInterval95: readonly [number, number];
}

const windowMinutes = 5;
const startsMin = 100;
/** Half hours count as marks when they draw this share of what the full hours draw. */
const halfHourShareMin = 0.2;

/** `minutesOfHour` of each start, 0 to 60, on a clock whose zone has whole (or half) hours. */
export function fitStartAlignment(minutesOfHour: ArrayLike<number>): AlignmentFit {
  const place = 'alignment of starts';
  requireFinite(place, { minutesOfHour });
  const count = minutesOfHour.length;
  if (count < startsMin) {
    throw new CalibrationRefused({
      place,
      problem: `${count} starts, at least ${startsMin} are needed`,
      hint: 'give the starts of a busy day or of a week',
    });
  }
  let hour = 0;
  let half = 0;
  for (let i = 0; i < count; i++) {
    const minute = ((minutesOfHour[i]! % 60) + 60) % 60;
    if (Math.min(minute, 60 - minute) <= windowMinutes) hour++;
    if (Math.abs(minute - 30) <= windowMinutes) half++;
  }
  const even = (2 * windowMinutes) / 60;
  const excessHour = hour / count - even;
  const excessHalf = half / count - even;
  const halves = excessHalf > halfHourShareMin * Math.max(excessHour, 0) && excessHalf > 0;
  const observed = (halves ? hour + half : hour) / count;
  const evenShare = halves ? 2 * even : even;
  const ratioOf = (share: number) => Math.min(1, Math.max(0, (share - evenShare) / (1 - evenShare)));
  const spread = 1.96 * Math.sqrt((observed * (1 - observed)) / count);
  return {
    periodMinutes: halves ? 30 : 60,
    ratio: ratioOf(observed),
    ratioInterval95: [ratioOf(observed - spread), ratioOf(observed + spread)],
  };
}
