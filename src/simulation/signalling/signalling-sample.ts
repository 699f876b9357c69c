/** The minute's figures of all shards, for charts and limits, and the highest of a run. */
import { type Shard, socketsMaxOfPod } from '../../jitsi/signalling/shard.ts';
import type { SignallingModel } from '../../jitsi/signalling/signalling-model.ts';

export interface SignallingSample {
  /** Highest 30 s mean since the last sample, of the busiest shard. */
  readonly prosodyCpuCores: number;
  /** Highest backlog since the last sample, of the busiest shard, seconds of work. */
  readonly prosodyBacklogSeconds: number;
  /** The same mean of the busiest Prosody, those of visitor nodes included. */
  readonly busiestProsodyCores: number;
  /** Sockets on the front pods of all shards. */
  readonly frontSockets: number;
  /** CPU of the front pods of the shard whose fronts have most to do, cores; in proportion to sockets. */
  readonly frontCpuCores: number;
  /** Of the shard whose fronts are fullest: sockets as a share of those its pods can hold. */
  readonly frontSocketsRatio: number;
  /** Signalling sessions of the shard that has most. */
  readonly sessions: number;
}

/** The highest figures of the samples of a run. */
export class SignallingPeaks {
  cpuCores = 0;
  backlogSeconds = 0;
  frontSockets = 0;
  frontCpuCores = 0;

  note(sample: SignallingSample): void {
    this.cpuCores = Math.max(this.cpuCores, sample.prosodyCpuCores);
    this.backlogSeconds = Math.max(this.backlogSeconds, sample.prosodyBacklogSeconds);
    this.frontSockets = Math.max(this.frontSockets, sample.frontSockets);
    this.frontCpuCores = Math.max(this.frontCpuCores, sample.frontCpuCores);
  }
}

/**
 * Peaks of Prosody begin anew with each sample.
 *
 * @param visitorCores highest 30 s mean of a visitor node's Prosody since the last sample; 0 for none
 */
export function sampleShards(
  shards: readonly Shard[],
  model: SignallingModel,
  visitorCores: number,
  nowMs: number,
): SignallingSample {
  const socketsMax = model.frontPods * socketsMaxOfPod(model);
  const coresPerSocket = model.frontPerParticipantCores / model.frontSocketsPerParticipant;
  const sample = {
    prosodyCpuCores: 0,
    prosodyBacklogSeconds: 0,
    busiestProsodyCores: visitorCores,
    frontSockets: 0,
    frontCpuCores: 0,
    frontSocketsRatio: 0,
    sessions: 0,
  };
  for (const shard of shards) {
    const peaks = shard.core.takePeaks(nowMs);
    const sockets = shard.fronts.socketsTotal(nowMs);
    sample.prosodyCpuCores = Math.max(sample.prosodyCpuCores, peaks.usedCores);
    sample.busiestProsodyCores = Math.max(sample.busiestProsodyCores, peaks.usedCores);
    sample.prosodyBacklogSeconds = Math.max(sample.prosodyBacklogSeconds, peaks.backlogSeconds);
    sample.frontSockets += sockets;
    sample.frontCpuCores = Math.max(sample.frontCpuCores, sockets * coresPerSocket);
    const ratio = sockets / socketsMax;
    // Who refuses is at its limit, though its pod may be restarted and empty at the minute's end.
    const reached = shard.fronts.takeRefused() ? Math.max(1, ratio) : ratio;
    sample.frontSocketsRatio = Math.max(sample.frontSocketsRatio, reached);
    sample.sessions = Math.max(sample.sessions, shard.sessions);
  }
  return sample;
}
