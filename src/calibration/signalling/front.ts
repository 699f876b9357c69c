/**
 * CPU of the web front (nginx) against participants, and a test of whether a straight line is the right shape.
 *
 *   cores = f * participants
 *
 * In one large room the cost grows faster than the participants (presence goes from everybody to everybody), so the
 * line holds for the measured range only; the curvature is reported, not extrapolated.
 */
import { type Alternative, cooksDistances, type FitReport, reportFit } from '../fit-report.ts';
import {
  type Interval,
  type NextUnit,
  percentileIntervals95,
  resampleIndices,
} from '../fitting/bootstrap.ts';
import { fitLinear, type LinearFit } from '../fitting/linear-least-squares.ts';
import { requirePoints, requireVariation } from '../refusal.ts';

export interface FrontCpuFit {
  readonly perParticipantCores: number;
  readonly perParticipantCoresInterval95: Interval;
  /** t value of a quadratic term added to the line; beyond +/-3 the line is the wrong shape. */
  readonly curvatureT: number;
  readonly report: FitReport;
}

const pointsMin = 5;
const curvatureWarningT = 3;

export function fitFrontCpu(options: {
  readonly participants: readonly number[];
  readonly cpuCores: readonly number[];
  readonly nextUnit: NextUnit;
  readonly draws: number;
}): FrontCpuFit {
  const { participants, cpuCores, nextUnit } = options;
  const place = 'front CPU';
  requirePoints(place, participants.length, pointsMin);
  requireVariation(place, 'participants', participants);
  const line = fitLinear(place, { participants }, cpuCores);
  const curved = fitLinear(place, { participants, square: participants.map((n) => n * n) }, cpuCores);
  const draws = Array.from({ length: options.draws }, () => {
    const chosen = resampleIndices(participants.length, nextUnit);
    return fitLinear(
      place,
      { participants: chosen.map((i) => participants[i]!) },
      chosen.map((i) => cpuCores[i]!),
    ).coefficients;
  });
  const interval = percentileIntervals95(draws)[0]!;
  const curvatureT = curved.coefficients[1]! / curved.standardErrors[1]!;
  const distances = cooksDistances(line);
  const names = participants.map((n) => `${n} participants`);
  return {
    perParticipantCores: line.coefficients[0]!,
    perParticipantCoresInterval95: interval,
    curvatureT,
    report: reportFit({
      name: 'CPU of the web front',
      formula: 'cores = f x participants',
      unit: 'cores',
      parameters: [
        { name: 'f', unit: 'cores per participant', value: line.coefficients[0]!, interval95: interval },
      ],
      points: names,
      observed: cpuCores,
      fitted: line.fitted,
      estimated: 1,
      influence: names.map((point, i) => ({ point, cooksDistance: distances[i]! })),
      validRanges: [
        {
          quantity: 'participants',
          unit: '1',
          min: Math.min(...participants),
          max: Math.max(...participants),
        },
      ],
      draws,
      alternatives: shapes(line, curved, curvatureT),
      warnings:
        Math.abs(curvatureT) > curvatureWarningT
          ? [`the points bend (t of a quadratic term ${curvatureT.toFixed(1)}): do not extrapolate the line`]
          : [],
    }),
  };
}

/** The two shapes that were tried, and why the line was taken. */
function shapes(line: LinearFit, curved: LinearFit, curvatureT: number): Alternative[] {
  return [
    {
      name: 'a straight line',
      score: `residual ${line.residualStandardDeviation.toPrecision(2)} cores`,
      taken: true,
      reason: 'holds for small rooms as well as one large one',
    },
    {
      name: 'a line and a square',
      score: `residual ${curved.residualStandardDeviation.toPrecision(2)} cores, t of the square ${curvatureT.toFixed(1)}`,
      taken: false,
      reason:
        'the bend comes from one room growing large; continued to a whole deployment it would be absurd',
    },
  ];
}
