// Goal: the staffing rule is the published one, and good where its authors say so.
// Method: beta against high-precision values, and the staff it gives against exact Erlang C and Poisson staffing.
import { describe, expect, test } from 'vitest';
import { serversForDelay } from '../../../src/queueing/erlang-c.ts';
import { serversForOverflow } from '../../../src/queueing/infinite-server.ts';
import {
  halfinWhittBeta,
  halfinWhittDelayProbability,
  normalTailBeta,
  squareRootStaffing,
} from '../../../src/queueing/square-root-staffing.ts';

describe('halfinWhittBeta', () => {
  test.each([
    // mpmath, 12 digits; Halfin and Whitt's figure has 0.5 at beta = 0.5.
    [0.5, 0.506054468989],
    [0.2, 1.06151627542],
    [0.1, 1.4201868881],
    [0.01, 2.37488814754],
  ])('for a delay probability of %d is %d', (delayProbability, beta) => {
    expect(halfinWhittBeta(delayProbability)).toBeCloseTo(beta, 9);
    expect(halfinWhittDelayProbability(beta)).toBeCloseTo(delayProbability, 9);
  });

  test('is no margin when everyone may wait', () => {
    expect(halfinWhittBeta(1)).toBeCloseTo(0, 12);
    expect(halfinWhittDelayProbability(0)).toBe(1);
  });

  test('refuses what has no steady state or is no probability', () => {
    expect(() => halfinWhittDelayProbability(-0.1)).toThrow(/negative/);
    expect(() => halfinWhittBeta(0)).toThrow(/above 0/);
    expect(() => halfinWhittBeta(20)).toThrow(/at most at 1/);
  });
});

describe('squareRootStaffing', () => {
  test('is exact Erlang C staffing when waiting is common, and at most two servers short when it is rare', () => {
    for (const offeredLoadErlangs of [10, 50, 200, 1000, 5000]) {
      const missing = (delayProbabilityMax: number): number =>
        serversForDelay({ offeredLoadErlangs, delayProbabilityMax }) -
        squareRootStaffing({ offeredLoadErlangs, beta: halfinWhittBeta(delayProbabilityMax) });
      for (const common of [0.5, 0.2]) expect(missing(common)).toBe(0);
      for (const rare of [0.05, 0.01, 0.001]) {
        expect(missing(rare)).toBeGreaterThanOrEqual(0);
        expect(missing(rare)).toBeLessThanOrEqual(2);
      }
    }
  });

  test('with the normal tail is within one server of the exact Poisson tail', () => {
    for (const mean of [20, 100, 1000]) {
      for (const probabilityMax of [0.2, 0.05, 0.01]) {
        const exact = serversForOverflow({ meanPresent: mean, probabilityMax });
        const rule = squareRootStaffing({ offeredLoadErlangs: mean, beta: normalTailBeta(probabilityMax) });
        expect(Math.abs(rule - exact)).toBeLessThanOrEqual(1);
      }
    }
  });

  test('widens the margin by the root of the peakedness', () => {
    expect(squareRootStaffing({ offeredLoadErlangs: 100, beta: 2 })).toBe(120);
    expect(squareRootStaffing({ offeredLoadErlangs: 100, beta: 2, peakedness: 9 })).toBe(160);
  });

  test('needs nothing without load, and never a negative number', () => {
    expect(squareRootStaffing({ offeredLoadErlangs: 0, beta: 2 })).toBe(0);
    expect(squareRootStaffing({ offeredLoadErlangs: 1, beta: -3 })).toBe(0);
    expect(() => squareRootStaffing({ offeredLoadErlangs: 1, beta: Number.NaN })).toThrow(/beta/);
    expect(() => squareRootStaffing({ offeredLoadErlangs: 1, beta: 1, peakedness: 0 })).toThrow(/peakedness/);
  });
});
