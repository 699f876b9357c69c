/**
 * The fit report of a fitted distribution: parameters with bootstrap intervals, and how observed and fitted quantiles
 * (or counts, for ranges) compare.
 *
 * Quantile points are normal scores of the fitted distribution function, z = Phi^-1(F(x)): a straight line through the
 * origin means that the family is right, whichever it is (Dunn and Smyth, Randomized quantile residuals, 1996).
 */
import { normalQuantile } from '../../stats/normal.ts';
import {
  type Alternative,
  type FitReport,
  type FittedParameter,
  type InfluenceRow,
  reportFit,
} from '../fit-report.ts';
import { type Interval, type NextUnit, percentileIntervals95 } from '../fitting/bootstrap.ts';
import { type Observations, observationCount, observationsMin } from './observations.ts';
import {
  type DistributionChoice,
  type DistributionFit,
  quantileOf,
  selectDistribution,
} from './select-distribution.ts';

/** Points of the report: more would say nothing new. */
const quantilesMax = 100;

export function reportDistribution(options: {
  readonly name: string;
  readonly unit: string;
  readonly observations: Observations;
  readonly choice: DistributionChoice;
  readonly nextUnit: NextUnit;
  readonly draws: number;
}): FitReport {
  const { observations, choice } = options;
  const { best } = choice;
  const rows = rowsOf(observations, best);
  const report = reportFit({
    name: options.name,
    formula: `${best.family}, chosen by AIC among ${choice.candidates.map((fit) => fit.family).join(', ')}`,
    unit: observations.kind === 'exact' ? options.unit : 'observations',
    parameters: parametersOf(options),
    points: rows.map((row) => row.point),
    observed: rows.map((row) => row.observed),
    fitted: rows.map((row) => row.fitted),
    estimated: Object.keys(best.parameters).length,
    influence: influenceOf(observations, best, rows),
    validRanges: [{ quantity: options.name, unit: options.unit, ...rangeOf(observations) }],
    alternatives: alternativesOf(choice),
    warnings: choice.warnings,
  });
  return observations.kind === 'exact' ? { ...report, quantilePoints: scores(observations, best) } : report;
}

/** Values at each end whose influence is told: those in the middle move nothing. */
const endsTold = 10;

/**
 * How far the fitted quantiles (or counts) move without one observation of a value, at the ends of the sample, by the
 * definition of Cook's distance: squared shifts over the residual variance and the number of parameters.
 */
function influenceOf(
  observations: Observations,
  best: DistributionFit,
  rows: readonly Row[],
): InfluenceRow[] {
  const places = observations.kind === 'exact' ? observations.values.length : observations.ranges.length;
  const told = [...Array(places).keys()].filter((i) => i < endsTold || i >= places - endsTold);
  const parameters = Object.keys(best.parameters).length;
  const squares = rows.reduce((total, row) => total + (row.observed - row.fitted) ** 2, 0);
  const variance = squares / Math.max(1, rows.length - parameters);
  return told.flatMap((i) => {
    const fewer = withoutOne(observations, i);
    if (fewer === null || observationCount(fewer) < observationsMin) return [];
    const refitted = selectDistribution(fewer, [best.family], best).best;
    // At the places of the whole sample, so that only the fit moves.
    const moved = rowsOf(observations, refitted);
    const shift = rows.reduce((total, row, k) => total + (row.fitted - moved[k]!.fitted) ** 2, 0);
    const point = observations.kind === 'exact' ? `one of ${three(observations.values[i]!)}` : rows[i]!.point;
    return [{ point, cooksDistance: shift / (parameters * variance) }];
  });
}

/** Without one observation of the i-th value; null when the value has only a part of one. */
function withoutOne(observations: Observations, i: number): Observations | null {
  if (observations.kind === 'exact') {
    const counts = observations.counts.map((count, k) => (k === i ? count - 1 : count));
    const kept = [...counts.keys()].filter((k) => counts[k]! > 0);
    if (counts[i]! < 0) return null;
    return {
      kind: 'exact',
      values: kept.map((k) => observations.values[k]!),
      counts: kept.map((k) => counts[k]!),
    };
  }
  if (observations.ranges[i]!.count < 1) return null;
  const ranges = observations.ranges.map((range, k) =>
    k === i ? { ...range, count: range.count - 1 } : range,
  );
  return { ...observations, ranges };
}

