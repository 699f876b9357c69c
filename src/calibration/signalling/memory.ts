/**
 * Memory of Prosody: rises with participants, then stays flat.
 *
 *   RAM = m0 + m1 * min(participants, N1)
 *
 * N1 is searched, m0 and m1 are least squares for each N1. Not a cause of failures in the measured day (limit 15 GB).
 */
import { type Alternative, type FitReport, leaveOneOutInfluence, reportFit } from '../fit-report.ts';
import {
  type Interval,
  type NextUnit,
  percentileIntervals95,
  resampleIndices,
} from '../fitting/bootstrap.ts';
import { fitLinear } from '../fitting/linear-least-squares.ts';
import { minimizeScalar } from '../fitting/scalar-minimum.ts';
import { requirePoints, requireVariation } from '../refusal.ts';

export interface MemoryFit {
  readonly baseMib: number;
  readonly baseMibInterval95: Interval;
  readonly perParticipantMib: number;
  readonly perParticipantMibInterval95: Interval;
  readonly flatFromParticipants: number;
  readonly flatFromParticipantsInterval95: Interval;
  readonly report: FitReport;
}

export interface MemoryPoint {
  readonly participants: number;
  readonly memoryMib: number;
}

const pointsMin = 8;

export function fitMemory(options: {
  readonly points: readonly MemoryPoint[];
  readonly nextUnit: NextUnit;
  readonly draws: number;
}): MemoryFit {
  const { points, nextUnit } = options;
  const place = 'Prosody memory';
  const participants = points.map((point) => point.participants);
  const memory = points.map((point) => point.memoryMib);
  requirePoints(place, points.length, pointsMin);
  requireVariation(place, 'participants', participants);
  const best = fitHinge(place, participants, memory);
  const fitted = participants.map((n) => best.base + best.slope * Math.min(n, best.knee));
  const residuals = memory.map((value, i) => value - fitted[i]!);
  const draws = Array.from({ length: options.draws }, () => {
    const chosen = resampleIndices(points.length, nextUnit);
    const redrawn = fitHinge(
      place,
      participants,
      fitted.map((value, i) => value + residuals[chosen[i]!]!),
    );
    return [redrawn.base, redrawn.slope, redrawn.knee];
  });
  const [base, slope, knee] = percentileIntervals95(draws) as [Interval, Interval, Interval];
  return {
    baseMib: best.base,
    baseMibInterval95: base,
    perParticipantMib: best.slope,
    perParticipantMibInterval95: slope,
    flatFromParticipants: best.knee,
    flatFromParticipantsInterval95: knee,
    report: reportFit({
      name: 'Memory of Prosody',
      formula: 'MiB = m0 + m1 x min(participants, N1)',
      unit: 'MiB',
      parameters: [
        { name: 'm0', unit: 'MiB', value: best.base, interval95: base },
        { name: 'm1', unit: 'MiB per participant', value: best.slope, interval95: slope },
        { name: 'N1', unit: 'participants', value: best.knee, interval95: knee },
      ],
      points: points.map((point) => `${point.participants} participants`),
      observed: memory,
      fitted,
      estimated: 3,
      influence: leaveOneOutInfluence({
        points: points.map((point) => `${point.participants} participants`),
        observed: memory,
        fitted,
        parameters: 3,
        refitWithout: (left) => {
          const keep = (values: readonly number[]) => values.filter((_, i) => i !== left);
          const without = fitHinge(place, keep(participants), keep(memory));
          return participants.map((n) => without.base + without.slope * Math.min(n, without.knee));
        },
      }),
      validRanges: [
        {
          quantity: 'participants',
          unit: '1',
          min: Math.min(...participants),
          max: Math.max(...participants),
        },
      ],
      draws,
      alternatives: alternativesTo(participants, memory, residuals),
      warnings: ['reconnect storms triple the memory for minutes; not modelled'],
    }),
  };
}

function alternativesTo(
  participants: readonly number[],
  memory: readonly number[],
  residuals: readonly number[],
): Alternative[] {
  const line = fitLinear('Prosody memory', { one: participants.map(() => 1), participants }, memory);
  const deviation = (values: readonly number[], parameters: number) =>
    Math.sqrt(values.reduce((total, value) => total + value * value, 0) / (values.length - parameters));
  return [
    {
      name: 'a line that turns flat',
      score: `residual ${deviation(residuals, 3).toPrecision(2)} MiB`,
      taken: true,
      reason: 'memory stopped growing while participants still joined',
    },
    {
      name: 'a straight line',
      score: `residual ${deviation(line.residuals, 2).toPrecision(2)} MiB`,
      taken: false,
      reason: 'too low in the middle and too high at the end',
    },
  ];
}

function fitHinge(
  place: string,
  participants: readonly number[],
  memory: readonly number[],
): { base: number; slope: number; knee: number } {
  const at = (knee: number) => {
    const capped = participants.map((n) => Math.min(n, knee));
    return fitLinear(place, { one: capped.map(() => 1), capped }, memory);
  };
  const sorted = [...participants].sort((a, b) => a - b);
  const found = minimizeScalar({
    of: (knee) => at(knee).residuals.reduce((total, value) => total + value * value, 0),
    // Two points on either side, so that the slope and the flat part are both seen.
    low: sorted[2]!,
    high: sorted.at(-1)!,
    tolerance: 0.1,
  });
  const fit = at(found.at);
  return { base: fit.coefficients[0]!, slope: fit.coefficients[1]!, knee: found.at };
}
