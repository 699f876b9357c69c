/**
 * What leaves a run: plain, immutable rows and columns. Charts, reports and exporters know only these.
 */

import type { CloudTotals } from './cloud/cloud-total-names.ts';
import type { ElasticityTotals } from './elasticity-total-names.ts';

import type { JibriElasticityTotals } from './jibris/jibri-elasticity-total-names.ts';
import type { RecordingTotals } from './jibris/recording-total-names.ts';
import type { MachineTotals } from './machine-total-names.ts';
import type { MinuteColumns } from './minute-columns.ts';
import type { VisitorTotals } from './visitor-total-names.ts';

export {
  type LimitRatioColumn,
  limitRatioColumnNames,
  type MinuteColumn,
  type MinuteColumns,
  minuteColumnNames,
} from './minute-columns.ts';

/**
 * A change of the desired count, or, among the looks of a run, a turn of a controller that may have changed nothing.
 */
export interface DecisionRow {
  readonly atMs: number;
  readonly pool: 'bridges' | 'jibris';
  readonly policy: string;
  readonly desiredBefore: number;
  readonly desiredAfter: number;
  readonly readyCount: number;
  readonly launchingCount: number;
  readonly drainingCount: number;
  /** The rule that decided, with its figures. */
  readonly reason: string;
  /** How old the figures were that it decided on; empty for a controller that looks at none. */
  readonly saw: string;
}

export interface IncidentRow {
  readonly atMs: number;
  readonly kind:
    | 'join-failed'
    | 'recording-refused'
    | 'bridge-overstressed'
    | 'bridge-stopped'
    | 'prosody-killed'
    | 'front-restarted'
    | 'not-ready'
    | 'shard-state'
    | 'room-split'
    | 'bridge-unhealthy'
    | 'load-redistributed'
    | 'bridge-crashed'
    | 'jicofo-restarted'
    | 'reconnect-storm'
    | 'churn'
    | 'join-burst'
    | 'jibri-hung'
    | 'drain-failed'
    | 'drain-hung'
    | 'drain-flag'
    | 'zone-lost'
    | 'region-cut-off'
    | 'out-of-stock'
    | 'boots-slowed'
    | 'spot-wave'
    | 'launch-refused'
    | 'instance-taken'
    | 'node-never-ready';
  /** What happened, to whom. */
  readonly detail: string;
  /** How many participants or recordings it concerns. */
  readonly affected: number;
}

export interface BillRow {
  readonly category: 'compute';
  readonly pool: 'bridges' | 'jibris';
  readonly instanceType: string;
  readonly quantity: number;
  readonly unit: 'instance-hour';
  readonly unitPrice: number;
  readonly cost: number;
  readonly currency: string;
}

/** The life of one instance within the horizon: what a bill at any price is made from. */
export interface LifeRow {
  readonly pool: 'bridges' | 'jibris';
  readonly instanceType: string;
  readonly purchase: 'on-demand' | 'spot';
  /** Name of its region; the deployment's own where nothing else is said. */
  readonly region: string;
  /** Name of its zone; empty where there is only one. */
  readonly zone: string;
  /** Number of the shard that it belonged to last, counted from 1; empty where all shards share it. */
  readonly shard: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Taken away by the provider, who then may bill less. */
  readonly isInterrupted: boolean;
}

/**
 * Time that launches of a pool spent in one stage, of those that got as far as serving. `of`: machines of their own, pods, or
 * the nodes under pods. Stages: `granted` (refused and held up by the cloud), `warmStart`, `bound` (a pod without a node), those
 * of the boot model, and `whole`.
 */
export interface BootRow {
  readonly pool: 'bridges' | 'jibris';
  readonly of: 'instance' | 'pod' | 'node';
  readonly stage: string;
  readonly launches: number;
  readonly secondsMean: number;
  readonly secondsP50: number;
  readonly secondsP95: number;
  readonly secondsMax: number;
}

/** What a run used of a measure; `of` says which class, destination or site, empty for all. */
export interface UsageRow {
  readonly measure: (typeof usageMeasures)[number];
  readonly of: string;
  readonly quantity: number;
}

/** Hours are hours, gigabytes are 10^9 bytes; traffic counts what leaves a bridge or TURN server. */
export const usageMeasures = [
  'participant-hours',
  'participants-peak',
  'conferences',
  'recordings',
  'recorded-hours',
  'class-participant-hours',
  'class-conference-hours',
  'egress-gigabytes',
  'class-egress-gigabytes',
  'class-relay-gigabytes',
  'relay-inter-zone-gigabytes',
  'relay-inter-region-gigabytes',
  'turn-gigabytes',
  'site-egress-gigabytes',
  'site-relay-inter-zone-gigabytes',
  'site-relay-inter-region-gigabytes',
] as const;

/** A region and a shard, the shard empty where bridges are common. */
export interface Site {
  readonly region: string;
  readonly shard: string;
}

/** A site as usage rows name it: `region/shard`. */
export function siteText({ region, shard }: Site): string {
  return `${region}/${shard}`;
}

export function siteOfText(text: string): Site {
  const slash = text.lastIndexOf('/');
  return { region: text.slice(0, slash), shard: text.slice(slash + 1) };
}

