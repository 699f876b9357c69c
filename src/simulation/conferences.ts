/**
 * Conferences in a run: opened from their sources, walked through their timelines, closed. Only a conference's next
 * event is pending.
 */
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import { grown } from '../jitsi/grown-array.ts';
import type { ConferenceSource } from '../workload/timeline.ts';
import { TimelineBuffer } from '../workload/timeline.ts';
import type { BridgeOperations } from './bridge-operations.ts';
import { ConferenceParticipants } from './conference-participants.ts';
import { ConferenceSources } from './conference-sources.ts';
import { conferenceKind, entity, recordingKind } from './entities.ts';
import type { JibriOperations } from './jibri-operations.ts';
import { planWithin, type RunContext } from './run-context.ts';
import { ClassActivity } from './run-usage.ts';
import type { ShardEntry } from './shard-entry.ts';
import { leaveBit, notOnBridge } from './timeline-arena.ts';

/** Of each conference, by slot: its block in the arena, its participants, its next event. */
const blockStride = 4;
const blockBase = 0;
const blockSize = 1;
const blockCursor = 2;

export class Conferences extends ConferenceParticipants {
  conferences = 0;
  /** What was asked for, by demand entry. */
  readonly activity: ClassActivity;
  readonly sources: ConferenceSources;
  private readonly jibris: JibriOperations;
  private readonly buffer = new TimelineBuffer();
  private blocks = new Int32Array(64 * blockStride);
  private recordingMs: number[] = [];

  constructor(
    context: RunContext,
    parts: {
      readonly fleet: BridgeFleet;
      readonly bridges: BridgeOperations;
      readonly jibris: JibriOperations;
      readonly entry: ShardEntry;
    },
    sources: readonly ConferenceSource[],
  ) {
    super(context, parts);
    this.jibris = parts.jibris;
    this.activity = new ClassActivity(sources.length, context.endMs);
    this.sources = new ConferenceSources(context, sources);
  }

  /** The source's next conference begins. */
  handleSource(source: number): void {
    this.sources.draw(source, this.buffer);
    this.open();
    this.sources.planNext(source);
  }

  /** The conference's next join or leave. */
  handleConference(slot: number, nowMs: number): void {
    const block = slot * blockStride;
    const base = this.blocks[block + blockBase]!;
    const code = this.arena.eventCode(base, this.blocks[block + blockCursor]!);
    const participant = base + (code >> 1);
    if ((code & leaveBit) === 0) this.join(slot, participant, nowMs);
    else if (!this.mediaChanges.vanishes(slot, participant, nowMs)) this.leave(slot, participant, nowMs);
    this.blocks[block + blockCursor]! += 1;
    if (!this.closeWhenOver(slot)) this.scheduleNext(slot);
  }

  /** The conference asks for its recording. */
  handleRecording(slot: number, nowMs: number): void {
    const demand = this.context.scenario.demand[this.fleet.table.demandOf(slot)]!;
    this.jibris.recordings.ask(this.recordingMs[slot]!, demand.recording, nowMs, slot);
  }

  forEachPresent(slot: number, visit: (participant: number, bridge: number) => void): void {
    if (!this.placement.rooms.isConference(slot)) return;
    const base = this.blocks[slot * blockStride + blockBase]!;
    const size = this.blocks[slot * blockStride + blockSize]!;
    for (let participant = base; participant < base + size; participant++) {
      const bridge = this.arena.bridgeOf(participant);
      if (bridge !== notOnBridge) visit(participant, bridge);
    }
  }

  /** Opens a conference that no source made. */
  openUnplanned(fill: (buffer: TimelineBuffer) => void): void {
    fill(this.buffer);
    this.open();
  }

  private open(): void {
    const { buffer } = this;
    const slot = this.fleet.table.open(buffer.demandIndex, this.mediaChanges.peerToPeerOf(buffer));
    const base = this.arena.store(buffer);
    this.setBlock(slot, base, buffer.participantCount);
    this.mediaChanges.open(slot, base, buffer);
    this.starts?.open(slot, base, buffer.participantCount);
    this.conferences += 1;
    this.activity.note(buffer);
    this.placement.rooms.open(slot);
    this.placement.visitors?.open(slot, base, buffer.participantCount);
    this.entry.openConference(slot);
    this.connections?.openConference(slot);
    this.scheduleNext(slot);
    if (buffer.recordingStartMs < this.context.endMs) {
      this.recordingMs[slot] = buffer.recordingDurationMs;
      this.context.list.schedule(entity(recordingKind, slot), buffer.recordingStartMs);
    }
  }

  protected closeWhenOver(slot: number): boolean {
    const block = slot * blockStride;
    const size = this.blocks[block + blockSize]!;
    if (this.blocks[block + blockCursor]! < 2 * size) return false;
    if (this.mediaChanges.vanished.isAwaited(slot)) return true;
    this.mediaChanges.close(slot);
    this.starts?.close(slot);
    this.arena.release(this.blocks[block + blockBase]!, size);
    this.context.list.cancel(entity(recordingKind, slot));
    this.placement.rooms.close(slot);
    this.fleet.table.close(slot);
    return true;
  }

  private scheduleNext(slot: number): void {
    const block = slot * blockStride;
    const atMs = this.arena.eventMs(this.blocks[block + blockBase]!, this.blocks[block + blockCursor]!);
    planWithin(this.context, entity(conferenceKind, slot), atMs);
  }

  private setBlock(slot: number, base: number, size: number): void {
    const block = slot * blockStride;
    if (block >= this.blocks.length) {
      this.blocks = grown(this.blocks, new Int32Array(Math.max(block + blockStride, this.blocks.length * 2)));
    }
    this.blocks[block + blockBase] = base;
    this.blocks[block + blockSize] = size;
    this.blocks[block + blockCursor] = 0;
  }
}
