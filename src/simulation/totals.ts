/**
 * One number a run: sums, ratios and extremes over the whole horizon.
 */
import type { InstancePool } from '../cloud/instance-pool.ts';
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { BridgeOperations } from './bridge-operations.ts';
import { cloudTotals } from './cloud/cloud-totals.ts';
import type { Conferences } from './conferences.ts';
import { elasticityTotals } from './elasticity-totals.ts';
import { experienceTotals } from './experience-totals.ts';
import type { FaultSchedule } from './faults/fault-schedule.ts';
import type { IceFailures } from './ice-failures.ts';
import type { JibriOperations } from './jibri-operations.ts';
import { jibriElasticityTotals } from './jibris/jibri-elasticity-totals.ts';
import { recordingTotals } from './jibris/recording-totals.ts';
import { machineTotals } from './machine-totals.ts';
import { type MinuteMonitor, minuteMs } from './minute-monitor.ts';
import { oracleTotals } from './oracle/oracle-totals.ts';
import type { BillRow, RunTotals } from './rows.ts';
import type { RunShards } from './run-shards.ts';
import type { SignallingOperations } from './signalling/signalling-operations.ts';
import { trafficTotals } from './traffic-rows.ts';
import { visitorTotals } from './visitor-total-names.ts';

const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export interface TotalsInput {
  readonly scenario: Scenario;
  readonly fleet: BridgeFleet;
  readonly bridges: InstancePool;
  readonly bridgeOperations: Pick<BridgeOperations, 'supply' | 'drains'>;
  readonly jibris: JibriOperations;
  readonly conferences: Conferences;
  readonly monitor: MinuteMonitor;
  readonly lastNReductions: number;
  readonly bill: readonly BillRow[];
  /** null when signalling is not simulated. */
  readonly signalling: SignallingOperations | null;
  readonly shards: RunShards;
  /** Participants moved off overloaded bridges by Jicofo. */
  readonly redistributed: number;
  readonly iceFailures: IceFailures;
  readonly faults: FaultSchedule;
  readonly events: number;
}

export function runTotals(input: TotalsInput): RunTotals {
  const { scenario, fleet, bridges, jibris, conferences, monitor, bill } = input;
  const { durationMs } = scenario.horizon;
  const recordings = jibris.recordings.counts;
  const participantMinutes = fleet.participantMs / minuteMs;
  const overstressedParticipantMinutes = fleet.overstressedParticipantMs / minuteMs;
  const cost = bill.reduce((sum, row) => sum + row.cost, 0);
  return {
    conferences: conferences.conferences,
    joins: conferences.joins,
    joinsFailed: conferences.joinsFailed,
    joinFailureRatio: ratio(conferences.joinsFailed, conferences.joins),
    participantsPeak: conferences.participantsPeak,
    participantsMoved: conferences.moved,
    participantsPerBridgeMax: fleet.endpointsMax,
    bridgesPerConferenceMax: conferences.placement.bridgesPerConferenceMax,
    participantMinutes,
    overstressedParticipantMinutes,
    overstressedParticipantMinutesRatio: ratio(overstressedParticipantMinutes, participantMinutes),
    degradedParticipantMinutes: fleet.degradedParticipantMs / minuteMs,
    degradedParticipantMinutesRatio: ratio(fleet.degradedParticipantMs, fleet.participantMs),
    stressP50: monitor.stress.quantile(0.5),
    stressP90: monitor.stress.quantile(0.9),
    stressMax: monitor.stressMax,
    bridgePacketRateMaxKpps: monitor.packetRateMaxPps / 1000,
    lastNReductions: input.lastNReductions,
    bridgesReadyMax: bridges.readyMax,
    bridgesReadyMean: bridges.readyMs / durationMs,
    bridgesPaidMax: bridges.paidMax,
    bridgeHoursPaid: (bridges.launchingMs + bridges.readyMs + bridges.drainingMs) / hourMs,
    bridgeHoursLaunching: bridges.launchingMs / hourMs,
    bridgeHoursDraining: bridges.drainingMs / hourMs,
    bridgeLaunches: bridges.launches,
    bridgeDrains: bridges.drains,
    recordings: recordings.asked,
    recordingsRefused: recordings.refusedCount,
    recordingRefusedRatio: ratio(recordings.refusedCount, recordings.asked),
    jibriHoursPaid:
      (jibris.instances.launchingMs + jibris.instances.readyMs + jibris.instances.drainingMs) / hourMs,
    cost,
    costPerDay: (cost * dayMs) / durationMs,
    costPerParticipantHour: participantMinutes === 0 ? Number.NaN : cost / (participantMinutes / 60),
    ...oracleTotals(scenario, monitor.columns),
    ...signallingTotals(input.signalling, durationMs),
    bridgeRoundTripMsMean: conferences.placement.distances?.meanRoundTripMs(durationMs) ?? 0,
    otherRegionRatio: conferences.placement.distances?.otherRegionRatio(durationMs) ?? 0,
    roomSplits: input.shards.roomSplits,
    participantsRedistributed: input.redistributed,
    aloneParticipantMinutes: (conferences.starts?.aloneMsUntil(durationMs) ?? 0) / minuteMs,
    ...trafficTotals(fleet.traffic, scenario.deployment.media?.bridgeTurnRatio ?? 0),
    ...experienceTotals(fleet, conferences, durationMs),
    bridgeCrashes: input.faults.bridgeCrashes.crashes,
    recordingsLost: recordings.lost,
    ...cloudTotals(
      [input.bridgeOperations.supply, input.jibris.supply],
      input.bridgeOperations.drains,
      durationMs,
    ),
    ...elasticityTotals(monitor.columns, monitor.decisions, input.bridgeOperations.supply),
    ...jibriElasticityTotals(
      monitor.columns,
      monitor.decisions,
      scenario.deployment.jibris === null ? null : jibris.supply,
    ),
    ...recordingTotals(recordings, scenario.deployment.jibris?.settings.upload),
    ...visitorTotals(conferences.placement.visitors, conferences.connections),
    ...machineTotals(input),
    events: input.events,
  };
}

