/**
 * A quantity that grows in proportion to a count, y = k n, with the interval of k and a test of the shape.
 *
 *   k = sum(n y) / sum(n^2),   interval k +/- t(0.975, points - 1) * s / sqrt(sum(n^2))
 *
 * s is the residual standard deviation. The interval is exact for independent normal errors of one size; the residual
 * plots of the report show whether they are. A constant part that the points insist on is told, not fitted.
 */
import { studentTQuantile } from '../../stats/student-t.ts';
import { type Alternative, cooksDistances, type FitReport, reportFit } from '../fit-report.ts';
import { requirePoints } from '../refusal.ts';
import type { Interval } from './bootstrap.ts';
import { fitLinear, type LinearFit } from './linear-least-squares.ts';

export interface ProportionalFit {
  readonly slope: number;
  readonly slopeInterval95: Interval;
  readonly report: FitReport;
}

/** Points that tell the error of a factor at all: with three the t value is 4.3. */
const pointsMin = 3;
/** t value of a constant part from which the line does not pass through the origin. */
const constantWarningT = 3;

export function fitProportional(options: {
  readonly name: string;
  readonly formula: string;
  /** Of y. */
  readonly unit: string;
  readonly parameter: { readonly name: string; readonly unit: string };
  /** What n counts. */
  readonly counted: string;
  readonly counts: readonly number[];
  readonly values: readonly number[];
  readonly points: readonly string[];
  readonly warnings?: readonly string[];
}): ProportionalFit {
  const { name, counts, values, points, parameter } = options;
  requirePoints(name, counts.length, pointsMin);
  const line = fitLinear(name, { [options.counted]: counts }, values);
  const slope = line.coefficients[0]!;
  const half = studentTQuantile(0.975, line.degreesOfFreedom) * line.standardErrors[0]!;
  const interval: Interval = [Math.max(0, slope - half), slope + half];
  const distances = cooksDistances(line);
  const shape = constantPart(name, options.counted, counts, values);
  return {
    slope,
    slopeInterval95: interval,
    report: reportFit({
      name,
      formula: options.formula,
      unit: options.unit,
      parameters: [{ ...parameter, value: slope, interval95: interval }],
      points,
      observed: values,
      fitted: line.fitted,
      estimated: 1,
      influence: points.map((point, i) => ({ point, cooksDistance: finite(distances[i]!) })),
      validRanges: [
        { quantity: options.counted, unit: '1', min: Math.min(...counts), max: Math.max(...counts) },
      ],
      alternatives: shape === null ? [] : alternativesOf(line, shape),
      warnings: [
        ...(options.warnings ?? []),
        ...(shape === null ? [] : constantWarning(shape, options.unit)),
      ],
    }),
  };
}

interface ConstantPart {
  readonly line: LinearFit;
  readonly t: number;
}

/** The line with a constant; null when the count never changes, so that none can be told. */
function constantPart(
  name: string,
  counted: string,
  counts: readonly number[],
  values: readonly number[],
): ConstantPart | null {
  if (counts.length < pointsMin + 1 || counts.every((count) => count === counts[0])) return null;
  const line = fitLinear(name, { [counted]: counts, constant: counts.map(() => 1) }, values);
  return { line, t: line.coefficients[1]! / line.standardErrors[1]! };
}

function constantWarning({ line, t }: ConstantPart, unit: string): readonly string[] {
  if (!(Math.abs(t) > constantWarningT)) return [];
  const constant = Number(line.coefficients[1]!.toPrecision(2));
  return [
    `the points insist on a constant part of ${constant} ${unit} (t ${t.toFixed(1)}): in proportion it is wrong far from where it was measured`,
  ];
}

function alternativesOf(line: LinearFit, { line: other, t }: ConstantPart): Alternative[] {
  const score = (fit: LinearFit): string => `residual ${fit.residualStandardDeviation.toPrecision(2)}`;
  return [
    { name: 'in proportion', score: score(line), taken: true, reason: 'none costs nothing' },
    {
      name: 'a constant part as well',
      score: `${score(other)}, t of the constant ${t.toFixed(1)}`,
      taken: false,
      reason: 'the model has a cost for each and no constant one',
    },
  ];
}

/** A point with all the leverage has no distance to speak of. */
function finite(distance: number): number {
  return Number.isNaN(distance) ? 0 : distance;
}
