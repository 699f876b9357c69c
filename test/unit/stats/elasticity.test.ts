// Goal: elasticity is what the SPEC Research Group defines, not something like it.
// Method: curves small enough to work out by hand from the published definitions; extreme policies whose figures are
//   known without a calculation; scale invariances that follow from the formulas.

import { describe, expect, it } from 'vitest';
import {
  elasticity,
  elasticSpeedup,
  elasticSpeedupEstimate,
  scalingDeviation,
} from '../../../src/stats/elasticity.ts';
import { fc } from '../../support/property.ts';

describe('elasticity', () => {
  it('of a hand-worked curve', () => {
    // t        1  2  3  4  5
    // d        2  4  4  2  1
    // s        2  2  4  4  2
    // (d-s)+/d 0  .5 0  0  0     theta under = 0.5 / 5 = 0.1
    // (s-d)+/d 0  0  0  1  1     theta over  = 2 / 5 = 0.4
    // d>s      0  1  0  0  0     tau under = 0.2;  s>d: 4 and 5, tau over = 0.4
    // delta d     +  0  -  -
    // delta s     0  +  0  -     unlike at 2, 3, 4: instability 3/4
    // changes: s 2 (at 3, 5), d 3 (at 2, 4, 5): jitter (2 - 3) / (5 * 0.5 h) = -0.4 an hour
    // surplus: 2 + 1 = 3 instances for half an hour each
    expect(elasticity({ demand: [2, 4, 4, 2, 1], supply: [2, 2, 4, 4, 2], stepHours: 0.5 })).toEqual({
      underAccuracyRatio: 0.1,
      overAccuracyRatio: 0.4,
      underTimeRatio: 0.2,
      overTimeRatio: 0.4,
      instabilityRatio: 0.75,
      jitterPerHour: -0.4,
      surplusHours: 1.5,
    });
  });

  it('of a perfect fleet is 0 throughout', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 30 }), (demand) => {
        const perfect = elasticity({ demand, supply: demand, stepHours: 1 });
        expect(Object.values(perfect).every((value) => value === 0)).toBe(true);
        expect(scalingDeviation(perfect)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('of a fleet of twice the demand is 100 % too many, all the time, and stable', () => {
    const demand = [1, 3, 2, 5];
    const metrics = elasticity({ demand, supply: demand.map((d) => 2 * d), stepHours: 1 });
    expect([metrics.overAccuracyRatio, metrics.overTimeRatio, metrics.instabilityRatio]).toEqual([1, 1, 0]);
    expect(metrics.surplusHours).toBe(11);
  });

  it('of a fleet that oscillates around a constant demand has one change an hour too many', () => {
    // Demand 4 for 5 hours; supply 3 5 3 5 3: 4 changes in 5 h, none of the demand.
    const metrics = elasticity({ demand: [4, 4, 4, 4, 4], supply: [3, 5, 3, 5, 3], stepHours: 1 });
    expect(metrics.jitterPerHour).toBe(0.8);
    expect(metrics.instabilityRatio).toBe(1);
  });

  it('counts instances while there is no demand', () => {
    // d 0 0 2, s 0 3 1: missing 0, 0, 1/2, so 1/6; surplus 0, 3 (of 1), 0, so 1.
    const metrics = elasticity({ demand: [0, 0, 2], supply: [0, 3, 1], stepHours: 1 });
    expect([metrics.underAccuracyRatio, metrics.overAccuracyRatio]).toEqual([0.5 / 3, 1]);
    expect([metrics.underTimeRatio, metrics.overTimeRatio, metrics.surplusHours]).toEqual([1 / 3, 1 / 3, 3]);
  });

  it('without a sample is 0', () => {
    expect(elasticity({ demand: [], supply: [], stepHours: 1 }).jitterPerHour).toBe(0);
  });
});

describe('elastic speedup', () => {
  const baseline = {
    underAccuracyRatio: 0.4,
    overAccuracyRatio: 0.2,
    underTimeRatio: 0.5,
    overTimeRatio: 0.3,
  };

  it('is the geometric mean of four improvements', () => {
    // 4 * 1 * 2 * 2 = 16; its fourth root is 2.
    const better = {
      underAccuracyRatio: 0.1,
      overAccuracyRatio: 0.2,
      underTimeRatio: 0.25,
      overTimeRatio: 0.15,
    };
    expect(elasticSpeedup(better, baseline)).toBeCloseTo(2, 12);
    expect(elasticSpeedup(baseline, better)).toBeCloseTo(0.5, 12);
    expect(elasticSpeedup(baseline, baseline)).toBe(1);
  });

  it('of a policy that is never short is finite: ratios below a thousandth count as one', () => {
    const never = { ...baseline, underAccuracyRatio: 0, underTimeRatio: 0 };
    // (400 * 1 * 500 * 1)^(1/4)
    expect(elasticSpeedup(never, baseline)).toBeCloseTo(200_000 ** 0.25, 9);
  });
});

it('the deviation is the 3-norm', () => {
  // 0.1^3 + 0.2^3 + 0.3^3 + 0.4^3 + 0.5^3 = 0.001 + 0.008 + 0.027 + 0.064 + 0.125 = 0.225
  expect(
    scalingDeviation({
      underAccuracyRatio: 0.1,
      overAccuracyRatio: 0.2,
      underTimeRatio: 0.3,
      overTimeRatio: 0.4,
      instabilityRatio: 0.5,
    }),
  ).toBeCloseTo(Math.cbrt(0.225), 12);
});

describe('elastic speedup over replications', () => {
  const ratios = (factor: number) => ({
    underAccuracyRatio: 0.1 * factor,
    overAccuracyRatio: 0.2 * factor,
    underTimeRatio: 0.05 * factor,
    overTimeRatio: 0.4 * factor,
  });
  const baseline = [ratios(1), ratios(1), ratios(1)];

  it('is a geometric mean with the t interval of its logarithm', () => {
    // Speedups 1, 2 and 4: logarithms 0, ln 2 and 2 ln 2 with mean ln 2 and deviation ln 2; t(0.975; 2) = 4.302653.
    const policy = [ratios(1), ratios(0.5), ratios(0.25)];
    const { geometricMean, low95, high95 } = elasticSpeedupEstimate({ policy, baseline });
    const half = (4.302653 * Math.LN2) / Math.sqrt(3);
    expect(geometricMean).toBeCloseTo(2, 12);
    expect(low95).toBeCloseTo(2 * Math.exp(-half), 5);
    expect(high95).toBeCloseTo(2 * Math.exp(half), 4);
  });

  it('has no interval with one replication, and pairs only what belongs together', () => {
    const one = elasticSpeedupEstimate({ policy: [ratios(0.5)], baseline: [ratios(1)] });
    expect(one.geometricMean).toBeCloseTo(2, 12);
    expect(one.low95).toBeNaN();
    expect(() => elasticSpeedupEstimate({ policy: [ratios(1)], baseline })).toThrow(/1 replications.*3/);
  });
});
