/**
 * The packet rate a saturated bridge still carries.
 *
 *   carried = x / (1 + (x / K)^p)^(1/p)
 *
 * x is the offered rate: the line fitted on the steady points, continued. Points after a collapse (the carried rate
 * fell below K) are not modelled and are left out by their state.
 */
import { levenbergMarquardt } from 'ml-levenberg-marquardt';
import { type FitReport, leaveOneOutInfluence, reportFit } from '../fit-report.ts';
import {
  type Interval,
  type NextUnit,
  percentileIntervals95,
  resampleIndices,
} from '../fitting/bootstrap.ts';
import { CalibrationRefused, requirePoints } from '../refusal.ts';
import { fitMediaLine, type MediaLoadFit, offeredKpps } from './media-load.ts';
import { type BridgePoint, type BridgeTest, describePoint, leftOutPoints } from './observations.ts';

export interface SaturationFit {
  /** K: carried ceiling, kpps. */
  readonly ceilingKpps: number;
  readonly ceilingKppsInterval95: Interval;
  /** p: sharpness of the knee. */
  readonly kneeSharpness: number;
  readonly kneeSharpnessInterval95: Interval;
  readonly report: FitReport;
}

/** Fewest points beyond the knee: with one, K and p cannot be told apart. */
const saturatedPointsMin = 2;
/** Digitisation error of the graph the packet rate was read from, half-width in kpps (0.01 of stress at 50 kpps). */
const readingErrorKpps = 0.5;

export function fitSaturation(options: {
  readonly test: BridgeTest;
  readonly media: Pick<MediaLoadFit, 'audioPairPps' | 'audioSenderPps'>;
  readonly nextUnit: NextUnit;
  readonly draws: number;
}): SaturationFit {
  const { test, media, nextUnit } = options;
  const place = `saturation from ${test.name}`;
  const points = test.points.filter(
    (point) => point.packetRateKpps !== null && (point.state === 'steady' || point.state === 'saturated'),
  );
  const beyond = points.filter((point) => point.state === 'saturated').length;
  requirePoints(`${place} (points beyond the knee)`, beyond, saturatedPointsMin);
  const offered = points.map((point) => offeredKpps(point, media.audioPairPps, media.audioSenderPps));
  const observed = points.map((point) => point.packetRateKpps!);
  const start: readonly [number, number] = [Math.max(...observed) * 1.03, 12];
  const best = fitKnee(offered, observed, start, 200);
  if (best.ceilingKpps > 3 * Math.max(...observed)) {
    throw new CalibrationRefused({
      place,
      problem: 'the carried rate does not bend within the measured range',
      hint: 'measure at loads where the carried packet rate no longer grows with the participants',
    });
  }
  const fitted = offered.map((rate) => carriedKpps(rate, best.ceilingKpps, best.kneeSharpness));
  const draws = drawKnees({ points, observed, fitted, best, test, nextUnit, draws: options.draws });
  const [ceilingInterval, kneeInterval] = percentileIntervals95(draws) as [Interval, Interval];
  return {
    ceilingKpps: best.ceilingKpps,
    ceilingKppsInterval95: ceilingInterval,
    kneeSharpness: best.kneeSharpness,
    kneeSharpnessInterval95: kneeInterval,
    report: reportFit({
      name: `Saturation, ${test.name}`,
      formula: 'carried = x / (1 + (x / K)^p)^(1/p)',
      unit: 'kpps',
      parameters: [
        { name: 'K', unit: 'kpps', value: best.ceilingKpps, interval95: ceilingInterval },
        { name: 'p', unit: '1', value: best.kneeSharpness, interval95: kneeInterval },
      ],
      points: points.map((point) => describePoint(test, point)),
      observed,
      fitted,
      estimated: 2,
      influence: leaveOneOutInfluence({
        points: points.map((point) => describePoint(test, point)),
        observed,
        fitted,
        parameters: 2,
        refitWithout: (left) => carriedWithout(left, offered, observed, best),
      }),
      validRanges: [
        {
          quantity: 'offered packet rate',
          unit: 'kpps',
          min: Math.min(...offered),
          max: Math.max(...offered),
        },
      ],
      draws,
      leftOut: leftOutPoints(test, (point) => !points.includes(point)),
      warnings: [
        `only ${beyond} points lie beyond the knee`,
        'above 1.2 K the real bridge fell below K; not modelled',
      ],
    }),
  };
}

/** What a knee fitted without one point carries at every offered rate, that point's included. */
function carriedWithout(
  left: number,
  offered: readonly number[],
  observed: readonly number[],
  best: { readonly ceilingKpps: number; readonly kneeSharpness: number },
): number[] {
  const keep = (values: readonly number[]) => values.filter((_, i) => i !== left);
  const knee = fitKnee(keep(offered), keep(observed), [best.ceilingKpps, best.kneeSharpness], 50);
  return offered.map((rate) => carriedKpps(rate, knee.ceilingKpps, knee.kneeSharpness));
}

export function carriedKpps(offered: number, ceilingKpps: number, kneeSharpness: number): number {
  return offered / (1 + (offered / ceilingKpps) ** kneeSharpness) ** (1 / kneeSharpness);
}

interface Knee {
  readonly ceilingKpps: number;
  readonly kneeSharpness: number;
}

function fitKnee(
  offered: readonly number[],
  observed: readonly number[],
  start: readonly [number, number],
  iterations: number,
): Knee {
  // In logarithms both parameters are positive by construction and of similar size.
  const fit = levenbergMarquardt(
    { x: [...offered], y: [...observed] },
    (parameters: number[]) => (x: number) =>
      carriedKpps(x, Math.exp(parameters[0]!), Math.exp(parameters[1]!)),
    {
      initialValues: start.map(Math.log),
      damping: 1e-3,
      gradientDifference: 1e-5,
      centralDifference: true,
      maxIterations: iterations,
      errorTolerance: 0,
      improvementThreshold: 1e-6,
    },
  );
  const [logCeiling, logSharpness] = fit.parameterValues as [number, number];
  return { ceilingKpps: Math.exp(logCeiling), kneeSharpness: Math.exp(logSharpness) };
}

/** Residual bootstrap of the line and the knee together: the offered rate is itself an estimate. */
function drawKnees(options: {
  readonly points: readonly BridgePoint[];
  readonly observed: readonly number[];
  readonly fitted: readonly number[];
  readonly best: Knee;
  readonly test: BridgeTest;
  readonly nextUnit: NextUnit;
  readonly draws: number;
}): number[][] {
  const { points, observed, fitted, best, test, nextUnit } = options;
  const residuals = observed.map((value, i) => value - fitted[i]!);
  const steady = [...points.keys()].filter((i) => points[i]!.state === 'steady');
  return Array.from({ length: options.draws }, () => {
    const chosen = resampleIndices(points.length, nextUnit);
    const rates = fitted.map(
      (value, i) => value + residuals[chosen[i]!]! + readingErrorKpps * (2 * nextUnit() - 1),
    );
    // A draw may leave nothing for the senders: that is no reason to refuse the test.
    const [pairPps, senderPps] = fitMediaLine(
      `saturation from ${test.name}`,
      steady.map((i) => points[i]!),
      steady.map((i) => rates[i]!),
    );
    const offered = points.map((point) => offeredKpps(point, pairPps, senderPps));
    const knee = fitKnee(offered, rates, [best.ceilingKpps, best.kneeSharpness], 25);
    return [knee.ceilingKpps, knee.kneeSharpness];
  });
}
