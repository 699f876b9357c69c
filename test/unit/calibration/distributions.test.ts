// Goal: sizes and durations are fitted as the literature fits them, and a choice the data cannot make is said aloud.
// Method: classic data sets with published maximum-likelihood estimates, SciPy 1.17 on the same numbers, recovery of
//   known mixtures, and sampling the fitted generator with the engine.
import { describe, expect, it } from 'vitest';
import {
  exactObservations,
  histogramObservations,
  wholeObservations,
} from '../../../src/calibration/distributions/observations.ts';
import {
  fitMoments,
  fitSizeShares,
  momentFamilies,
} from '../../../src/calibration/distributions/published-moments.ts';
import { selectDistribution } from '../../../src/calibration/distributions/select-distribution.ts';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { sampleDistribution } from '../../../src/engine/random/sample-distribution.ts';
import { mean, variance } from '../../../src/stats/distributions/moments.ts';
import { readDataset } from '../../support/read-dataset.ts';

// Millions of revolutions to failure of 23 ball bearings (Lieblein and Zelen 1956; Lawless 1982).
const ballBearings = [
  17.88, 28.92, 33.0, 41.52, 42.12, 45.6, 48.48, 51.84, 51.96, 54.12, 55.56, 67.8, 68.64, 68.64, 68.88, 84.12,
  93.12, 98.64, 105.12, 105.84, 127.92, 128.04, 173.4,
];
// European red mites on 150 apple leaves (Bliss and Fisher 1953): leaves with 0, 1, ... 7 mites.
const mites = [70, 38, 17, 10, 9, 3, 2, 1];

const streams = createRandomStreams({ seed: 11, replication: 0 });

