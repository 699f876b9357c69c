/**
 * Goal: whatever goes wrong, and however often, nobody is lost count of, and the same run goes the same way twice.
 * Method: random small deployments under random policies with random faults of every kind, at fixed times and at high
 * rates, several at once. Every run asserts by itself conservation, Little's law and that no conference is on a bridge
 * that is gone; on top, its rows add up, both event lists give the same, and faults do not change who meets when.
 */

import { describe, expect, it } from 'vitest';
import { production8x8IceFailureDetection } from '../../src/jitsi/jicofo/bridge-record.ts';
import { shippedConferenceStart } from '../../src/jitsi/jicofo/conference-start.ts';
import type { BridgeVersions } from '../../src/scenario/bridge-versions.ts';
import type { Fault, FaultTiming } from '../../src/scenario/faults.ts';
import type { BridgeScaling } from '../../src/scenario/scaling.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import type { RunRows } from '../../src/simulation/rows.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { aQuickAutoscaler, expectSameOnBothLists, oneJibriFree } from '../support/any-run.ts';
import { fc } from '../support/property.ts';
import {
  aBootModel,
  aBridgePool,
  aCloud,
  aCurveDemand,
  aJibriPool,
  aScenario,
  twoRegions,
} from '../support/scenario.ts';
import { aSignallingModel } from '../support/signalling.ts';

const minuteMs = 60_000;
const horizonMinutes = 120;

const geography = twoRegions();

const timings: fc.Arbitrary<FaultTiming> = fc.oneof(
  fc
    .integer({ min: 0, max: horizonMinutes - 1 })
    .map((minute) => ({ kind: 'at' as const, atMs: minute * minuteMs })),
  fc
    .integer({ min: 5, max: 60 })
    .map((minutes) => ({ kind: 'rate' as const, meanTimeBetweenMs: minutes * minuteMs })),
);

const counts = fc.integer({ min: 1, max: 4 });
const times = fc.integer({ min: 0, max: 1800 });
const orNull = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null });
const ratios = fc.constantFrom(0.2, 1);
const zones = fc.constantFrom('n1', 's1');

type WithoutTiming<Type> = Type extends unknown ? Omit<Type, 'name' | 'timing'> : never;

const kinds: fc.Arbitrary<WithoutTiming<Fault>> = fc.oneof(
  fc.record({
    kind: fc.constant('bridge-crash' as const),
    count: counts,
    pick: fc.constantFrom('random' as const, 'busiest' as const),
    loss: fc.constantFrom('process' as const, 'machine' as const),
    restartSeconds: orNull(times),
  }),
  fc.record({
    kind: fc.constant('bridge-illness' as const),
    count: counts,
    symptom: fc.constantFrom('no-answer' as const, 'unwell' as const, 'no-media' as const),
    recoverSeconds: orNull(times),
  }),
  fc.record({ kind: fc.constant('jicofo-restart' as const), absenceSeconds: times }),
  fc.record({ kind: fc.constant('prosody-kill' as const), shard: orNull(fc.constant(0)) }),
  fc.record({ kind: fc.constant('visitor-node-kill' as const), node: orNull(fc.constantFrom(0, 1)) }),
  fc.record({
    kind: fc.constant('front-loss' as const),
    shard: orNull(fc.constant(0)),
    pods: orNull(fc.constant(1)),
    outageSeconds: orNull(times),
  }),
  fc.record({ kind: fc.constant('reconnect-storm' as const), ratio: ratios }),
  fc.record({
    kind: fc.constant('churn' as const),
    ratio: ratios,
    cycles: counts,
    periodSeconds: fc.integer({ min: 1, max: 300 }),
    awaySeconds: fc.integer({ min: 0, max: 120 }),
  }),
  fc.record({
    kind: fc.constant('join-burst' as const),
    conferences: counts,
    participants: fc.integer({ min: 1, max: 40 }),
    withinSeconds: fc.integer({ min: 0, max: 60 }),
    stayMinutes: fc.integer({ min: 1, max: 200 }),
    demandIndex: fc.constant(0),
  }),
  fc.record({ kind: fc.constant('jibri-hang' as const), count: counts, recoverSeconds: orNull(times) }),
  fc.record({ kind: fc.constant('drain-failure' as const), durationSeconds: times }),
  fc.record({
    kind: fc.constant('bridge-drain' as const),
    durationSeconds: times,
    ratio: ratios,
    zone: orNull(zones),
    version: fc.constant(null),
  }),
  fc.record({ kind: fc.constant('zone-loss' as const), zone: zones, durationSeconds: times }),
  fc.record({
    kind: fc.constant('region-partition' as const),
    region: fc.constantFrom(0, 1),
    durationSeconds: fc.integer({ min: 60, max: 1800 }),
  }),
  fc.record({
    kind: fc.constant('stock-out' as const),
    durationSeconds: times,
    zone: orNull(zones),
    refusedRatio: ratios,
  }),
  fc.record({
    kind: fc.constant('slow-boot' as const),
    durationSeconds: times,
    zone: orNull(zones),
    factor: fc.constantFrom(0.1, 5),
  }),
  fc.record({ kind: fc.constant('spot-interruption' as const), ratio: ratios }),
);

