// Goal: the order statistics chosen, and their coverage, are those of the printed tables.
// Method: binomial probabilities worked out for small n; Conover's and David's classical cases for the median.
import { describe, expect, test } from 'vitest';
import { quantileInterval } from '../../../src/stats/quantile-interval.ts';

const ranks = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('quantileInterval', () => {
  test.each([
    // 1 - 2 * (sum of binomial probabilities below): n = 10, k <= 1: 11/1024; n = 20, k <= 5: 21700/1048576.
    [10, 2, 9, 1 - (2 * 11) / 1024],
    [20, 6, 15, 1 - (2 * 21700) / 1048576],
    // n = 6: only the extremes will do, and they just reach 95 %: 1 - 2 / 64.
    [6, 1, 6, 1 - 2 / 64],
  ])('brackets the median of %d values by the ranks %d and %d', (count, low, high, coverage) => {
    const interval = quantileInterval({ values: ranks(count), p: 0.5, confidence: 0.95 });
    expect([interval.low, interval.high]).toEqual([low, high]);
    expect(interval.coverage).toBeCloseTo(coverage, 12);
  });

  test('leaves a side open when the sample cannot bound it', () => {
    // The 0.99 quantile of 100 values lies above the largest with probability 0.99^100 = 0.366.
    const interval = quantileInterval({ values: ranks(100), p: 0.99, confidence: 0.95 });
    expect(interval.high).toBe(Number.POSITIVE_INFINITY);
    // P(B <= 95) = 0.0034 and P(B <= 96) = 0.0184, P(B <= 97) = 0.0794 for B binomial(100, 0.99): rank 97 is the last
    // that leaves at most 2.5 % below.
    expect(interval.low).toBe(97);
    expect(interval.coverage).toBeCloseTo(1 - 0.018374, 5);
    const five = quantileInterval({ values: ranks(5), p: 0.5, confidence: 0.95 });
    expect(five).toEqual({ low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, coverage: 1 });
  });

  test('bounds a 0.99 quantile from above with 368 values and not with 367', () => {
    // 0.99^367 = 0.02500..., just above the 2.5 % a side may miss; 0.99^368 = 0.0247....
    const high = (count: number): number =>
      quantileInterval({ values: ranks(count), p: 0.99, confidence: 0.95 }).high;
    expect(high(367)).toBe(Number.POSITIVE_INFINITY);
    expect(high(368)).toBe(368);
  });

  test('knows nothing from no values', () => {
    const interval = quantileInterval({ values: [], p: 0.5, confidence: 0.95 });
    expect(interval).toEqual({ low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, coverage: 1 });
  });

  test('sorts the values itself', () => {
    const interval = quantileInterval({ values: ranks(20).reverse(), p: 0.5, confidence: 0.95 });
    expect([interval.low, interval.high]).toEqual([6, 15]);
  });

  test('refuses NaN among the values and a p in per cent', () => {
    expect(() => quantileInterval({ values: [1, Number.NaN], p: 0.5, confidence: 0.95 })).toThrow(/NaN/);
    expect(() => quantileInterval({ values: [1, 2], p: 50, confidence: 0.95 })).toThrow(/between 0 and 1/);
  });
});
