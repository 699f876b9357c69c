/**
 * Goal: a conference keeps to the version of its first bridge, or to the one it is pinned to, and mixes only where that is
 * allowed (jicofo 7ebb13d, BridgeSelector.kt).
 * Method: one conference of thirty, at most ten of it on a bridge, so that the bridges it uses are counted by hand.
 */
import { describe, expect, it } from 'vitest';
import type { BridgeVersions } from '../../../src/scenario/bridge-versions.ts';
import type { RunTotals } from '../../../src/simulation/rows.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import { aBridgePool, aConferenceClass, aCurveDemand, aScenario } from '../../support/scenario.ts';

const minuteMs = 60_000;

/** Four bridges at the start, of versions a, a, a, b in turn. */
function run(overrides: Partial<BridgeVersions>): RunTotals {
  const versions: BridgeVersions = {
    names: ['a', 'b'],
    rollout: [
      { fromMs: 0, version: 0, weight: 3 },
      { fromMs: 0, version: 1, weight: 1 },
    ],
    allowsMixedVersions: false,
    pins: [],
    ...overrides,
  };
  const conferenceClass = aConferenceClass({
    size: { kind: 'constant', value: 30 },
    joinOffsetSeconds: { kind: 'uniform', low: 0, high: 600 },
  });
  const demand = { kind: 'burst', name: 'room', startMs: 10 * minuteMs, conferences: 1 } as const;
  const scenario = aScenario({
    hours: 1,
    demand: [{ ...demand, conferenceClass, media: aCurveDemand(1).media }],
    scaling: { bridges: { policy: 'static', static: { count: 4 } }, jibris: null },
  });
  const pool = aBridgePool({ initialCount: 4 });
  const selection = { ...pool.selection, maxBridgeParticipants: 10 };
  const deployment = { ...scenario.deployment, bridges: { ...pool, selection, versions } };
  return simulate({ ...scenario, deployment }, { seed: 1, replication: 0 }).totals;
}

describe('bridges of several versions', () => {
  it('serve a conference with those of the version of its first bridge', () => {
    const totals = run({});
    expect([totals.bridgesPerConferenceMax, totals.participantsPerBridgeMax]).toEqual([3, 10]);
    expect(totals.joinsFailed).toBe(0);
  });

  it('serve a pinned conference with the one bridge of that version, whatever its cap', () => {
    const pins = [{ version: 1, demandIndex: 0, fromMs: 0, toMs: Number.POSITIVE_INFINITY }];
    const totals = run({ pins });
    expect([totals.bridgesPerConferenceMax, totals.participantsPerBridgeMax]).toEqual([1, 30]);
  });

  it('serve nobody of a conference that is pinned to another version than it is on', () => {
    const pins = [{ version: 1, demandIndex: null, fromMs: 15 * minuteMs, toMs: 18 * minuteMs }];
    for (const allowsMixedVersions of [false, true]) {
      const totals = run({ pins, allowsMixedVersions });
      // Three of the ten minutes in which thirty join evenly: nine on average.
      expect(totals.joinsFailed).toBeGreaterThanOrEqual(4);
      expect(totals.joinsFailed).toBeLessThanOrEqual(15);
    }
  });

  it('are mixed where Jicofo allows it', () => {
    const count = { names: ['a', 'b'], weight: 1 };
    const rollout = [0, 1].map((version) => ({ fromMs: 0, version, weight: count.weight }));
    // Two of each: apart, the third ten find only the two bridges of their version, both at the cap.
    expect(run({ rollout }).bridgesPerConferenceMax).toBe(2);
    expect(run({ rollout, allowsMixedVersions: true }).bridgesPerConferenceMax).toBe(3);
  });
});
