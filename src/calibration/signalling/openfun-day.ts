/**
 * OpenFUN's autoscaling day (datasets/openfun-load-tests/autoscaling-day-1min.csv) as signalling minutes.
 *
 * Only quiet and ramp minutes before the first disturbance are for fitting; 11:49 to 12:01 and 12:20 to 12:25 are kept
 * for validation, and what lies between is a regime change.
 */
import type { LeftOut } from '../fit-report.ts';
import { CalibrationRefused } from '../refusal.ts';
import { cellNumber, cellNumberOrNull, cellText, type TextRow } from '../text-rows.ts';
import type { LargeRoom } from './joins-by-room.ts';
import type { SignallingMinute } from './prosody.ts';

/** Minutes of the day that calibrate: 09:27 to 11:09, both included. */
const calibrationMinutes = { first: clockMinute('09:27'), last: clockMinute('11:09') };

/** Bridges registered during those minutes. */
export const calibrationBridges = 20;

/** Participants of the ordinary rooms. */
export const ordinaryRoomSize = 30;

/**
 * The one large room: about 490 participants (participants-per-pod panel), from 09:54, full in the course of 10:22,
 * the minute in which CPU falls by a third at an unchanged join rate.
 */
export const largeRoomOfTheMorning: LargeRoom = {
  fromMinute: clockMinute('09:54'),
  fullMinute: clockMinute('10:23'),
  size: 490,
};

/** Why the other minutes of the day are not fitted. */
export const minutesLeftOut: readonly LeftOut[] = [
  { point: '09:24 to 09:26', reason: 'no sample of Prosody yet' },
  { point: '11:10 to 11:48', reason: 'bridges come and go: the idle cost changes from minute to minute' },
  { point: '11:49 to 12:01', reason: 'kept for validation: the web front runs out of sockets' },
  { point: '12:02 to 12:19', reason: 'a restart and reconnects: another regime' },
  { point: '12:20 to 12:25', reason: 'kept for validation: a wave of joins' },
  { point: '12:26 to 18:00', reason: 'clients had reconnected without media, and operators intervened' },
];

/** The calibration minutes; a row without a Prosody sample is left out. */
export function signallingMinutes(rows: readonly TextRow[]): SignallingMinute[] {
  return rows.flatMap((row) => {
    const minute = clockMinute(cellText(row, 'time_of_day_hhmm_local'));
    const cpuCores = cellNumberOrNull(row, 'prosody_cpu_cores_max_in_min');
    if (minute < calibrationMinutes.first || minute > calibrationMinutes.last || cpuCores === null) return [];
    return [
      {
        minute,
        participants: cellNumber(row, 'participants_total'),
        netJoinsPerMinute: cellNumber(row, 'join_rate_per_min_net'),
        cpuCores,
      },
    ];
  });
}

/** Minutes since midnight of `hh:mm`. */
function clockMinute(text: string): number {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (match === null) {
    throw new CalibrationRefused({
      place: 'time of day',
      problem: `'${text}' is no time`,
      hint: 'write hours and minutes as 09:27',
    });
  }
  return Number(match[1]) * 60 + Number(match[2]);
}
