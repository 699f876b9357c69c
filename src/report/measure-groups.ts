/** The totals of a run that readers are shown, in groups, with a name in plain words. */
import type { TotalName } from '../simulation/rows.ts';

export type Notation = 'number' | 'percent' | 'money' | 'price';

export interface Measure {
  readonly total: TotalName;
  readonly name: string;
  readonly notation: Notation;
  /** Only shown for scenarios with Jibris. */
  readonly jibris?: true;
}

export interface MeasureGroup {
  readonly name: string;
  readonly measures: readonly Measure[];
  /** Only shown for scenarios that simulate signalling, or that have several regions. */
  readonly signalling?: true;
  readonly regions?: true;
  /** Only those measures are shown that are above 0 in a variant. */
  readonly whenAny?: true;
}

export const measureGroups: readonly MeasureGroup[] = [
  {
    name: 'Cost',
    measures: [
      { total: 'cost', name: 'Cost of the time simulated', notation: 'money' },
      { total: 'costPerDay', name: 'Cost per day', notation: 'money' },
      { total: 'costPerParticipantHour', name: 'Cost per participant-hour', notation: 'price' },
      {
        total: 'oracleCost',
        name: 'Lower bound: cost of instances with perfect foresight',
        notation: 'money',
      },
    ],
  },
  {
    name: 'Quality',
    measures: [
      {
        total: 'overstressedParticipantMinutesRatio',
        name: 'Participants’ time on overstressed bridges',
        notation: 'percent',
      },
      {
        total: 'overstressedParticipantMinutes',
        name: 'Participant-minutes on overstressed bridges',
        notation: 'number',
      },
      {
        total: 'disconnectedParticipantMinutesRatio',
        name: 'Participants’ time out of their conferences',
        notation: 'percent',
      },
      { total: 'fineParticipantMinutesRatio', name: 'Participants’ time that was fine', notation: 'percent' },
      { total: 'participantsDropped', name: 'Participants dropped out of conferences', notation: 'number' },
      { total: 'dropSecondsP50', name: 'Seconds out of those who came back, median', notation: 'number' },
      { total: 'dropSecondsP95', name: 'Seconds out, 95 in 100 below', notation: 'number' },
      { total: 'bridgeCrashes', name: 'Bridges that crashed', notation: 'number' },
      { total: 'joinFailureRatio', name: 'Joins that failed', notation: 'percent' },
      { total: 'stressP50', name: 'Stress, median', notation: 'number' },
      { total: 'stressP90', name: 'Stress, 9 in 10 below', notation: 'number' },
      { total: 'stressMax', name: 'Stress, highest', notation: 'number' },
      {
        total: 'bridgePacketRateMaxKpps',
        name: 'Packets offered to one bridge, most, thousand a second',
        notation: 'number',
      },
    ],
  },
  {
    name: 'Bridges',
    measures: [
      { total: 'bridgesReadyMean', name: 'Ready, on average', notation: 'number' },
      { total: 'bridgesReadyMax', name: 'Ready, most', notation: 'number' },
      { total: 'bridgesPaidMax', name: 'Paid at one time, most', notation: 'number' },
      { total: 'bridgeHoursPaid', name: 'Bridge-hours paid', notation: 'number' },
      { total: 'oracleBridgeHours', name: 'Lower bound, with perfect foresight', notation: 'number' },
      { total: 'bridgeHoursLaunching', name: 'of these launching', notation: 'number' },
      { total: 'bridgeHoursDraining', name: 'of these draining', notation: 'number' },
      { total: 'bridgeLaunches', name: 'Launches', notation: 'number' },
      { total: 'bridgeDrains', name: 'Drains', notation: 'number' },
    ],
  },
  {
    name: 'Cloud',
    measures: [
      { total: 'launchesRefused', name: 'Launches that the cloud refused', notation: 'number' },
      {
        total: 'launchWaitMinutes',
        name: 'Instance-minutes waited for refused instances',
        notation: 'number',
      },
      { total: 'spotInterruptions', name: 'Spot instances taken back', notation: 'number' },
      { total: 'warmStarts', name: 'Starts out of a warm pool', notation: 'number' },
      { total: 'warmPoolHours', name: 'Instance-hours in a warm pool', notation: 'number' },
      { total: 'drainsHung', name: 'Drains that hung', notation: 'number' },
      { total: 'nodeHoursPaid', name: 'Node-hours paid', notation: 'number' },
      { total: 'nodeLaunches', name: 'Nodes launched', notation: 'number' },
      { total: 'podsPendingMinutes', name: 'Pod-minutes without a node', notation: 'number' },
      { total: 'podEvictions', name: 'Pods evicted from a node', notation: 'number' },
    ],
    whenAny: true,
  },
  {
    name: 'Recording',
    measures: [
      { total: 'recordings', name: 'Recordings asked for', notation: 'number', jibris: true },
      { total: 'recordingRefusedRatio', name: 'Recordings refused', notation: 'percent', jibris: true },
      {
        total: 'recordingsFailedToStart',
        name: 'Recordings that failed to start',
        notation: 'number',
        jibris: true,
      },
      { total: 'recordingsRetried', name: 'Attempts after a refused one', notation: 'number', jibris: true },
      {
        total: 'recordingWaitSecondsMean',
        name: 'Wait for a recording, mean, s',
        notation: 'number',
        jibris: true,
      },
      { total: 'recordedHours', name: 'Hours recorded', notation: 'number', jibris: true },
      { total: 'recordedGigabytes', name: 'Recorded, GB', notation: 'number', jibris: true },
      { total: 'recordingsLost', name: 'Recordings lost under way', notation: 'number', jibris: true },
      {
        total: 'recordingsCut',
        name: 'Recordings cut short with their shard',
        notation: 'number',
        jibris: true,
      },
      { total: 'jibriHoursPaid', name: 'Jibri-hours paid', notation: 'number', jibris: true },
      {
        total: 'oracleJibriHours',
        name: 'Lower bound, with perfect foresight',
        notation: 'number',
        jibris: true,
      },
    ],
  },
  {
    name: 'Signalling',
    measures: [
      { total: 'prosodyKills', name: 'Restarts of Prosody', notation: 'number' },
      { total: 'frontRestarts', name: 'Restarts of web front pods', notation: 'number' },
      { total: 'podsNotReady', name: 'Pods taken out of their service', notation: 'number' },
      {
        total: 'participantMinutesOut',
        name: 'Participant-minutes until they were back',
        notation: 'number',
      },
      { total: 'joinsDelayed', name: 'Joins that needed several attempts', notation: 'number' },
      { total: 'joinWaitSecondsP50', name: 'Wait for a join, median, s', notation: 'number' },
      { total: 'joinWaitSecondsP95', name: 'Wait for a join, 95 in 100 below, s', notation: 'number' },
      { total: 'joinWaitSecondsP99', name: 'Wait for a join, 99 in 100 below, s', notation: 'number' },
      { total: 'joinsDelayedByFront', name: 'Of these, at the web front', notation: 'number' },
      { total: 'joinsDelayedByProsody', name: 'Of these, at Prosody', notation: 'number' },
      { total: 'joinsDelayedByFocus', name: 'Of these, for want of Jicofo', notation: 'number' },
      { total: 'joinDelaySecondsP50', name: 'Their wait, median, s', notation: 'number' },
      { total: 'joinDelaySecondsP95', name: 'Their wait, 95 in 100 below, s', notation: 'number' },
      { total: 'joinDelaySecondsP99', name: 'Their wait, 99 in 100 below, s', notation: 'number' },
      { total: 'joinsFailedByFront', name: 'Joins that failed at the web front', notation: 'number' },
      { total: 'joinsFailedByProsody', name: 'Joins that failed at Prosody', notation: 'number' },
      { total: 'joinsFailedByFocus', name: 'Joins that failed for want of Jicofo', notation: 'number' },
      { total: 'prosodyCpuCoresMax', name: 'Prosody’s CPU, most, cores', notation: 'number' },
      { total: 'prosodyBacklogSecondsMax', name: 'Longest answer of Prosody, s', notation: 'number' },
      { total: 'prosodyMemoryMibMax', name: 'Prosody’s memory, most, MiB', notation: 'number' },
      { total: 'frontSocketsMax', name: 'Sockets of the web front, most', notation: 'number' },
      { total: 'frontCpuCoresMax', name: 'CPU of the web front, most, cores', notation: 'number' },
    ],
    signalling: true,
  },
  {
    name: 'Moves and splits',
    measures: [
      {
        total: 'degradedParticipantMinutesRatio',
        name: 'Participants’ time on bridges that lose packets',
        notation: 'percent',
      },
      { total: 'joinsFailedByBridges', name: 'Joins that found no bridge', notation: 'number' },
      { total: 'participantsMoved', name: 'Participants moved off a bridge', notation: 'number' },
      { total: 'participantsRedistributed', name: 'Of these, to relieve it', notation: 'number' },
      { total: 'iceRestarts', name: 'Requests to be connected anew', notation: 'number' },
      { total: 'iceFailuresDetected', name: 'Bridges found to fail ICE', notation: 'number' },
      { total: 'roomSplits', name: 'Conferences split over shards', notation: 'number' },
      { total: 'lastNReductions', name: 'Times that a bridge lowered its last-n', notation: 'number' },
      { total: 'aloneParticipantMinutes', name: 'Participant-minutes alone', notation: 'number' },
    ],
    whenAny: true,
  },
  {
    name: 'Visitors',
    measures: [
      { total: 'visitorsPeak', name: 'Visitors at the peak', notation: 'number' },
      { total: 'visitorsRedirected', name: 'Joins sent to a visitor node', notation: 'number' },
      { total: 'visitorNodesUsedMax', name: 'Visitor nodes in use, most', notation: 'number' },
      { total: 'visitorsPerNodeMax', name: 'Visitors of one node, most', notation: 'number' },
      {
        total: 'visitorProsodyCpuCoresMax',
        name: 'CPU of a visitor node’s Prosody, most, cores',
        notation: 'number',
      },
      {
        total: 'visitorProsodyBacklogSecondsMax',
        name: 'Longest answer of a visitor node, s',
        notation: 'number',
      },
      { total: 'visitorProsodyKills', name: 'Restarts of a visitor node’s Prosody', notation: 'number' },
    ],
    whenAny: true,
  },
  {
    name: 'Traffic',
    measures: [
      { total: 'egressGigabytes', name: 'From bridges to participants, GB', notation: 'number' },
      { total: 'ingressGigabytes', name: 'From participants to bridges, GB', notation: 'number' },
      { total: 'relayGigabytes', name: 'Between bridges, GB', notation: 'number' },
      { total: 'relayOtherZoneGigabytes', name: 'Of these, to another zone', notation: 'number' },
      { total: 'relayOtherRegionGigabytes', name: 'Of these, to another region', notation: 'number' },
      { total: 'turnGigabytes', name: 'By TURN servers, GB', notation: 'number' },
      {
        total: 'peerToPeerConferenceMinutes',
        name: 'Conference-minutes past the bridge',
        notation: 'number',
      },
    ],
    whenAny: true,
  },
  {
    name: 'Regions',
    measures: [
      { total: 'bridgeRoundTripMsMean', name: 'Round trip to the bridge’s region, ms', notation: 'number' },
      {
        total: 'otherRegionRatio',
        name: 'Participants’ time on bridges of another region',
        notation: 'percent',
      },
    ],
    regions: true,
  },
  {
    name: 'Demand',
    measures: [
      { total: 'participantsPeak', name: 'Participants at the peak', notation: 'number' },
      { total: 'conferences', name: 'Conferences', notation: 'number' },
      { total: 'joins', name: 'Joins', notation: 'number' },
    ],
  },
];
