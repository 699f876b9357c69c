/**
 * The families a size or a duration is fitted with, each in parameters without bounds, so that a simplex can search.
 */
import type { Distribution } from '../../engine/random/distribution.ts';
import { cdf } from '../../stats/distributions/cdf.ts';
import { logGamma } from '../../stats/special-functions/log-gamma.ts';

export type FamilyName = 'lognormal' | 'gamma' | 'weibull' | 'negative-binomial' | 'lognormal-mixture';

export interface Family {
  readonly name: FamilyName;
  readonly parameterNames: readonly string[];
  /** Unbounded search parameters from the mean and standard deviation of the logarithms. */
  start(logMean: number, logDeviation: number): readonly number[];
  /** Parameters as a reader knows them. */
  natural(search: readonly number[]): readonly number[];
  /** P(X <= x), of the continuous quantity; for the negative binomial of the whole one, counted from `wholeFrom`. */
  cdf(search: readonly number[], x: number, wholeFrom: number): number;
  /** ln of the density; null for a family of whole numbers. */
  readonly logDensity: ((search: readonly number[], x: number) => number) | null;
}

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

const lognormal: Family = {
  name: 'lognormal',
  parameterNames: ['median', 'logStandardDeviation'],
  start: (logMean, logDeviation) => [logMean, Math.log(logDeviation)],
  natural: ([m, logS]) => [Math.exp(m!), Math.exp(logS!)],
  cdf: ([m, logS], x) =>
    cdf({ kind: 'lognormal', median: Math.exp(m!), logStandardDeviation: Math.exp(logS!) }, x),
  logDensity: ([m, logS], x) => logNormalDensity(x, m!, Math.exp(logS!)),
};

const gamma: Family = {
  name: 'gamma',
  parameterNames: ['shape', 'scale'],
  start: (logMean, logDeviation) => {
    const shape = Math.min(1 / logDeviation ** 2, 1e3);
    return [Math.log(shape), logMean - Math.log(shape)];
  },
  natural: ([logShape, logScale]) => [Math.exp(logShape!), Math.exp(logScale!)],
  cdf: ([logShape, logScale], x) =>
    cdf({ kind: 'gamma', shape: Math.exp(logShape!), scale: Math.exp(logScale!) }, x),
  logDensity: ([logShape, logScale], x) => {
    const shape = Math.exp(logShape!);
    return (shape - 1) * Math.log(x) - x / Math.exp(logScale!) - shape * logScale! - logGamma(shape);
  },
};

const weibull: Family = {
  name: 'weibull',
  parameterNames: ['shape', 'scale'],
  // The logarithm of a Weibull quantity has standard deviation pi / (shape sqrt 6).
  start: (logMean, logDeviation) => [Math.log(1.28 / logDeviation), logMean + 0.45 * logDeviation],
  natural: ([logShape, logScale]) => [Math.exp(logShape!), Math.exp(logScale!)],
  cdf: ([logShape, logScale], x) =>
    cdf({ kind: 'weibull', shape: Math.exp(logShape!), scale: Math.exp(logScale!) }, x),
  logDensity: ([logShape, logScale], x) => {
    const shape = Math.exp(logShape!);
    const logRatio = Math.log(x) - logScale!;
    return logShape! - logScale! + (shape - 1) * logRatio - Math.exp(shape * logRatio);
  },
};

/**
 * Whole numbers k = wholeFrom + j with P(j) = Gamma(r + j) / (Gamma(r) j!) * (r / (r + m))^r * (m / (r + m))^j:
 * mean m above the least, variance m + m^2 / r.
 */
const negativeBinomial: Family = {
  name: 'negative-binomial',
  parameterNames: ['dispersion', 'meanAboveLeast'],
  start: (logMean) => [0, logMean],
  natural: ([logR, logM]) => [Math.exp(logR!), Math.exp(logM!)],
  cdf: ([logR, logM], x, wholeFrom) =>
    negativeBinomialCdf(Math.exp(logR!), Math.exp(logM!), Math.floor(x - wholeFrom)),
  logDensity: null,
};

/** A share w of one lognormal and 1 - w of another, the first with the smaller median when read out. */
const lognormalMixture: Family = {
  name: 'lognormal-mixture',
  parameterNames: [
    'firstRatio',
    'firstMedian',
    'firstLogStandardDeviation',
    'secondMedian',
    'secondLogStandardDeviation',
  ],
  start: (logMean, logDeviation) => [
    0,
    logMean - 0.8 * logDeviation,
    Math.log(0.6 * logDeviation),
    logMean + 0.8 * logDeviation,
    Math.log(0.6 * logDeviation),
  ],
  natural: ([logit, m1, s1, m2, s2]) => {
    const share = 1 / (1 + Math.exp(-logit!));
    const first = [share, Math.exp(m1!), Math.exp(s1!), Math.exp(m2!), Math.exp(s2!)];
    return m1! <= m2! ? first : [1 - share, first[3]!, first[4]!, first[1]!, first[2]!];
  },
  cdf: ([logit, m1, s1, m2, s2], x) => {
    const share = 1 / (1 + Math.exp(-logit!));
    return share * lognormal.cdf([m1!, s1!], x, 0) + (1 - share) * lognormal.cdf([m2!, s2!], x, 0);
  },
  logDensity: ([logit, m1, s1, m2, s2], x) => {
    const share = 1 / (1 + Math.exp(-logit!));
    const first = Math.log(share) + logNormalDensity(x, m1!, Math.exp(s1!));
    const second = Math.log1p(-share) + logNormalDensity(x, m2!, Math.exp(s2!));
    const larger = Math.max(first, second);
    return larger + Math.log1p(Math.exp(Math.min(first, second) - larger));
  },
};

export const families: readonly Family[] = [lognormal, gamma, weibull, negativeBinomial, lognormalMixture];

/** The continuous distribution with these parameters; only for families that the engine can draw as they are. */
export function continuousDistribution(
  name: 'lognormal' | 'gamma' | 'weibull',
  natural: readonly number[],
): Distribution {
  const [first, second] = natural as [number, number];
  switch (name) {
    case 'lognormal':
      return { kind: 'lognormal', median: first, logStandardDeviation: second };
    case 'gamma':
      return { kind: 'gamma', shape: first, scale: second };
    case 'weibull':
      return { kind: 'weibull', shape: first, scale: second };
  }
}

function logNormalDensity(x: number, logMedian: number, deviation: number): number {
  const z = (Math.log(x) - logMedian) / deviation;
  return -0.5 * z * z - Math.log(x * deviation) - halfLogTwoPi;
}

function negativeBinomialCdf(r: number, m: number, j: number): number {
  if (j < 0) return 0;
  if (j === Number.POSITIVE_INFINITY) return 1;
  const success = r / (r + m);
  // Terms by recursion: P(i + 1) / P(i) = (r + i) / (i + 1) * (1 - success).
  let term = success ** r;
  let total = term;
  for (let i = 0; i < j; i++) {
    term *= ((r + i) / (i + 1)) * (1 - success);
    total += term;
  }
  return Math.min(1, total);
}
