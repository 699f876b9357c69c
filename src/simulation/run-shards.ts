/**
 * What the entry to the shards sees of them, and what a run notes of conferences that end up on several.
 */

import { production8x8Entry } from '../jitsi/haproxy/entry-settings.ts';
import type { ShardHealth } from '../jitsi/haproxy/shard-agent.ts';
import type { Conferences } from './conferences.ts';
import { noteIncident, type RunContext } from './run-context.ts';
import type { EnteredShards } from './shard-entry.ts';
import type { SignallingOperations } from './signalling/signalling-operations.ts';

export class RunShards implements EnteredShards {
  /** Conferences that got participants on a second shard while others were on the first. */
  roomSplits = 0;
  private readonly context: RunContext;
  private readonly conferences: Conferences;
  private readonly signalling: SignallingOperations | null;
  private readonly pollTimeoutSeconds: number;

  constructor(context: RunContext, conferences: Conferences, signalling: SignallingOperations | null) {
    this.context = context;
    this.conferences = conferences;
    this.signalling = signalling;
    const haproxy = context.scenario.deployment.shards?.haproxy ?? production8x8Entry;
    this.pollTimeoutSeconds = haproxy.pollTimeoutSeconds;
    conferences.placement.onSplit = (conference, shard, other, nowMs) =>
      this.noteSplit(conference, shard, other, nowMs);
    if (signalling !== null) {
      signalling.connections.link.onSplit = ({ conference, shard, other }, nowMs) =>
        this.noteSplit(conference, shard, other, nowMs);
    }
  }

  /** Without signalling shards are always well. */
  healthOf(shard: number, nowMs: number): ShardHealth {
    return this.signalling?.shardAt(shard).health(this.pollTimeoutSeconds, nowMs) ?? 'well';
  }

  participantsOf(shard: number): number {
    return this.signalling?.shardAt(shard).sessions ?? this.conferences.placement.presentOn(shard);
  }

  private noteSplit(conference: number, shard: number, other: number, nowMs: number): void {
    this.roomSplits += 1;
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'room-split',
      detail: `a conference on shard ${other} gets participants on shard ${shard}, who do not meet the others`,
      affected: this.conferences.placement.rooms.presentIn(conference),
    });
  }
}
