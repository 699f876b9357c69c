/**
 * Goal: whatever is simulated, a run obeys what must always hold.
 * Method: random small deployments, demands and policies. The run itself asserts conservation and Little's law; on top,
 * both event lists give identical rows, wanted counts keep their bounds, states add up to what is paid, demand does not
 * depend on the policy, and doubling the price doubles the cost.
 */

import { describe, expect, it } from 'vitest';
import type { KubernetesHpaPolicy } from '../../src/autoscaling/kubernetes-hpa/policy.ts';
import type { BridgeScaling, Scenario } from '../../src/scenario/scenario.ts';
import type { RunRows } from '../../src/simulation/rows.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { aQuickAutoscaler, expectSameOnBothLists, oneJibriFree } from '../support/any-run.ts';
import { fc } from '../support/property.ts';
import { aBootModel, aBridgePool, aCloud, aCurveDemand, aJibriPool, aScenario } from '../support/scenario.ts';
import { aSignallingModel } from '../support/signalling.ts';

const minCount = 1;
const maxCount = 12;

const hpa: KubernetesHpaPolicy = {
  minReplicas: minCount,
  maxReplicas: maxCount,
  metrics: [{ kind: 'resource-utilization', resource: 'cpu', container: null, targetPercent: 50 }],
  behavior: { scaleUp: null, scaleDown: null },
  toleranceRatio: 0.1,
  toleranceForm: 'band',
  downscaleStabilizationSeconds: 120,
  syncPeriodSeconds: 15,
  cpuInitializationPeriodSeconds: 300,
  initialReadinessDelaySeconds: 30,
  scaleUpLimitFactor: 2,
  scaleUpLimitMinimum: 4,
};

const load = { loadPerInstance: 0.1, minCount, maxCount };

const policies: readonly BridgeScaling[] = [
  { policy: 'static', static: { count: 5 } },
  {
    policy: 'scheduled',
    scheduled: {
      steps: [
        { atMs: 0, count: 2 },
        { atMs: 3_600_000, count: maxCount },
        { atMs: 7_200_000, count: minCount },
      ],
      prewarmSeconds: 300,
    },
    controlIntervalSeconds: 60,
  },
  { policy: 'react', load, controlIntervalSeconds: 60 },
  { policy: 'hist', load, controlIntervalSeconds: 60 },
  { policy: 'reg', load, controlIntervalSeconds: 60 },
  { policy: 'adapt', load, controlIntervalSeconds: 60 },
  {
    policy: 'kubernetes-hpa',
    hpa,
    readings: [{ metric: 'cpu', aggregate: 'sum' }],
    cpuRequestCores: 1,
    metricsPeriodSeconds: 15,
    boundsChanges: [],
    podDeletionCost: 'none',
    detachesBusy: false,
  },
  aQuickAutoscaler(maxCount),
];

/** A shard that some of the demand is too much for: twelve participants a pod, half a second of work a join. */
const narrowShard = aSignallingModel({
  frontWorkerConnections: 12,
  prosodyPerJoinCoreSeconds: 0.5,
  prosodyPerJoinAndOccupantCoreSeconds: 0.05,
  focusMissingSeconds: { kind: 'uniform', low: 5, high: 100 },
});

const scenarioArbitrary: fc.Arbitrary<Scenario> = fc
  .record({
    policy: fc.constantFrom(...policies),
    ratePerHour: fc.integer({ min: 1, max: 60 }),
    size: fc.integer({ min: 1, max: 40 }),
    minutes: fc.integer({ min: 1, max: 90 }),
    cameraRatio: fc.double({ min: 0, max: 1, noNaN: true }),
    recordingRatio: fc.constantFrom(0, 0.3),
    strategy: fc.constantFrom('region-based' as const, 'single' as const),
    initialCount: fc.integer({ min: 1, max: 6 }),
    drainMaxSeconds: fc.constantFrom(30, 600, Number.POSITIVE_INFINITY),
    hungDrainRatio: fc.constantFrom(0, 0, 0.5, 1),
    bootSpread: fc.constantFrom(0, 0.4),
    signalling: fc.constantFrom(null, narrowShard),
  })
  .map((draw) => {
    const pool = aBridgePool();
    return aScenario({
      hours: 3,
      demand: [
        aCurveDemand(draw.ratePerHour, {
          size: { kind: 'uniform', low: 1, high: draw.size },
          durationMinutes: { kind: 'exponential', mean: draw.minutes },
          joinOffsetSeconds: { kind: 'normal', mean: 0, standardDeviation: 120 },
          videoSenderRatio: draw.cameraRatio,
          videoSendersMax: 20,
          recordingRatio: draw.recordingRatio,
        }),
      ],
      deployment: {
        region: 'test',
        shardCount: 1,
        cloud: aCloud(),
        signalling: draw.signalling,
        bridges: {
          ...pool,
          initialCount: draw.initialCount,
          drainLimit: { seconds: draw.drainMaxSeconds, by: 'drainMaxSeconds' },
          hungDrainRatio: draw.hungDrainRatio,
          boot: aBootModel({ spreadLogStandardDeviation: draw.bootSpread }),
          selection: { ...pool.selection, strategy: draw.strategy },
        },
        jibris: aJibriPool({ finaliseSeconds: { kind: 'exponential', mean: 120 } }),
      },
      scaling: {
        bridges: draw.policy,
        jibris: oneJibriFree,
      },
    });
  });

