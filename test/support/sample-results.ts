/**
 * Made-up results of three variants over a day of 8.6 hours, for tests of charts, reports and exporters. The
 * rows are plausible (they hang together: cost follows paid bridges, stress follows participants per bridge) and
 * the same on every call. They are no simulation and no measurement.
 */
import type {
  Agreement,
  Estimate,
  MinuteBand,
  Results,
  VariantResults,
} from '../../src/experiment/results.ts';
import type { ModelCitation, ObservedSeries } from '../../src/scenario/evidence.ts';
import { type MachineTotals, machineTotalNames } from '../../src/simulation/machine-total-names.ts';
import type { DecisionRow, IncidentRow, MinuteColumn, RunTotals } from '../../src/simulation/rows.ts';

const horizonMinutes = 516;
const replications = 20;
const pricePerHour = 0.084;
const startEpochMs = Date.UTC(2022, 2, 29, 7, 24);

/** Minutes since the horizon start and participants at that minute; straight lines between them. */
const participantKnots: readonly (readonly [number, number])[] = [
  [0, 0], [30, 19], [45, 380], [60, 985], [75, 1308], [140, 1305], [157, 1648], [161, 300], [166, 0], [176, 0],
  [181, 1540], [212, 1600], [226, 1034], [256, 1477], [290, 1210], [302, 618], [330, 98], [345, 307], [370, 80],
  [420, 0], [428, 40], [450, 704], [483, 696], [496, 308], [510, 0], [516, 0],
]; // biome-ignore format: one line a stretch of the day reads better than one a knot

/** Two replications of four launches each: quantiles of the whole are no sums of those of its stages. */
const sampleBoots = [0, 1].flatMap((replication) =>
  (
    [
      ['granted', 0, 0],
      ['nodeReady', 165, 200],
      ['ready', 75, 90],
      ['whole', 240, 280],
    ] as const
  ).map(([stage, secondsP50, secondsP95]) => ({
    ...({ replication, pool: 'bridges', of: 'instance', stage, launches: 4 } as const),
    ...{ secondsMean: secondsP50 + replication, secondsP50, secondsP95, secondsMax: secondsP95 + 1 },
  })),
);

export interface SampleVariant {
  readonly name: string;
  readonly policy: string;
  /** Bridges wanted at a number of participants. */
  readonly desired: (participants: number) => number;
  /** Minutes from wanting to serving. */
  readonly bootMinutes: number;
}

export const sampleVariants: readonly SampleVariant[] = [
  {
    name: 'OpenFUN HPA',
    policy: 'kubernetes-hpa',
    desired: (participants) => Math.max(20, Math.min(90, Math.ceil(participants / 62))),
    bootMinutes: 4,
  },
  {
    name: 'jitsi-autoscaler',
    policy: 'jitsi-autoscaler',
    desired: (participants) => Math.max(6, Math.min(90, Math.ceil(participants / 45) + 2)),
    bootMinutes: 4,
  },
  { name: 'Fixed 20', policy: 'static', desired: () => 20, bootMinutes: 0 },
];

/** Builds the results; any top-level field may be replaced. */
export function aResults(overrides: Partial<Results> = {}): Results {
  return {
    scenario: 'OpenFUN autoscaling day',
    scenarioHash: '5f3a9c0e7b1d42868ce04d1be8a5a1f0c2d97e6b3f4a80d1927c5e6f8b0a1d23',
    version: '0.1.0',
    seed: 1,
    replications,
    horizonStartEpochMs: startEpochMs,
    horizonMinutes,
    timeZone: 'Europe/Paris',
    currency: 'EUR',
    variants: sampleVariants.map((variant) => aVariant(variant)),
    precision: null,
    observed: [measuredReplicas(), measuredParticipants()],
    modelsUsed: sampleModels,
    warnings: ['Participants per bridge reach 84, beyond the 21 to 80 the bridge model was fitted on.'],
    ...overrides,
  };
}

