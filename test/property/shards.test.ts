/**
 * Goal: whatever regions, shards, entries and orders there are, and whatever dies, nobody is lost count of and everybody
 * is on one living bridge.
 * Method: random deployments with random orders and faults. The run itself holds conservation, Little's law, the loads
 * of bridges and the counts of connections; on top, both event lists give the same, and splits need several shards.
 */

import { describe, expect, it } from 'vitest';
import { createQuaternaryHeap } from '../../src/engine/quaternary-heap.ts';
import type { Geography } from '../../src/jitsi/geography.ts';
import { production8x8Entry } from '../../src/jitsi/haproxy/entry-settings.ts';
import type { Fault } from '../../src/scenario/faults.ts';
import type { Scenario, ShardOrderAt } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { fc } from '../support/property.ts';
import { aBridgePool, aCloud, aCurveDemand, aScenario } from '../support/scenario.ts';
import { aSignallingModel } from '../support/signalling.ts';

const hours = 1.5;
const endMs = hours * 3_600_000;
const regions = ['a', 'b', 'c'];

const geography: Geography = {
  regions,
  zones: [
    { name: 'a1', region: 0 },
    { name: 'a2', region: 0 },
    { name: 'b1', region: 1 },
  ],
  places: [
    { zone: 0, share: 2 },
    { zone: 1, share: 1 },
    { zone: 2, share: 2 },
  ],
  spread: 'balanced',
  regionGroups: [[1, 2]],
  localRegion: 0,
  roundTripMs: [
    [0, 10, Number.NaN],
    [10, 0, 20],
    [Number.NaN, 20, 0],
  ],
};

const orderArbitrary: fc.Arbitrary<ShardOrderAt> = fc.record({
  atMs: fc.integer({ min: 0, max: endMs }),
  shard: fc.nat({ max: 2 }),
  order: fc.constantFrom('ready' as const, 'drain' as const, 'maint' as const),
});