/** One number a run: the raw material of estimates. Ratios are 0 to 1. */
export interface RunTotals
  extends CloudTotals,
    ElasticityTotals,
    JibriElasticityTotals,
    MachineTotals,
    RecordingTotals,
    VisitorTotals {
  readonly conferences: number;
  readonly joins: number;
  readonly joinsFailed: number;
  readonly joinFailureRatio: number;
  readonly participantsPeak: number;
  /** Participants moved because their bridge was stopped under them. */
  readonly participantsMoved: number;
  /** Most participants on one bridge at a time. */
  readonly participantsPerBridgeMax: number;
  /** Most bridges that carried one conference at a time. */
  readonly bridgesPerConferenceMax: number;
  readonly participantMinutes: number;
  readonly overstressedParticipantMinutes: number;
  readonly overstressedParticipantMinutesRatio: number;
  /** Spent on bridges that lost more packets than participants put up with (`degradedLossRatio`). */
  readonly degradedParticipantMinutes: number;
  readonly degradedParticipantMinutesRatio: number;
  readonly stressP50: number;
  readonly stressP90: number;
  readonly stressMax: number;
  /** Most packets offered to one bridge at a minute's end, in and out, 1000 packets per second. */
  readonly bridgePacketRateMaxKpps: number;
  /** Times that a bridge lowered its last-n because of its load. */
  readonly lastNReductions: number;
  readonly bridgesReadyMax: number;
  readonly bridgesReadyMean: number;
  readonly bridgesPaidMax: number;
  readonly bridgeHoursPaid: number;
  readonly bridgeHoursLaunching: number;
  readonly bridgeHoursDraining: number;
  readonly bridgeLaunches: number;
  readonly bridgeDrains: number;
  readonly recordings: number;
  readonly recordingsRefused: number;
  readonly recordingRefusedRatio: number;
  readonly jibriHoursPaid: number;
  readonly cost: number;
  readonly costPerDay: number;
  readonly costPerParticipantHour: number;
  /** Lower bound: instance-hours and cost that perfect foresight would have needed. See `oracle/foresight.ts`. */
  readonly oracleBridgeHours: number;
  readonly oracleJibriHours: number;
  readonly oracleCost: number;
  /** The rest is 0 when signalling is not simulated. Restarts of Prosody and of front pods by their probes. */
  readonly prosodyKills: number;
  readonly frontRestarts: number;
  /**
   * Times that a participant dropped out of a conference, for want of signalling or of its bridge, and the
   * participant-minutes without signalling.
   */
  readonly participantsDropped: number;
  readonly participantMinutesOut: number;
  readonly participantsOutMax: number;
  /** Joins that needed more than one attempt, and how long joins waited, seconds. */
  readonly joinsDelayed: number;
  readonly joinWaitSecondsP50: number;
  readonly joinWaitSecondsP95: number;
  readonly joinWaitSecondsP99: number;
  /** Failed joins by what stood in the way last; those who found no bridge are none of them. */
  readonly joinsFailedByFront: number;
  readonly joinsFailedByProsody: number;
  readonly joinsFailedByFocus: number;
  readonly prosodyCpuCoresMax: number;
  readonly prosodyBacklogSecondsMax: number;
  readonly prosodyMemoryMibMax: number;
  readonly frontSocketsMax: number;
  /**
   * Participant-weighted means of the round trip between a participant's region and its bridge's, milliseconds, and of
   * being on a bridge of another region; 0 when everything is in one region.
   */
  readonly bridgeRoundTripMsMean: number;
  readonly otherRegionRatio: number;
  /** Conferences whose participants were sent to different shards, so that they did not meet. */
  readonly roomSplits: number;
  /** Participants whom Jicofo moved off overloaded bridges (load redistribution). */
  readonly participantsRedistributed: number;
  /** Participant-minutes in a conference and on no bridge, since nobody else was there; with `selection.conferenceStart`. */
  readonly aloneParticipantMinutes: number;
  /** Traffic on the network, gigabytes of 1e9 bytes: from bridges to participants, and back with receiver feedback. */
  readonly egressGigabytes: number;
  readonly ingressGigabytes: number;
  /** The same between the bridges of a conference, counted once, by how far it goes; the first is the sum. */
  readonly relayGigabytes: number;
  readonly relaySameZoneGigabytes: number;
  readonly relayOtherZoneGigabytes: number;
  readonly relayOtherRegionGigabytes: number;
  /** Sent by TURN servers: of conferences without a bridge, and of the share of a bridge's traffic that needs them. */
  readonly turnGigabytes: number;
  /** Conference-minutes in which two participants sent their media past the bridge. */
  readonly peerToPeerConferenceMinutes: number;
  /**
   * Participant-minutes on bridges that are not overstressed, and of participants who were in and are out: signalling
   * gone, or no living bridge. See docs/background/measures.md.
   */
  readonly fineParticipantMinutes: number;
  readonly fineParticipantMinutesRatio: number;
  readonly disconnectedParticipantMinutes: number;
  readonly disconnectedParticipantMinutesRatio: number;
  /** Seconds from dropping out to being back, of those who came back. */
  readonly dropSecondsP50: number;
  readonly dropSecondsP95: number;
  readonly joinsSucceeded: number;
  /** Failed joins that got as far as a bridge and found none. */
  readonly joinsFailedByBridges: number;
  readonly bridgeCrashes: number;
  /** Recordings under way on Jibris that hung. */
  readonly recordingsLost: number;
  readonly events: number;
}

export type TotalName = keyof RunTotals;

/** Everything one replication produced. */
export interface RunRows {
  readonly replication: number;
  readonly totals: RunTotals;
  readonly minutes: MinuteColumns;
  readonly decisions: readonly DecisionRow[];
  /** Turns of the controllers, at most one a minute and pool, of the first replication; none when the run is long. */
  readonly looks: readonly DecisionRow[];
  readonly incidents: readonly IncidentRow[];
  readonly bill: readonly BillRow[];
  readonly lives: readonly LifeRow[];
  readonly usage: readonly UsageRow[];
  readonly boots: readonly BootRow[];
  /** Order-sensitive fingerprint of the trace, hexadecimal. */
  readonly fingerprint: string;
}