/** One variant; any field may be replaced. */
export function aVariant(variant: SampleVariant, overrides: Partial<VariantResults> = {}): VariantResults {
  const minute = Float64Array.from({ length: horizonMinutes }, (_, index) => index + 1);
  const columns = minuteColumns(variant, minute);
  const bands = Object.fromEntries(
    Object.entries(columns).map(([column, values]) => [column, bandAround(values, bandWidthRatio(column))]),
  ) as Record<MinuteColumn, MinuteBand>;
  return {
    variant: variant.name,
    policyBridges: variant.policy,
    policyJibris: null,
    region: 'default',
    overstressedAbove: 1,
    estimates: estimatesFrom(columns),
    totals: totalsFrom(columns),
    parameterShares: null,
    minute,
    bands,
    decisions: decisionsFrom(variant, columns),
    looks: decisionsFrom(variant, columns).map(({ replication: _replication, ...look }) => look),
    incidents: incidentsFrom(columns),
    bill: [
      {
        category: 'compute', pool: 'bridges', instanceType: 'scaleway/fr-par-1/GP1-XS', unit: 'instance-hour',
        unitPrice: pricePerHour, currency: 'EUR',
        quantity: estimate(last(columns.costAccrued) / pricePerHour, 0.01),
        cost: estimate(last(columns.costAccrued), 0.01),
      },
    ], // biome-ignore format: one row of a bill
    lives: [
      {
        replication: 0,
        pool: 'bridges',
        instanceType: 'scaleway/fr-par-1/GP1-XS',
        purchase: 'spot',
        region: 'fr-par-1',
        zone: 'a, the first',
        shard: '2',
        startMs: 0,
        endMs: 3_600_000.5,
        isInterrupted: true,
      },
    ],
    boots: sampleBoots,
    usage: [{ replication: 1, measure: 'class-participant-hours', of: 'lecture, big', quantity: 12.5 }],
    prices: [
      {
        pool: 'bridges', instanceType: 'scaleway/fr-par-1/GP1-XS', currency: 'EUR', costPerHour: pricePerHour,
        grain: 'started-hour', minimumSeconds: 0, source: 'a list', asOf: '2022-03-01',
      },
    ], // biome-ignore format: rows of a table
    agreements: agreementsOf(columns),
    objectives: [
      objective('overstressedParticipantMinutesRatio', 0.005, estimatesFrom(columns)),
      objective('joinFailureRatio', 0.001, estimatesFrom(columns)),
    ],
    fingerprints: Array.from({ length: replications }, (_, index) => (index * 7919 + 4099).toString(16)),
    ...overrides,
  };
}

/** A mean with a half-width given as a share of it. */
function estimate(mean: number, halfWidthRatio = 0.02): Estimate {
  return { mean, halfWidth95: Math.abs(mean) * halfWidthRatio, replications };
}

function participantsAt(minute: number): number {
  const next = participantKnots.findIndex(([at]) => at >= minute);
  const [toMinute, to] = participantKnots[next] ?? [minute, 0];
  const [fromMinute, from] = participantKnots[next - 1] ?? [toMinute, to];
  if (toMinute === fromMinute) return to;
  return from + ((to - from) * (minute - fromMinute)) / (toMinute - fromMinute);
}

type Columns = Record<MinuteColumn, Float64Array>;

function minuteColumns(variant: SampleVariant, minute: Float64Array): Columns {
  const over = (value: (minute: number, index: number) => number) => minute.map(value);
  const none = over(() => 0);
  const participants = over((at) => participantsAt(at) * (1 + 0.01 * Math.sin(at / 3)));
  const desired = over((at) => variant.desired(participantsAt(at - 1)));
  const serving = over((_, index) => {
    const then = desired[Math.max(0, index - variant.bootMinutes)] ?? 0;
    return Math.min(then, desired[index] ?? 0);
  });
  const leaving = over((_, index) =>
    Math.max(0, (serving[Math.max(0, index - 8)] ?? 0) - (desired[index] ?? 0)),
  );
  const launching = over((_, index) => (desired[index] ?? 0) - (serving[index] ?? 0));
  const stressP50 = over((_, index) => 0.0125 * ((participants[index] ?? 0) / (serving[index] ?? 1)));
  const stressMax = over((at, index) => (stressP50[index] ?? 0) * (1.35 + 0.1 * Math.sin(at / 7)));
  const overstressed = over((_, index) => {
    const excess = (stressMax[index] ?? 0) - 1;
    return excess > 0 ? Math.min(1, excess) * (participants[index] ?? 0) * 0.4 : 0;
  });
  let accrued = 0;
  const costAccrued = over((_, index) => {
    const paid = (serving[index] ?? 0) + (launching[index] ?? 0) + (leaving[index] ?? 0);
    accrued += (paid * pricePerHour) / 60;
    return accrued;
  });
  return {
    participants,
    conferences: participants.map((count) => Math.ceil(count / 30)),
    bridgesDesired: desired,
    bridgesLaunching: launching,
    bridgesReady: serving,
    bridgesDraining: leaving,
    bridgesWaiting: none,
    bridgesDemand: stressP50.map((stress, index) =>
      Math.max(1, Math.ceil((stress * (serving[index] ?? 0)) / 0.8)),
    ),
    stressP10: stressP50.map((stress) => stress * 0.7),
    stressP50,
    stressP90: stressP50.map((stress) => stress * 1.2),
    stressMax,
    cpuMeanCores: stressP50.map((stress) => 0.7 + 2.4 * stress),
    overstressedParticipantMinutes: overstressed,
    degradedParticipantMinutes: none,
    joinsFailed: over((_, index) => ((stressMax[index] ?? 0) > 1.25 ? 2 : 0)),
    jibrisDesired: none,
    jibrisBusy: none,
    jibrisReady: none,
    jibrisLaunching: none,
    recordingsRefused: none,
    bridgesLoad: stressP50.map((stress, index) => stress * (serving[index] ?? 0)),
    bridgesOracle: stressP50.map((stress, index) => Math.ceil(stress * (serving[index] ?? 0))),
    jibrisLoad: none,
    jibrisOracle: none,
    costAccrued,
    prosodyCpuCores: none,
    prosodyBacklogSeconds: none,
    frontSockets: none,
    participantsOut: none,
    egressMbps: participants.map((count) => count * 1.2),
    bridgeStressLimitRatio: stressMax,
    bridgePacketsLimitRatio: stressMax.map((stress) => stress * 0.64),
    bridgePoolLimitRatio: stressP50.map((stress, index) => (stress * (serving[index] ?? 0)) / 60),
    prosodyLimitRatio: over(() => Number.NaN),
    frontSocketsLimitRatio: over(() => Number.NaN),
    shardParticipantsLimitRatio: participants.map((count) => count / 5000),
    jibrisLimitRatio: over(() => Number.NaN),
  };
}

