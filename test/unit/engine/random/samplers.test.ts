import { erf, gamma as gammaFunction } from 'mathjs';
import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../../../src/engine/random/distribution.ts';
import { sampleStandardNormal } from '../../../../src/engine/random/normal.ts';
import type { RandomStream } from '../../../../src/engine/random/random-stream.ts';
import { createRandomStreams } from '../../../../src/engine/random/random-streams.ts';
import { sampleDistribution } from '../../../../src/engine/random/sample-distribution.ts';

const streams = createRandomStreams({ seed: 11, replication: 0 });

/** Draws as in a run: a few from each entity's substream. */
function sample(distribution: Distribution, count: number): Float64Array {
  const stream = streams.stream(`test/${JSON.stringify(distribution)}`);
  const values = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    if (index % 10 === 0) stream.at(index);
    values[index] = sampleDistribution(distribution, stream);
  }
  return values;
}

const normalCdf = (z: number) => 0.5 * (1 + erf(z / Math.SQRT2));

/** P(a, x) = x^a e^-x sum of x^n / Gamma(a + n + 1), Abramowitz and Stegun 6.5.29. */
function gammaCdf(shape: number, x: number): number {
  let term = 1 / gammaFunction(shape + 1);
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n += 1) {
    term *= x / (shape + n);
    sum += term;
  }
  return x ** shape * Math.exp(-x) * sum;
}

describe('samplers of continuous distributions', () => {
  // Goal: the law is exact over the whole range. Method: Kolmogorov-Smirnov distance of 100 000 draws from the exact
  // distribution function; the 99.9 % quantile of sqrt(n) D is 1.95 (Smirnov 1948). Seeds are fixed.
  const cases: [Distribution, (x: number) => number][] = [
    [{ kind: 'uniform', low: -2, high: 6 }, (x) => (x + 2) / 8],
    [{ kind: 'exponential', mean: 3 }, (x) => 1 - Math.exp(-x / 3)],
    [{ kind: 'normal', mean: 5, standardDeviation: 2 }, (x) => normalCdf((x - 5) / 2)],
    [{ kind: 'lognormal', median: 40, logStandardDeviation: 1.2 }, (x) => normalCdf(Math.log(x / 40) / 1.2)],
    [{ kind: 'weibull', shape: 0.7, scale: 9 }, (x) => 1 - Math.exp(-((x / 9) ** 0.7))],
    [{ kind: 'weibull', shape: 3, scale: 1 }, (x) => 1 - Math.exp(-(x ** 3))],
    [{ kind: 'gamma', shape: 0.1, scale: 2 }, (x) => gammaCdf(0.1, x / 2)],
    [{ kind: 'gamma', shape: 0.5, scale: 1 }, (x) => erf(Math.sqrt(x))],
    [{ kind: 'gamma', shape: 1, scale: 4 }, (x) => 1 - Math.exp(-x / 4)],
    [{ kind: 'gamma', shape: 3, scale: 1 }, (x) => 1 - Math.exp(-x) * (1 + x + (x * x) / 2)],
    [{ kind: 'gamma', shape: 20.5, scale: 1 }, (x) => gammaCdf(20.5, x)],
    [
      { kind: 'empirical', values: [1, 2, 4, 8] },
      (x) => (x < 2 ? x - 1 : x < 4 ? x / 2 : 2 + (x - 4) / 4) / 3,
    ],
  ];
  it.each(cases)('%j follows its distribution function', (distribution, cdf) => {
    const sorted = sample(distribution, 100_000).sort();
    let distance = 0;
    sorted.forEach((value, index) => {
      const probability = cdf(value);
      distance = Math.max(
        distance,
        probability - index / sorted.length,
        (index + 1) / sorted.length - probability,
      );
    });
    expect(Math.sqrt(sorted.length) * distance).toBeLessThan(1.95);
  });

  // Goal: tails, where a Kolmogorov-Smirnov test sees nothing and tables may end. Method: of a million draws, the
  // number beyond a point of known probability lies within 3.29 binomial standard errors (99.9 %).
  const tails: [Distribution, string, (x: number) => boolean, number][] = [
    [{ kind: 'exponential', mean: 1 }, 'above its 99.9 % quantile', (x) => x > 6.907755278982137, 1e-3],
    [
      { kind: 'exponential', mean: 1 },
      'above 10, in the tail of the ziggurat',
      (x) => x > 10,
      4.5399929762484854e-5,
    ],
    [{ kind: 'exponential', mean: 1 }, 'below its 0.1 % quantile', (x) => x < 1.000500333583534e-3, 1e-3],
    [
      { kind: 'normal', mean: 0, standardDeviation: 1 },
      'above its 99.9 % quantile',
      (x) => x > 3.090232306167813,
      1e-3,
    ],
    [
      { kind: 'normal', mean: 0, standardDeviation: 1 },
      'below its 0.1 % quantile',
      (x) => x < -3.090232306167813,
      1e-3,
    ],
    [
      { kind: 'normal', mean: 0, standardDeviation: 1 },
      'beyond 4 on either side',
      (x) => Math.abs(x) > 4,
      6.334248366623996e-5,
    ],
    [
      { kind: 'normal', mean: 0, standardDeviation: 1 },
      'within 0.001 of 0',
      (x) => Math.abs(x) < 1e-3,
      7.978844e-4,
    ],
    [
      { kind: 'lognormal', median: 1, logStandardDeviation: 1 },
      'above its 99.9 % quantile',
      (x) => x > 21.98218,
      1e-3,
    ],
    [
      { kind: 'weibull', shape: 0.5, scale: 1 },
      'above its 99.9 % quantile',
      (x) => x > 47.71708299430558,
      1e-3,
    ],
    [{ kind: 'gamma', shape: 3, scale: 1 }, 'above its 99.9 % quantile', (x) => x > 11.228872, 1e-3],
    [
      { kind: 'gamma', shape: 0.5, scale: 2 },
      'above its 99.9 % quantile',
      (x) => x > 10.827566170662733,
      1e-3,
    ],
  ];
  it.each(tails)('%j has its share %s', (distribution, _, beyond, probability) => {
    const draws = 1_000_000;
    const count = sample(distribution, draws).filter(beyond).length;
    const standardError = Math.sqrt(draws * probability * (1 - probability));
    expect(Math.abs(count - draws * probability) / standardError).toBeLessThan(3.29);
  });
});

