// Goal: Erlang C, its waits and its inverse are the textbook's.
// Method: rational values worked by hand, M/M/1 as the case of one server, and the inverse against the forward formula.
import { describe, expect, test } from 'vitest';
import {
  erlangC,
  serversForDelay,
  waitExceedsProbability,
  waitMeanMs,
  waitQuantileMs,
} from '../../../src/queueing/erlang-c.ts';

describe('erlangC', () => {
  test.each([
    // a = 1, c = 2: B = 1/5, C = 1/3. a = 4, c = 5: B = 0.199067, C = 256/462. Others by mpmath at 15 digits.
    [2, 1, 1 / 3],
    [5, 4, 256 / 462],
    [10, 8, 0.409180150796],
    [100, 90, 0.216940480906],
  ])('of %d servers at %d erlangs is %d', (servers, offeredLoadErlangs, expected) => {
    expect(erlangC({ servers, offeredLoadErlangs })).toBeCloseTo(expected, 11);
  });

  test('is the utilisation for one server', () => {
    expect(erlangC({ servers: 1, offeredLoadErlangs: 0.3 })).toBeCloseTo(0.3, 14);
  });

  test('makes everyone wait at and above the load of all servers, and no one without load', () => {
    expect(erlangC({ servers: 4, offeredLoadErlangs: 4 })).toBe(1);
    expect(erlangC({ servers: 4, offeredLoadErlangs: 9 })).toBe(1);
    expect(erlangC({ servers: 4, offeredLoadErlangs: 0 })).toBe(0);
  });

  test('refuses a queue without servers', () => {
    expect(() => erlangC({ servers: 0, offeredLoadErlangs: 1 })).toThrow(/at least one server/);
  });
});

describe('waits', () => {
  const system = { servers: 2, offeredLoadErlangs: 1, serviceMeanMs: 6000 };

  test('average C / (c - a) mean services', () => {
    // 1/3 / (2 - 1) * 6 s.
    expect(waitMeanMs(system)).toBeCloseTo(2000, 9);
    // M/M/1 at 0.75: 0.75 / 0.25 = 3 services.
    expect(waitMeanMs({ servers: 1, offeredLoadErlangs: 0.75, serviceMeanMs: 100 })).toBeCloseTo(300, 9);
    expect(waitMeanMs({ ...system, offeredLoadErlangs: 2 })).toBe(Number.POSITIVE_INFINITY);
  });

  test('exceed a time with an exponential tail', () => {
    expect(waitExceedsProbability({ ...system, waitMs: 0 })).toBeCloseTo(1 / 3, 14);
    expect(waitExceedsProbability({ ...system, waitMs: 6000 })).toBeCloseTo(Math.exp(-1) / 3, 14);
    expect(waitExceedsProbability({ ...system, offeredLoadErlangs: 2, waitMs: 1e9 })).toBe(1);
  });

  test('have the quantile that inverts the tail, zero for those who need not wait', () => {
    expect(waitQuantileMs({ ...system, p: 0.6 })).toBe(0);
    const waitMs = waitQuantileMs({ ...system, p: 0.95 });
    // ln((1/3) / 0.05) * 6 s.
    expect(waitMs).toBeCloseTo(Math.log(20 / 3) * 6000, 9);
    expect(waitExceedsProbability({ ...system, waitMs })).toBeCloseTo(0.05, 12);
    expect(waitQuantileMs({ ...system, offeredLoadErlangs: 3, p: 0.5 })).toBe(Number.POSITIVE_INFINITY);
    expect(() => waitQuantileMs({ ...system, p: 1 })).toThrow(/below 1/);
  });
});

describe('serversForDelay', () => {
  test('finds the fewest servers', () => {
    for (const [offeredLoadErlangs, delayProbabilityMax] of [
      [0.2, 0.01],
      [8, 0.409181],
      [8, 0.40918],
      [90, 0.2],
      [1000, 1e-6],
    ] as const) {
      const servers = serversForDelay({ offeredLoadErlangs, delayProbabilityMax });
      expect(erlangC({ servers, offeredLoadErlangs })).toBeLessThanOrEqual(delayProbabilityMax);
      expect(erlangC({ servers: servers - 1 || 1, offeredLoadErlangs })).toBeGreaterThan(delayProbabilityMax);
    }
    // C(10, 8) = 0.4091802: the target decides between 10 and 11.
    expect(serversForDelay({ offeredLoadErlangs: 8, delayProbabilityMax: 0.409181 })).toBe(10);
    expect(serversForDelay({ offeredLoadErlangs: 8, delayProbabilityMax: 0.40918 })).toBe(11);
  });

  test('refuses a probability of zero', () => {
    expect(() => serversForDelay({ offeredLoadErlangs: 1, delayProbabilityMax: 0 })).toThrow(/probability/);
  });
});
