// Goal: the engine reproduces the time-varying load of M_t/G/infinity, the theory behind every morning in this product:
// mean m(t), and a Poisson number present at each t.
// Method: 400 replications of a piecewise-linear morning with log-normal stays and of a sinusoidal day with exponential
// stays, from empty. At each of several times m(t) must lie inside the 99 % t interval, and the variance to mean ratio
// inside the 99 % interval of a Poisson sample (chi-square with 399 degrees of freedom).
import { describe, expect, test } from 'vitest';
import { createBucketWheel } from '../../src/engine/bucket-wheel.ts';
import type { Distribution } from '../../src/engine/random/distribution.ts';
import { type ArrivalRate, meanPresent, sinusoidalMeanPresent } from '../../src/queueing/infinite-server.ts';
import { quantile } from '../../src/stats/distributions/quantile.ts';
import { estimate, meanInterval } from '../../src/stats/estimate.ts';
import { simulateInfiniteServers } from './queueing-systems.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const replications = Array.from({ length: 400 }, (_, index) => index);

function expectPoisson(present: readonly number[], expectedMean: number): void {
  const { low, high } = meanInterval({ values: present, confidence: 0.99 });
  expect(low).toBeLessThan(expectedMean);
  expect(high).toBeGreaterThan(expectedMean);
  expect((high - low) / 2).toBeLessThan(0.05 * expectedMean);
  const degrees = present.length - 1;
  const mean = estimate(present).mean;
  const dispersion = present.reduce((sum, each) => sum + (each - mean) ** 2, 0) / mean;
  const chiSquare: Distribution = { kind: 'gamma', shape: degrees / 2, scale: 2 };
  expect(dispersion).toBeGreaterThan(quantile(chiSquare, 0.005));
  expect(dispersion).toBeLessThan(quantile(chiSquare, 0.995));
}

describe('a school morning: a steep rise, a plateau, a fall; log-normal stays', () => {
  const arrivals: ArrivalRate = {
    timeMs: [0, 0.5 * hourMs, 1 * hourMs, 3 * hourMs, 4 * hourMs],
    ratePerHour: [0, 40, 200, 120, 0],
  };
  const stayMinutes: Distribution = { kind: 'lognormal', median: 35, logStandardDeviation: 0.6 };
  const observeAtMs = [40, 60, 90, 180, 270].map((minutes) => minutes * minuteMs);
  const present = replications.map((replication) =>
    simulateInfiniteServers({
      list: createBucketWheel(),
      seed: 3,
      replication,
      ratePerMs: (atMs) => linear(arrivals, atMs) / hourMs,
      rateMaxPerMs: 200 / hourMs,
      stayMinutes,
      observeAtMs,
    }),
  );

  test.each(observeAtMs.map((atMs, index) => [atMs / minuteMs, index] as const))(
    'at %d minutes as many are present as the integral says',
    (minutes, index) => {
      const expected = meanPresent({ arrivals, stayMinutes, atMs: minutes * minuteMs });
      expectPoisson(
        present.map((counts) => counts[index]!),
        expected,
      );
    },
  );
});

describe('a sinusoidal rate; exponential stays, long after the start', () => {
  const meanRatePerHour = 60;
  const periodMinutes = 360;
  const stayMeanMinutes = 45;
  const frequency = (2 * Math.PI) / (periodMinutes * minuteMs);
  // The first observation is 16 mean stays after the empty start, so that 1e-7 of it is left.
  const observeAtMs = [720, 810, 900, 990].map((minutes) => minutes * minuteMs);
  const present = replications.map((replication) =>
    simulateInfiniteServers({
      list: createBucketWheel(),
      seed: 4,
      replication,
      ratePerMs: (atMs) => (meanRatePerHour * (1 + 0.8 * Math.sin(frequency * atMs))) / hourMs,
      rateMaxPerMs: (1.8 * meanRatePerHour) / hourMs,
      stayMinutes: { kind: 'exponential', mean: stayMeanMinutes },
      observeAtMs,
    }),
  );

  test.each(observeAtMs.map((atMs, index) => [atMs / minuteMs, index] as const))(
    'at %d minutes as many are present as the closed form says',
    (atMinutes, index) => {
      const expected = sinusoidalMeanPresent({
        meanRatePerHour,
        relativeAmplitude: 0.8,
        periodMinutes,
        stayMeanMinutes,
        atMinutes,
      });
      expectPoisson(
        present.map((counts) => counts[index]!),
        expected,
      );
    },
  );
});

function linear(arrivals: ArrivalRate, atMs: number): number {
  const { timeMs, ratePerHour } = arrivals;
  for (let index = 1; index < timeMs.length; index += 1) {
    const toMs = timeMs[index]!;
    if (atMs > toMs) continue;
    const fromMs = timeMs[index - 1]!;
    const share = (atMs - fromMs) / (toMs - fromMs);
    return ratePerHour[index - 1]! + share * (ratePerHour[index]! - ratePerHour[index - 1]!);
  }
  return 0;
}
