/**
 * How near each component of the deployment is to its limit, minute by minute: 0 for idle, 1 for at it, more for beyond.
 * The component with the largest ratio is the bottleneck of that minute. What each limit is, and what happens there:
 * docs/background/measures.md.
 */
import type { LimitRatioColumn, MinuteColumns } from './rows.ts';

/**
 * Most participants that a shard is meant to have: PARTICIPANT_MAX of jitsi/signal-sidecar 9060e16 and of 8x8's
 * configuration of it (jitsi/infra-configuration b042dd7).
 */
const shardParticipantsMax = 5000;

export interface LimitReadings {
  /** Highest true stress of a bridge, and stress above which its participants suffer. */
  readonly stressMax: number;
  readonly overstressedAbove: number;
  /** True stress of all bridges, summed, and the most bridges that the policy may ask for. */
  readonly stressSum: number;
  readonly bridgesMax: number;
  /** Packets offered to the busiest bridge, and what a bridge can carry; packets per second. */
  readonly packetRateMaxPps: number;
  readonly carriedCeilingPps: number;
  /** null when signalling is not simulated. */
  readonly signalling: {
    /** Busiest shard or visitor node, highest 30 s mean of the minute; a Prosody has one core. */
    readonly busiestProsodyCores: number;
    /** Sockets of the shard whose fronts are fullest, as a share of what its pods hold. */
    readonly frontSocketsRatio: number;
  } | null;
  /** Participants of the fullest shard. */
  readonly shardParticipants: number;
  /** null when the deployment has no Jibris. */
  readonly jibris: { readonly busy: number; readonly serving: number; readonly refused: number } | null;
}

/** Writes the minute's ratios; what the deployment does not have is NaN. */
export function writeLimitRatios(
  columns: Pick<MinuteColumns, LimitRatioColumn>,
  row: number,
  readings: LimitReadings,
): void {
  const { signalling, jibris } = readings;
  columns.bridgeStressLimitRatio[row] = orNothing(readings.stressMax) / readings.overstressedAbove;
  columns.bridgePacketsLimitRatio[row] = readings.packetRateMaxPps / readings.carriedCeilingPps;
  columns.bridgePoolLimitRatio[row] = readings.stressSum / (readings.bridgesMax * readings.overstressedAbove);
  columns.prosodyLimitRatio[row] = signalling?.busiestProsodyCores ?? Number.NaN;
  columns.frontSocketsLimitRatio[row] = signalling?.frontSocketsRatio ?? Number.NaN;
  columns.shardParticipantsLimitRatio[row] = readings.shardParticipants / shardParticipantsMax;
  columns.jibrisLimitRatio[row] = jibris === null ? Number.NaN : jibrisRatio(jibris);
}

/** A request that was refused met the limit, even when a Jibri is free again at the minute's end. */
function jibrisRatio({ busy, serving, refused }: NonNullable<LimitReadings['jibris']>): number {
  const ratio = serving === 0 ? 0 : busy / serving;
  return refused > 0 ? Math.max(1, ratio) : ratio;
}

/** Without a bridge there is no stress. */
function orNothing(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
