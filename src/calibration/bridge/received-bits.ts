/**
 * Bits that participants send to a bridge, from the bytes that its network card received in load test 4.
 *
 *   received = u * senders + f * participants
 *
 * u is what a sender uploads (audio and all layers of its video), f the receiver feedback of everybody. In that test
 * the senders were always ten, so u is the intercept over ten and f the slope. Its clients starved above 65
 * participants; those rows are not valid and left out.
 */
import {
  type Interval,
  type NextUnit,
  percentileIntervals95,
  resampleIndices,
} from '../fitting/bootstrap.ts';
import { fitLinear } from '../fitting/linear-least-squares.ts';
import { calibratedParameter, type ModelParameter } from '../model-file.ts';
import { cellNumber, cellText, type TextRow } from '../text-rows.ts';

export interface ReceivedBits {
  readonly senderBps: number;
  readonly senderInterval95: Interval;
  readonly feedbackBps: number;
  readonly feedbackInterval95: Interval;
}

/** `rows` are those of one-conference-4.csv. */
export function fitReceivedBits(rows: readonly TextRow[], nextUnit: NextUnit, draws: number): ReceivedBits {
  const used = rows.filter(
    (row) =>
      cellText(row, 'valid_for_calibration') === 'yes' && cellText(row, 'jvb_net_rx_kbytes_per_s') !== '',
  );
  const columns = {
    senders: used.map((row) => cellNumber(row, 'audio_video_senders')),
    participants: used.map((row) => cellNumber(row, 'participants')),
  };
  const fitBits = (rates: readonly number[]) => fitLinear('bits received', columns, rates);
  const best = fitBits(used.map((row) => cellNumber(row, 'jvb_net_rx_kbytes_per_s') * 8000));
  const widening = Math.sqrt(used.length / best.degreesOfFreedom);
  const redrawn = Array.from({ length: draws }, () => {
    const chosen = resampleIndices(used.length, nextUnit);
    return fitBits(best.fitted.map((value, i) => value + best.residuals[chosen[i]!]! * widening))
      .coefficients;
  });
  const [senderInterval95, feedbackInterval95] = percentileIntervals95(redrawn) as [Interval, Interval];
  const [senderBps, feedbackBps] = best.coefficients as [number, number];
  return { senderBps, senderInterval95, feedbackBps, feedbackInterval95 };
}

/**
 * What load test 6 received, as two points of a panel: datasets/stream-rates, row receive_only_feedback_up (372 kB/s at 20
 * participants, 3.4 kB/s for each further one). Half of load test 4, for reasons nobody knows: so much do tests differ.
 */
export const receivedInLoadTest6 = {
  participants: 20,
  senders: 10,
  kilobytesPerSecond: 372,
  perParticipant: 3.4,
};
const bitsPerKilobyte = 8000;

/** Upload and feedback of load test 4, with intervals that reach to those of load test 6. */
export function uploadBits(
  { senderBps, senderInterval95, feedbackBps, feedbackInterval95 }: ReceivedBits,
  none: ModelParameter,
): Readonly<Record<string, ModelParameter>> {
  const { participants, senders, kilobytesPerSecond, perParticipant } = receivedInLoadTest6;
  const sender6 = ((kilobytesPerSecond - participants * perParticipant) / senders) * bitsPerKilobyte;
  const feedback6 = perParticipant * bitsPerKilobyte;
  const source = 'datasets/openfun-load-tests/one-conference-4.csv';
  const spread =
    'one end of the interval from load test 6 (datasets/stream-rates, receive_only_feedback_up), where it was another';
  const both = ([low, high]: Interval, other: number): Interval => [
    Math.min(low, other),
    Math.max(high, other),
  ];
  const upload = calibratedParameter(
    senderBps,
    both(senderInterval95, sender6),
    source,
    `network bytes received, with headers; ${spread}`,
  );
  return {
    audioSenderBitRateBps: upload,
    videoSenderBitRateBps: none,
    relayAudioBitRateBps: { ...upload, note: `what a sender uploads; no test had relays; ${spread}` },
    relayVideoBitRateBps: none,
    feedbackBitRateBps: calibratedParameter(
      feedbackBps,
      both(feedbackInterval95, feedback6),
      source,
      `network bytes received for each participant; ${spread}`,
    ),
  };
}