const policies: readonly BridgeScaling[] = [
  { policy: 'static', static: { count: 4 } },
  {
    policy: 'scheduled',
    scheduled: {
      steps: [
        { atMs: 0, count: 6 },
        { atMs: 40 * minuteMs, count: 1 },
        { atMs: 80 * minuteMs, count: 5 },
      ],
      prewarmSeconds: 300,
    },
    controlIntervalSeconds: 60,
  },
  {
    policy: 'react',
    load: { loadPerInstance: 0.1, minCount: 1, maxCount: 8 },
    controlIntervalSeconds: 60,
  },
  aQuickAutoscaler(8),
];

const shard = aSignallingModel({
  prosodyReadinessFailuresMax: 3,
  prosodyReadinessDelaySeconds: 15,
  frontReadinessFailuresMax: 3,
  frontWorkerConnections: 100,
  prosodyPerJoinCoreSeconds: 0.1,
  prosodyPerJoinAndOccupantCoreSeconds: 0.005,
  prosodyResumeCoreSeconds: 0.02,
  focusMissingSeconds: { kind: 'uniform', low: 5, high: 100 },
  frontRestartSeconds: { kind: 'uniform', low: 1, high: 30 },
  reloadRatio: 0.3,
});

const detection = { ...production8x8IceFailureDetection, thresholdRatio: 0.1 };

/** Bridges of the second version come after 40 minutes; for a while conferences are pinned to it. */
const twoVersions: BridgeVersions = {
  names: ['a', 'b'],
  rollout: [
    { fromMs: 0, version: 0, weight: 1 },
    { fromMs: 40 * minuteMs, version: 1, weight: 1 },
  ],
  allowsMixedVersions: false,
  pins: [{ version: 1, demandIndex: 0, fromMs: 50 * minuteMs, toMs: 70 * minuteMs }],
};

const spot = {
  name: 'test',
  onDemandBaseCount: 1,
  onDemandAboveBaseRatio: 0.3,
  fallsBackToOnDemand: true,
  noticeSeconds: 30,
  interruptedPerMonthRatio: 0.9,
  priceRatio: 0.4,
};

