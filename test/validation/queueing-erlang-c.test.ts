// Goal: the engine reproduces waits nobody computed with it: Erlang C, its exponential tail, and Pollaczek-Khinchine.
// Method: M/M/8 at utilisation 0.8 and M/G/1 at 0.6, 20 replications with a warm-up; the closed forms must lie inside
// the 99 % t intervals, and the intervals must be narrow enough to mean something.
import { describe, expect, test } from 'vitest';
import { createBucketWheel } from '../../src/engine/bucket-wheel.ts';
import type { Distribution } from '../../src/engine/random/distribution.ts';
import { erlangC, waitExceedsProbability, waitMeanMs } from '../../src/queueing/erlang-c.ts';
import { pollaczekKhinchineWaitMs } from '../../src/queueing/single-server.ts';
import { mean, variance } from '../../src/stats/distributions/moments.ts';
import { meanInterval } from '../../src/stats/estimate.ts';
import { simulateDelaySystem } from './queueing-systems.ts';

const serviceMeanMs = 1000;
const replications = Array.from({ length: 20 }, (_, index) => index);

function runs(system: {
  readonly servers: number;
  readonly offeredLoadErlangs: number;
  readonly service: Distribution;
}): ReturnType<typeof simulateDelaySystem>[] {
  return replications.map((replication) =>
    simulateDelaySystem({
      ...system,
      list: createBucketWheel(),
      seed: 2,
      replication,
      serviceMeanMs,
      longWaitMs: serviceMeanMs,
      warmUpMs: 100 * serviceMeanMs,
      endMs: 8100 * serviceMeanMs,
    }),
  );
}

function expectInside(values: readonly number[], expected: number, relativeHalfWidthMax: number): void {
  const { low, high } = meanInterval({ values, confidence: 0.99 });
  expect(low).toBeLessThan(expected);
  expect(high).toBeGreaterThan(expected);
  expect((high - low) / 2).toBeLessThan(relativeHalfWidthMax * expected);
}

test('M/M/8 at utilisation 0.8 waits as Erlang C says, in mean, share and tail', () => {
  const system = { servers: 8, offeredLoadErlangs: 6.4, serviceMeanMs };
  const results = runs({ ...system, service: { kind: 'exponential', mean: serviceMeanMs } });
  expectInside(
    results.map((run) => run.waitMeanMs),
    waitMeanMs(system),
    0.1,
  );
  expectInside(
    results.map((run) => run.delayedRatio),
    erlangC(system),
    0.05,
  );
  expectInside(
    results.map((run) => run.longWaitRatio),
    waitExceedsProbability({ ...system, waitMs: serviceMeanMs }),
    0.15,
  );
});

describe('M/G/1 at utilisation 0.6 waits as Pollaczek and Khinchine say', () => {
  test.each<Distribution>([
    { kind: 'constant', value: serviceMeanMs },
    { kind: 'exponential', mean: serviceMeanMs },
    { kind: 'gamma', shape: 0.5, scale: 2 * serviceMeanMs },
    { kind: 'uniform', low: 0, high: 2 * serviceMeanMs },
  ])('$kind services', (service) => {
    expect(mean(service)).toBeCloseTo(serviceMeanMs, 9);
    const expected = pollaczekKhinchineWaitMs({
      utilisation: 0.6,
      serviceMeanMs,
      serviceVariationSquared: variance(service) / serviceMeanMs ** 2,
    });
    const results = runs({ servers: 1, offeredLoadErlangs: 0.6, service });
    expectInside(
      results.map((run) => run.waitMeanMs),
      expected,
      0.12,
    );
  });
});
