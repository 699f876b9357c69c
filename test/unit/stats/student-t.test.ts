// Goal: Student's t agrees with the printed tables and with high-precision values.
// Method: literals of the NIST handbook's table (three decimals) and of mpmath at 40 digits.
import { describe, expect, test } from 'vitest';
import { studentTCdf, studentTQuantile } from '../../../src/stats/student-t.ts';

describe('studentTQuantile', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
  test.each([
    [1, 6.314, 12.706, 63.657],
    [2, 2.92, 4.303, 9.925],
    [3, 2.353, 3.182, 5.841],
    [5, 2.015, 2.571, 4.032],
    [10, 1.812, 2.228, 3.169],
    [19, 1.729, 2.093, 2.861],
    [30, 1.697, 2.042, 2.75],
    [60, 1.671, 2, 2.66],
    [100, 1.66, 1.984, 2.626],
    [1e9, 1.645, 1.96, 2.576],
  ])('prints the table row of %d degrees of freedom', (degrees, at950, at975, at995) => {
    expect(studentTQuantile(0.95, degrees)).toBeCloseTo(at950, 3);
    expect(studentTQuantile(0.975, degrees)).toBeCloseTo(at975, 3);
    expect(studentTQuantile(0.995, degrees)).toBeCloseTo(at995, 3);
  });

  test.each([
    // mpmath 1.3, 40 digits.
    [0.6, 3, 0.27667066233268983],
    [0.975, 4.5, 2.658912347204403],
    [0.975, 9, 2.262157162798205],
    [0.975, 19, 2.093024054408309],
    [0.995, 19, 2.860934606464979],
    [0.9999, 30, 4.23398595727206],
    [0.975, 99, 1.9842169515864172],
    [1e-12, 5, -393.95695957760375],
    [0.975, 999, 1.9623414611334495],
  ])('is exact to 1e-12 at p = %d with %d degrees of freedom', (p, degrees, expected) => {
    expect(Math.abs(studentTQuantile(p, degrees) / expected - 1)).toBeLessThan(1e-12);
  });

  test('is odd about one half and infinite at the ends', () => {
    expect(studentTQuantile(0.5, 7)).toBe(0);
    expect(studentTQuantile(0.25, 7)).toBe(-studentTQuantile(0.75, 7));
    expect(studentTQuantile(0, 7)).toBe(Number.NEGATIVE_INFINITY);
    expect(studentTQuantile(1, 7)).toBe(Number.POSITIVE_INFINITY);
  });

  test('refuses what is not a probability or not a number of degrees', () => {
    expect(() => studentTQuantile(97.5, 7)).toThrow(/0 to 1/);
    expect(() => studentTQuantile(0.975, 0)).toThrow(/degrees of freedom/);
  });
});

describe('studentTCdf', () => {
  test('is the closed form with one degree of freedom (Cauchy)', () => {
    for (const t of [-30, -1, 0, 0.2, 5])
      expect(studentTCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 14);
  });

  test('is the closed form with two degrees of freedom', () => {
    for (const t of [-9, -0.5, 0, 3])
      expect(studentTCdf(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 14);
  });

  test('gives back the p-value R prints for the sleep data', () => {
    // R: t.test(..., paired = TRUE) on `sleep`: t = -4.0621, df = 9, p-value = 0.002833 (two-sided).
    expect(2 * studentTCdf(-4.0621, 9)).toBeCloseTo(0.002833, 6);
  });
});
