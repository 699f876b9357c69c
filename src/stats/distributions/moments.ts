import type { Distribution } from '../../engine/random/distribution.ts';
import { normalCdf, normalDensity } from '../normal.ts';
import { lowerIncompleteGamma } from '../special-functions/incomplete-gamma.ts';
import { logGamma } from '../special-functions/log-gamma.ts';
import { cdf } from './cdf.ts';
import { empiricalPartialMoment, uniformPartialMoment } from './empirical.ts';

/** Expectation of X, in the unit of the quantity. */
export function mean(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return (distribution.low + distribution.high) / 2;
    case 'exponential':
    case 'normal':
    case 'poisson':
      return distribution.mean;
    case 'lognormal':
      return distribution.median * Math.exp(distribution.logStandardDeviation ** 2 / 2);
    case 'gamma':
      return distribution.shape * distribution.scale;
    case 'weibull':
      return distribution.scale * weibullRawMoment(distribution.shape, 1);
    case 'discrete':
    case 'empirical':
    case 'clamped':
      return partialMoment(distribution, 1, Number.POSITIVE_INFINITY);
  }
}

/** Variance of X, in the square of the unit. */
export function variance(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
      return 0;
    case 'uniform':
      return (distribution.high - distribution.low) ** 2 / 12;
    case 'exponential':
      return distribution.mean ** 2;
    case 'normal':
      return distribution.standardDeviation ** 2;
    case 'lognormal': {
      const logVariance = distribution.logStandardDeviation ** 2;
      return distribution.median ** 2 * Math.exp(logVariance) * Math.expm1(logVariance);
    }
    case 'gamma':
      return distribution.shape * distribution.scale ** 2;
    case 'weibull': {
      const first = weibullRawMoment(distribution.shape, 1);
      return distribution.scale ** 2 * (weibullRawMoment(distribution.shape, 2) - first * first);
    }
    case 'poisson':
      return distribution.mean;
    case 'discrete':
    case 'empirical':
    case 'clamped': {
      // The difference loses digits only when the spread is far below the mean, and never goes below 0.
      const second = partialMoment(distribution, 2, Number.POSITIVE_INFINITY);
      return Math.max(0, second - mean(distribution) ** 2);
    }
  }
}

/**
 * Partial moment E[X^order; X <= x]: the expectation of X^order over the part of the distribution up to x, closed
 * for every kind. At x = Infinity it is the raw moment.
 *
 *   lognormal   median^k exp(k^2 s^2 / 2) Phi(z - k s),   z = ln(x / median) / s
 *   gamma       scale^k Gamma(shape + k) / Gamma(shape) P(shape + k, x / scale)
 *   Weibull     scale^k Gamma(1 + k / shape) P(1 + k / shape, (x / scale)^shape)
 *   normal      E[X; X <= x] = m Phi(z) - s phi(z),   E[X^2; X <= x] = (m^2 + s^2) Phi(z) - s (m + x) phi(z)
 *
 * Source: integration by substitution in each density; Klugman, Panjer and Willmot, Loss Models, appendix A.
 */
export function partialMoment(distribution: Distribution, order: 1 | 2, x: number): number {
  switch (distribution.kind) {
    case 'constant':
      return x >= distribution.value ? distribution.value ** order : 0;
    case 'uniform':
      if (distribution.low === distribution.high)
        return x >= distribution.low ? distribution.low ** order : 0;
      return uniformPartialMoment(distribution, order, x);
    case 'exponential':
      return gammaPartialMoment({ shape: 1, scale: distribution.mean }, order, x);
    case 'gamma':
      return gammaPartialMoment(distribution, order, x);
    case 'normal':
      return normalPartialMoment(distribution, order, x);
    case 'lognormal': {
      if (x <= 0) return 0;
      const { median, logStandardDeviation: sigma } = distribution;
      if (sigma === 0) return x >= median ? median ** order : 0;
      const z = Math.log(x / median) / sigma;
      return median ** order * Math.exp((order * sigma) ** 2 / 2) * normalCdf(z - order * sigma);
    }
    case 'weibull': {
      if (x <= 0) return 0;
      const { shape, scale } = distribution;
      const reached = lowerIncompleteGamma(1 + order / shape, (x / scale) ** shape);
      return scale ** order * weibullRawMoment(shape, order) * reached;
    }
    case 'poisson': {
      const m = distribution.mean;
      const first = m * cdf(distribution, x - 1);
      return order === 1 ? first : first + m * m * cdf(distribution, x - 2);
    }
    case 'discrete': {
      let sum = 0;
      let total = 0;
      distribution.values.forEach((value, index) => {
        const weight = distribution.weights[index]!;
        total += weight;
        if (value <= x) sum += weight * value ** order;
      });
      return sum / total;
    }
    case 'empirical':
      return empiricalPartialMoment(distribution.values, order, x);
    case 'clamped':
      return clampedPartialMoment(distribution, order, x);
  }
}

/**
 * Limited moment E[min(max(X, 0), limit)^order]; for a time X this is order * integral from 0 to limit of
 * u^(order - 1) P(X > u) du, which is what queueing formulas need.
 *
 * @param limit non-negative, may be Infinity
 */
export function limitedMoment(distribution: Distribution, order: 1 | 2, limit: number): number {
  if (limit <= 0) return 0;
  const inside = partialMoment(distribution, order, limit) - partialMoment(distribution, order, 0);
  return limit === Number.POSITIVE_INFINITY
    ? inside
    : inside + limit ** order * (1 - cdf(distribution, limit));
}

function gammaPartialMoment(
  parameters: { readonly shape: number; readonly scale: number },
  order: 1 | 2,
  x: number,
): number {
  if (x <= 0) return 0;
  const { shape, scale } = parameters;
  const raw = order === 1 ? shape : shape * (shape + 1);
  return scale ** order * raw * lowerIncompleteGamma(shape + order, x / scale);
}

function normalPartialMoment(
  parameters: { readonly mean: number; readonly standardDeviation: number },
  order: 1 | 2,
  x: number,
): number {
  const { mean: m, standardDeviation: s } = parameters;
  if (s === 0) return x >= m ? m ** order : 0;
  const z = (x - m) / s;
  // The density is 0 at the infinities, and infinity times 0 would not be.
  const density = Number.isFinite(z) ? normalDensity(z) : 0;
  if (order === 1) return m * normalCdf(z) - s * density;
  const edge = density === 0 ? 0 : s * (m + x) * density;
  return (m * m + s * s) * normalCdf(z) - edge;
}

function clampedPartialMoment(
  distribution: Extract<Distribution, { kind: 'clamped' }>,
  order: 1 | 2,
  x: number,
): number {
  const { of, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = distribution;
  if (x < min) return 0;
  const top = Math.min(x, max);
  const belowMin = min === Number.NEGATIVE_INFINITY ? 0 : min ** order * cdf(of, min);
  const fromMin = min === Number.NEGATIVE_INFINITY ? 0 : partialMoment(of, order, min);
  const inside = partialMoment(of, order, top) - fromMin;
  const aboveMax = x < max || max === Number.POSITIVE_INFINITY ? 0 : max ** order * (1 - cdf(of, max));
  return belowMin + inside + aboveMax;
}

/** Gamma(1 + order / shape). */
function weibullRawMoment(shape: number, order: 1 | 2): number {
  return Math.exp(logGamma(1 + order / shape));
}
