/**
 * A distribution from published moments and shares alone, when nobody gives the data.
 *
 * Two numbers determine a family with two parameters but say nothing about which family: the choice is an assumption,
 * and the result shows what the others would give for the tail.
 */
import type { Distribution } from '../../engine/random/distribution.ts';
import { bisect } from '../../stats/bisect.ts';
import { cdf } from '../../stats/distributions/cdf.ts';
import { quantile } from '../../stats/distributions/quantile.ts';
import { logGamma } from '../../stats/special-functions/log-gamma.ts';
import { CalibrationRefused } from '../refusal.ts';
import { continuousDistribution } from './families.ts';

export type MomentFamily = 'lognormal' | 'gamma' | 'weibull';
export const momentFamilies: readonly MomentFamily[] = ['lognormal', 'gamma', 'weibull'];

export interface MomentFit {
  readonly family: MomentFamily;
  readonly distribution: Distribution;
  readonly quantile99: number;
  /** What the other families with the same moments give; the data cannot tell. */
  readonly warnings: readonly string[];
}

/**
 * From a mean and a standard deviation, both positive.
 *
 *   lognormal: s^2 = ln(1 + cv^2), median = mean / exp(s^2 / 2)
 *   gamma:     shape = 1 / cv^2, scale = mean * cv^2
 *   Weibull:   1 + cv^2 = Gamma(1 + 2 / k) / Gamma(1 + 1 / k)^2
 */
export function fitMoments(options: {
  readonly mean: number;
  readonly standardDeviation: number;
  readonly family: MomentFamily;
}): MomentFit {
  const { mean, standardDeviation } = options;
  requirePositive('mean', mean);
  requirePositive('standardDeviation', standardDeviation);
  const variation = standardDeviation / mean;
  return choose(options.family, (family) => ofMeanAndVariation(family, mean, variation));
}

/**
 * Sizes from their mean and the share of conferences with exactly the least size, such as 42 % one-to-one.
 *
 * The distribution is meant to be rounded to whole numbers: with the least size L, P(L) = F(L + 1/2).
 *
 * @param options.most largest size, clamped: with a heavy tail it matters, so it is said aloud
 */
export function fitSizeShares(options: {
  readonly mean: number;
  readonly least: number;
  readonly leastRatio: number;
  readonly most: number;
  readonly family: MomentFamily;
}): MomentFit {
  const { mean, least, leastRatio, most } = options;
  requirePositive('mean', mean);
  if (!(leastRatio > 0 && leastRatio < 1)) {
    throw new CalibrationRefused({
      place: 'share of the least size',
      problem: `${leastRatio} is not between 0 and 1`,
      hint: 'give a ratio: 42 % is 0.42',
    });
  }
  const lowest = leastRatio * least + (1 - leastRatio) * (least + 1);
  if (mean <= lowest || mean >= most) {
    throw new CalibrationRefused({
      place: 'mean size',
      problem: `${mean} is impossible with a share of ${leastRatio} of size ${least} and sizes up to ${most}`,
      hint: `the mean must lie above ${lowest.toFixed(2)} and well below ${most}`,
    });
  }
  return choose(options.family, (family) => {
    const at = (logSpread: number): Distribution => {
      const of = withShare(family, Math.exp(logSpread), least + 0.5, leastRatio);
      return { kind: 'clamped', of, min: least, max: most };
    };
    const meanAt = (logSpread: number) => roundedMean(at(logSpread), least, most);
    const bounds = { low: Math.log(0.05), high: Math.log(8) };
    if (meanAt(bounds.high) < mean) {
      throw new CalibrationRefused({
        place: 'mean size',
        problem: `no ${family} with ${leastRatio} at size ${least} reaches a mean of ${mean} below ${most}`,
        hint: 'raise the largest size, or check the two published figures against each other',
      });
    }
    return at(bisect({ nonDecreasing: meanAt, target: mean, ...bounds }));
  });
}

/** Mean of the distribution after rounding to whole numbers. */
function roundedMean(distribution: Distribution, least: number, most: number): number {
  let total = least;
  for (let k = least; k < most; k++) total += 1 - cdf(distribution, k + 0.5);
  return total;
}

/** The family with relative spread `spread` (1 / shape for gamma and Weibull) and P(X <= x) = share. */
function withShare(family: MomentFamily, spread: number, x: number, share: number): Distribution {
  const unit = continuousDistribution(family, family === 'lognormal' ? [1, spread] : [1 / spread, 1]);
  const scale = x / quantile(unit, share);
  return continuousDistribution(family, family === 'lognormal' ? [scale, spread] : [1 / spread, scale]);
}

function ofMeanAndVariation(family: MomentFamily, mean: number, variation: number): Distribution {
  const square = variation * variation;
  switch (family) {
    case 'lognormal': {
      const logVariance = Math.log1p(square);
      return continuousDistribution(family, [mean / Math.exp(logVariance / 2), Math.sqrt(logVariance)]);
    }
    case 'gamma':
      return continuousDistribution(family, [1 / square, mean * square]);
    case 'weibull': {
      // In 1 / shape the relative variance rises steadily.
      const logMoment = (inverse: number, order: number) => logGamma(1 + order * inverse);
      const inverse = bisect({
        nonDecreasing: (candidate) => Math.expm1(logMoment(candidate, 2) - 2 * logMoment(candidate, 1)),
        target: square,
        low: 1e-3,
        high: 20,
      });
      return continuousDistribution(family, [1 / inverse, mean / Math.exp(logMoment(inverse, 1))]);
    }
  }
}

function choose(family: MomentFamily, build: (family: MomentFamily) => Distribution): MomentFit {
  const distribution = build(family);
  const tails = momentFamilies.flatMap((candidate) => {
    try {
      return [`${candidate} ${quantile(build(candidate), 0.99).toPrecision(3)}`];
    } catch (error) {
      if (error instanceof CalibrationRefused) return [];
      throw error;
    }
  });
  return {
    family,
    distribution,
    quantile99: quantile(distribution, 0.99),
    warnings: [
      `the figures fit several families and ${family} is an assumption; 99 % quantiles: ${tails.join(', ')}`,
    ],
  };
}

function requirePositive(name: string, value: number): void {
  if (!(value > 0) || !Number.isFinite(value)) {
    throw new CalibrationRefused({ place: name, problem: `is ${value}`, hint: 'give a positive number' });
  }
}