const at = fc.integer({ min: 0, max: endMs }).map((atMs) => ({ kind: 'at' as const, atMs }));
const faultArbitrary: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constant('bridge-crash' as const),
    name: fc.constant('crash'),
    timing: at,
    count: fc.integer({ min: 1, max: 4 }),
    pick: fc.constantFrom('random' as const, 'busiest' as const),
    loss: fc.constantFrom('process' as const, 'machine' as const),
    restartSeconds: fc.constantFrom(null, 30),
  }),
  fc.record({
    kind: fc.constant('bridge-illness' as const),
    name: fc.constant('ill'),
    timing: at,
    count: fc.integer({ min: 1, max: 4 }),
    symptom: fc.constantFrom('no-answer' as const, 'unwell' as const),
    recoverSeconds: fc.constantFrom(null, 120),
  }),
  fc.record({
    kind: fc.constant('prosody-kill' as const),
    name: fc.constant('kill'),
    timing: at,
    shard: fc.constantFrom(null, 0),
  }),
  fc.record({
    kind: fc.constant('reconnect-storm' as const),
    name: fc.constant('storm'),
    timing: at,
    ratio: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
);

const model = aSignallingModel({
  frontWorkerConnections: 60,
  prosodyPerJoinCoreSeconds: 0.2,
  prosodyStartSeconds: { kind: 'uniform', low: 5, high: 200 },
  focusMissingSeconds: { kind: 'uniform', low: 5, high: 200 },
  reloadRatio: 0.3,
  resumeTriesMax: 3,
});

const scenarioArbitrary: fc.Arbitrary<Scenario> = fc
  .record({
    ratePerHour: fc.integer({ min: 5, max: 60 }),
    size: fc.integer({ min: 1, max: 20 }),
    spreadSeconds: fc.integer({ min: 1, max: 1500 }),
    homeRatio: fc.double({ min: 0, max: 1, noNaN: true }),
    hasRegions: fc.boolean(),
    relays: fc.boolean(),
    strategy: fc.constantFrom('region-based' as const, 'single' as const, 'intra-region' as const),
    shardCount: fc.integer({ min: 1, max: 3 }),
    shardRegions: fc.array(fc.nat({ max: 2 }), { minLength: 3, maxLength: 3 }),
    hasOwnBridges: fc.boolean(),
    haproxy: fc.constantFrom(null, production8x8Entry, { ...production8x8Entry, stickExpireSeconds: 20 }),
    orders: fc.array(orderArbitrary, { maxLength: 5 }),
    faults: fc.array(faultArbitrary, { maxLength: 2 }),
    hasSignalling: fc.boolean(),
    bridges: fc.integer({ min: 1, max: 7 }),
    redistribution: fc.constantFrom(undefined, {
      intervalSeconds: 60,
      stressThreshold: 0.05,
      endpoints: 4,
      timeoutSeconds: 100,
    }),
  })
  .map((draw) => {
    const pool = aBridgePool({
      initialCount: draw.bridges,
      drainLimit: { seconds: 300, by: 'drainMaxSeconds' },
    });
    const { shardCount, hasOwnBridges, haproxy } = draw;
    const shares = regions.map((region, i) => ({ region, share: i + 1 }));
    return aScenario({
      hours,
      demand: [
        {
          ...aCurveDemand(draw.ratePerHour, {
            size: { kind: 'uniform', low: 1, high: draw.size },
            joinOffsetSeconds: { kind: 'uniform', low: 0, high: draw.spreadSeconds },
          }),
          ...(draw.hasRegions ? { regions: { shares, homeRatio: draw.homeRatio } } : {}),
        },
      ],
      faults: draw.faults.filter(({ kind }) => draw.hasSignalling || kind.startsWith('bridge-')),
      deployment: {
        region: 'a',
        ...(draw.hasRegions ? { geography } : {}),
        shardCount,
        cloud: aCloud(),
        shards: {
          regions: draw.hasRegions ? draw.shardRegions.slice(0, shardCount) : [],
          hasOwnBridges,
          haproxy,
          orders: haproxy === null ? [] : draw.orders.filter(({ shard }) => shard < shardCount),
        },
        signalling: draw.hasSignalling ? model : null,
        bridges: {
          ...pool,
          selection: {
            ...pool.selection,
            strategy: draw.strategy,
            relays: draw.relays,
            maxBridgeParticipants: 6,
            ...(draw.redistribution === undefined
              ? {}
              : { stressThreshold: 0.04, redistribution: draw.redistribution }),
          },
        },
        jibris: null,
      },
      scaling: {
        bridges: {
          policy: 'scheduled',
          scheduled: {
            steps: [
              { atMs: 0, count: draw.bridges },
              { atMs: endMs / 2, count: Math.ceil(draw.bridges / 2) },
            ],
            prewarmSeconds: 0,
          },
          controlIntervalSeconds: 60,
        },
        jibris: null,
      },
    });
  });

describe('any regions and shards', () => {
  it('lose nobody', () => {
    fc.assert(
      fc.property(scenarioArbitrary, fc.nat({ max: 1000 }), (scenario, seed) => {
        const { totals } = simulate(scenario, { seed, replication: 0 });
        expect(totals.otherRegionRatio).toBeGreaterThanOrEqual(0);
        expect(totals.otherRegionRatio).toBeLessThanOrEqual(1);
        const { shardCount, shards } = scenario.deployment;
        if (shardCount === 1 || shards?.haproxy === null) expect(totals.roomSplits).toBe(0);
      }),
      { numRuns: 120 },
    );
  });

  it('are the same on both event lists', () => {
    fc.assert(
      fc.property(scenarioArbitrary, fc.nat({ max: 1000 }), (scenario, seed) => {
        const wheel = simulate(scenario, { seed, replication: 0 });
        const heap = simulate(scenario, { seed, replication: 0, list: createQuaternaryHeap() });
        expect(heap).toEqual(wheel);
      }),
      { numRuns: 15 },
    );
  });
});
