// Goal: the linear fits hold their accuracy on hard data, refuse what cannot be fitted, and report influence rightly.
// Method: NIST's Longley data with its certified values; influence against leaving each point out by hand.
import { describe, expect, it } from 'vitest';
import {
  cooksDistances,
  leaveOneOutInfluence,
  normalQuantilePoints,
} from '../../../src/calibration/fit-report.ts';
import { reportCollinearity } from '../../../src/calibration/fitting/collinearity.ts';
import { fitLinear } from '../../../src/calibration/fitting/linear-least-squares.ts';
import { CalibrationRefused } from '../../../src/calibration/refusal.ts';

// NIST Statistical Reference Datasets, Longley.dat (1967): y, then x1 to x6.
const longley = [
  [60323, 83.0, 234289, 2356, 1590, 107608, 1947],
  [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
  [60171, 88.2, 258054, 3682, 1616, 109773, 1949],
  [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
  [63221, 96.2, 328975, 2099, 3099, 112075, 1951],
  [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
  [64989, 99.0, 365385, 1870, 3547, 115094, 1953],
  [63761, 100.0, 363112, 3578, 3350, 116219, 1954],
  [66019, 101.2, 397469, 2904, 3048, 117388, 1955],
  [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
  [68169, 108.4, 442769, 2936, 2798, 120445, 1957],
  [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
  [68655, 112.6, 482704, 3813, 2552, 123366, 1959],
  [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
  [69331, 115.7, 518173, 4806, 2572, 127852, 1961],
  [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
] as const;
const y = longley.map((row) => row[0]);
const columns = {
  constant: longley.map(() => 1),
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((j) => [`x${j}`, longley.map((row) => row[j as 1])])),
};

describe('linear least squares', () => {
  it('reproduces the certified coefficients and standard errors of the Longley data to 7 digits', () => {
    const fit = fitLinear('Longley', columns, y);
    const certified = [
      [-3482258.63459582, 890420.383607373],
      [15.0618722713733, 84.9149257747669],
      [-0.035819179292591, 0.0334910077722432],
      [-2.02022980381683, 0.488399681651699],
      [-1.03322686717359, 0.214274163161675],
      [-0.0511041056535807, 0.22607320006937],
      [1829.15146461355, 455.478499142212],
    ] as const;
    for (const [j, [value, error]] of certified.entries()) {
      expect(Math.abs(fit.coefficients[j]! / value - 1)).toBeLessThan(1e-7);
      expect(Math.abs(fit.standardErrors[j]! / error - 1)).toBeLessThan(1e-7);
    }
    expect(fit.residualStandardDeviation).toBeCloseTo(304.854073561965, 6);
  });

  it('refuses a column that the others give exactly, naming it and what to do', () => {
    const twice = { ...columns, 'x1 doubled': columns.constant.map((_, i) => 2 * longley[i]![1]) };
    expect(() => fitLinear('load', twice, y)).toThrow(
      /x1 doubled is a combination of .*varied independently/,
    );
  });

  it('refuses missing numbers and too few points', () => {
    expect(() => fitLinear('load', { n: [1, 2, Number.NaN] }, [1, 2, 3])).toThrow(
      /column n has NaN in row 3/,
    );
    expect(() => fitLinear('load', { one: [1, 1], n: [1, 2] }, [1, 2])).toThrow(
      /2 usable points, at least 3/,
    );
  });
});

describe("Cook's distance", () => {
  it('equals the shift of all fitted values when the point is left out, by its definition', () => {
    const x = [1, 2, 3, 4, 5, 6, 12];
    const observed = [1.1, 1.9, 3.2, 3.9, 5.1, 6.2, 9.0];
    const design = (of: readonly number[]) => ({ one: of.map(() => 1), x: of });
    const full = fitLinear('all', design(x), observed);
    const distances = cooksDistances(full);
    for (const i of x.keys()) {
      const keep = [...x.keys()].filter((k) => k !== i);
      const without = fitLinear(
        'one out',
        design(keep.map((k) => x[k]!)),
        keep.map((k) => observed[k]!),
      );
      const shift = x.map(
        (value, k) => full.fitted[k]! - without.coefficients[0]! - without.coefficients[1]! * value,
      );
      const squares = shift.reduce((total, value) => total + value * value, 0);
      expect(distances[i]).toBeCloseTo(squares / (2 * full.residualStandardDeviation ** 2), 9);
    }
    expect(Math.max(...distances)).toBe(distances[6]);
  });

  it('agrees with the general leave-one-out measure, which calls a point indispensable when the fit is refused', () => {
    const x = [1, 2, 3, 4, 9];
    const observed = [1.2, 1.8, 3.1, 4.2, 8.5];
    const line = (xs: readonly number[], ys: readonly number[]) =>
      fitLinear('line', { one: xs.map(() => 1), x: xs }, ys);
    const full = line(x, observed);
    const general = leaveOneOutInfluence({
      points: x.map(String),
      observed,
      fitted: full.fitted,
      parameters: 2,
      refitWithout: (left) => {
        if (left === 2) throw new CalibrationRefused({ place: 'test', problem: 'x', hint: 'y' });
        const keep = (values: readonly number[]) => values.filter((_, i) => i !== left);
        const [constant, slope] = line(keep(x), keep(observed)).coefficients as [number, number];
        return x.map((value) => constant + slope * value);
      },
    });
    for (const [i, distance] of cooksDistances(full).entries()) {
      if (i === 2) expect(general[i]?.cooksDistance).toBe(Number.POSITIVE_INFINITY);
      else expect(general[i]?.cooksDistance).toBeCloseTo(distance, 9);
    }
  });
});

describe('normal quantile points', () => {
  it('uses Blom positions: the largest of ten stands at the 0.9390 quantile, 1.547', () => {
    // (10 - 3/8) / 10.25 = 0.93902; normal table: 1.5466.
    const points = normalQuantilePoints([5, 1, 4, 2, 3, 9, 8, 7, 6, 10]);
    expect(points.map((point) => point.standardized)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(points[9]?.theoretical).toBeCloseTo(1.5466, 3);
  });
});

describe('collinearity', () => {
  it('gives the variance inflation factors of the inverse correlation matrix', () => {
    // Expected: diagonal of the inverse of numpy.corrcoef of the same columns (NumPy 2.4).
    const report = reportCollinearity({
      a: [1, 2, 3, 4, 5, 6, 7, 8],
      b: [1.1, 1.9, 3.2, 3.9, 5.1, 6.2, 6.8, 8.1],
      c: [5, 3, 6, 2, 7, 1, 8, 2],
    });
    expect(report.inflation.a).toBeCloseTo(276.75128833741627, 6);
    expect(report.inflation.b).toBeCloseTo(277.2851603542272, 6);
    expect(report.inflation.c).toBeCloseTo(1.0528093260619398, 9);
    expect(report.warnings.join(' ')).toMatch(/a is nearly a combination.*b is nearly a combination/);
    expect(report.correlations[0]?.between).toEqual(['a', 'b']);
  });
});
