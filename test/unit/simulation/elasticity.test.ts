// Goal: a run's demand for bridges is its load over a bridge's threshold, and its elasticity is that of its own curves.
// Method: a constant load whose packet rate is known in closed form; figures recomputed from the columns; decisions by
//   hand for flips.
import { describe, expect, it } from 'vitest';
import { flipsOf } from '../../../src/simulation/elasticity-totals.ts';
import type { DecisionRow } from '../../../src/simulation/rows.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import { elasticity } from '../../../src/stats/elasticity.ts';
import { scenarioOf } from '../../support/study.ts';

const yaml = (count: number, initial: number): string => `
name: load
horizon: { start: 2026-11-23T08:00, hours: 3 }
demand:
  - class: team-meeting
    conferences: { curve: flat, peakPerHour: 20 }
deployment: { bridges: { initialCount: ${initial}, selection: { strategy: single } } }
scaling: { bridges: { policy: static, count: ${count} } }
`;

describe('the demand of a run', () => {
  it('does not depend on the fleet that serves it, when conferences stay on one bridge', async () => {
    const large = simulate(await scenarioOf(yaml(8, 8)), { seed: 2, replication: 0 });
    const small = simulate(await scenarioOf(yaml(4, 4)), { seed: 2, replication: 0 });
    const differences = large.minutes.bridgesDemand.map(
      (demand, i) => demand - small.minutes.bridgesDemand[i]!,
    );
    expect(Math.max(...differences.map(Math.abs))).toBeLessThanOrEqual(1);
  });

  it('is the sum of stress over the threshold, rounded up, while no bridge saturates', async () => {
    const { minutes } = simulate(await scenarioOf(yaml(6, 6)), { seed: 2, replication: 0 });
    for (let row = 0; row < minutes.minute.length; row++) {
      // Six ready bridges: between 6 * lowest tenth and 6 * highest of their stress, over 0.8.
      const { stressMax, stressP10, bridgesDemand } = minutes;
      expect(bridgesDemand[row]).toBeLessThanOrEqual(Math.max(1, Math.ceil((6 * stressMax[row]!) / 0.8)));
      expect(bridgesDemand[row]).toBeGreaterThanOrEqual(Math.floor((6 * stressP10[row]!) / 0.8));
    }
  });
});

describe('elasticity of a run', () => {
  it('is that of its own demand and ready columns', async () => {
    const { minutes, totals } = simulate(await scenarioOf(yaml(6, 2)), { seed: 3, replication: 0 });
    const metrics = elasticity({
      demand: minutes.bridgesDemand,
      supply: minutes.bridgesReady,
      stepHours: 1 / 60,
    });
    expect(totals.underProvisioningAccuracyRatio).toBe(metrics.underAccuracyRatio);
    expect(totals.overProvisioningTimeRatio).toBe(metrics.overTimeRatio);
    expect(totals.bridgeHoursSurplus).toBe(metrics.surplusHours);
    // Four launches in three hours; each takes about the 240 s of its boot model.
    expect(totals.bridgeLaunchesPerDay).toBe(32);
    expect(totals.orderToReadySecondsP50).toBeGreaterThan(150);
    expect(totals.orderToReadySecondsP95).toBeLessThan(450);
  });
});

it('flips are reversals of the wanted number of bridges', () => {
  const row = (pool: DecisionRow['pool'], desiredBefore: number, desiredAfter: number): DecisionRow => ({
    atMs: 0,
    pool,
    policy: 'test',
    desiredBefore,
    desiredAfter,
    readyCount: 0,
    launchingCount: 0,
    drainingCount: 0,
    reason: '',
    saw: '',
  });
  // up, up, down, down, up: two reversals. Jibris up, down: one.
  const decisions = [
    row('bridges', 2, 3),
    row('bridges', 3, 4),
    row('bridges', 4, 3),
    row('jibris', 1, 5),
    row('bridges', 3, 2),
    row('jibris', 5, 4),
    row('bridges', 2, 6),
  ];
  expect(flipsOf(decisions, 'bridges')).toBe(2);
  expect(flipsOf(decisions, 'jibris')).toBe(1);
});