describe('the tail of the normal ziggurat', () => {
  it('follows the normal law beyond its start', () => {
    // Goal: the part that one draw in 4000 comes from is exact too. Method: words that always lead to the tail (layer
    // 0, largest value), units from a stream; Kolmogorov-Smirnov against the conditional law, 99.9 % quantile 1.95.
    const start = 3.6541528853610088;
    const units = streams.stream('test/tail');
    const toTail: RandomStream = {
      at: () => toTail,
      nextUint32: () => 0xfffffe00,
      nextUnit: () => units.nextUnit(),
      nextIndex: () => 0,
    };
    const draws = 50_000;
    const sorted = Float64Array.from({ length: draws }, () => sampleStandardNormal(toTail)).sort();
    const survival = (x: number) => upperNormal(x) / upperNormal(start);
    let distance = 0;
    sorted.forEach((value, index) => {
      const probability = 1 - survival(value);
      distance = Math.max(distance, probability - index / draws, (index + 1) / draws - probability);
    });
    expect(sorted[0]).toBeGreaterThan(start);
    expect(Math.sqrt(draws) * distance).toBeLessThan(1.95);
  });
});

/** P(Z > x) for x > 1 by Laplace's continued fraction, Abramowitz and Stegun 26.2.14. */
function upperNormal(x: number): number {
  let fraction = x;
  for (let term = 200; term >= 1; term -= 1) fraction = x + term / fraction;
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI) / fraction;
}

describe('samplers of counts', () => {
  // Goal: the probabilities of both Poisson methods, on either side of the change from one to the other and far
  // from it. Method: chi-square over ranges of counts against the probabilities e^-m m^k / k!; the 99.9 % quantiles
  // for 3, 13 and 19 degrees of freedom are 16.27, 34.53 and 43.82 (NIST table 1.3.6.7.4).
  it.each([
    { mean: 0.3, firstUpTo: 0, width: 1, ranges: 4, quantile: 16.27 },
    { mean: 5, firstUpTo: 0, width: 1, ranges: 14, quantile: 34.53 },
    { mean: 11.9, firstUpTo: 3, width: 1, ranges: 20, quantile: 43.82 },
    { mean: 12.1, firstUpTo: 3, width: 1, ranges: 20, quantile: 43.82 },
    { mean: 100, firstUpTo: 81, width: 2, ranges: 20, quantile: 43.82 },
    { mean: 2500, firstUpTo: 2409, width: 10, ranges: 20, quantile: 43.82 },
  ])('Poisson with mean $mean has its probabilities', ({ mean, firstUpTo, width, ranges, quantile }) => {
    const draws = 200_000;
    const rangeOf = (count: number) =>
      Math.min(Math.max(Math.ceil((count - firstUpTo) / width), 0), ranges - 1);
    const observed = new Array<number>(ranges).fill(0);
    for (const count of sample({ kind: 'poisson', mean }, draws)) observed[rangeOf(count)]! += 1;
    const expected = new Array<number>(ranges).fill(0);
    let logProbability = -mean;
    for (let count = 0; count < mean + 40 * Math.sqrt(mean) + 40; count += 1) {
      expected[rangeOf(count)]! += draws * Math.exp(logProbability);
      logProbability += Math.log(mean / (count + 1));
    }
    const chiSquare = observed.reduce(
      (sum, count, range) => sum + (count - expected[range]!) ** 2 / expected[range]!,
      0,
    );
    expect(chiSquare).toBeLessThan(quantile);
  });

  it('Poisson with mean 0 is 0', () => {
    expect(sample({ kind: 'poisson', mean: 0 }, 1000).every((count) => count === 0)).toBe(true);
  });

  it('picks discrete values in proportion to their weights, and never one without weight', () => {
    // Method: chi-square with 2 degrees of freedom, 99.9 % quantile 13.82.
    const values = sample({ kind: 'discrete', values: [2, 30, 7, 100], weights: [5, 3, 0, 2] }, 100_000);
    const count = (wanted: number) => values.filter((value) => value === wanted).length;
    const chiSquare =
      (count(2) - 50_000) ** 2 / 50_000 +
      (count(30) - 30_000) ** 2 / 30_000 +
      (count(100) - 20_000) ** 2 / 20_000;
    expect(chiSquare).toBeLessThan(13.82);
    expect(count(7)).toBe(0);
    expect(count(2) + count(30) + count(100)).toBe(100_000);
  });
});

