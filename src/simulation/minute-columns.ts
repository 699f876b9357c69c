/**
 * What a run measures minute by minute.
 */

/** One figure a minute, over the horizon. Index m is the state at the end of minute m (or over it, where said). */
export interface MinuteColumns {
  /** Minutes since the horizon start at which the sample was taken: 1, 2, ... */
  readonly minute: Float64Array;
  readonly participants: Float64Array;
  readonly conferences: Float64Array;
  readonly bridgesDesired: Float64Array;
  readonly bridgesLaunching: Float64Array;
  readonly bridgesReady: Float64Array;
  readonly bridgesDraining: Float64Array;
  /** Bridges ordered that the cloud has not granted yet. */
  readonly bridgesWaiting: Float64Array;
  /** Bridges that the load needs at the stress threshold of bridge selection, at least 1. */
  readonly bridgesDemand: Float64Array;
  /** Quantiles over ready and draining bridges of true stress; NaN when there is none. */
  readonly stressP10: Float64Array;
  readonly stressP50: Float64Array;
  readonly stressP90: Float64Array;
  readonly stressMax: Float64Array;
  /** Mean cores used by a ready bridge. */
  readonly cpuMeanCores: Float64Array;
  /** Participant-minutes spent on overstressed bridges during the minute. */
  readonly overstressedParticipantMinutes: Float64Array;
  /** Participant-minutes spent on bridges that lost too many packets during the minute. */
  readonly degradedParticipantMinutes: Float64Array;
  /** Joins that found no bridge during the minute, or whose participant stopped waiting for signalling. */
  readonly joinsFailed: Float64Array;
  readonly jibrisDesired: Float64Array;
  readonly jibrisBusy: Float64Array;
  readonly jibrisReady: Float64Array;
  readonly jibrisLaunching: Float64Array;
  /** Recordings refused during the minute because no Jibri was free. */
  readonly recordingsRefused: Float64Array;
  /** Cost accrued since the horizon start (all pools), in the scenario's currency. */
  readonly costAccrued: Float64Array;
  /**
   * Instances that the load of the moment needs, a fraction: packets offered over those that put one bridge at its
   * limit; Jibris busy, and those that refused recordings would need.
   */
  readonly bridgesLoad: Float64Array;
  readonly jibrisLoad: Float64Array;
  /** Instances that a fleet with perfect foresight would have had to pay for this load (`oracle/foresight.ts`). */
  readonly bridgesOracle: Float64Array;
  readonly jibrisOracle: Float64Array;
  /** Highest 30 s mean of Prosody's CPU in the minute, busiest shard, cores; 0 when signalling is not simulated. */
  readonly prosodyCpuCores: Float64Array;
  /** Longest backlog of Prosody in the minute, seconds of work, busiest shard. */
  readonly prosodyBacklogSeconds: Float64Array;
  /** Sockets open on the web fronts, all shards. */
  readonly frontSockets: Float64Array;
  /** Participants who dropped out of their conference and are not back: no signalling, or no living bridge. */
  readonly participantsOut: Float64Array;
  /** Bit rate from bridges to participants on the network, Mbit/s. */
  readonly egressMbps: Float64Array;
  /**
   * How near each component is to its limit at the minute's end: 0 to 1, more beyond it; NaN for what the deployment does
   * not have. See `limit-ratios.ts`.
   */
  readonly bridgeStressLimitRatio: Float64Array;
  readonly bridgePacketsLimitRatio: Float64Array;
  readonly bridgePoolLimitRatio: Float64Array;
  readonly prosodyLimitRatio: Float64Array;
  readonly frontSocketsLimitRatio: Float64Array;
  readonly shardParticipantsLimitRatio: Float64Array;
  readonly jibrisLimitRatio: Float64Array;
}

export type MinuteColumn = Exclude<keyof MinuteColumns, 'minute'>;

/** Every column but the time, in the order in which files and tables show them. */
export const minuteColumnNames = [
  'participants',
  'conferences',
  'bridgesDesired',
  'bridgesLaunching',
  'bridgesReady',
  'bridgesDraining',
  'bridgesWaiting',
  'bridgesDemand',
  'stressP10',
  'stressP50',
  'stressP90',
  'stressMax',
  'cpuMeanCores',
  'overstressedParticipantMinutes',
  'degradedParticipantMinutes',
  'joinsFailed',
  'jibrisDesired',
  'jibrisBusy',
  'jibrisReady',
  'jibrisLaunching',
  'recordingsRefused',
  'bridgesLoad',
  'jibrisLoad',
  'bridgesOracle',
  'jibrisOracle',
  'costAccrued',
  'prosodyCpuCores',
  'prosodyBacklogSeconds',
  'frontSockets',
  'participantsOut',
  'egressMbps',
  'bridgeStressLimitRatio',
  'bridgePacketsLimitRatio',
  'bridgePoolLimitRatio',
  'prosodyLimitRatio',
  'frontSocketsLimitRatio',
  'shardParticipantsLimitRatio',
  'jibrisLimitRatio',
] as const satisfies readonly MinuteColumn[];

/** Columns of which the largest tells the bottleneck of a minute. */
export const limitRatioColumnNames = [
  'bridgeStressLimitRatio',
  'bridgePacketsLimitRatio',
  'bridgePoolLimitRatio',
  'prosodyLimitRatio',
  'frontSocketsLimitRatio',
  'shardParticipantsLimitRatio',
  'jibrisLimitRatio',
] as const satisfies readonly MinuteColumn[];
export type LimitRatioColumn = (typeof limitRatioColumnNames)[number];
