import { describe, expect, it } from 'vitest';
import { logFactorial } from '../../../../src/engine/random/log-factorial.ts';

describe('logFactorial', () => {
  // Method: factorials known exactly as integers, and n! multiplied out with big integers; on either side of the
  // change from the table to the series, at 256.
  it.each([0, 1, 2, 10, 20, 170])('is the logarithm of %s!', (n) => {
    expect(logFactorial(n)).toBeCloseTo(Math.log(Number(factorial(n))), 11);
  });

  it.each([255, 256, 257, 1000])('agrees with the integer %s!', (n) => {
    const digits = factorial(n).toString();
    const logarithm = Math.log(Number(`0.${digits.slice(0, 17)}`)) + digits.length * Math.LN10;
    expect(Math.abs(logFactorial(n) / logarithm - 1)).toBeLessThan(1e-14);
  });
});

function factorial(n: number): bigint {
  let product = 1n;
  for (let factor = 2n; factor <= n; factor += 1n) product *= factor;
  return product;
}
