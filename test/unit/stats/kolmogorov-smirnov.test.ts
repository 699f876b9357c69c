// Goal: the test statistic and its p-value are the published ones, for small and for large samples.
// Method: worked example; Miller's table of critical values (1956); the value printed by Marsaglia, Tsang and Wang
// (2003); SciPy 1.17 (kstwo) beyond.
import { describe, expect, test } from 'vitest';
import {
  kolmogorovSmirnovPValue,
  kolmogorovSmirnovTest,
  kolmogorovTail,
} from '../../../src/stats/kolmogorov-smirnov.ts';

describe('kolmogorovSmirnovTest', () => {
  test('measures the largest gap on either side of each step', () => {
    // Against the uniform: gaps 0.1, 0.2333 / 0.0667, 0.2667 / 0.1333, 0.2.
    const uniform = (x: number): number => x;
    expect(kolmogorovSmirnovTest({ values: [0.8, 0.1, 0.4], cdf: uniform }).statistic).toBeCloseTo(
      4 / 15,
      14,
    );
    expect(kolmogorovSmirnovTest({ values: [0.5], cdf: uniform })).toEqual({ statistic: 0.5, pValue: 1 });
  });

  test('refuses to judge no values or NaN', () => {
    const uniform = (x: number): number => x;
    expect(() => kolmogorovSmirnovTest({ values: [], cdf: uniform })).toThrow(/at least one/);
    expect(() => kolmogorovSmirnovTest({ values: [0.1, Number.NaN], cdf: uniform })).toThrow(/NaN/);
  });
});

describe('kolmogorovSmirnovPValue', () => {
  test.each([
    [1, 0.975],
    [2, 0.84189],
    [5, 0.56328],
    [10, 0.40925],
    [20, 0.29408],
    [30, 0.2417],
    [40, 0.21012],
    [100, 0.13403],
  ])('is one in twenty at the table value for n = %d', (count, statistic) => {
    expect(kolmogorovSmirnovPValue({ statistic, count })).toBeCloseTo(0.05, 4);
  });

  test('agrees with the value printed by Marsaglia, Tsang and Wang', () => {
    expect(1 - kolmogorovSmirnovPValue({ statistic: 0.274, count: 10 })).toBeCloseTo(0.6284796154565043, 13);
  });

  test.each([
    [100, 0.2, 0.0005551927327988775, 1e-12],
    [1000, 0.04, 0.07933956059000224, 2e-5],
  ])('with %d values at %d is %d', (count, statistic, expected, tolerance) => {
    expect(Math.abs(kolmogorovSmirnovPValue({ statistic, count }) - expected)).toBeLessThan(tolerance);
  });

  test('is certain at the ends', () => {
    expect(kolmogorovSmirnovPValue({ statistic: 0.05, count: 10 })).toBe(1);
    expect(kolmogorovSmirnovPValue({ statistic: 1, count: 10 })).toBe(0);
    expect(() => kolmogorovSmirnovPValue({ statistic: 0.5, count: 2.5 })).toThrow(RangeError);
  });
});

test('kolmogorovTail is the limiting distribution, in both of its expansions', () => {
  // SciPy 1.17, scipy.special.kolmogorov.
  const table = [
    [0.5, 0.9639452436648751],
    [0.8, 0.5441424115741981],
    [1, 0.26999967167735456],
    [1.36, 0.049485876755377876],
    [2, 0.0006709252557796953],
  ] as const;
  for (const [z, tail] of table) expect(Math.abs(kolmogorovTail(z) / tail - 1)).toBeLessThan(1e-12);
  expect(kolmogorovTail(0)).toBe(1);
});
