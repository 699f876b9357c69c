/**
 * A distribution for sizes or durations: every family fitted by maximum likelihood, the best chosen by AIC, and a
 * warning when the data cannot tell.
 *
 *   AIC = 2 * parameters - 2 * log likelihood
 *
 * Counts in ranges use P(low < X <= high), single values the density; all families of one choice see the same form of
 * data, so their likelihoods compare. Sources: Akaike 1974; Burnham and Anderson, Model Selection (2002), section 2.6,
 * for "within 2 there is no telling".
 */
import type { Distribution } from '../../engine/random/distribution.ts';
import { bisect } from '../../stats/bisect.ts';
import { logGamma } from '../../stats/special-functions/log-gamma.ts';
import { minimizeSimplex } from '../fitting/nelder-mead.ts';
import { continuousDistribution, type Family, type FamilyName, families } from './families.ts';
import { middles, type Observations, observationCount } from './observations.ts';

export interface DistributionFit {
  readonly family: FamilyName;
  /** P(X <= x) of the fitted quantity. */
  readonly cdf: (x: number) => number;
  /** The parameters without bounds in which it was searched. */
  readonly search: readonly number[];
  readonly parameters: Readonly<Record<string, number>>;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly mean: number;
  /** 99 % quantile: where families that agree in the middle part company. */
  readonly quantile99: number;
  /** What a scenario or a model file can use. */
  readonly distribution: Distribution;
}

export interface DistributionChoice {
  readonly best: DistributionFit;
  /** Every family that could be fitted, best first. */
  readonly candidates: readonly DistributionFit[];
  /** Families that could not, and why. */
  readonly rejected: readonly { readonly family: FamilyName; readonly reason: string }[];
  /** The data themselves, for who prefers no family; null for counts in ranges. */
  readonly empirical: Distribution | null;
  readonly warnings: readonly string[];
}

/** Differences of AIC below this are no evidence. */
const aicIndistinct = 2;
/** A mixture has five parameters; with fewer observations it fits noise. */
const mixtureObservationsMin = 50;
/** A component narrower than this (log standard deviation) has collapsed onto single values. */
const collapsedDeviation = 0.02;
/** First step and tolerance of a search that begins near its end, for the thousands of fits of a bootstrap. */
const nearStep = 0.03;
const nearTolerance = 1e-6;
/** Most values an empirical distribution keeps. */
const empiricalValuesMax = 200;

export function selectDistribution(
  observations: Observations,
  only: readonly FamilyName[] = families.map((family) => family.name),
  /** A fit of one of the families to nearly the same data: the search for that family begins there. */
  near: DistributionFit | null = null,
): DistributionChoice {
  const rejected: { family: FamilyName; reason: string }[] = [];
  const candidates: DistributionFit[] = [];
  for (const family of families.filter((candidate) => only.includes(candidate.name))) {
    const outcome = fitFamily(family, observations, near?.family === family.name ? near.search : null);
    if (typeof outcome === 'string') rejected.push({ family: family.name, reason: outcome });
    else candidates.push(outcome);
  }
  candidates.sort((a, b) => a.aic - b.aic);
  const best = candidates[0];
  if (best === undefined) {
    const reasons = rejected.map((entry) => `${entry.family}: ${entry.reason}`).join('; ');
    throw new Error(`selectDistribution: no family could be fitted (${reasons})`);
  }
  return {
    best,
    candidates,
    rejected,
    empirical: empiricalOf(observations),
    warnings: warningsOf(observations, candidates),
  };
}

/** The fit, or the reason why there is none. */
function fitFamily(
  family: Family,
  observations: Observations,
  near: readonly number[] | null,
): DistributionFit | string {
  const wholeFrom = observations.kind === 'ranges' ? observations.wholeFrom : null;
  if (family.logDensity === null && wholeFrom === null) return 'it is for whole numbers only';
  const count = observationCount(observations);
  if (family.name === 'lognormal-mixture' && count < mixtureObservationsMin) {
    return `five parameters need ${mixtureObservationsMin} observations, there are ${count}`;
  }
  const { logMean, logDeviation } = logMoments(observations);
  const found = minimizeSimplex({
    of: (search) => -logLikelihoodOf(family, search, observations),
    start: near ?? family.start(logMean, logDeviation),
    step: near === null ? 0.3 : nearStep,
    tolerance: near === null ? 1e-9 : nearTolerance,
  });
  if (!Number.isFinite(found.value)) return 'its likelihood is zero everywhere near the data';
  const natural = family.natural(found.at);
  if (family.name === 'lognormal-mixture') {
    const collapsed = natural[2]! < collapsedDeviation || natural[4]! < collapsedDeviation;
    const empty = Math.min(natural[0]!, 1 - natural[0]!) * count < 2;
    if (collapsed || empty) return 'one component collapsed onto a few values';
  }
  const distribution = distributionOf(family, found.at, natural, wholeFrom);
  const least = wholeFrom ?? 0;
  const cdfOf = (x: number) => family.cdf(found.at, x, least);
  return {
    family: family.name,
    cdf: cdfOf,
    search: found.at,
    parameters: Object.fromEntries(family.parameterNames.map((name, j) => [name, natural[j]!])),
    logLikelihood: -found.value,
    aic: 2 * family.parameterNames.length + 2 * found.value,
    mean: meanOf(family.name, natural, least, cdfOf, wholeFrom !== null),
    quantile99: quantileOf(cdfOf, 0.99),
    distribution,
  };
}

