/**
 * The files of a results directory: names, columns and number formats, shared by writer and reader.
 *
 *     manifest.json    what was run: scenario, hash, version, seed, variants, models used, warnings
 *     estimates.json   estimates, agreements and objectives of every variant
 *     timeseries.csv   every variant and minute: mean, 10 % and 90 % quantile of every column
 *     decisions.csv    every decision of every replication, with its reason
 *     looks.csv        turns of the controllers of the first replication, those that changed nothing too
 *     replications.csv every total of every replication: what the estimates are made of
 *     incidents.csv    what went wrong in every replication
 *     bottlenecks.csv  which component was nearest its limit, minute by minute
 *     bill.csv         what was paid for, with intervals
 *     lives.csv        every instance of every replication, from its launch until it was gone
 *     usage.csv        hours and gigabytes that every replication used
 *     boots.csv        how long launches spent in each stage
 *     observed.csv     the measured series that the scenario names
 *
 * Nothing depends on when or where it was written: the same results give the same bytes.
 */

import { cloudTotalNames } from '../simulation/cloud/cloud-total-names.ts';
import { elasticityTotalNames } from '../simulation/elasticity-total-names.ts';
import { jibriElasticityTotalNames } from '../simulation/jibris/jibri-elasticity-total-names.ts';
import { recordingTotalNames } from '../simulation/jibris/recording-total-names.ts';
import { machineTotalNames } from '../simulation/machine-total-names.ts';
import type { IncidentRow, MinuteColumn, TotalName } from '../simulation/rows.ts';
import { minuteColumnNames } from '../simulation/rows.ts';
import { visitorTotalNames } from '../simulation/visitor-total-names.ts';
import { asWritten } from '../stats/as-written.ts';

export const formatName = 'jitsim-results';
/** Raised when a file changes so that older versions cannot read it. */
export const formatVersion = 6;

export const resultFiles = {
  manifest: 'manifest.json',
  estimates: 'estimates.json',
  replications: 'replications.csv',
  timeseries: 'timeseries.csv',
  decisions: 'decisions.csv',
  looks: 'looks.csv',
  incidents: 'incidents.csv',
  bottlenecks: 'bottlenecks.csv',
  bill: 'bill.csv',
  lives: 'lives.csv',
  usage: 'usage.csv',
  boots: 'boots.csv',
  observed: 'observed.csv',
} as const;

/** The three columns of one minute column: its mean bears the name itself. */
export function bandColumns(column: MinuteColumn): readonly [string, string, string] {
  return [column, `${column}P10`, `${column}P90`];
}

export const timeseriesColumns: readonly string[] = [
  'variant',
  'minute',
  ...minuteColumnNames.flatMap(bandColumns),
];

export const decisionColumns = [
  'variant',
  'replication',
  'atMs',
  'pool',
  'policy',
  'desiredBefore',
  'desiredAfter',
  'readyCount',
  'launchingCount',
  'drainingCount',
  'reason',
  'saw',
] as const;

export const lookColumns = decisionColumns.filter((column) => column !== 'replication');

export const incidentColumns = ['variant', 'replication', 'atMs', 'kind', 'affected', 'detail'] as const;

export const bottleneckColumns = ['variant', 'minute', 'component', 'ratio', 'ratioP90'] as const;

export const billColumns = [
  'variant',
  'category',
  'pool',
  'instanceType',
  'quantity',
  'quantityHalfWidth95',
  'unit',
  'unitPrice',
  'cost',
  'costHalfWidth95',
  'currency',
  'replications',
] as const;

export const lifeColumns = [
  'variant',
  'replication',
  'pool',
  'instanceType',
  'purchase',
  'region',
  'zone',
  'shard',
  'startMs',
  'endMs',
  'isInterrupted',
] as const;

export const usageColumns = ['variant', 'replication', 'measure', 'of', 'quantity'] as const;

export const bootColumns = [
  'variant',
  'replication',
  'pool',
  'of',
  'stage',
  'launches',
  'secondsMean',
  'secondsP50',
  'secondsP95',
  'secondsMax',
] as const;

export const observedColumns = ['series', 'minute', 'value'] as const;

