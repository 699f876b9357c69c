// Goal: the normal distribution is exact far into its tails.
// Method: literals of mpmath 1.3 at 40 digits; three-decimal values every table prints.
import { describe, expect, test } from 'vitest';
import { normalCdf, normalDensity, normalQuantile } from '../../../src/stats/normal.ts';

describe('normalCdf', () => {
  test.each([
    [0.3, 0.6179114221889527],
    [1, 0.8413447460685429],
    [2.5, 0.9937903346742238],
    [-1.96, 0.024997895148220435],
    [-5, 2.866515718791939e-7],
    [-10, 7.619853024160525e-24],
    [-20, 2.7536241186062337e-89],
    [-37, 5.725571222524577e-300],
  ])('at %d is %d', (z, expected) => {
    expect(Math.abs(normalCdf(z) / expected - 1)).toBeLessThan(1e-13);
  });

  test('is one half in the middle, and 0 and 1 at the infinities', () => {
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
  });
});

describe('normalQuantile', () => {
  test.each([
    [1e-300, -37.0470962993612],
    [1e-20, -9.262340089798407],
    [1e-9, -5.9978070150076865],
    [0.001, -3.0902323061678136],
    [0.025, -1.9599639845400543],
    [0.3, -0.5244005127080408],
    [0.5001, 0.00025066283008800747],
    [0.9, 1.2815515655446006],
    [0.9999, 3.7190164854557084],
  ])('at %d is %d', (p, expected) => {
    expect(Math.abs(normalQuantile(p) / expected - 1)).toBeLessThan(1e-14);
  });

  test('is 0 in the middle and infinite at the ends', () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  });

  test('refuses what is not a probability', () => {
    expect(() => normalQuantile(1.2)).toThrow(/0 to 1/);
    expect(() => normalQuantile(Number.NaN)).toThrow(/NaN/);
  });
});

test('the density is the one printed in tables', () => {
  // Abramowitz and Stegun, table 26.1: Z(0) = 0.39894 22804, Z(1) = 0.24197 07245, Z(2) = 0.05399 09665.
  expect(normalDensity(0)).toBeCloseTo(0.3989422804, 10);
  expect(normalDensity(1)).toBeCloseTo(0.2419707245, 10);
  expect(normalDensity(-2)).toBeCloseTo(0.0539909665, 10);
});
