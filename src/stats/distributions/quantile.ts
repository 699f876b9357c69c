import type { Distribution } from '../../engine/random/distribution.ts';
import { bisect } from '../bisect.ts';
import { normalQuantile } from '../normal.ts';
import { cdf } from './cdf.ts';
import { empiricalQuantile } from './empirical.ts';

/**
 * Quantile: the smallest x with P(X <= x) >= p, for any distribution a scenario may name.
 *
 * @param p from 0 to 1; at 0 and 1 the ends of the support, which may be infinite
 * @throws RangeError when p lies outside
 */
export function quantile(distribution: Distribution, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`quantile: p must lie in 0 to 1, got ${p}`);
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return distribution.low + p * (distribution.high - distribution.low);
    case 'exponential':
      return distribution.mean * -Math.log1p(-p);
    case 'normal':
      if (distribution.standardDeviation === 0) return distribution.mean;
      return distribution.mean + distribution.standardDeviation * normalQuantile(p);
    case 'lognormal':
      if (distribution.logStandardDeviation === 0) return distribution.median;
      return distribution.median * Math.exp(distribution.logStandardDeviation * normalQuantile(p));
    case 'gamma':
      return continuousQuantile(distribution, p, distribution.shape * distribution.scale);
    case 'weibull':
      return distribution.scale * (-Math.log1p(-p)) ** (1 / distribution.shape);
    case 'poisson':
      return poissonQuantile(distribution, p);
    case 'discrete':
      return discreteQuantile(distribution, p);
    case 'empirical':
      return empiricalQuantile(distribution.values, p);
    case 'clamped': {
      const { of, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = distribution;
      return Math.min(max, Math.max(min, quantile(of, p)));
    }
  }
}

/** Inverts a continuous distribution on (0, infinity); `start` is any point inside. */
function continuousQuantile(distribution: Distribution, p: number, start: number): number {
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  let high = start;
  while (cdf(distribution, high) < p) high *= 2;
  return bisect({ nonDecreasing: (x) => cdf(distribution, x), target: p, low: 0, high });
}

function poissonQuantile(
  distribution: { readonly kind: 'poisson'; readonly mean: number },
  p: number,
): number {
  if (p === 1) return distribution.mean === 0 ? 0 : Number.POSITIVE_INFINITY;
  if (cdf(distribution, 0) >= p) return 0;
  let low = 0;
  let high = Math.max(1, Math.ceil(distribution.mean));
  while (cdf(distribution, high) < p) {
    low = high;
    high *= 2;
  }
  // P(N <= low) < p <= P(N <= high), both whole.
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (cdf(distribution, middle) < p) low = middle;
    else high = middle;
  }
  return high;
}

function discreteQuantile(
  distribution: { readonly values: readonly number[]; readonly weights: readonly number[] },
  p: number,
): number {
  const { values, weights } = distribution;
  const order = [...values.keys()]
    .filter((index) => weights[index]! > 0)
    .sort((left, right) => values[left]! - values[right]!);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  for (const index of order) {
    reached += weights[index]!;
    if (reached / total >= p) return values[index]!;
  }
  return values[order.at(-1)!]!;
}
