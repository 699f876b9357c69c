/**
 * Goal: participants are served where Jicofo's regions say, and distances are what the table says.
 * Method: two regions 91 ms apart, worked out by hand. With relays everybody is served at home; without, everybody is
 * where the first of the conference was; in a region without bridges everybody is 91 ms away.
 */
import { describe, expect, it } from 'vitest';
import type { Geography } from '../../../src/jitsi/geography.ts';
import { unknownRegion } from '../../../src/jitsi/jicofo/selection-policy.ts';
import type { ParticipantRegions, Scenario } from '../../../src/scenario/scenario.ts';
import type { RunTotals } from '../../../src/simulation/rows.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import { aBridgePool, aCloud, aCurveDemand, aScenario } from '../../support/scenario.ts';

const twoRegions: Geography = {
  regions: ['eu', 'us'],
  zones: [
    { name: 'eu-a', region: 0 },
    { name: 'us-a', region: 1 },
  ],
  places: [
    { zone: 0, share: 1 },
    { zone: 1, share: 1 },
  ],
  spread: 'balanced',
  regionGroups: [],
  localRegion: unknownRegion,
  roundTripMs: [
    [0, 91],
    [91, 0],
  ],
};

const halves: ParticipantRegions = {
  shares: [
    { region: 'eu', share: 0.5 },
    { region: 'us', share: 0.5 },
  ],
  homeRatio: 0,
};

function run(options: {
  readonly relays?: boolean;
  readonly regions?: ParticipantRegions;
  readonly geography?: Geography;
}): RunTotals {
  const { relays = true, regions = halves, geography = twoRegions } = options;
  const pool = aBridgePool({ initialCount: 4 });
  const scenario: Scenario = aScenario({
    demand: [{ ...aCurveDemand(20), regions }],
    deployment: {
      region: 'eu',
      geography,
      cloud: aCloud(),
      shardCount: 1,
      signalling: null,
      bridges: { ...pool, selection: { ...pool.selection, relays } },
      jibris: null,
    },
    scaling: { bridges: { policy: 'static', static: { count: 4 } }, jibris: null },
  });
  return simulate(scenario, { seed: 3, replication: 0 }).totals;
}

describe('two regions', () => {
  it('serve everybody at home with relays', () => {
    const totals = run({});
    expect(totals.otherRegionRatio).toBe(0);
    expect(totals.bridgeRoundTripMsMean).toBe(0);
    expect(totals.bridgesPerConferenceMax).toBe(2);
  });

  it('serve a conference where its first participant was without relays', () => {
    // Of conferences of five the four others are elsewhere with probability 1/2: 0.4 of participants.
    const totals = run({ relays: false });
    expect(totals.bridgesPerConferenceMax).toBe(1);
    expect(totals.otherRegionRatio).toBeGreaterThan(0.3);
    expect(totals.otherRegionRatio).toBeLessThan(0.5);
    expect(totals.bridgeRoundTripMsMean).toBeCloseTo(91 * totals.otherRegionRatio, 9);
  });

  it('keep conferences whole when everybody is in the home region of the conference', () => {
    const totals = run({ relays: false, regions: { ...halves, homeRatio: 1 } });
    expect(totals.otherRegionRatio).toBe(0);
  });

  it('are one when one of them has no bridges', () => {
    const geography = { ...twoRegions, places: [{ zone: 0, share: 1 }] };
    const shares = [{ region: 'us', share: 1 }];
    const totals = run({ geography, regions: { shares, homeRatio: 0 } });
    expect(totals.otherRegionRatio).toBe(1);
    expect(totals.bridgeRoundTripMsMean).toBeCloseTo(91, 9);
  });

  it('count a participant of a class that names no regions in the first', () => {
    const geography = { ...twoRegions, places: [{ zone: 1, share: 1 }] };
    const pool = aBridgePool();
    const { totals } = simulate(
      aScenario({
        deployment: {
          region: 'eu',
          geography,
          cloud: aCloud(),
          shardCount: 1,
          signalling: null,
          bridges: pool,
          jibris: null,
        },
      }),
      { seed: 1, replication: 0 },
    );
    expect(totals.bridgeRoundTripMsMean).toBeCloseTo(91, 9);
  });

  it('change nothing of who meets when', () => {
    const { joins, conferences } = run({});
    const plain = simulate(aScenario({ demand: [aCurveDemand(20)] }), { seed: 3, replication: 0 }).totals;
    expect([plain.joins, plain.conferences]).toEqual([joins, conferences]);
  });
});
