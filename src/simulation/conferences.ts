/**
 * Conferences in a run: opened from their sources, walked through their timelines, closed. Only a conference's next
 * event is pending.
 */
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
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

export class Conferences extends ConferenceParticipants {
  conferences = 0;
  /** What was asked for, by demand entry. */
  readonly activity: ClassActivity;
  readonly sources: ConferenceSources;
  private readonly jibris: JibriOperations;
  private readonly buffer = new TimelineBuffer();
  /** Per conference slot: its block in the arena, participants, next event. */
  private base: number[] = [];
  private size: number[] = [];
  private cursor: number[] = [];
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
    const base = this.base[slot]!;
    const code = this.arena.eventCode[2 * base + this.cursor[slot]!]!;
    const participant = base + (code >> 1);
    if ((code & leaveBit) === 0) this.join(slot, participant, nowMs);
    else if (!this.mediaChanges.vanishes(slot, participant, nowMs)) this.leave(slot, participant, nowMs);
    this.cursor[slot]! += 1;
    if (!this.closeWhenOver(slot)) this.scheduleNext(slot);
  }

  /** The conference asks for its recording. */
  handleRecording(slot: number, nowMs: number): void {
    const demand = this.context.scenario.demand[this.fleet.table.demandOf(slot)]!;
    this.jibris.recordings.ask(this.recordingMs[slot]!, demand.recording, nowMs, slot);
  }

  forEachPresent(slot: number, visit: (participant: number, bridge: number) => void): void {
    if (!this.placement.rooms.isConference(slot)) return;
    const base = this.base[slot]!;
    for (let participant = base; participant < base + this.size[slot]!; participant++) {
      const bridge = this.arena.bridge[participant]!;
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
    this.base[slot] = this.arena.store(buffer);
    this.size[slot] = buffer.participantCount;
    this.cursor[slot] = 0;
    this.mediaChanges.open(slot, this.base[slot], buffer);
    this.starts?.open(slot, this.base[slot], this.size[slot]);
    this.conferences += 1;
    this.activity.note(buffer);
    this.placement.rooms.open(slot);
    this.placement.visitors?.open(slot, this.base[slot], this.size[slot]);
    this.entry.openConference(slot);
    this.connections?.openConference(slot);
    this.scheduleNext(slot);
    if (buffer.recordingStartMs < this.context.endMs) {
      this.recordingMs[slot] = buffer.recordingDurationMs;
      this.context.list.schedule(entity(recordingKind, slot), buffer.recordingStartMs);
    }
  }

  protected closeWhenOver(slot: number): boolean {
    if (this.cursor[slot]! < 2 * this.size[slot]!) return false;
    if (this.mediaChanges.vanished.isAwaited(slot)) return true;
    this.mediaChanges.close(slot);
    this.starts?.close(slot);
    this.arena.release(this.base[slot]!, this.size[slot]!);
    this.context.list.cancel(entity(recordingKind, slot));
    this.placement.rooms.close(slot);
    this.fleet.table.close(slot);
    return true;
  }

  private scheduleNext(slot: number): void {
    const atMs = this.arena.eventMs[2 * this.base[slot]! + this.cursor[slot]!]!;
    planWithin(this.context, entity(conferenceKind, slot), atMs);
  }
}