type SignallingTotals = Pick<
  RunTotals,
  | 'prosodyKills'
  | 'frontRestarts'
  | 'participantMinutesOut'
  | 'participantsOutMax'
  | 'joinsDelayed'
  | 'joinWaitSecondsP50'
  | 'joinWaitSecondsP95'
  | 'joinWaitSecondsP99'
  | 'joinsFailedByFront'
  | 'joinsFailedByProsody'
  | 'joinsFailedByFocus'
  | 'prosodyCpuCoresMax'
  | 'prosodyBacklogSecondsMax'
  | 'prosodyMemoryMibMax'
  | 'frontSocketsMax'
>;

function signallingTotals(signalling: SignallingOperations | null, endMs: number): SignallingTotals {
  const counts = signalling?.connections.counts;
  const wait = counts?.joinWaitSeconds;
  const waited = (probability: number): number =>
    wait === undefined || wait.count === 0 ? 0 : wait.quantile(probability);
  return {
    prosodyKills: signalling?.prosodyKills ?? 0,
    frontRestarts: signalling?.frontRestarts ?? 0,
    participantMinutesOut: (signalling?.connections.outMsUntil(endMs) ?? 0) / minuteMs,
    participantsOutMax: counts?.outMax ?? 0,
    joinsDelayed: counts?.joinsDelayed ?? 0,
    joinWaitSecondsP50: waited(0.5),
    joinWaitSecondsP95: waited(0.95),
    joinWaitSecondsP99: waited(0.99),
    joinsFailedByFront: counts?.joinsFailed.front ?? 0,
    joinsFailedByProsody: counts?.joinsFailed.prosody ?? 0,
    joinsFailedByFocus: counts?.joinsFailed.focus ?? 0,
    prosodyCpuCoresMax: signalling?.peaks.cpuCores ?? 0,
    prosodyBacklogSecondsMax: signalling?.peaks.backlogSeconds ?? 0,
    prosodyMemoryMibMax: signalling?.memoryMibMax ?? 0,
    frontSocketsMax: signalling?.peaks.frontSockets ?? 0,
  };
}

/** Part of a whole; 0 when there was nothing (nothing failed either). */
function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