const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    faults: fc.array(fc.tuple(kinds, timings), { minLength: 1, maxLength: 6 }),
    policy: fc.constantFrom(...policies),
    ratePerHour: fc.integer({ min: 5, max: 60 }),
    size: fc.integer({ min: 1, max: 20 }),
    minutes: fc.integer({ min: 1, max: 90 }),
    strategy: fc.constantFrom('region-based' as const, 'single' as const, 'split' as const),
    initialCount: fc.integer({ min: 1, max: 5 }),
    drainMaxSeconds: fc.constantFrom(30, 600, Number.POSITIVE_INFINITY),
    hasSignalling: fc.boolean(),
    hasSpot: fc.boolean(),
    shardCount: fc.constantFrom(1, 2),
    startsWithSecond: fc.boolean(),
    hasVersions: fc.boolean(),
    hasVisitors: fc.boolean(),
    looksAfter: fc.boolean(),
  })
  .map((draw) => {
    const pool = aBridgePool();
    const needsSignalling = ['prosody-kill', 'visitor-node-kill', 'front-loss', 'reconnect-storm'];
    const faults = draw.faults
      .map(([kind, timing], index): Fault => ({ ...kind, timing, name: `${kind.kind} ${index}` }))
      .filter(({ kind }) => draw.hasSignalling || !needsSignalling.includes(kind));
    return aScenario({
      hours: horizonMinutes / 60,
      demand: [
        aCurveDemand(draw.ratePerHour, {
          size: { kind: 'constant', value: draw.size },
          durationMinutes: { kind: 'exponential', mean: draw.minutes },
          videoSenderRatio: 0.3,
          videoSendersMax: 10,
          recordingRatio: 0.3,
        }),
      ],
      faults,
      deployment: {
        region: 'north',
        shardCount: draw.shardCount,
        signalling: draw.hasSignalling ? shard : null,
        cloud: aCloud(),
        geography,
        bridges: {
          ...pool,
          supply: { ...pool.supply, spot: draw.hasSpot ? spot : null },
          initialCount: draw.initialCount,
          drainLimit: { seconds: draw.drainMaxSeconds, by: 'drainMaxSeconds' },
          boot: aBootModel({ spreadLogStandardDeviation: 0.4 }),
          selection: {
            ...pool.selection,
            strategy: draw.strategy,
            ...(draw.startsWithSecond ? { conferenceStart: shippedConferenceStart } : {}),
            ...(draw.looksAfter ? { iceFailureDetection: { ...detection, minEndpoints: 3 } } : {}),
          },
          ...(draw.hasVersions ? { versions: twoVersions } : {}),
          ...(draw.looksAfter ? { health: { isSticky: true, watchdogSeconds: 180 } } : {}),
        },
        ...(draw.hasVisitors && draw.strategy === 'region-based'
          ? { visitors: { nodes: 2, participantsMax: 4, visitorsPerNodeMax: 5, hasProbes: true } }
          : {}),
        jibris: aJibriPool({ finaliseSeconds: { kind: 'exponential', mean: 120 } }),
      },
      scaling: {
        bridges: draw.policy,
        jibris: oneJibriFree,
      },
    });
  });

function expectSoundRows({ totals, minutes }: RunRows): void {
  const wanted = totals.participantMinutes + totals.disconnectedParticipantMinutes;
  expect(totals.fineParticipantMinutes + totals.overstressedParticipantMinutes).toBeCloseTo(
    totals.participantMinutes,
    6,
  );
  if (wanted > 0) {
    expect(totals.disconnectedParticipantMinutesRatio).toBeCloseTo(
      totals.disconnectedParticipantMinutes / wanted,
      9,
    );
  }
  expect(totals.joinsSucceeded + totals.joinsFailed).toBeLessThanOrEqual(totals.joins);
  expect(totals.joinsFailedByBridges).toBeGreaterThanOrEqual(0);
  // A recording that another Jibri goes on with may be lost again.
  expect(totals.recordingsLost + totals.recordingsRefused).toBeLessThanOrEqual(
    totals.recordings + totals.recordingsResumed,
  );
  expect(totals.bridgesReadyMax).toBeLessThanOrEqual(totals.bridgesPaidMax);
  for (let row = 0; row < minutes.minute.length; row++) {
    expect(minutes.participantsOut[row]).toBeGreaterThanOrEqual(0);
    expect(minutes.costAccrued[row]).toBeGreaterThanOrEqual(minutes.costAccrued[row - 1] ?? 0);
  }
}

describe('any run in which things go wrong', () => {
  it('keeps its sums', () => {
    fc.assert(
      fc.property(scenarios, fc.nat({ max: 1000 }), (scenario, seed) => {
        expectSoundRows(simulate(scenario, { seed, replication: 0 }));
      }),
      { numRuns: 45 },
    );
  });

  it('is the same twice, and on both event lists', () => {
    fc.assert(
      fc.property(scenarios, fc.nat({ max: 1000 }), (scenario, seed) => {
        const once = expectSameOnBothLists(scenario, seed);
        expect(simulate(scenario, { seed, replication: 0 })).toEqual(once);
      }),
      { numRuns: 10 },
    );
  });

  it('meets the same planned conferences as without faults', () => {
    fc.assert(
      fc.property(scenarios, fc.nat({ max: 1000 }), (scenario, seed) => {
        const planned = { ...scenario, faults: scenario.faults.filter(({ kind }) => kind !== 'join-burst') };
        const rough = simulate(planned, { seed, replication: 0 }).totals;
        const calm = simulate({ ...scenario, faults: [] }, { seed, replication: 0 }).totals;
        expect([rough.conferences, rough.joins]).toEqual([calm.conferences, calm.joins]);
      }),
      { numRuns: 10 },
    );
  });
});