function bandWidthRatio(column: string): number {
  return column === 'costAccrued' ? 0.015 : 0.04;
}

function bandAround(mean: Float64Array, ratio: number): MinuteBand {
  return {
    mean,
    p10: mean.map((value) => value * (1 - ratio)),
    p90: mean.map((value) => value * (1 + ratio)),
  };
}

function meanTotals(columns: Columns): RunTotals {
  const hours = horizonMinutes / 60;
  const participantMinutes = sum(columns.participants);
  const overstressed = sum(columns.overstressedParticipantMinutes);
  const paid = columns.bridgesReady.map(
    (ready, index) => ready + (columns.bridgesLaunching[index] ?? 0) + (columns.bridgesDraining[index] ?? 0),
  );
  const joins = 9000;
  const joinsFailed = sum(columns.joinsFailed);
  const cost = last(columns.costAccrued);
  return {
    underProvisioningAccuracyRatio: 0.02, overProvisioningAccuracyRatio: 0.4, underProvisioningTimeRatio: 0.05, overProvisioningTimeRatio: 0.8,
    instabilityRatio: 0.1, jitterPerHour: -2, scalingDeviation: 0.83, bridgeFlipsPerDay: 2, bridgeLaunchesPerDay: 40, bridgeHoursSurplus: 12,
    orderToReadySecondsP50: 240, orderToReadySecondsP95: 300, ...withoutJibris,
    launchesRefused: 0, launchesThrottled: 0, launchWaitMinutes: 0, spotInterruptions: 0, warmStarts: 0, warmPoolHours: 0, drainsHung: 0, nodeHoursPaid: 0, nodesPaidMax: 0, nodeLaunches: 0, podsPendingMinutes: 0, podEvictions: 0,
    conferences: 300, joins, joinsFailed, joinFailureRatio: joinsFailed / joins,
    participantsPeak: Math.max(...columns.participants), participantsMoved: 0, participantsPerBridgeMax: 60, bridgesPerConferenceMax: 3,
    participantMinutes,
    overstressedParticipantMinutes: overstressed,
    overstressedParticipantMinutesRatio: overstressed / participantMinutes,
    degradedParticipantMinutes: 0, degradedParticipantMinutesRatio: 0, lastNReductions: 0,
    stressP50: 0.5, stressP90: 0.9, stressMax: Math.max(...columns.stressMax),
    bridgePacketRateMaxKpps: 70,
    bridgesReadyMax: Math.max(...columns.bridgesReady), bridgesReadyMean: sum(columns.bridgesReady) / horizonMinutes,
    bridgesPaidMax: Math.max(...paid), bridgeHoursPaid: sum(paid) / 60,
    bridgeHoursLaunching: sum(columns.bridgesLaunching) / 60, bridgeHoursDraining: sum(columns.bridgesDraining) / 60,
    bridgeLaunches: 12, bridgeDrains: 9, recordings: 0, recordingsRefused: 0, recordingRefusedRatio: 0,
    jibriHoursPaid: 0, cost, costPerDay: (cost * 24) / hours,
    costPerParticipantHour: cost / (participantMinutes / 60),
    oracleBridgeHours: sum(columns.bridgesLoad) / 60, oracleJibriHours: 0, oracleCost: (sum(columns.bridgesLoad) / 60) * pricePerHour, ...withoutSignalling, ...someTraffic, ...withoutFaults(joins, joinsFailed, participantMinutes, overstressed), events: 410_000,
  }; // biome-ignore format: a plain list of figures
}

