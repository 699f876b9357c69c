import { describe, expect, it } from 'vitest';
import { sobolDimensionsMax, sobolPoint } from '../../../src/stats/sobol-sequence.ts';

describe('Sobol points', () => {
  // Goal: points equal those of the authors of the direction numbers.
  // Method: the first ten points in three dimensions as Joe and Kuo print them beside their program.
  it('equal the first points that Joe and Kuo publish', () => {
    const published = [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
      [0.1875, 0.3125, 0.9375],
      [0.6875, 0.8125, 0.4375],
    ];
    expect(published.map((_, index) => sobolPoint(index, 3))).toEqual(published);
  });

  // Goal: every dimension is as even as a Sobol sequence must be, the last as the first.
  // Method: the first 2^8 points have one coordinate in every interval of width 2^-8 (Sobol's property).
  it('fill every interval once in every dimension', () => {
    const points = Array.from({ length: 256 }, (_, index) => sobolPoint(index, sobolDimensionsMax));
    for (let dimension = 0; dimension < sobolDimensionsMax; dimension += 1) {
      const cells = new Set(points.map((point) => Math.floor(256 * point[dimension]!)));
      expect(cells.size, `dimension ${dimension}`).toBe(256);
    }
  });

  // Goal: points integrate a function whose integral is known far better than chance would.
  // Method: Sobol's g-function with a_i = i has integral 1; 4096 random points miss by about 1e-2.
  it('integrate the g-function in ten dimensions', () => {
    let sum = 0;
    for (let index = 1; index <= 4096; index += 1) {
      sum += sobolPoint(index, 10).reduce(
        (product, x, at) => (product * (Math.abs(4 * x - 2) + at)) / (1 + at),
        1,
      );
    }
    expect(Math.abs(sum / 4096 - 1)).toBeLessThan(2e-3);
  });

  it('refuse what the direction numbers do not cover', () => {
    expect(() => sobolPoint(-1, 2)).toThrow(RangeError);
    expect(() => sobolPoint(1, 0)).toThrow(RangeError);
    expect(() => sobolPoint(1, sobolDimensionsMax + 1)).toThrow(/1 to 20/);
  });
});
