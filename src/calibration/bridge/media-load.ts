/**
 * Packets per forwarded pair and per sender, from a test with one kind of media.
 *
 *   x = ( q * audio pairs + h * audio senders ) / 1000        kpps, in and out
 *
 * Every sender of the test counts as one audio sender: in OpenFUN's tests practically no video was forwarded
 * (q comes out within 2 % of the 50 pps of one Opus stream). h includes the sender's upload and receiver-side
 * overhead; it is empirical. q and h are correlated at -0.9: use them together.
 *
 * Neither rate can be negative: where h would be, 0 is taken and q fitted alone (non-negative least squares of two columns).
 *
 * Interval: residual bootstrap (the loads were set by the tester, so they stay as they were).
 */
import { studentTQuantile } from '../../stats/student-t.ts';
import { cooksDistances, type FitReport, reportFit } from '../fit-report.ts';
import {
  type Interval,
  type NextUnit,
  percentileIntervals95,
  resampleIndices,
  residualWidening,
  studentWidening,
} from '../fitting/bootstrap.ts';
import { fitLinear, type LinearFit } from '../fitting/linear-least-squares.ts';
import { CalibrationRefused, requirePoints, requireVariation } from '../refusal.ts';
import {
  audioPairs,
  audioSenders,
  type BridgePoint,
  type BridgeTest,
  describePoint,
  leftOutPoints,
} from './observations.ts';

export interface MediaLoadFit {
  /** q: packets per second of one audio sender heard by one receiver. */
  readonly audioPairPps: number;
  readonly audioPairPpsInterval95: Interval;
  /** h: packets per second that one audio sender adds, whoever listens. */
  readonly audioSenderPps: number;
  readonly audioSenderPpsInterval95: Interval;
  /** The draws behind the intervals, [q, h] each, for fits that build on this one. */
  readonly draws: readonly (readonly number[])[];
  readonly report: FitReport;
}

/** Packets a second of one open microphone to one receiver: an Opus stream, a packet every 20 ms. */
const microphonePps = 50;
/** A pair outside these shares of a microphone is none. */
const microphoneShares = { min: 0.5, max: 1.5 };

/** What a rate of pairs says of the number of microphones that was given. */
function microphoneWarnings(pairPps: number): readonly string[] {
  const share = pairPps / microphonePps;
  if (share >= microphoneShares.min && share <= microphoneShares.max) return [];
  const cause =
    share < microphoneShares.min
      ? 'fewer were open than given, silence was not sent, or the load came from elsewhere'
      : 'more were open than given, or cameras were on';
  return [
    `${Number(pairPps.toPrecision(2))} packets a second for each pair are not those of a microphone (${microphonePps}): ${cause}`,
  ];
}

/** Residuals are widened by sqrt(n / (n - 2)): a fit's own residuals are smaller than its errors. */
const fittedParameters = 2;

export function fitMediaLoad(options: {
  readonly test: BridgeTest;
  readonly nextUnit: NextUnit;
  readonly draws: number;
  /**
   * Residuals are widened to Student's quantile too: a bootstrap of few points draws from too few residuals. The shipped
   * models go without, as they were published.
   */
  readonly isWidenedForFewPoints?: boolean;
}): MediaLoadFit {
  const { test, nextUnit } = options;
  const place = `media load from ${test.name}`;
  const points = test.points.filter((point) => point.state === 'steady' && point.packetRateKpps !== null);
  requirePoints(place, points.length, fittedParameters + 1);
  requireVariation(
    place,
    'participants',
    points.map((point) => point.participants),
  );
  const observed = points.map((point) => point.packetRateKpps!);
  const free = fitPoints(place, points, observed);
  const [freePairPps, freeSenderPps] = free.coefficients as [number, number];
  const quantile = studentTQuantile(0.975, free.degreesOfFreedom);
  const isSurelyNegative = freeSenderPps + quantile * free.standardErrors[1]! < 0;
  if (freePairPps <= 0 || isSurelyNegative) {
    throw new CalibrationRefused({
      place,
      problem: `the fit gives ${freePairPps.toFixed(1)} pps a pair and ${freeSenderPps.toFixed(1)} pps a sender`,
      hint: 'check the units and that the number of unmuted senders is right; leave saturated rows out',
    });
  }
  const fit = freeSenderPps < 0 ? fitPairs(place, points, observed) : free;
  const [pairPps, senderPps = 0] = fit.coefficients as [number, number?];
  const widening =
    residualWidening(points.length, fittedParameters) *
    (options.isWidenedForFewPoints === true ? studentWidening(free.degreesOfFreedom) : 1);
  const draws = Array.from({ length: options.draws }, () => {
    const chosen = resampleIndices(points.length, nextUnit);
    const rates = fit.fitted.map((value, i) => value + fit.residuals[chosen[i]!]! * widening);
    return fitMediaLine(place, points, rates);
  });
  const [pairInterval, senderInterval] = percentileIntervals95(draws) as [Interval, Interval];
  return {
    audioPairPps: pairPps,
    audioPairPpsInterval95: pairInterval,
    audioSenderPps: senderPps,
    audioSenderPpsInterval95: senderInterval,
    draws,
    report: reportMediaLoad({ test, points, fit, pairInterval, senderInterval, draws }),
  };
}

