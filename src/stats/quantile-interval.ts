import { incompleteBeta } from './special-functions/incomplete-beta.ts';

export interface QuantileInterval {
  /** Order statistic below; -Infinity when the sample is too small to bound that side. */
  readonly low: number;
  /** Order statistic above; Infinity when the sample is too small to bound that side. */
  readonly high: number;
  /** Probability that an interval made this way covers the true quantile; at least the confidence asked for. */
  readonly coverage: number;
}

/**
 * Interval for a quantile from independent values, without any assumption on their distribution.
 *
 * The number of values at or below the true p-quantile is binomial(n, p), so the order statistics x(r) and x(s) cover
 * it with probability F(s - 1) - F(r - 1), F the binomial distribution function. r is the largest and s the smallest
 * index that leave at most half of 1 - confidence outside on their side. For values that repeat, coverage is at least
 * that.
 *
 * Source: Hahn and Meeker, Statistical Intervals (1991), section 5.2; David and Nagaraja, Order Statistics, 7.1.
 *
 * @param options.values one independent value each (a quantity per replication), in any order, none NaN
 * @param options.p the quantile, between 0 and 1
 * @param options.confidence between 0 and 1
 * @throws RangeError when p or the confidence is not between 0 and 1, or a value is NaN
 */
export function quantileInterval(options: {
  readonly values: ArrayLike<number>;
  readonly p: number;
  readonly confidence: number;
}): QuantileInterval {
  const { values, p, confidence } = options;
  if (!(p > 0 && p < 1) || !(confidence > 0 && confidence < 1)) {
    throw new RangeError(
      `quantileInterval: p and confidence must lie between 0 and 1, got ${p}, ${confidence}`,
    );
  }
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  if (count > 0 && Number.isNaN(sorted[count - 1])) {
    throw new RangeError('quantileInterval: a value is NaN, so the order of the values means nothing');
  }
  const outside = (1 - confidence) / 2;
  const below = (successes: number): number => binomialCdf({ trials: count, probability: p, successes });
  // r: the number of indexes whose cumulative probability stays within the lower side; 0 leaves that side open.
  const r = firstIndex(count + 1, (index) => below(index) > outside);
  // s: the first index whose cumulative probability reaches the upper side; count + 1 leaves that side open.
  const s = 1 + firstIndex(count + 1, (index) => below(index) >= 1 - outside);
  const openAbove = s > count;
  return {
    low: r === 0 ? Number.NEGATIVE_INFINITY : sorted[r - 1]!,
    high: openAbove ? Number.POSITIVE_INFINITY : sorted[s - 1]!,
    coverage: (openAbove ? 1 : below(s - 1)) - (r === 0 ? 0 : below(r - 1)),
  };
}

/** P(at most `successes` of `trials`) = I_(1 - p)(n - k, k + 1). Source: Abramowitz and Stegun 26.5.24. */
function binomialCdf(options: {
  readonly trials: number;
  readonly probability: number;
  readonly successes: number;
}): number {
  const { trials, probability, successes } = options;
  if (successes >= trials) return 1;
  return incompleteBeta({
    a: trials - successes,
    b: successes + 1,
    x: 1 - probability,
    complement: probability,
  });
}

/** The first index below `count` for which a monotone condition holds; `count` when none does. */
function firstIndex(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
