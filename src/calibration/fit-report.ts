/**
 * What a fit says about itself: parameters with intervals, goodness of fit, residuals, their normal quantiles,
 * the range it holds for, and which points it hangs on. Plain rows, for the report and its charts.
 */
import { sampleCorrelation } from 'simple-statistics';
import { normalQuantile } from '../stats/normal.ts';
import type { Interval } from './fitting/bootstrap.ts';
import type { LinearFit } from './fitting/linear-least-squares.ts';
import { CalibrationRefused } from './refusal.ts';

export interface FittedParameter {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** null when the parameter is set, not fitted; `note` then says why. */
  readonly interval95: Interval | null;
  readonly note?: string;
}

export interface ResidualRow {
  /** Where the point comes from, for example `load test 6, 41 participants`. */
  readonly point: string;
  readonly observed: number;
  readonly fitted: number;
  readonly residual: number;
  /** Residual over its standard deviation; beyond +/-3 deserves a look. NaN when the deviation is 0. */
  readonly standardized: number;
}

/** One point of the normal quantile plot: a straight line means normal residuals. */
export interface QuantilePoint {
  readonly theoretical: number;
  readonly standardized: number;
}

export interface InfluenceRow {
  readonly point: string;
  /** How far leaving the point out moves the fit; above 4 / points deserves a look (Cook 1977). */
  readonly cooksDistance: number;
}

/** Range of one input over the points used: outside it the model extrapolates. */
export interface ValidRange {
  readonly quantity: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
}

/** Another shape or treatment that was tried on the same points. */
export interface Alternative {
  readonly name: string;
  /** How well it does, in words: `wrong by 29 % on a test it has not seen`. */
  readonly score: string;
  readonly taken: boolean;
  /** Why it was taken or not. */
  readonly reason: string;
}

/** Points that were measured and not fitted. */
export interface LeftOut {
  readonly point: string;
  readonly reason: string;
}

/** How two estimates move together over the bootstrap draws, -1 to 1. */
export interface ParameterCorrelation {
  readonly between: readonly [string, string];
  readonly correlation: number;
}

/** A model whose numbers come from no fit, so that it has no residuals, no influence and no range of its own. */
export interface Unfitted {
  /** As `boot/vm-image`. */
  readonly models: readonly string[];
  /** Why nothing was fitted. */
  readonly reason: string;
  /** What the numbers are then, and what would give a fit. */
  readonly instead: string;
}

export interface FitReport {
  readonly name: string;
  /** The formula in words a user can follow. */
  readonly formula: string;
  readonly parameters: readonly FittedParameter[];
  readonly points: number;
  /** Share of the variance explained, 0 to 1 (may be negative for a fit without intercept). */
  readonly rSquared: number;
  /** Root mean square of the residuals, in the unit of the fitted quantity. */
  readonly rootMeanSquareError: number;
  readonly unit: string;
  readonly residuals: readonly ResidualRow[];
  readonly quantilePoints: readonly QuantilePoint[];
  readonly influence: readonly InfluenceRow[];
  readonly validRanges: readonly ValidRange[];
  /** Estimates that must be used together, strongest first. */
  readonly correlations: readonly ParameterCorrelation[];
  /** Variance inflation by column of the design; empty when there is only one, or none was reported. */
  readonly inflation: Readonly<Record<string, number>>;
  readonly alternatives: readonly Alternative[];
  readonly leftOut: readonly LeftOut[];
  readonly warnings: readonly string[];
}

