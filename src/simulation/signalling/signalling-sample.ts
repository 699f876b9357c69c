/** The minute's figures of all shards, for charts and limits. */
import { type Shard, socketsMaxOfPod } from '../../jitsi/signalling/shard.ts';
import type { SignallingModel } from '../../jitsi/signalling/signalling-model.ts';

export interface SignallingSample {
  /** Highest 30 s mean since the last sample, of the busiest shard. */
  readonly prosodyCpuCores: number;
  readonly prosodyBacklogSeconds: number;
  readonly frontSockets: number;
  /** Of the shard whose fronts are fullest: sockets as a share of those its pods can hold. */
  readonly frontSocketsRatio: number;
  /** Signalling sessions of the shard that has most. */
  readonly sessions: number;
}

/** Peaks of Prosody begin anew with each sample. */
export function sampleShards(
  shards: readonly Shard[],
  model: SignallingModel,
  nowMs: number,
): SignallingSample {
  const socketsMax = model.frontPods * socketsMaxOfPod(model);
  const sample = {
    prosodyCpuCores: 0,
    prosodyBacklogSeconds: 0,
    frontSockets: 0,
    frontSocketsRatio: 0,
    sessions: 0,
  };
  for (const shard of shards) {
    const peaks = shard.core.takePeaks(nowMs);
    const sockets = shard.fronts.socketsTotal(nowMs);
    sample.prosodyCpuCores = Math.max(sample.prosodyCpuCores, peaks.usedCores);
    sample.prosodyBacklogSeconds = Math.max(sample.prosodyBacklogSeconds, peaks.backlogSeconds);
    sample.frontSockets += sockets;
    const ratio = sockets / socketsMax;
    // Who refuses is at its limit, though its pod may be restarted and empty at the minute's end.
    const reached = shard.fronts.takeRefused() ? Math.max(1, ratio) : ratio;
    sample.frontSocketsRatio = Math.max(sample.frontSocketsRatio, reached);
    sample.sessions = Math.max(sample.sessions, shard.sessions);
  }
  return sample;
}
