/**
 * Goal: a run is repeatable, obeys its policy and bills what it used.
 * Method: small scenarios whose outcome is known beforehand in closed form.
 */
import { describe, expect, it } from 'vitest';
import { createQuaternaryHeap } from '../../../src/engine/quaternary-heap.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import { aBridgePool, aCloud, aCurveDemand, aScenario, hourMs } from '../../support/scenario.ts';

const run = { seed: 7, replication: 0 };

describe('a run', () => {
  it('gives the same rows twice, and on either event list', () => {
    const first = simulate(aScenario(), run);
    expect(simulate(aScenario(), run)).toEqual(first);
    expect(simulate(aScenario(), { ...run, list: createQuaternaryHeap() })).toEqual(first);
  });

  it('differs between replications', () => {
    const first = simulate(aScenario(), run);
    const second = simulate(aScenario(), { ...run, replication: 1 });
    expect(second.fingerprint).not.toBe(first.fingerprint);
  });

  it('meets the same conferences whatever the policy', () => {
    const fixed = simulate(aScenario(), run);
    const more = simulate(
      aScenario({ scaling: { bridges: { policy: 'static', static: { count: 9 } }, jibris: null } }),
      run,
    );
    expect(more.totals.conferences).toBe(fixed.totals.conferences);
    expect(more.minutes.participants).toEqual(fixed.minutes.participants);
    expect(more.totals.bridgesReadyMax).toBe(9);
  });

  it.each([1, 3, 25])('bills a constant fleet for %i h at its closed form', (hours) => {
    // 3 bridges x hours x 1 EUR: nothing boots, nothing drains.
    const scenario = aScenario({
      hours,
      deployment: {
        region: 'test',
        shardCount: 1,
        cloud: aCloud(),
        signalling: null,
        bridges: aBridgePool({ initialCount: 3 }),
        jibris: null,
      },
      scaling: { bridges: { policy: 'static', static: { count: 3 } }, jibris: null },
    });
    const { totals, bill, minutes } = simulate(scenario, run);
    expect(totals.cost).toBe(3 * hours);
    expect(totals.costPerDay).toBeCloseTo(72, 9);
    expect(totals.bridgeHoursPaid).toBeCloseTo(3 * hours, 9);
    expect(bill).toHaveLength(1);
    expect(bill[0]).toMatchObject({ quantity: 3 * hours, cost: 3 * hours, currency: 'EUR' });
    expect(minutes.costAccrued.at(-1)).toBe(3 * hours);
  });

  it('serves with a launched bridge exactly one boot delay after asking for it', () => {
    const scenario = aScenario({
      scaling: { bridges: { policy: 'static', static: { count: 5 } }, jibris: null },
    });
    const { minutes, decisions, totals } = simulate(scenario, run);
    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatchObject({ atMs: 0, desiredBefore: 2, desiredAfter: 5 });
    // Asked for at 0, ready at 240 s: minute 4 still shows them launching at its very end or just ready.
    expect([...minutes.bridgesReady.slice(0, 3)]).toEqual([2, 2, 2]);
    expect(minutes.bridgesReady[4]).toBe(5);
    expect(totals.bridgeHoursLaunching).toBeCloseTo((3 * 240) / 3600, 9);
  });

  it('fails every join when there is no bridge, and says so', () => {
    const scenario = aScenario({
      deployment: {
        region: 'test',
        shardCount: 1,
        cloud: aCloud(),
        signalling: null,
        bridges: aBridgePool({ initialCount: 0 }),
        jibris: null,
      },
      scaling: { bridges: { policy: 'static', static: { count: 0 } }, jibris: null },
    });
    const { totals, incidents } = simulate(scenario, run);
    expect(totals.joins).toBeGreaterThan(50);
    expect(totals.joinFailureRatio).toBe(1);
    expect(incidents[0]?.kind).toBe('join-failed');
    expect(totals.cost).toBe(0);
  });

  it('drains a surplus bridge until its last conference ends', () => {
    // One endless-ish meeting on each of two bridges; one bridge is too many from the start.
    const scenario = aScenario({
      demand: [aCurveDemand(20, { durationMinutes: { kind: 'constant', value: 45 } })],
      scaling: { bridges: { policy: 'static', static: { count: 1 } }, jibris: null },
    });
    const { minutes, totals } = simulate(scenario, run);
    expect(totals.bridgeDrains).toBe(1);
    expect(totals.joinsFailed).toBe(0);
    expect(minutes.bridgesReady.at(-1)).toBe(1);
    // Empty at time 0, so it is gone after the shutdown delay: 60 s of draining.
    expect(totals.bridgeHoursDraining).toBeCloseTo(60 / 3600, 9);
  });

  it('has as many participants as arrival rate times stay (Little)', () => {
    // 60 meetings/h x 5 x about 30 min = 150 present in the steady state; joins spread over the first minute.
    const scenario = aScenario({
      hours: 40,
      demand: [aCurveDemand(60)],
      deployment: {
        region: 'test',
        shardCount: 1,
        cloud: aCloud(),
        signalling: null,
        bridges: aBridgePool({ initialCount: 6 }),
        jibris: null,
      },
      scaling: { bridges: { policy: 'static', static: { count: 6 } }, jibris: null },
    });
    const { minutes } = simulate(scenario, run);
    const steady = minutes.participants.slice(60);
    const mean = steady.reduce((a, b) => a + b, 0) / steady.length;
    // Expected 60/h x 5 x (30 - 0.5) min = 147.5. Poisson conferences: Var N = 5 x 147.5, correlation time about
    // 30 min, 39 h: standard error sqrt(737 x 2 x 15 / 2340) = 3.1; 99.9 % is 3.3 standard errors.
    expect(Math.abs(mean - 147.5)).toBeLessThan(10.3);
    expect(scenario.horizon.durationMs).toBe(40 * hourMs);
  });
});
