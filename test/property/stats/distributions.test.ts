// Goal: distribution function, quantile and moments of any distribution belong together.
// Method: random distributions of every kind; the defining inequality of a quantile, monotony, and the moments of a
// clamped distribution against those of the one it limits.

import { expect, test } from 'vitest';
import type { Distribution } from '../../../src/engine/random/distribution.ts';
import { cdf } from '../../../src/stats/distributions/cdf.ts';
import { limitedMoment, mean, partialMoment, variance } from '../../../src/stats/distributions/moments.ts';
import { quantile } from '../../../src/stats/distributions/quantile.ts';
import { fc } from '../../support/property.ts';

const positive = fc.double({ min: 0.05, max: 50, noNaN: true });
const any = fc.double({ min: -50, max: 50, noNaN: true });
const plain: fc.Arbitrary<Distribution> = fc.oneof(
  any.map((value) => ({ kind: 'constant', value }) as const),
  fc.tuple(any, positive).map(([low, width]) => ({ kind: 'uniform', low, high: low + width }) as const),
  positive.map((mean) => ({ kind: 'exponential', mean }) as const),
  fc
    .tuple(any, positive)
    .map(([mean, standardDeviation]) => ({ kind: 'normal', mean, standardDeviation }) as const),
  fc
    .tuple(positive, fc.double({ min: 0.01, max: 2, noNaN: true }))
    .map(([median, logStandardDeviation]) => ({ kind: 'lognormal', median, logStandardDeviation }) as const),
  fc.tuple(positive, positive).map(([shape, scale]) => ({ kind: 'gamma', shape, scale }) as const),
  fc
    .tuple(fc.double({ min: 0.3, max: 10, noNaN: true }), positive)
    .map(([shape, scale]) => ({ kind: 'weibull', shape, scale }) as const),
  positive.map((mean) => ({ kind: 'poisson', mean }) as const),
  fc.array(fc.tuple(any, positive), { minLength: 1, maxLength: 8 }).map(
    (pairs) =>
      ({
        kind: 'discrete',
        values: pairs.map(([value]) => value),
        weights: pairs.map(([, weight]) => weight),
      }) as const,
  ),
  fc
    .array(any, { minLength: 1, maxLength: 12 })
    .map((values) => ({ kind: 'empirical', values: values.toSorted((a, b) => a - b) }) as const),
);
const distribution: fc.Arbitrary<Distribution> = fc.oneof(
  plain,
  fc
    .tuple(plain, any, positive)
    .map(([of, min, width]) => ({ kind: 'clamped', of, min, max: min + width }) as const),
);
const probability = fc.double({ min: 0.001, max: 0.999, noNaN: true });

test('a quantile is the first point at which the distribution function reaches its probability', () => {
  fc.assert(
    fc.property(distribution, probability, (each, p) => {
      const x = quantile(each, p);
      const step = 1e-9 * Math.max(1, Math.abs(x));
      expect(cdf(each, x + step)).toBeGreaterThanOrEqual(p - 1e-9);
      expect(cdf(each, x - step)).toBeLessThanOrEqual(p + 1e-6);
    }),
    { numRuns: 500 },
  );
});

test('the distribution function never falls', () => {
  fc.assert(
    fc.property(distribution, any, positive, (each, x, width) => {
      expect(cdf(each, x + width)).toBeGreaterThanOrEqual(cdf(each, x) - 1e-15);
    }),
    { numRuns: 500 },
  );
});

test('the mean lies between the extremes of the quantiles, and moments obey their definition', () => {
  fc.assert(
    fc.property(distribution, (each) => {
      const first = mean(each);
      expect(first).toBeGreaterThanOrEqual(quantile(each, 0) - 1e-9);
      expect(first).toBeLessThanOrEqual(quantile(each, 1) + 1e-9);
      const second = partialMoment(each, 2, Number.POSITIVE_INFINITY);
      const scale = Math.max(1, second);
      expect(Math.abs(second - first ** 2 - variance(each))).toBeLessThan(1e-9 * scale);
    }),
    { numRuns: 500 },
  );
});

test('a clamp from zero has the limited moments as its moments', () => {
  fc.assert(
    fc.property(plain, positive, (each, limit) => {
      const clamped: Distribution = { kind: 'clamped', of: each, min: 0, max: limit };
      const first = mean(clamped);
      const second = variance(clamped) + first ** 2;
      expect(Math.abs(limitedMoment(each, 1, limit) - first)).toBeLessThan(1e-9 * Math.max(1, first));
      expect(Math.abs(limitedMoment(each, 2, limit) - second)).toBeLessThan(1e-9 * Math.max(1, second));
    }),
    { numRuns: 500 },
  );
});