describe('maximum likelihood', () => {
  it('gives the published estimates for the ball bearings (Lawless: Weibull 2.102 and 81.88)', () => {
    const choice = selectDistribution(exactObservations(ballBearings));
    const fitOf = (family: string) => choice.candidates.find((candidate) => candidate.family === family);
    expect(fitOf('weibull')?.parameters.shape).toBeCloseTo(2.102, 3);
    expect(fitOf('weibull')?.parameters.scale).toBeCloseTo(81.878, 2);
    expect(fitOf('weibull')?.logLikelihood).toBeCloseTo(-113.6913, 4);
    expect(fitOf('gamma')?.parameters.shape).toBeCloseTo(4.0254, 3);
    expect(fitOf('gamma')?.logLikelihood).toBeCloseTo(-113.0293, 4);
    expect(fitOf('lognormal')?.parameters.median).toBeCloseTo(63.4628, 2);
    expect(fitOf('lognormal')?.parameters.logStandardDeviation).toBeCloseTo(0.52165, 4);
    expect(fitOf('lognormal')?.logLikelihood).toBeCloseTo(-113.1286, 4);
    // SciPy: 99 % quantiles and means of the three fits.
    expect(fitOf('weibull')?.quantile99).toBeCloseTo(169.313, 1);
    expect(fitOf('gamma')?.mean).toBeCloseTo(72.2243, 2);
    expect(fitOf('weibull')?.mean).toBeCloseTo(72.5186, 2);
  });

  it('warns that 23 bearings cannot tell the families, with the tails that differ', () => {
    const { warnings, rejected } = selectDistribution(exactObservations(ballBearings));
    expect(warnings.join(' ')).toMatch(/23 observations cannot tell gamma from lognormal or weibull/);
    expect(warnings.join(' ')).toMatch(/99 % quantiles: gamma 181, lognormal 214, weibull 169/);
    expect(rejected.map((entry) => entry.family).toSorted()).toEqual([
      'lognormal-mixture',
      'negative-binomial',
    ]);
  });

  it('gives the published negative binomial of the mites (Bliss and Fisher: k = 1.0246, mean 1.1467)', () => {
    // As conference sizes from 1 up: a leaf with j mites is a conference of j + 1.
    const sizes = mites.flatMap((leaves, j) => new Array<number>(leaves).fill(j + 1));
    const choice = selectDistribution(wholeObservations(sizes));
    const fit = choice.candidates.find((candidate) => candidate.family === 'negative-binomial');
    expect(fit?.parameters.dispersion).toBeCloseTo(1.0246, 3);
    expect(fit?.parameters.meanAboveLeast).toBeCloseTo(1.14667, 4);
    expect(fit?.logLikelihood).toBeCloseTo(-222.43715, 4);
    expect(fit?.mean).toBeCloseTo(2.14667, 4);
    expect(mean(fit!.distribution)).toBeCloseTo(2.14667, 2);
  });

  it('fits counts in ranges by the probability of the ranges, open end included (SciPy on the same bins)', () => {
    const edges = [0, 15, 30, 45, 60, 90, Number.POSITIVE_INFINITY];
    const counts = [30, 55, 40, 25, 12, 6];
    const bins = counts.map((count, i) => ({ from: edges[i]!, to: edges[i + 1]!, count }));
    const choice = selectDistribution(histogramObservations({ bins, whole: false }), ['lognormal', 'gamma']);
    const [gamma, lognormal] = choice.candidates;
    expect(gamma?.parameters.shape).toBeCloseTo(2.39723, 3);
    expect(gamma?.parameters.scale).toBeCloseTo(14.387, 2);
    expect(gamma?.logLikelihood).toBeCloseTo(-271.04732, 4);
    expect(lognormal?.parameters.median).toBeCloseTo(28.43035, 3);
    expect(lognormal?.logLikelihood).toBeCloseTo(-271.42714, 4);
  });

  it('finds two kinds of meetings in a mixture and prefers it by AIC', () => {
    const stream = streams.stream('mixture');
    const minutes = Array.from({ length: 1500 }, (_, i) =>
      sampleDistribution(
        i % 10 < 6
          ? { kind: 'lognormal', median: 15, logStandardDeviation: 0.3 }
          : { kind: 'lognormal', median: 60, logStandardDeviation: 0.25 },
        stream,
      ),
    );
    const { best } = selectDistribution(exactObservations(minutes));
    expect(best.family).toBe('lognormal-mixture');
    expect(best.parameters.firstRatio).toBeCloseTo(0.6, 1);
    expect(Math.abs(best.parameters.firstMedian! / 15 - 1)).toBeLessThan(0.05);
    expect(Math.abs(best.parameters.secondMedian! / 60 - 1)).toBeLessThan(0.05);
    expect(Math.abs(mean(best.distribution) / best.mean - 1)).toBeLessThan(0.02);
  });

  it('recovers the family that made the data when there are many', () => {
    for (const [name, distribution] of [
      ['lognormal', { kind: 'lognormal', median: 20, logStandardDeviation: 0.9 }],
      ['gamma', { kind: 'gamma', shape: 2, scale: 15 }],
      ['weibull', { kind: 'weibull', shape: 3, scale: 40 }],
    ] as const) {
      const stream = streams.stream(`recover/${name}`);
      const values = Array.from({ length: 4000 }, () => sampleDistribution(distribution, stream));
      expect(
        selectDistribution(exactObservations(values), ['lognormal', 'gamma', 'weibull']).best.family,
      ).toBe(name);
    }
  });

  it('fits 100 000 values as well as a few, to the digits that matter', () => {
    const stream = streams.stream('many');
    const values = Array.from({ length: 100_000 }, () =>
      sampleDistribution({ kind: 'lognormal', median: 33, logStandardDeviation: 0.7 }, stream),
    );
    const observations = exactObservations(values);
    expect(observations.kind === 'exact' && observations.values.length).toBeLessThan(5000);
    const { best } = selectDistribution(observations, ['lognormal']);
    const logs = values.map(Math.log);
    const logMean = logs.reduce((total, value) => total + value, 0) / logs.length;
    expect(Math.abs(Math.log(best.parameters.median!) - logMean)).toBeLessThan(1e-4);
  });

  it('refuses too few, constant, negative and fractional values, each with what to do', () => {
    expect(() => exactObservations([1, 2, 3])).toThrow(/3 observations, at least 10.*published moments/);
    expect(() => exactObservations(new Array(20).fill(5))).toThrow(/all 20 values are 5; use a constant/);
    expect(() => exactObservations([...ballBearings, -1])).toThrow(/value 24 is -1/);
    expect(() => exactObservations([...ballBearings, Number.NaN])).toThrow(/value 24 is NaN/);
    expect(() => wholeObservations(ballBearings)).toThrow(/17.88 is not a whole number/);
    expect(() => histogramObservations({ bins: [{ from: 5, to: 2, count: 100 }], whole: false })).toThrow(
      /bin 1: from 5 to 2/,
    );
  });
});