/** Every figure within a tenth of its mean, one replication after the other above the one before. */
function totalsFrom(columns: Columns): RunTotals[] {
  const totals = meanTotals(columns);
  return Array.from({ length: replications }, (_, index) => {
    const factor = 1 + 0.01 * (index - (replications - 1) / 2);
    const entries = Object.entries(totals).map(([name, value]) => [name, value * factor]);
    return Object.fromEntries(entries) as unknown as RunTotals;
  });
}

function estimatesFrom(columns: Columns): Record<keyof RunTotals, Estimate> {
  return Object.fromEntries(
    Object.entries(meanTotals(columns)).map(([name, value]) => [
      name,
      estimate(value, name.startsWith('overstressed') ? 0.12 : 0.01),
    ]),
  ) as Record<keyof RunTotals, Estimate>;
}

const withoutJibris = {
  jibriUnderProvisioningAccuracyRatio: Number.NaN,
  jibriOverProvisioningAccuracyRatio: Number.NaN,
  jibriUnderProvisioningTimeRatio: Number.NaN,
  jibriOverProvisioningTimeRatio: Number.NaN,
  jibriInstabilityRatio: Number.NaN,
  jibriJitterPerHour: Number.NaN,
  jibriScalingDeviation: Number.NaN,
  jibriFlipsPerDay: Number.NaN,
  jibriLaunchesPerDay: Number.NaN,
  jibriHoursSurplus: Number.NaN,
  jibriHoursDraining: Number.NaN,
  jibriOrderToReadySecondsP50: Number.NaN,
  jibriOrderToReadySecondsP95: Number.NaN,
};

const withoutSignalling = {
  prosodyKills: 0, frontRestarts: 0, participantsDropped: 0, participantMinutesOut: 0, participantsOutMax: 0,
  joinsDelayed: 0, joinWaitSecondsP50: 0, joinWaitSecondsP95: 0, joinWaitSecondsP99: 0, joinsFailedByFront: 0,
  joinsFailedByProsody: 0, joinsFailedByFocus: 0, prosodyCpuCoresMax: 0, prosodyBacklogSecondsMax: 0,
  prosodyMemoryMibMax: 0, frontSocketsMax: 0, bridgeRoundTripMsMean: 0, otherRegionRatio: 0, roomSplits: 0, participantsRedistributed: 0, aloneParticipantMinutes: 0,
} as const; // biome-ignore format: a plain list of figures

const noMachineTotals = Object.fromEntries(
  Object.keys(machineTotalNames).map((name) => [name, 0]),
) as unknown as MachineTotals;

const someTraffic = {
  egressGigabytes: 900, ingressGigabytes: 300, relayGigabytes: 150, relaySameZoneGigabytes: 150,
  relayOtherZoneGigabytes: 0, relayOtherRegionGigabytes: 0, turnGigabytes: 0,
  peerToPeerConferenceMinutes: 0,
} as const; // biome-ignore format: a plain list of figures
function withoutFaults(joins: number, joinsFailed: number, minutes: number, overstressed: number) {
  return {
    fineParticipantMinutes: minutes - overstressed,
    fineParticipantMinutesRatio: (minutes - overstressed) / minutes,
    disconnectedParticipantMinutes: 0,
    disconnectedParticipantMinutesRatio: 0,
    dropSecondsP50: 0,
    dropSecondsP95: 0,
    joinsSucceeded: joins - joinsFailed,
    joinsFailedByBridges: joinsFailed,
    bridgeCrashes: 0,
    recordingsLost: 0,
    recordingsStarted: 0,
    recordingsRefusedAllBusy: 0,
    recordingsRefusedNoJibri: 0,
    recordingsFailedToStart: 0,
    recordingsRetried: 0,
    jibriStartsFailed: 0,
    recordingsResumed: 0,
    recordingWaitSecondsMean: 0,
    recordingWaitSecondsP95: 0,
    recordedHours: 0,
    streamedHours: 0,
    recordedGigabytes: 0,
    jibriRestarts: 0,
    visitorsPeak: 0,
    visitorsRedirected: 0,
    visitorNodesUsedMax: 0,
    visitorsPerNodeMax: 0,
    visitorProsodyCpuCoresMax: 0,
    visitorProsodyBacklogSecondsMax: 0,
    visitorProsodyKills: 0,
    ...noMachineTotals,
  };
}