/** Kinds of incidents; a record so that the compiler misses none. */
export const incidentKinds = Object.keys({
  'join-failed': true,
  'recording-refused': true,
  'bridge-overstressed': true,
  'bridge-stopped': true,
  'prosody-killed': true,
  'front-restarted': true,
  'not-ready': true,
  'shard-state': true,
  'room-split': true,
  'bridge-unhealthy': true,
  'load-redistributed': true,
  'bridge-crashed': true,
  'jicofo-restarted': true,
  'reconnect-storm': true,
  churn: true,
  'join-burst': true,
  'jibri-hung': true,
  'drain-failed': true,
  'drain-hung': true,
  'drain-flag': true,
  'zone-lost': true,
  'region-cut-off': true,
  'out-of-stock': true,
  'boots-slowed': true,
  'spot-wave': true,
  'launch-refused': true,
  'instance-taken': true,
  'node-never-ready': true,
} satisfies Record<IncidentRow['kind'], true>) as readonly IncidentRow['kind'][];

/** Names of all totals; a record so that the compiler misses none. */
export const totalNames = Object.keys({
  conferences: true,
  joins: true,
  joinsFailed: true,
  joinFailureRatio: true,
  participantsPeak: true,
  participantsMoved: true,
  participantsPerBridgeMax: true,
  bridgesPerConferenceMax: true,
  participantMinutes: true,
  overstressedParticipantMinutes: true,
  overstressedParticipantMinutesRatio: true,
  degradedParticipantMinutes: true,
  degradedParticipantMinutesRatio: true,
  stressP50: true,
  stressP90: true,
  stressMax: true,
  bridgePacketRateMaxKpps: true,
  lastNReductions: true,
  bridgesReadyMax: true,
  bridgesReadyMean: true,
  bridgesPaidMax: true,
  bridgeHoursPaid: true,
  bridgeHoursLaunching: true,
  bridgeHoursDraining: true,
  bridgeLaunches: true,
  bridgeDrains: true,
  recordings: true,
  recordingsRefused: true,
  recordingRefusedRatio: true,
  jibriHoursPaid: true,
  cost: true,
  costPerDay: true,
  costPerParticipantHour: true,
  oracleBridgeHours: true,
  oracleJibriHours: true,
  oracleCost: true,
  prosodyKills: true,
  frontRestarts: true,
  participantsDropped: true,
  participantMinutesOut: true,
  participantsOutMax: true,
  joinsDelayed: true,
  joinWaitSecondsP50: true,
  joinWaitSecondsP95: true,
  joinWaitSecondsP99: true,
  joinsFailedByFront: true,
  joinsFailedByProsody: true,
  joinsFailedByFocus: true,
  prosodyCpuCoresMax: true,
  prosodyBacklogSecondsMax: true,
  prosodyMemoryMibMax: true,
  frontSocketsMax: true,
  bridgeRoundTripMsMean: true,
  otherRegionRatio: true,
  roomSplits: true,
  participantsRedistributed: true,
  aloneParticipantMinutes: true,
  egressGigabytes: true,
  ingressGigabytes: true,
  relayGigabytes: true,
  relaySameZoneGigabytes: true,
  relayOtherZoneGigabytes: true,
  relayOtherRegionGigabytes: true,
  turnGigabytes: true,
  peerToPeerConferenceMinutes: true,
  fineParticipantMinutes: true,
  fineParticipantMinutesRatio: true,
  disconnectedParticipantMinutes: true,
  disconnectedParticipantMinutesRatio: true,
  dropSecondsP50: true,
  dropSecondsP95: true,
  joinsSucceeded: true,
  joinsFailedByBridges: true,
  bridgeCrashes: true,
  recordingsLost: true,
  events: true,
  ...cloudTotalNames,
  ...elasticityTotalNames,
  ...jibriElasticityTotalNames,
  ...recordingTotalNames,
  ...visitorTotalNames,
  ...machineTotalNames,
} satisfies Record<TotalName, true>) as readonly TotalName[];

export const replicationColumns: readonly string[] = ['variant', 'replication', ...totalNames];

/** A number for a CSV cell; empty for NaN. */
export function cell(value: number): string {
  return Number.isNaN(value) ? '' : String(asWritten(value));
}

/** JSON with sorted keys, rounded numbers, NaN as null, and a line break at the end. */
export function stableJson(value: unknown): string {
  return `${JSON.stringify(stable(value), null, 2)}\n`;
}

function stable(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? asWritten(value) : null;
  if (Array.isArray(value)) return value.map(stable);
  if (typeof value !== 'object' || value === null) return value;
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, inner]) => [key, stable(inner)]));
}
