import type { Distribution } from '../../engine/random/distribution.ts';
import { normalCdf } from '../normal.ts';
import { lowerIncompleteGamma, upperIncompleteGamma } from '../special-functions/incomplete-gamma.ts';
import { empiricalCdf } from './empirical.ts';

/**
 * Cumulative distribution function, P(X <= x), of any distribution a scenario may name.
 *
 * The parameters are taken as valid (positive means, shapes and scales; sorted sample values; low <= high): the
 * scenario schema has checked them.
 *
 * @param x any number, in the unit of the quantity; the infinities give 0 and 1
 */
export function cdf(distribution: Distribution, x: number): number {
  switch (distribution.kind) {
    case 'constant':
      return x >= distribution.value ? 1 : 0;
    case 'uniform': {
      const { low, high } = distribution;
      if (x >= high) return 1;
      return x <= low ? 0 : (x - low) / (high - low);
    }
    case 'exponential':
      return x <= 0 ? 0 : -Math.expm1(-x / distribution.mean);
    case 'normal':
      if (distribution.standardDeviation === 0) return x >= distribution.mean ? 1 : 0;
      return normalCdf((x - distribution.mean) / distribution.standardDeviation);
    case 'lognormal':
      if (x <= 0) return 0;
      if (distribution.logStandardDeviation === 0) return x >= distribution.median ? 1 : 0;
      return normalCdf(Math.log(x / distribution.median) / distribution.logStandardDeviation);
    case 'gamma':
      return x <= 0 ? 0 : lowerIncompleteGamma(distribution.shape, x / distribution.scale);
    case 'weibull':
      return x <= 0 ? 0 : -Math.expm1(-((x / distribution.scale) ** distribution.shape));
    case 'poisson':
      return poissonCdf(distribution.mean, x);
    case 'discrete': {
      let below = 0;
      let total = 0;
      distribution.values.forEach((value, index) => {
        const weight = distribution.weights[index]!;
        total += weight;
        if (value <= x) below += weight;
      });
      return below / total;
    }
    case 'empirical':
      return empiricalCdf(distribution.values, x);
    case 'clamped': {
      const { of, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = distribution;
      if (x >= max) return 1;
      return x < min ? 0 : cdf(of, x);
    }
  }
}

/** P(N <= x) = Q(floor(x) + 1, mean), N Poisson. Source: Abramowitz and Stegun 26.4.21. */
function poissonCdf(mean: number, x: number): number {
  if (x < 0) return 0;
  if (mean === 0 || x === Number.POSITIVE_INFINITY) return 1;
  return upperIncompleteGamma(Math.floor(x) + 1, mean);
}
