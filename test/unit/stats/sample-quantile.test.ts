// Goal: quantiles of a sample are those R and NumPy give by default (type 7).
// Method: values R prints for small samples; the definition at its edges.
import { expect, test } from 'vitest';
import { sampleQuantile, sortedSampleQuantile } from '../../../src/stats/sample-quantile.ts';

test('gives the quartiles R gives', () => {
  // R: quantile(c(7, 1, 3, 10)) is 1.00 2.50 5.00 7.75 10.00; quantile(1:10, 0.9) is 9.1.
  const quartiles = [0, 0.25, 0.5, 0.75, 1].map((p) => sampleQuantile([7, 1, 3, 10], p));
  expect(quartiles).toEqual([1, 2.5, 5, 7.75, 10]);
  expect(sampleQuantile([10, 1, 2, 3, 4, 5, 6, 7, 8, 9], 0.9)).toBeCloseTo(9.1, 12);
});

test('leaves the sample as it was', () => {
  const values = [3, 1, 2];
  sampleQuantile(values, 0.5);
  expect(values).toEqual([3, 1, 2]);
});

test('sorts by size, not by spelling', () => {
  expect(sampleQuantile([9, 10, 100], 0.5)).toBe(10);
});

test('says NaN for no values and for values that contain NaN, wherever it stands', () => {
  expect(sampleQuantile([], 0.5)).toBeNaN();
  expect(sampleQuantile([Number.NaN, 1, 2], 0)).toBeNaN();
  expect(sampleQuantile([1, Number.NaN, 2], 0.5)).toBeNaN();
});

test('keeps infinite values apart from undefined ones', () => {
  const waits = [1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  expect(sampleQuantile(waits, 0.75)).toBe(Number.POSITIVE_INFINITY);
  expect(sampleQuantile(waits, 0)).toBe(1);
});

test('refuses a quantile in per cent', () => {
  expect(() => sortedSampleQuantile([1, 2], 95)).toThrow(/0 to 1/);
});
