/**
 * The share of lost packets from which participants found a conference poor: load test 6 says at how many participants
 * the video became poor, and the saturation fit says how many packets were lost there.
 *
 *   loss = 1 - carried / offered
 *
 * The interval spans the loss at the rows measured just below and just above that number. Simplification: one number for
 * audio and video, and for every kind of conference; the test tells no more.
 */
import { type ModelParameter, significant, significantInterval } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import { cellNumber, cellText, type TextRow } from '../text-rows.ts';
import { carriedKpps } from './saturation.ts';

const remark = /poor from ~(\d+)/;

/** `rows` are those of one-conference-6.csv; `offeredKpps` is what a conference of so many participants offers. */
export function degradedLoss(
  rows: readonly TextRow[],
  saturation: { readonly ceilingKpps: number; readonly kneeSharpness: number },
  offeredKpps: (participants: number) => number,
  source: string,
): ModelParameter {
  const found = rows
    .map((row) => remark.exec(cellText(row, 'valid_for_calibration')))
    .find((match) => match !== null);
  if (found === undefined) {
    throw new CalibrationRefused({
      place: 'loss of poor conferences',
      problem: 'no row says from how many participants on the video was poor',
      hint: 'write "poor from ~N" into valid_for_calibration of the saturated rows',
    });
  }
  const poorFrom = Number(found[1]);
  const sizes = rows.map((row) => cellNumber(row, 'participants'));
  // The nearest rows measured clearly below and above.
  const below = Math.max(...sizes.filter((size) => size < poorFrom - readingErrorParticipants));
  const above = Math.min(...sizes.filter((size) => size > poorFrom));
  const lossAt = (participants: number): number => {
    const offered = offeredKpps(participants);
    return 1 - carriedKpps(offered, saturation.ceilingKpps, saturation.kneeSharpness) / offered;
  };
  return {
    value: significant(lossAt(poorFrom)),
    interval95: significantInterval([lossAt(below), lossAt(above)]),
    source,
    trust: 'calibrated',
    note: `loss at ${poorFrom} participants, from which the video was poor; interval: at ${below} and ${above}`,
  };
}

/** "About 150" may well have been the row of 149. */
const readingErrorParticipants = 5;
