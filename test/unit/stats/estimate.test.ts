// Goal: means and intervals are those a statistician would compute.
// Method: Student's own sleep data as R prints it, NIST's numerically hostile data sets with their certified values,
// and the definition at its edges.
import { describe, expect, test } from 'vitest';
import { estimate, estimatePairedDifference, meanInterval } from '../../../src/stats/estimate.ts';

/** Hours of extra sleep under two drugs, ten patients: Student 1908; R's data set `sleep`. */
const firstDrug = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const secondDrug = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe('estimate', () => {
  test('is the mean with the half-width of the 95 % t interval', () => {
    // R: t.test(sleep$extra[11:20]) gives 2.33 and the interval 0.8976775 to 3.7623225.
    const { mean, halfWidth95, replications } = estimate(secondDrug);
    expect(mean).toBeCloseTo(2.33, 12);
    expect(mean - halfWidth95).toBeCloseTo(0.8976775, 7);
    expect(mean + halfWidth95).toBeCloseTo(3.7623225, 7);
    expect(replications).toBe(10);
  });

  test.each([
    { name: 'NumAcc1', values: [10000001, 10000003, 10000002], mean: 10000002, standardDeviation: 1 },
    { name: 'NumAcc3', values: alternating(1000000), mean: 1000000.2, standardDeviation: 0.1 },
    { name: 'NumAcc4', values: alternating(10000000), mean: 10000000.2, standardDeviation: 0.1 },
  ])(
    'keeps the spread of large values that differ little: NIST $name',
    ({ values, mean, standardDeviation }) => {
      // Certified values of the NIST Statistical Reference Datasets. The input itself is rounded to doubles, which for
      // NumAcc4 leaves 8 digits of the deviation. t quantiles: 4.302653 (2), 1.962339 (1000 degrees), R qt().
      const result = estimate(values);
      const quantile = values.length === 3 ? 4.302652729911275 : 1.9623390808264078;
      expect(result.mean).toBeCloseTo(mean, 7);
      const measured = (result.halfWidth95 / quantile) * Math.sqrt(values.length);
      expect(Math.abs(measured / standardDeviation - 1)).toBeLessThan(2e-8);
    },
  );

  test('has no half-width from one replication and no mean from none', () => {
    expect(estimate([3])).toEqual({ mean: 3, halfWidth95: Number.NaN, replications: 1 });
    expect(estimate([])).toEqual({ mean: Number.NaN, halfWidth95: Number.NaN, replications: 0 });
  });

  test('does not drop a replication without an answer in silence', () => {
    expect(estimate([1, Number.NaN, 3])).toEqual({
      mean: Number.NaN,
      halfWidth95: Number.NaN,
      replications: 3,
    });
  });

  test('of equal values has a half-width of exactly zero', () => {
    expect(estimate([0.1, 0.1, 0.1])).toEqual({ mean: 0.1, halfWidth95: 0, replications: 3 });
  });
});

describe('estimatePairedDifference', () => {
  test('is the paired t interval of candidate minus baseline', () => {
    // R: t.test(extra ~ group, data = sleep, paired = TRUE): -1.58, 95 percent interval -2.4598858 to -0.7001142.
    const { mean, halfWidth95, replications } = estimatePairedDifference({
      baseline: secondDrug,
      candidate: firstDrug,
    });
    expect(mean).toBeCloseTo(-1.58, 12);
    expect(mean - halfWidth95).toBeCloseTo(-2.4598858, 7);
    expect(mean + halfWidth95).toBeCloseTo(-0.7001142, 7);
    expect(replications).toBe(10);
  });

  test('refuses runs of different length', () => {
    expect(() => estimatePairedDifference({ baseline: [1, 2], candidate: [1] })).toThrow(/2 baseline values/);
  });
});

describe('meanInterval', () => {
  test('widens with the confidence as the t table says', () => {
    // Nine degrees of freedom: 1.833 (90 %), 3.250 (99 %) in the t table of the NIST handbook, 1.3.6.7.2.
    const { mean, halfWidth95 } = estimate(secondDrug);
    const ratioTo95 = (confidence: number): number => {
      const { low, high } = meanInterval({ values: secondDrug, confidence });
      expect((low + high) / 2).toBeCloseTo(mean, 12);
      return (high - low) / 2 / halfWidth95;
    };
    expect(ratioTo95(0.9)).toBeCloseTo(1.833 / 2.262, 3);
    expect(ratioTo95(0.99)).toBeCloseTo(3.25 / 2.262, 3);
  });

  test('knows nothing from a single value', () => {
    expect(meanInterval({ values: [1], confidence: 0.95 })).toEqual({ low: Number.NaN, high: Number.NaN });
  });

  test('refuses a confidence in per cent', () => {
    expect(() => meanInterval({ values: [1, 2], confidence: 95 })).toThrow(/between 0 and 1/);
  });
});

/** 0.2 first, then 0.1 and 0.3 by turns, a thousand in all, on a large base. */
function alternating(base: number): number[] {
  return Array.from({ length: 1001 }, (_, index) => base + (index === 0 ? 0.2 : index % 2 === 1 ? 0.1 : 0.3));
}
