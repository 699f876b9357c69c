/**
 * Builders of resolved scenarios with plausible values: a test names only what it is about.
 */

import type { BootModel } from '../../src/cloud/boot-model.ts';
import { type CloudSettings, unlimitedCloud } from '../../src/cloud/cloud-settings.ts';
import { simpleSupply } from '../../src/cloud/pool-supply.ts';
import type { Geography } from '../../src/jitsi/geography.ts';
import { shippedJibri } from '../../src/jitsi/jibri-settings.ts';
import type { BridgePool, Demand, JibriPool, Scenario } from '../../src/scenario/scenario.ts';
import type { ConferenceClass } from '../../src/workload/demand.ts';
import { aBridgeModel, aMediaProfile } from './jitsi.ts';

export const hourMs = 3_600_000;

/** The one published boot: a bridge ready 240 s after the decision (OpenFUN, 22 March 2022), without spread. */
export function aBootModel(overrides: Partial<BootModel> = {}): BootModel {
  return {
    name: 'openfun',
    stages: [
      { name: 'nodeVisible', atSeconds: 135 },
      { name: 'nodeReady', atSeconds: 165 },
      { name: 'podCreating', atSeconds: 180 },
      { name: 'ready', atSeconds: 240 },
    ],
    spreadLogStandardDeviation: 0,
    ...overrides,
  };
}

export function aConferenceClass(overrides: Partial<ConferenceClass> = {}): ConferenceClass {
  return {
    name: 'meeting',
    size: { kind: 'constant', value: 5 },
    durationMinutes: { kind: 'constant', value: 30 },
    joinOffsetSeconds: { kind: 'uniform', low: 0, high: 60 },
    hostJoinOffsetSeconds: null,
    leaveOffsetSeconds: { kind: 'constant', value: 0 },
    audioSenderRatio: 1,
    audioSendersMax: 10,
    videoSenderRatio: 0,
    videoSendersMax: 0,
    recordingRatio: 0,
    ...overrides,
  };
}

/** Conferences at a constant rate. */
export function aCurveDemand(ratePerHour: number, overrides: Partial<ConferenceClass> = {}): Demand {
  return {
    kind: 'curve',
    name: 'meetings',
    rate: {
      timeMs: Float64Array.of(0, 1000 * hourMs),
      ratePerHour: Float64Array.of(ratePerHour, ratePerHour),
    },
    alignment: null,
    conferenceClass: aConferenceClass(overrides),
    media: aMediaProfile(),
  };
}

/** One zone without limits. */
export function aCloud(overrides: Partial<CloudSettings> = {}): CloudSettings {
  return { ...unlimitedCloud, ...overrides };
}

/** Two regions of one zone each, half of the bridges in either. */
export function twoRegions(): Geography {
  return {
    regions: ['north', 'south'],
    zones: [
      { name: 'n1', region: 0 },
      { name: 's1', region: 1 },
    ],
    places: [
      { zone: 0, share: 1 },
      { zone: 1, share: 1 },
    ],
    spread: 'balanced',
    regionGroups: [],
    localRegion: -1,
    roundTripMs: [
      [1, 20],
      [20, 1],
    ],
  };
}

export function aBridgePool(overrides: Partial<BridgePool> = {}): BridgePool {
  return {
    instanceType: 'test/xs',
    model: aBridgeModel(),
    boot: aBootModel(),
    supply: simpleSupply('test/xs'),
    nodes: null,
    initialCount: 2,
    stress: {
      measure: 'packet-rate',
      cpuStealRatio: 0,
      samplePeriodSeconds: 10,
      publishPeriodSeconds: 5,
      overstressedAbove: 1,
    },
    lastN: { jvbLastN: -1, ssrcLimit: 50, conferenceLimits: [], reducer: null },
    selection: {
      strategy: 'region-based',
      relays: true,
      stressThreshold: 0.8,
      averageParticipantStress: 0.01,
      participantRampupIntervalSeconds: 20,
      maxBridgeParticipants: 80,
      maxBridgeParticipantsPerInterval: -1,
      maxBridgeParticipantsIntervalSeconds: 60,
    },
    drainLimit: { seconds: Number.POSITIVE_INFINITY, by: 'nothing' },
    hungDrainRatio: 0,
    shutdownDelaySeconds: 60,
    ...overrides,
  };
}

export function aJibriPool(overrides: Partial<JibriPool> = {}): JibriPool {
  return {
    instanceType: 'test/jibri',
    boot: aBootModel(),
    supply: simpleSupply('test/jibri'),
    nodes: null,
    initialCount: 2,
    settings: { ...shippedJibri, upload: { gigabytesPerHour: 0.7, megabitsPerSecond: null } },
    finaliseSeconds: { kind: 'constant', value: 0 },
    ...overrides,
  };
}

/** Two fixed bridges, ten meetings of five an hour, four hours. */
/** The scenario with a fixed pool of Jibris, at the price of its bridges. */
export function withFixedJibris(scenario: Scenario, pool: JibriPool): Scenario {
  return {
    ...scenario,
    deployment: { ...scenario.deployment, jibris: pool },
    scaling: { ...scenario.scaling, jibris: { policy: 'static', static: { count: pool.initialCount } } },
    prices: { ...scenario.prices, jibris: scenario.prices.bridges },
  };
}

export function aScenario(overrides: Partial<Scenario> & { readonly hours?: number } = {}): Scenario {
  const { hours = 4, ...rest } = overrides;
  return {
    name: 'test',
    variant: 'test',
    horizon: { startEpochMs: Date.UTC(2026, 10, 23), durationMs: hours * hourMs, timeZone: 'UTC' },
    demand: [aCurveDemand(10)],
    deployment: {
      region: 'test',
      shardCount: 1,
      signalling: null,
      cloud: aCloud(),
      bridges: aBridgePool(),
      jibris: null,
    },
    scaling: { bridges: { policy: 'static', static: { count: 2 } }, jibris: null },
    prices: {
      bridges: {
        currency: 'EUR',
        costPerHour: 1,
        grain: 'per-second',
        minimumSeconds: 60,
        source: 'test',
        asOf: '2026-11-21',
      },
      jibris: null,
    },
    objectives: [],
    faults: [],
    observed: [],
    run: { seed: 1, replications: 2 },
    modelsUsed: [],
    uncertainParameters: [],
    validRanges: [],
    warnings: [],
    ...rest,
  };
}

/** Two hours of a timetable of bridges by minute, looked at each minute; nobody meets unless `demand` says so. */
export function aTimetableScenario(
  steps: readonly (readonly [minute: number, count: number])[],
  demand: Scenario['demand'] = [],
): Scenario {
  const timetable = steps.map(([minute, count]) => ({ atMs: minute * 60_000, count }));
  const scheduled = { steps: timetable, prewarmSeconds: 0 };
  return aScenario({
    hours: 2,
    demand,
    scaling: { bridges: { policy: 'scheduled', scheduled, controlIntervalSeconds: 60 }, jibris: null },
  });
}