describe('distributions from published moments alone', () => {
  it.each(momentFamilies)(
    '%s meets mean 93.44 and standard deviation 68.16 of the student survey',
    (family) => {
      const { distribution } = fitMoments({ mean: 93.44, standardDeviation: 68.16, family });
      expect(mean(distribution)).toBeCloseTo(93.44, 6);
      expect(Math.sqrt(variance(distribution))).toBeCloseTo(68.16, 5);
    },
  );

  it('draws the 2022 enterprise meetings: mean size 10 +/-10 %, 42 % one-to-one +/-3 points, 33 minutes', async () => {
    const rows = await readDataset('datasets/conference-size-duration/size-duration.csv');
    const published = rows.find((row) => row.year === '2022 Apr-May');
    const size = fitSizeShares({
      mean: Number(published?.mean_participants),
      least: 2,
      leastRatio: Number(published?.share_one_on_one),
      most: 500,
      family: 'lognormal',
    });
    // Only the mean duration is published; its spread is the student survey's (assumption).
    const duration = fitMoments({
      mean: Number(published?.mean_duration_min),
      standardDeviation: (Number(published?.mean_duration_min) * 68.16) / 93.44,
      family: 'lognormal',
    });
    const stream = streams.stream('enterprise');
    const sizes = Array.from({ length: 50_000 }, () =>
      Math.round(sampleDistribution(size.distribution, stream)),
    );
    const minutes = sizes.map(() => sampleDistribution(duration.distribution, stream));
    const average = (values: readonly number[]) =>
      values.reduce((total, value) => total + value, 0) / values.length;
    expect(Math.abs(average(sizes) / 10 - 1)).toBeLessThan(0.1);
    expect(Math.abs(sizes.filter((value) => value === 2).length / sizes.length - 0.42)).toBeLessThan(0.03);
    expect(Math.abs(average(minutes) / 33 - 1)).toBeLessThan(0.02);
    expect(Math.min(...sizes)).toBe(2);
    expect(size.warnings.join(' ')).toMatch(
      /lognormal is an assumption; 99 % quantiles: lognormal .* gamma .* weibull/,
    );
  });

  it.each(momentFamilies)('%s meets the mean and the share of sizes exactly after rounding', (family) => {
    const { distribution } = fitSizeShares({ mean: 20, least: 2, leastRatio: 0.17, most: 500, family });
    const stream = streams.stream(`shares/${family}`);
    const sizes = Array.from({ length: 50_000 }, () => Math.round(sampleDistribution(distribution, stream)));
    expect(Math.abs(sizes.filter((size) => size === 2).length / 50_000 - 0.17)).toBeLessThan(0.01);
    expect(Math.abs(sizes.reduce((total, size) => total + size, 0) / 50_000 - 20)).toBeLessThan(1);
  });

  it('refuses figures that contradict each other', () => {
    const sizes = (meanSize: number, leastRatio: number) =>
      fitSizeShares({ mean: meanSize, least: 2, leastRatio, most: 500, family: 'gamma' });
    expect(() => sizes(2.1, 0.42)).toThrow(/2.1 is impossible with a share of 0.42 of size 2.*above 2.58/);
    expect(() => sizes(10, 42)).toThrow(/42 % is 0.42/);
    expect(() => fitMoments({ mean: 33, standardDeviation: 0, family: 'gamma' })).toThrow(
      /standardDeviation: is 0/,
    );
  });
});
