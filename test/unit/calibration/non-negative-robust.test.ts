// Goal: the robust non-negative fit finds the constrained optimum.
// Method: SciPy 1.17 (nnls; least_squares with soft_l1 loss and bounds) on the same numbers, and the conditions of
//   Karush, Kuhn and Tucker on random designs.

import { describe, expect, it } from 'vitest';
import { fitNonNegative } from '../../../src/calibration/fitting/non-negative-robust.ts';
import { fc } from '../../support/property.ts';

describe('non-negative robust least squares', () => {
  it('agrees with scipy.optimize.nnls where two of three coefficients are at their bound', () => {
    const fit = fitNonNegative({
      place: 'test',
      columns: { one: [1, 1, 1, 1, 1, 1], x: [2, 4, 5, 7, 9, 11], z: [0.5, 1, 3, 2, 4, 3] },
      y: [1.1, 2.2, 0.4, 3.3, 2.9, 6.5],
      scale: Number.POSITIVE_INFINITY,
    });
    expect(fit.coefficients[0]).toBe(0);
    expect(fit.coefficients[1]).toBeCloseTo(0.45168919, 8);
    expect(fit.coefficients[2]).toBe(0);
    expect(Math.hypot(...fit.residuals)).toBeCloseTo(2.714618832434013, 9);
  });

  it('agrees with scipy.optimize.least_squares(loss="soft_l1") on a line with one outlier', () => {
    const fit = fitNonNegative({
      place: 'test',
      columns: { one: new Array(8).fill(1), x: [1, 2, 3, 4, 5, 6, 7, 8] },
      y: [3.1, 4.9, 7.2, 9.1, 25.0, 13.1, 14.8, 17.2],
      scale: 0.5,
    });
    expect(fit.coefficients[0]).toBeCloseTo(1.104180161630413, 4);
    expect(fit.coefficients[1]).toBeCloseTo(2.0083187513909464, 4);
  });

  it('meets the optimality conditions for any design: gradient 0 where free, pushing down where bound', () => {
    const number = fc.double({ min: -10, max: 10, noNaN: true });
    const design = fc.array(fc.tuple(number, number, number, number), { minLength: 6, maxLength: 12 });
    fc.assert(
      fc.property(design, (rows) => {
        const columns = [0, 1, 2].map((j) => rows.map((row) => row[j]! + (j === 0 ? 11 : 0)));
        fc.pre(columns.every((column) => Math.hypot(...column) > 1e-3));
        const y = rows.map((row) => row[3]);
        const fit = fitNonNegative({
          place: 'test',
          columns: { a: columns[0]!, b: columns[1]!, c: columns[2]! },
          y,
          scale: Number.POSITIVE_INFINITY,
        });
        for (const [j, column] of columns.entries()) {
          const gradient = column.reduce((total, value, i) => total + value * fit.residuals[i]!, 0);
          const size = Math.hypot(...column) * Math.max(1, Math.hypot(...y));
          expect(fit.coefficients[j]).toBeGreaterThanOrEqual(0);
          if (fit.coefficients[j]! > 0) expect(Math.abs(gradient) / size).toBeLessThan(1e-6);
          else expect(gradient / size).toBeLessThan(1e-6);
        }
      }),
    );
  });
});
