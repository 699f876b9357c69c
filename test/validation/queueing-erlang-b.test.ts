// Goal: the engine reproduces Erlang's loss formula, which nobody computed with it, and its insensitivity: only the mean
// of the service time matters.
// Method: M/G/c/c from empty with a warm-up of 20 mean services, 20 replications of 4000 mean services each, four
// service time distributions of the same mean; Erlang B, and the carried load a (1 - B), must lie inside the 99 % t
// intervals. The intervals must be narrow enough to mean something.
import { describe, expect, test } from 'vitest';
import { createBucketWheel } from '../../src/engine/bucket-wheel.ts';
import { createQuaternaryHeap } from '../../src/engine/quaternary-heap.ts';
import type { Distribution } from '../../src/engine/random/distribution.ts';
import { erlangB } from '../../src/queueing/erlang-b.ts';
import { mean } from '../../src/stats/distributions/moments.ts';
import { meanInterval } from '../../src/stats/estimate.ts';
import { simulateLossSystem } from './queueing-systems.ts';

const serviceMeanMs = 1000;
const replications = Array.from({ length: 20 }, (_, index) => index);
/** exp(s^2 / 2) = 2.25 mean to median, a coefficient of variation of about 2. */
const logStandardDeviation = Math.sqrt(2 * Math.log(2.25));
const services: Readonly<Record<string, Distribution>> = {
  constant: { kind: 'constant', value: serviceMeanMs },
  exponential: { kind: 'exponential', mean: serviceMeanMs },
  'log-normal': { kind: 'lognormal', median: serviceMeanMs / 2.25, logStandardDeviation },
  'two kinds': { kind: 'discrete', values: [200, 5000], weights: [5, 1] },
};

describe.each([
  { servers: 10, offeredLoadErlangs: 8 },
  { servers: 3, offeredLoadErlangs: 4 },
])('$servers servers offered $offeredLoadErlangs erlangs', (system) => {
  const blocking = erlangB(system);

  test.each(Object.entries(services))('lose what Erlang B says, %s services', (_, service) => {
    expect(mean(service)).toBeCloseTo(serviceMeanMs, 9);
    const runs = replications.map((replication) =>
      simulateLossSystem({
        ...system,
        list: createBucketWheel(),
        seed: 1,
        replication,
        service,
        serviceMeanMs,
        warmUpMs: 20 * serviceMeanMs,
        endMs: 4020 * serviceMeanMs,
      }),
    );
    const blocked = meanInterval({ values: runs.map((run) => run.blockedRatio), confidence: 0.99 });
    expect(blocked.low).toBeLessThan(blocking);
    expect(blocked.high).toBeGreaterThan(blocking);
    expect((blocked.high - blocked.low) / 2).toBeLessThan(0.05 * blocking);
    const carriedErlangs = system.offeredLoadErlangs * (1 - blocking);
    const busy = meanInterval({ values: runs.map((run) => run.busyMean), confidence: 0.99 });
    expect(busy.low).toBeLessThan(carriedErlangs);
    expect(busy.high).toBeGreaterThan(carriedErlangs);
    expect((busy.high - busy.low) / 2).toBeLessThan(0.02 * carriedErlangs);
  });
});

test('the wheel and the heap lose the same arrivals', () => {
  const run = (list: ReturnType<typeof createBucketWheel>): unknown =>
    simulateLossSystem({
      list,
      seed: 1,
      replication: 7,
      servers: 10,
      offeredLoadErlangs: 8,
      service: services['two kinds']!,
      serviceMeanMs,
      warmUpMs: 0,
      endMs: 500 * serviceMeanMs,
    });
  expect(run(createBucketWheel())).toEqual(run(createQuaternaryHeap()));
});