function decisionsFrom(variant: SampleVariant, columns: Columns): (DecisionRow & { replication: number })[] {
  const rows: (DecisionRow & { replication: number })[] = [];
  for (let index = 1; index < horizonMinutes; index += 1) {
    const before = columns.bridgesDesired[index - 1] ?? 0;
    const after = columns.bridgesDesired[index] ?? 0;
    rows.push({
      replication: 0,
      atMs: index * 60_000,
      pool: 'bridges',
      policy: variant.policy,
      desiredBefore: before,
      desiredAfter: after,
      readyCount: columns.bridgesReady[index] ?? 0,
      launchingCount: columns.bridgesLaunching[index] ?? 0,
      drainingCount: columns.bridgesDraining[index] ?? 0,
      reason: after === before ? 'within tolerance, keep' : `mean load asks for ${after} bridges`,
      saw: 'stress 3 to 14 s old',
    });
  }
  return rows;
}

function incidentsFrom(columns: Columns): (IncidentRow & { replication: number })[] {
  const rows: (IncidentRow & { replication: number })[] = [];
  for (const [index, stress] of columns.stressMax.entries()) {
    if (stress <= 1) continue;
    const atMs = (index + 1) * 60_000;
    rows.push({
      replication: 0,
      atMs,
      kind: 'bridge-overstressed',
      detail: `bridge ${index % 5} at ${stress.toFixed(2)}`,
      affected: 60,
    });
  }
  return rows;
}

function agreementsOf(columns: Columns): readonly Agreement[] {
  const measured = measuredReplicas();
  const differences = Array.from(
    measured.minute,
    (at, index) => (columns.bridgesDesired[at - 1] ?? 0) - (measured.value[index] ?? 0),
  );
  const errors = differences.map((difference, index) => Math.abs(difference) / (measured.value[index] ?? 1));
  return [
    {
      series: measured.name,
      column: 'bridgesDesired',
      meanAbsolutePercentageError: estimate(sum(errors) / errors.length, 0.05),
      bias: estimate(sum(differences) / differences.length, 0.05),
      insideBandRatio:
        differences.filter((difference) => Math.abs(difference) <= 1).length / differences.length,
    },
  ];
}

function objective(
  name: keyof RunTotals,
  limitMax: number,
  estimates: Record<keyof RunTotals, Estimate>,
): VariantResults['objectives'][number] {
  const found = estimates[name];
  const verdict =
    found.mean + found.halfWidth95 <= limitMax
      ? 'met'
      : found.mean - found.halfWidth95 > limitMax
        ? 'violated'
        : 'inconclusive';
  return { objective: name, limitMax, estimate: found, verdict };
}

/** A step series like the recorded replicas: on its minimum of 20, a little above it at the peaks. */
function measuredReplicas(): ObservedSeries {
  const minute = Float64Array.from({ length: horizonMinutes }, (_, index) => index + 1);
  const value = minute.map((at) =>
    at >= 322 && at < 338
      ? 5
      : at > 500
        ? 1
        : participantsAt(at - 6) > 1560
          ? 25
          : at > 95 && at < 160
            ? 21
            : 20,
  );
  return {
    name: 'measured replicas',
    column: 'bridgesDesired',
    minute,
    value,
    source: 'datasets/openfun-load-tests/autoscaling-day-1min.csv',
  };
}

function measuredParticipants(): ObservedSeries {
  const minute = Float64Array.from({ length: horizonMinutes / 2 }, (_, index) => 2 * index + 1);
  return {
    name: 'measured participants',
    column: 'participants',
    minute,
    value: minute.map((at) => Math.round(participantsAt(at))),
    source: 'datasets/openfun-load-tests/autoscaling-day-1min.csv',
  };
}

const sampleModels: readonly ModelCitation[] = [
  { model: 'bridges/gp1-xs', parameter: 'cpuPerKppsCores', value: 0.0453, interval95: [0.042, 0.049], source: 'datasets/openfun-load-tests', trust: 'calibrated' },
  { model: 'bridges/gp1-xs', parameter: 'loadThresholdPps', value: 50_000, interval95: null, source: 'openfun/jitsi-meet-torture-rocket@dab487f', trust: 'published' },
  { model: 'boot/openfun-kubernetes', parameter: 'bootDelaySeconds', value: 240, interval95: [180, 420], source: 'one observation, HPA quick test', trust: 'assumed' },
]; // biome-ignore format: a table

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}

function last(values: Float64Array): number {
  return values[values.length - 1] ?? 0;
}
