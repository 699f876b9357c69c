// Goal: what the engine draws and what the closed forms compute are the same distribution, for every kind.
// Method: 20 000 draws against the distribution function by Kolmogorov-Smirnov (p above 0.001) for continuous kinds, and
// against mean and variance by their standard errors (within four) for all. Draws and formulas were written apart.
import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../../src/engine/random/distribution.ts';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { sampleDistribution } from '../../../src/engine/random/sample-distribution.ts';
import { cdf } from '../../../src/stats/distributions/cdf.ts';
import { mean, variance } from '../../../src/stats/distributions/moments.ts';
import { kolmogorovSmirnovTest } from '../../../src/stats/kolmogorov-smirnov.ts';

const draws = 20_000;
const continuous: readonly Distribution[] = [
  { kind: 'uniform', low: -2, high: 5 },
  { kind: 'exponential', mean: 7 },
  { kind: 'normal', mean: -3, standardDeviation: 2 },
  { kind: 'lognormal', median: 30, logStandardDeviation: 0.8 },
  { kind: 'gamma', shape: 0.4, scale: 10 },
  { kind: 'gamma', shape: 2.5, scale: 3 },
  { kind: 'weibull', shape: 0.7, scale: 25 },
  { kind: 'weibull', shape: 3, scale: 4 },
  { kind: 'empirical', values: [0, 1, 1.5, 4, 20] },
];
const withJumps: readonly Distribution[] = [
  { kind: 'poisson', mean: 0.7 },
  { kind: 'poisson', mean: 85 },
  { kind: 'discrete', values: [6, 1, 4, 2], weights: [2, 1, 0, 1] },
  { kind: 'empirical', values: [0, 1, 1, 4] },
  { kind: 'clamped', of: { kind: 'lognormal', median: 30, logStandardDeviation: 0.8 }, min: 5, max: 90 },
  { kind: 'clamped', of: { kind: 'normal', mean: 0, standardDeviation: 60 }, min: -20 },
];

function sample(distribution: Distribution): Float64Array {
  const stream = createRandomStreams({ seed: 21, replication: 0 }).stream('validation/draws');
  return Float64Array.from({ length: draws }, (_, entity) =>
    sampleDistribution(distribution, stream.at(entity)),
  );
}

describe.each(continuous)('$kind', (distribution) => {
  test('is drawn with its distribution function', () => {
    const { pValue } = kolmogorovSmirnovTest({
      values: sample(distribution),
      cdf: (x) => cdf(distribution, x),
    });
    expect(pValue).toBeGreaterThan(0.001);
  });
});

test.each([...continuous, ...withJumps])('$kind is drawn with its mean and variance', (distribution) => {
  const values = sample(distribution);
  const expectedMean = mean(distribution);
  const expectedVariance = variance(distribution);
  const squares = values.map((value) => (value - expectedMean) ** 2);
  const average = (numbers: Float64Array): number => numbers.reduce((sum, each) => sum + each, 0) / draws;
  const sampleVariance = average(squares);
  expect(Math.abs(average(values) - expectedMean)).toBeLessThan(4 * Math.sqrt(expectedVariance / draws));
  const fourth = average(squares.map((square) => (square - sampleVariance) ** 2));
  expect(Math.abs(sampleVariance - expectedVariance)).toBeLessThan(4 * Math.sqrt(fourth / draws));
});

test.each(withJumps)('$kind is drawn with its jumps', (distribution) => {
  // At each of these points the share of draws at or below it is binomial.
  const values = sample(distribution);
  for (const x of [-20, 0, 1, 2, 5, 6, 40, 85, 90]) {
    const expected = cdf(distribution, x);
    const share = values.filter((value) => value <= x).length / draws;
    const deviation = Math.sqrt((expected * (1 - expected)) / draws);
    expect(Math.abs(share - expected)).toBeLessThanOrEqual(4 * deviation + 1e-12);
  }
});
