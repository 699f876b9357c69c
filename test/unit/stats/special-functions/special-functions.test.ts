// Goal: the functions under every distribution keep their digits, also where large numbers cancel.
// Method: literals of mpmath 1.3 at 40 digits.
import { describe, expect, test } from 'vitest';
import { incompleteBeta } from '../../../../src/stats/special-functions/incomplete-beta.ts';
import {
  lowerIncompleteGamma,
  poissonDensity,
  upperIncompleteGamma,
} from '../../../../src/stats/special-functions/incomplete-gamma.ts';
import { logBeta, logGamma } from '../../../../src/stats/special-functions/log-gamma.ts';

const relativeError = (value: number, expected: number): number => Math.abs(value / expected - 1);

describe('logGamma', () => {
  test.each([
    [1e-8, 18.42068073818021],
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247001],
    [1.5, -0.12078223763524522],
    [3.7, 1.428072326665388],
    [9.9, 12.57717990421988],
    [10.1, 13.027526738633236],
    [50, 144.5657439463449],
    [1e5, 1051287.7089736569],
  ])('of %d is %d', (x, expected) => {
    expect(relativeError(logGamma(x), expected)).toBeLessThan(5e-14);
  });

  test('is exactly zero at 1 and 2 and not defined at 0', () => {
    expect(logGamma(1)).toBe(0);
    expect(logGamma(2)).toBe(0);
    expect(() => logGamma(0)).toThrow(RangeError);
  });
});

test.each([
  [0.5, 5e5, -5.988816495777464],
  [3, 4, -4.0943445622221],
  [12, 0.1, 2.008013226809352],
  [1e4, 1e4, -13866.28325676141],
])('logBeta of %d and %d is %d', (a, b, expected) => {
  expect(relativeError(logBeta(a, b), expected)).toBeLessThan(1e-14);
  expect(logBeta(b, a)).toBe(logBeta(a, b));
});

describe('incomplete gamma functions', () => {
  test.each([
    [0.3, 0.003, 0.19490168090050464, 0.8050983190994954],
    [0.5, 2, 0.9544997361036416, 0.04550026389635842],
    [3.3, 0.1, 0.000052425014087131215, 0.9999475749859129],
    [10, 9, 0.4125917556680586, 0.5874082443319414],
    [50, 70, 0.9948594975414942, 0.005140502458505894],
    [500, 450, 0.010717238091289742, 0.9892827619087102],
    [1000, 1100, 0.99894067674607, 0.0010593232539299773],
  ])('of shape %d at %d are %d and %d', (a, x, lower, upper) => {
    expect(relativeError(lowerIncompleteGamma(a, x), lower)).toBeLessThan(1e-12);
    expect(relativeError(upperIncompleteGamma(a, x), upper)).toBeLessThan(1e-12);
  });

  test('are certain at the ends', () => {
    expect(lowerIncompleteGamma(2, 0)).toBe(0);
    expect(upperIncompleteGamma(2, 0)).toBe(1);
    expect(lowerIncompleteGamma(2, Number.POSITIVE_INFINITY)).toBe(1);
    expect(upperIncompleteGamma(2, Number.POSITIVE_INFINITY)).toBe(0);
  });

  test('refuse a shape of zero and a negative argument', () => {
    expect(() => lowerIncompleteGamma(0, 1)).toThrow(RangeError);
    expect(() => upperIncompleteGamma(1, -1)).toThrow(RangeError);
  });
});

test('poissonDensity is the Poisson probability, on both sides of its change of method', () => {
  // exp(-4.2) 4.2^3 / 3!; and exp(-12) 12^12 / 12! = 0.11436791550944653.
  expect(poissonDensity(3, 4.2)).toBeCloseTo((Math.exp(-4.2) * 4.2 ** 3) / 6, 15);
  expect(relativeError(poissonDensity(12, 12), 0.11436791550944653)).toBeLessThan(1e-14);
});

describe('incompleteBeta', () => {
  test.each([
    [0.5, 0.5, 0.1, 0.20483276469913347],
    [2, 3, 0.5, 0.6875],
    [0.1, 20, 0.01, 0.8781283685059498],
    [50, 60, 0.1, 7.837081131970005e-22],
    [50, 60, 0.49, 0.7729594016774978],
    [5, 0.5, 0.999, 0.9222819921009667],
  ])('with a = %d, b = %d, x = %d is %d', (a, b, x, expected) => {
    expect(relativeError(incompleteBeta({ a, b, x }), expected)).toBeLessThan(1e-12);
  });

  test('is certain at the ends and refuses what lies beyond', () => {
    expect(incompleteBeta({ a: 2, b: 3, x: 0 })).toBe(0);
    expect(incompleteBeta({ a: 2, b: 3, x: 1 })).toBe(1);
    expect(() => incompleteBeta({ a: 2, b: 3, x: 1.1 })).toThrow(RangeError);
  });
});
