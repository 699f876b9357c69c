// Goal: what is said about arrivals in groups (the participants of conferences) is true: their peakedness, and how far
// Hayward's approximation and plain Erlang B miss the loss they suffer.
// Method: groups of geometric size on the engine. Unlimited servers: variance to mean ratio over 2000 replications
// against the derived peakedness. Limited servers: simulated loss with its 99 % t interval against both formulas.
import { describe, expect, test } from 'vitest';
import { createBucketWheel } from '../../src/engine/bucket-wheel.ts';
import type { Distribution } from '../../src/engine/random/distribution.ts';
import { erlangB, haywardBlocking } from '../../src/queueing/erlang-b.ts';
import { groupPeakedness } from '../../src/queueing/infinite-server.ts';
import { estimate, meanInterval } from '../../src/stats/estimate.ts';
import { simulateLossSystem } from './queueing-systems.ts';

const serviceMeanMs = 1000;

/** Size of a group that ends after each member with probability p: mean 1/p, variance (1 - p) / p^2. */
function peakednessOf(groupEndProbability: number, overlap: number): number {
  return groupPeakedness({
    sizeMean: 1 / groupEndProbability,
    sizeVariance: (1 - groupEndProbability) / groupEndProbability ** 2,
    overlap,
  });
}

describe('without a limit', () => {
  test.each<{ service: Distribution; overlap: number; peakedness: number }>([
    { service: { kind: 'exponential', mean: serviceMeanMs }, overlap: 0.5, peakedness: 4 },
    { service: { kind: 'constant', value: serviceMeanMs }, overlap: 1, peakedness: 7 },
    // E[min(S, S')] = 2/3 of the mean for two uniforms from 0.
    { service: { kind: 'uniform', low: 0, high: 2 * serviceMeanMs }, overlap: 2 / 3, peakedness: 5 },
  ])('groups of 4 on average are $peakedness times as variable, $service.kind stays', (each) => {
    expect(peakednessOf(0.25, each.overlap)).toBeCloseTo(each.peakedness, 12);
    const present = Array.from(
      { length: 2000 },
      (_, replication) =>
        simulateLossSystem({
          list: createBucketWheel(),
          seed: 5,
          replication,
          servers: 1000,
          offeredLoadErlangs: 50,
          service: each.service,
          serviceMeanMs,
          groupEndProbability: 0.25,
          warmUpMs: 0,
          endMs: 12 * serviceMeanMs,
        }).busyAtEnd,
    );
    const mean = estimate(present).mean;
    const squares = estimate(present.map((count) => (count - mean) ** 2));
    // The ratio errs less than the variance alone, since mean and variance err together; 1.5 half-widths of the
    // variance are three standard errors.
    const ratio = squares.mean / mean;
    expect(Math.abs(ratio - each.peakedness)).toBeLessThan((1.5 * squares.halfWidth95) / mean);
    expect(squares.halfWidth95 / squares.mean).toBeLessThan(0.08);
  });
});

describe('with a limit', () => {
  test.each([
    { servers: 40, offeredLoadErlangs: 30, groupEndProbability: 0.5 },
    { servers: 40, offeredLoadErlangs: 24, groupEndProbability: 0.25 },
  ])('$servers servers lose more of $offeredLoadErlangs erlangs than either formula says', (system) => {
    const lost = meanInterval({
      values: Array.from(
        { length: 20 },
        (_, replication) =>
          simulateLossSystem({
            ...system,
            list: createBucketWheel(),
            seed: 6,
            replication,
            service: { kind: 'exponential', mean: serviceMeanMs },
            serviceMeanMs,
            warmUpMs: 20 * serviceMeanMs,
            endMs: 2020 * serviceMeanMs,
          }).blockedRatio,
      ),
      confidence: 0.99,
    });
    const peakedness = peakednessOf(system.groupEndProbability, 0.5);
    const hayward = haywardBlocking({ ...system, peakedness });
    expect(hayward).toBeGreaterThan(0.6 * lost.high);
    expect(hayward).toBeLessThan(lost.low);
    expect(erlangB(system)).toBeLessThan(0.5 * hayward);
  });
});