function logLikelihoodOf(family: Family, search: readonly number[], observations: Observations): number {
  let total = 0;
  if (observations.kind === 'exact') {
    for (const [i, value] of observations.values.entries()) {
      total += observations.counts[i]! * family.logDensity!(search, value);
    }
    return total;
  }
  const least = observations.wholeFrom ?? 0;
  for (const { low, high, count } of observations.ranges) {
    const below = low === Number.NEGATIVE_INFINITY ? 0 : family.cdf(search, low, least);
    total += count * Math.log(Math.max(0, family.cdf(search, high, least) - below));
  }
  return total;
}

function logMoments(observations: Observations): { logMean: number; logDeviation: number } {
  const rows = middles(observations);
  const count = rows.reduce((total, row) => total + row.count, 0);
  const logMean = rows.reduce((total, row) => total + row.count * Math.log(row.value), 0) / count;
  const squares = rows.reduce((total, row) => total + row.count * (Math.log(row.value) - logMean) ** 2, 0);
  return { logMean, logDeviation: Math.max(0.05, Math.sqrt(squares / count)) };
}

function distributionOf(
  family: Family,
  search: readonly number[],
  natural: readonly number[],
  wholeFrom: number | null,
): Distribution {
  if (family.name === 'lognormal' || family.name === 'gamma' || family.name === 'weibull') {
    const of = continuousDistribution(family.name, natural);
    return wholeFrom === null ? of : { kind: 'clamped', of, min: wholeFrom };
  }
  const least = wholeFrom ?? 0;
  const cdfOf = (x: number) => family.cdf(search, x, least);
  if (wholeFrom === null) {
    // The engine draws no mixtures: equally probable quantiles stand in for it.
    const values = Array.from({ length: empiricalValuesMax + 1 }, (_, i) =>
      quantileOf(cdfOf, Math.min(0.9995, Math.max(0.0005, i / empiricalValuesMax))),
    );
    return { kind: 'empirical', values };
  }
  const half = family.name === 'negative-binomial' ? 0 : 0.5;
  const most = Math.ceil(quantileOf(cdfOf, 0.9999));
  const values = Array.from({ length: most - wholeFrom + 1 }, (_, i) => wholeFrom + i);
  const weights = values.map((value, i) => cdfOf(value + half) - (i === 0 ? 0 : cdfOf(value - 1 + half)));
  return { kind: 'discrete', values, weights };
}

/** Means of the families; of whole numbers by summing the upper tail, as rounding and the least value change them. */
function meanOf(
  name: FamilyName,
  natural: readonly number[],
  least: number,
  cdfOf: (x: number) => number,
  whole: boolean,
): number {
  if (name === 'negative-binomial') return least + natural[1]!;
  if (whole) {
    let total = least;
    for (let k = least; k < 1e6; k++) {
      const above = 1 - cdfOf(k + 0.5);
      total += above;
      if (above < 1e-9) break;
    }
    return total;
  }
  const lognormalMean = (median: number, deviation: number) => median * Math.exp(deviation ** 2 / 2);
  const [first, second] = natural as [number, number];
  if (name === 'lognormal') return lognormalMean(first, second);
  if (name === 'gamma') return first * second;
  if (name === 'lognormal-mixture') {
    const [share, m1, s1, m2, s2] = natural as [number, number, number, number, number];
    return share * lognormalMean(m1, s1) + (1 - share) * lognormalMean(m2, s2);
  }
  return second * Math.exp(logGamma(1 + 1 / first));
}

export function quantileOf(cdfOf: (x: number) => number, p: number): number {
  let high = 1;
  while (cdfOf(high) < p) high *= 2;
  return bisect({ nonDecreasing: cdfOf, target: p, low: 0, high });
}

function empiricalOf(observations: Observations): Distribution | null {
  if (observations.kind === 'ranges') return null;
  const expanded = observations.values.flatMap((value, i) =>
    new Array<number>(observations.counts[i]!).fill(value),
  );
  if (expanded.length <= empiricalValuesMax) return { kind: 'empirical', values: expanded };
  const values = Array.from(
    { length: empiricalValuesMax + 1 },
    (_, i) => expanded[Math.round((i / empiricalValuesMax) * (expanded.length - 1))]!,
  );
  return { kind: 'empirical', values };
}

function warningsOf(observations: Observations, candidates: readonly DistributionFit[]): string[] {
  const best = candidates[0]!;
  const count = observationCount(observations);
  const close = candidates.slice(1).filter((candidate) => candidate.aic - best.aic < aicIndistinct);
  if (close.length === 0) return [];
  const tails = [best, ...close].map((fit) => `${fit.family} ${fit.quantile99.toPrecision(3)}`).join(', ');
  return [
    `${count} observations cannot tell ${best.family} from ${close.map((fit) => fit.family).join(' or ')} (AIC within ${aicIndistinct}); they differ in the tail, 99 % quantiles: ${tails}`,
  ];
}