/** A report from observed and fitted values; `leverages` (or null) give the influence of each point. */
export function reportFit(options: {
  readonly name: string;
  readonly formula: string;
  readonly unit: string;
  readonly parameters: readonly FittedParameter[];
  readonly points: readonly string[];
  readonly observed: readonly number[];
  readonly fitted: readonly number[];
  /** Number of parameters that were estimated from these points. */
  readonly estimated: number;
  readonly influence: readonly InfluenceRow[];
  readonly validRanges: readonly ValidRange[];
  /** Bootstrap draws, parameters in the order given; null when there are none. */
  readonly draws?: readonly (readonly number[])[];
  readonly inflation?: Readonly<Record<string, number>>;
  readonly alternatives?: readonly Alternative[];
  readonly leftOut?: readonly LeftOut[];
  readonly warnings: readonly string[];
}): FitReport {
  const { observed, fitted, points } = options;
  const residuals = observed.map((value, i) => value - fitted[i]!);
  const count = residuals.length;
  const squares = residuals.reduce((total, value) => total + value * value, 0);
  const mean = observed.reduce((total, value) => total + value, 0) / count;
  const spread = observed.reduce((total, value) => total + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, count - options.estimated));
  const standardized = residuals.map((value) => (deviation > 0 ? value / deviation : Number.NaN));
  return {
    name: options.name,
    formula: options.formula,
    parameters: options.parameters,
    points: count,
    rSquared: spread > 0 ? 1 - squares / spread : Number.NaN,
    rootMeanSquareError: Math.sqrt(squares / count),
    unit: options.unit,
    residuals: points.map((point, i) => ({
      point,
      observed: observed[i]!,
      fitted: fitted[i]!,
      residual: residuals[i]!,
      standardized: standardized[i]!,
    })),
    quantilePoints: normalQuantilePoints(standardized),
    influence: options.influence,
    validRanges: options.validRanges,
    correlations: correlationsOf(
      options.parameters.map(({ name }) => name),
      options.draws ?? [],
    ),
    inflation: options.inflation ?? {},
    alternatives: options.alternatives ?? [],
    leftOut: options.leftOut ?? [],
    warnings: options.warnings,
  };
}

/** Of all pairs whose draws vary, strongest first. Draws may be of fewer parameters than there are names. */
function correlationsOf(
  names: readonly string[],
  draws: readonly (readonly number[])[],
): ParameterCorrelation[] {
  if (draws.length < 3) return [];
  const columns = names
    .slice(0, draws[0]!.length)
    .map((name, j) => ({ name, values: draws.map((draw) => draw[j]!) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
  return columns
    .flatMap((a, i) =>
      columns.slice(i + 1).map((b) => ({
        between: [a.name, b.name] as const,
        correlation: sampleCorrelation([...a.values], [...b.values]),
      })),
    )
    .sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation));
}

/**
 * Cook's distance of every point of a linear fit:
 *
 *   D_i = (e_i / s)^2 * h_i / (p * (1 - h_i)^2)
 *
 * e residual, s residual standard deviation, h leverage, p number of coefficients.
 * Source: Cook, Detection of influential observation in linear regression (Technometrics 19, 1977).
 */
export function cooksDistances(fit: LinearFit): number[] {
  const parameters = fit.coefficients.length;
  return fit.residuals.map((residual, i) => {
    const leverage = fit.leverages[i]!;
    const scaled = residual / fit.residualStandardDeviation;
    return (scaled * scaled * leverage) / (parameters * (1 - leverage) ** 2);
  });
}

/**
 * The same measure for any fit, by its definition: how far all fitted values move when the point is left out,
 *
 *   D_i = sum_k (fitted_k - fitted without i_k)^2 / (p * s^2)
 *
 * `refitWithout` returns the fitted values at all points, from a fit without point i. A fit that is refused without a
 * point hangs on it: its distance is infinite.
 */
export function leaveOneOutInfluence(options: {
  readonly points: readonly string[];
  readonly observed: readonly number[];
  readonly fitted: readonly number[];
  readonly parameters: number;
  readonly refitWithout: (index: number) => readonly number[];
}): InfluenceRow[] {
  const { points, observed, fitted, parameters } = options;
  const squares = observed.reduce((total, value, i) => total + (value - fitted[i]!) ** 2, 0);
  const variance = squares / Math.max(1, observed.length - parameters);
  return points.map((point, i) => {
    const without = refitOrNull(options.refitWithout, i);
    if (without === null) return { point, cooksDistance: Number.POSITIVE_INFINITY };
    const shift = fitted.reduce((total, value, k) => total + (value - without[k]!) ** 2, 0);
    return { point, cooksDistance: shift / (parameters * variance) };
  });
}

function refitOrNull(
  refitWithout: (index: number) => readonly number[],
  index: number,
): readonly number[] | null {
  try {
    return refitWithout(index);
  } catch (error) {
    if (error instanceof CalibrationRefused) return null;
    throw error;
  }
}

/**
 * Normal quantiles against sorted standardized residuals, at plotting positions (i - 3/8) / (n + 1/4) (Blom 1958).
 */
export function normalQuantilePoints(standardized: readonly number[]): QuantilePoint[] {
  const sorted = [...standardized].sort((a, b) => a - b);
  return sorted.map((value, i) => ({
    theoretical: normalQuantile((i + 1 - 0.375) / (sorted.length + 0.25)),
    standardized: value,
  }));
}