function three(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function alternativesOf({ best, candidates, rejected }: DistributionChoice): Alternative[] {
  return [
    ...candidates.map((fit) => ({
      name: fit.family,
      score: `AIC ${fit.aic.toFixed(1)}, mean ${fit.mean.toPrecision(3)}, 99 % quantile ${fit.quantile99.toPrecision(3)}`,
      taken: fit === best,
      reason: fit === best ? 'least AIC' : `AIC ${(fit.aic - best.aic).toFixed(1)} above the least`,
    })),
    ...rejected.map(({ family, reason }) => ({ name: family, score: 'not fitted', taken: false, reason })),
  ];
}

function parametersOf(options: Parameters<typeof reportDistribution>[0]): FittedParameter[] {
  const { observations, choice, nextUnit } = options;
  const { best } = choice;
  const draws = Array.from({ length: options.draws }, () => {
    const fit = selectDistribution(resample(observations, nextUnit), [best.family], best).best;
    return [...Object.values(fit.parameters), fit.mean, fit.quantile99];
  });
  const intervals: readonly (Interval | undefined)[] = draws.length === 0 ? [] : percentileIntervals95(draws);
  const entries = [
    ...Object.entries(best.parameters),
    ['mean', best.mean],
    ['99 % quantile', best.quantile99],
  ] as const;
  return entries.map(([name, value], j) => ({
    name: String(name),
    unit: name === 'mean' || name === '99 % quantile' ? options.unit : 'of the family',
    value: Number(value),
    interval95: intervals[j] ?? null,
  }));
}

/** The same number of observations, drawn with replacement. */
function resample(observations: Observations, nextUnit: NextUnit): Observations {
  const counts =
    observations.kind === 'exact' ? observations.counts : observations.ranges.map((range) => range.count);
  const total = Math.round(counts.reduce((sum, count) => sum + count, 0));
  const cumulative: number[] = [];
  let sum = 0;
  for (const count of counts) {
    sum += count;
    cumulative.push(sum);
  }
  const drawn = new Array<number>(counts.length).fill(0);
  for (let i = 0; i < total; i++) {
    const at = nextUnit() * sum;
    let low = 0;
    let high = counts.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    drawn[low]! += 1;
  }
  if (observations.kind === 'exact') {
    const kept = [...drawn.keys()].filter((i) => drawn[i]! > 0);
    return {
      kind: 'exact',
      values: kept.map((i) => observations.values[i]!),
      counts: kept.map((i) => drawn[i]!),
    };
  }
  return {
    ...observations,
    ranges: observations.ranges.map((range, i) => ({ ...range, count: drawn[i]! })),
  };
}

interface Row {
  readonly point: string;
  readonly observed: number;
  readonly fitted: number;
}

function rowsOf(observations: Observations, fit: DistributionFit): Row[] {
  return observations.kind === 'exact' ? quantileRows(observations, fit) : countRows(observations, fit);
}

function quantileRows(observations: Observations & { kind: 'exact' }, best: DistributionFit): Row[] {
  const { values, positions } = plottingPositions(observations);
  return values.map((value, i) => ({
    point: `quantile ${positions[i]!.toFixed(3)}`,
    observed: value,
    fitted: quantileOf(best.cdf, positions[i]!),
  }));
}

function countRows(observations: Observations & { kind: 'ranges' }, best: DistributionFit): Row[] {
  const total = observationCount(observations);
  const half = observations.wholeFrom === null ? 0 : 0.5;
  return observations.ranges.map(({ low, high, count }) => ({
    point: rangeName(Number.isFinite(low) ? low + half : null, Number.isFinite(high) ? high - half : null),
    observed: count,
    fitted: total * (best.cdf(high) - (Number.isFinite(low) ? best.cdf(low) : 0)),
  }));
}

/** `12`, `10 to 19`, `up to 9` or `20 or more`. */
function rangeName(from: number | null, to: number | null): string {
  if (from === null) return to === null ? 'any' : `up to ${to}`;
  if (to === null) return `${from} or more`;
  return from === to ? String(from) : `${from} to ${to}`;
}

function scores(observations: Observations & { kind: 'exact' }, best: DistributionFit) {
  const { values, positions } = plottingPositions(observations);
  return values.map((value, i) => ({
    theoretical: normalQuantile(positions[i]!),
    standardized: normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, best.cdf(value)))),
  }));
}

/** At most `quantilesMax` of the sorted values, with their plotting positions (i - 3/8) / (n + 1/4) (Blom 1958). */
function plottingPositions(observations: Observations & { kind: 'exact' }): {
  values: number[];
  positions: number[];
} {
  const sorted = observations.values.flatMap((value, i) =>
    new Array<number>(observations.counts[i]!).fill(value),
  );
  const shown = Math.min(sorted.length, quantilesMax);
  const ranks = Array.from({ length: shown }, (_, k) =>
    shown === 1 ? 0 : Math.round((k * (sorted.length - 1)) / (shown - 1)),
  );
  return {
    values: ranks.map((rank) => sorted[rank]!),
    positions: ranks.map((rank) => (rank + 1 - 0.375) / (sorted.length + 0.25)),
  };
}

function rangeOf(observations: Observations): { min: number; max: number } {
  if (observations.kind === 'exact')
    return { min: observations.values[0]!, max: observations.values.at(-1)! };
  const { wholeFrom, ranges } = observations;
  const ends = ranges.flatMap(({ low, high }) => [low, high]).filter(Number.isFinite);
  if (wholeFrom === null) return { min: Math.min(...ends), max: Math.max(...ends) };
  return { min: wholeFrom, max: Math.max(...ends) - 0.5 };
}