describe('means and variances', () => {
  // Goal: parameters mean what they say, also far from 1. Method: mean and variance of 400 000 draws against closed
  // forms. Their standard errors are sqrt(v / n) and v sqrt((k - 1) / n), with v the variance and k the kurtosis
  // (also a closed form, normal: 3); both within 3.29 of them (99.9 %).
  it.each<[Distribution, { mean: number; variance: number; kurtosis: number }]>([
    [
      { kind: 'exponential', mean: 1e6 },
      { mean: 1e6, variance: 1e12, kurtosis: 9 },
    ],
    [
      { kind: 'normal', mean: -3, standardDeviation: 0.01 },
      { mean: -3, variance: 1e-4, kurtosis: 3 },
    ],
    // Lognormal with s = 0.5: mean e^(s^2/2), variance (e^(s^2) - 1) e^(s^2), kurtosis
    // e^(4 s^2) + 2 e^(3 s^2) + 3 e^(2 s^2) - 3.
    [
      { kind: 'lognormal', median: 1, logStandardDeviation: 0.5 },
      { mean: 1.1331484530668263, variance: 0.3646958540123867, kurtosis: 8.898445673784778 },
    ],
    [
      { kind: 'gamma', shape: 0.25, scale: 8 },
      { mean: 2, variance: 16, kurtosis: 27 },
    ],
    [
      { kind: 'gamma', shape: 150, scale: 0.1 },
      { mean: 15, variance: 1.5, kurtosis: 3.04 },
    ],
    [
      { kind: 'poisson', mean: 11 },
      { mean: 11, variance: 11, kurtosis: 3 + 1 / 11 },
    ],
    [
      { kind: 'poisson', mean: 1e6 },
      { mean: 1e6, variance: 1e6, kurtosis: 3 },
    ],
    [
      { kind: 'uniform', low: 10, high: 22 },
      { mean: 16, variance: 12, kurtosis: 1.8 },
    ],
  ])('%j', (distribution, { mean, variance, kurtosis }) => {
    const draws = 400_000;
    const values = sample(distribution, draws);
    const meanOfSample = values.reduce((sum, value) => sum + value, 0) / draws;
    const varianceOfSample =
      values.reduce((sum, value) => sum + (value - meanOfSample) ** 2, 0) / (draws - 1);
    expect(Math.abs(meanOfSample - mean) / Math.sqrt(variance / draws)).toBeLessThan(3.29);
    expect(Math.abs(varianceOfSample / variance - 1) / Math.sqrt((kurtosis - 1) / draws)).toBeLessThan(3.29);
  });
});

describe('the rest of the union', () => {
  it('gives a constant always', () => {
    expect(sample({ kind: 'constant', value: 4.5 }, 3)).toEqual(Float64Array.of(4.5, 4.5, 4.5));
  });

  it('limits what it clamps, on one side or both, and leaves the rest alone', () => {
    const of: Distribution = { kind: 'uniform', low: 0, high: 10 };
    const range = (distribution: Distribution) => {
      const values = sample(distribution, 1000);
      return [Math.min(...values), Math.max(...values)];
    };
    expect(range({ kind: 'clamped', of, min: 2, max: 3 })).toEqual([2, 3]);
    expect(range({ kind: 'clamped', of, min: 5 })[0]).toBe(5);
    expect(range({ kind: 'clamped', of, min: 5 })[1]).toBeGreaterThan(9);
    expect(range({ kind: 'clamped', of, max: 5 })[1]).toBe(5);
    expect(range({ kind: 'clamped', of, max: 5 })[0]).toBeLessThan(1);
  });

  it('takes a single empirical value as a constant', () => {
    expect(sample({ kind: 'empirical', values: [7] }, 2)).toEqual(Float64Array.of(7, 7));
  });
});