function withPrice(scenario: Scenario, costPerHour: number): Scenario {
  return {
    ...scenario,
    prices: { ...scenario.prices, bridges: { ...scenario.prices.bridges, costPerHour } },
  };
}

function expectSoundRows(run: RunRows): void {
  const { minutes, totals, decisions } = run;
  for (let row = 0; row < minutes.minute.length; row++) {
    const desired = minutes.bridgesDesired[row] ?? -1;
    expect(desired).toBeGreaterThanOrEqual(minCount);
    expect(desired).toBeLessThanOrEqual(maxCount);
    const cost = (minutes.costAccrued[row] ?? 0) - (minutes.costAccrued[row - 1] ?? 0);
    expect(cost).toBeGreaterThanOrEqual(0);
    expect(minutes.jibrisBusy[row]).toBeLessThanOrEqual(5 + (totals.recordings ?? 0));
  }
  for (const { desiredBefore, desiredAfter, reason } of decisions) {
    expect(desiredAfter).not.toBe(desiredBefore);
    expect(reason).not.toBe('');
  }
  expect(totals.recordingsRefused).toBeLessThanOrEqual(totals.recordings);
  expect(totals.overstressedParticipantMinutes).toBeLessThanOrEqual(totals.participantMinutes);
  expect(totals.bridgesReadyMax).toBeLessThanOrEqual(totals.bridgesPaidMax);
  // Per second with a 60 s minimum: never cheaper than the time paid, and dearer only by the roundings.
  const roundings = (totals.bridgeLaunches + totals.bridgesPaidMax + 10) * (60 / 3600);
  expect(totals.cost).toBeGreaterThanOrEqual(totals.bridgeHoursPaid - 1e-6);
  expect(totals.cost).toBeLessThanOrEqual(totals.bridgeHoursPaid + roundings);
}

describe('any run', () => {
  it('keeps its bounds, its sums and its bill', () => {
    fc.assert(
      fc.property(scenarioArbitrary, fc.nat({ max: 1000 }), (scenario, seed) => {
        expectSoundRows(simulate(scenario, { seed, replication: 0 }));
      }),
      { numRuns: 60 },
    );
  });

  it('is the same on both event lists', () => {
    fc.assert(
      fc.property(scenarioArbitrary, fc.nat({ max: 1000 }), (scenario, seed) => {
        expectSameOnBothLists(scenario, seed);
      }),
      { numRuns: 20 },
    );
  });

  it('meets the same conferences under every policy', () => {
    fc.assert(
      fc.property(scenarioArbitrary, fc.nat({ max: 1000 }), (scenario, seed) => {
        const counts = policies.map((bridges) => {
          const variant = { ...scenario, scaling: { ...scenario.scaling, bridges } };
          const { totals } = simulate(variant, { seed, replication: 0 });
          return [totals.conferences, totals.joins, totals.recordings];
        });
        expect(new Set(counts.map(String)).size).toBe(1);
      }),
      { numRuns: 15 },
    );
  });

  it('costs twice as much at twice the price', () => {
    fc.assert(
      fc.property(scenarioArbitrary, (scenario) => {
        const once = simulate(withPrice(scenario, 1), { seed: 1, replication: 0 }).totals.cost;
        const twice = simulate(withPrice(scenario, 2), { seed: 1, replication: 0 }).totals.cost;
        // Each bill is rounded to whole micro-units on its own: half a unit here, twice half a unit there.
        expect(Math.abs(twice - 2 * once)).toBeLessThan(1.6e-6);
      }),
      { numRuns: 15 },
    );
  });
});