/** Packet rate a conference of audio senders puts on a bridge, kpps, by the fitted line. */
export function offeredKpps(point: BridgePoint, audioPairPps: number, audioSenderPps: number): number {
  return (audioPairPps * audioPairs(point) + audioSenderPps * audioSenders(point)) / 1000;
}

/** q and h of these rates, neither negative. */
export function fitMediaLine(
  place: string,
  points: readonly BridgePoint[],
  ratesKpps: readonly number[],
): [audioPairPps: number, audioSenderPps: number] {
  const [pairPps, senderPps] = fitPoints(place, points, ratesKpps).coefficients as [number, number];
  return senderPps < 0 ? [fitPairs(place, points, ratesKpps).coefficients[0]!, 0] : [pairPps, senderPps];
}

function fitPairs(place: string, points: readonly BridgePoint[], ratesKpps: readonly number[]): LinearFit {
  return fitLinear(place, { 'audio pairs': points.map((point) => audioPairs(point) / 1000) }, ratesKpps);
}

function fitPoints(place: string, points: readonly BridgePoint[], ratesKpps: readonly number[]): LinearFit {
  const columns = {
    'audio pairs': points.map((point) => audioPairs(point) / 1000),
    'audio senders': points.map((point) => audioSenders(point) / 1000),
  };
  return fitLinear(place, columns, ratesKpps);
}

function reportMediaLoad(parts: {
  readonly test: BridgeTest;
  readonly points: readonly BridgePoint[];
  readonly fit: LinearFit;
  readonly pairInterval: Interval;
  readonly senderInterval: Interval;
  readonly draws: readonly (readonly number[])[];
}): FitReport {
  const { test, points, fit } = parts;
  const [pairPps, senderPps] = fit.coefficients as [number, number?];
  const names = points.map((point) => describePoint(test, point));
  const distances = cooksDistances(fit);
  const participants = points.map((point) => point.participants);
  return reportFit({
    name: `Packet rate, ${test.name}`,
    formula: 'packet rate = q x (audio sender, receiver) pairs + h x audio senders',
    unit: 'kpps',
    parameters: [
      { name: 'q', unit: 'pps per pair', value: pairPps, interval95: parts.pairInterval },
      { name: 'h', unit: 'pps per sender', value: senderPps ?? 0, interval95: parts.senderInterval },
    ],
    points: names,
    observed: points.map((point) => point.packetRateKpps!),
    fitted: fit.fitted,
    estimated: fittedParameters,
    influence: names.map((point, i) => ({ point, cooksDistance: distances[i]! })),
    validRanges: [
      { quantity: 'participants', unit: '1', min: Math.min(...participants), max: Math.max(...participants) },
    ],
    draws: parts.draws,
    leftOut: leftOutPoints(test, (point) => !points.includes(point)),
    warnings: [
      'q and h are strongly correlated: use them together, never one alone',
      ...(senderPps === undefined
        ? ['h came out below 0, which no packet rate is, and within its error of it: 0 is taken']
        : []),
      ...microphoneWarnings(pairPps),
    ],
  });
}
