// Goal: ConPaaS, staffing with a lead, MPC and formulas decide by their formulas.
// Method: hand-worked cases; MPC against the cheapest of all plans, found by trying every one.

import { describe, expect, test } from 'vitest';
import {
  decideConpaas,
  initialConpaasMemory,
} from '../../../../src/autoscaling/reference-policies/conpaas.ts';
import { decideCustom } from '../../../../src/autoscaling/reference-policies/custom.ts';
import { decideMpc, type MpcPolicy } from '../../../../src/autoscaling/reference-policies/mpc.ts';
import { decideStaffing } from '../../../../src/autoscaling/reference-policies/staffing.ts';
import { fc } from '../../../support/property.ts';

describe('conpaas', () => {
  const policy = { loadPerInstance: 1, minCount: 1, maxCount: 100 };

  function play(loads: readonly number[]): { count: number; reason: string } {
    let memory = initialConpaasMemory;
    let last = { count: 0, reason: '' };
    for (const [minute, load] of loads.entries()) {
      const decision = decideConpaas(policy, memory, { nowMs: minute * 60_000, load, count: 5 });
      memory = decision.memory;
      last = { count: decision.desiredCount, reason: decision.reason };
    }
    return last;
  }

  test('takes the need itself until it knows twenty intervals', () => {
    expect(play([3.2, 7.4]).count).toBe(8);
  });

  test('follows a straight rise with the straight line', () => {
    // Needs 10, 11 ... 31: the line says 32 for the next; smoothing lags by one, autoregression falls towards the mean.
    const { count, reason } = play(Array.from({ length: 22 }, (_, index) => 10 + index));
    expect(count).toBe(32);
    expect(reason).toMatch(/^linear regression forecasts 32, now 31$/);
  });

  test('keeps a level', () => {
    expect(play(Array.from({ length: 25 }, () => 6)).count).toBe(6);
  });
});

describe('staffing with a lead', () => {
  const policy = {
    required: [2, 2, 2, 9, 9, 4],
    stepMs: 60_000,
    leadMs: 120_000,
    minCount: 3,
    maxCount: 8,
    source: 'the forecast',
  };

  test.each([
    [0, 3, 'the forecast needs 2 now; raised to the minimum 3'],
    [60_000, 8, 'the forecast needs 9 in 120 s; limited by the maximum 8'],
    [240_000, 8, 'the forecast needs 9 now; limited by the maximum 8'],
    [300_000, 4, 'the forecast needs 4 now'],
    [9_000_000, 4, 'the forecast needs 4 now'],
  ])('at %i ms', (nowMs, count, reason) => {
    expect(decideStaffing(policy, null, { nowMs })).toEqual({ desiredCount: count, memory: null, reason });
  });
});

describe('mpc', () => {
  /** Cost of the cheapest plan that begins with this count, by trying all. */
  function cheapest(policy: MpcPolicy, from: number, expected: readonly number[], first?: number): number {
    const [demand, ...rest] = expected;
    if (demand === undefined) return 0;
    let best = Number.POSITIVE_INFINITY;
    for (let to = policy.minCount; to <= policy.maxCount; to++) {
      if (Math.abs(to - from) > policy.rateMax || (first !== undefined && to !== first)) continue;
      const cost =
        to +
        policy.shortagePenalty * Math.max(0, demand - to) +
        policy.changePenalty * Math.abs(to - from) +
        cheapest(policy, to, rest);
      best = Math.min(best, cost);
    }
    return best;
  }

  test('begins a cheapest plan', () => {
    const policies = fc.record({
      minCount: fc.integer({ min: 0, max: 2 }),
      maxCount: fc.integer({ min: 3, max: 6 }),
      shortagePenalty: fc.double({ min: 0, max: 10, noNaN: true }),
      changePenalty: fc.double({ min: 0, max: 5, noNaN: true }),
      rateMax: fc.integer({ min: 1, max: 3 }),
    });
    const demands = fc.array(fc.double({ min: 0, max: 7, noNaN: true }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(policies, fc.integer({ min: 2, max: 3 }), demands, (policy, count, expected) => {
        const { desiredCount } = decideMpc(policy, null, { nowMs: 0, count, expected });
        const best = cheapest(policy, count, expected);
        expect(cheapest(policy, count, expected, desiredCount)).toBeCloseTo(best, 9);
      }),
      { numRuns: 200 },
    );
  });

  test('keeps what a short dip would not pay to give up', () => {
    const policy = { minCount: 0, maxCount: 10, shortagePenalty: 10, changePenalty: 2, rateMax: 10 };
    // Four fewer for one interval saves 4 and costs 2 x (4 + 4) to give up and ask for again.
    expect(decideMpc(policy, null, { nowMs: 0, count: 8, expected: [4, 8, 8] }).desiredCount).toBe(8);
    // For ten intervals it saves 40.
    const long = [...Array.from({ length: 10 }, () => 4), 8];
    expect(decideMpc(policy, null, { nowMs: 0, count: 8, expected: long }).desiredCount).toBe(4);
  });
});

describe('a formula', () => {
  const decide = (value: number) =>
    decideCustom({ minCount: 1, maxCount: 9 }, null, { nowMs: 0, desiredCount: 4, value, figures: 'load 2' });

  test('is rounded up and kept within the bounds', () => {
    expect([2.1, -3, 50, 9].map((value) => decide(value).desiredCount)).toEqual([3, 1, 9, 9]);
    expect(decide(2.1).reason).toBe('the formula gives 2.1 (load 2)');
  });

  test('that gives no number holds the count', () => {
    expect(decide(Number.NaN)).toMatchObject({
      desiredCount: 4,
      reason: 'the formula gives NaN: 4 kept (load 2)',
    });
    expect(decide(Number.POSITIVE_INFINITY).desiredCount).toBe(4);
  });
});
