/**
 * Conferences in a run: opened from their sources, walked through their timelines, closed. Only a conference's next
 * event is pending; a join asks Jicofo's selection for a bridge.
 */
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import type { ConferenceSource } from '../workload/timeline.ts';
import { TimelineBuffer } from '../workload/timeline.ts';
import type { BridgeOperations } from './bridge-operations.ts';
import { ConferenceSources } from './conference-sources.ts';
import { ConferenceStarts } from './conference-starts.ts';
import { EndpointPlacement } from './endpoint-placement.ts';
import { conferenceKind, entity, recordingKind } from './entities.ts';
import type { JibriOperations } from './jibri-operations.ts';
import { LostEndpoints } from './lost-endpoints.ts';
import { MediaChanges } from './media-changes.ts';
import { noteIncident, planWithin, type RunContext } from './run-context.ts';
import { ClassActivity } from './run-usage.ts';
import { noBridgeTakesIt } from './scaled-pool.ts';
import { noShard, type ShardEntry } from './shard-entry.ts';
import type { MediaSide } from './signalling/media-side.ts';
import type { ParticipantConnections } from './signalling/participant-connections.ts';
import { leaveBit, notOnBridge, TimelineArena } from './timeline-arena.ts';

export class Conferences implements MediaSide {
  conferences = 0;
  joins = 0;
  joinsFailed = 0;
  leaves = 0;
  participantsPeak = 0;
  /** Participants moved because their bridge was stopped under them, and those for whom no other was found. */
  moved = 0;
  lost = 0;
  /** Sum of leave times minus sum of join times: Little's law holds it against the fleet's integral. */
  sojournMs = 0;
  /** Participants who wait to join or dropped out, and have no endpoint; 0 without signalling. */
  away = 0;
  /** Clients against their shards; null when signalling is not simulated, and joins then happen at once. */
  connections: ParticipantConnections | null = null;
  /** What was asked for, by demand entry. */
  readonly activity: ClassActivity;
  readonly placement: EndpointPlacement;
  readonly lostEndpoints: LostEndpoints;
  readonly mediaChanges: MediaChanges;
  readonly sources: ConferenceSources;
  /** Jicofo's rule of who gets an endpoint; null when conferences start with their first participant. */
  readonly starts: ConferenceStarts | null;
  private readonly context: RunContext;
  private readonly fleet: BridgeFleet;
  private readonly bridges: BridgeOperations;
  private readonly jibris: JibriOperations;
  private readonly entry: ShardEntry;
  private readonly arena = new TimelineArena();
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
    const { fleet, bridges, jibris, entry } = parts;
    this.context = context;
    this.activity = new ClassActivity(sources.length, context.endMs);
    this.fleet = fleet;
    this.bridges = bridges;
    this.jibris = jibris;
    this.sources = new ConferenceSources(context, sources);
    this.entry = entry;
    this.lostEndpoints = new LostEndpoints(context, this, fleet);
    this.mediaChanges = new MediaChanges(context, fleet, this.arena, (slot, participant, nowMs) => {
      this.leave(slot, participant, nowMs);
      this.closeWhenOver(slot);
    });
    const { arena, mediaChanges } = this;
    this.placement = new EndpointPlacement(context, { fleet, bridges, arena, entry, mediaChanges });
    const { conferenceStart = null } = context.scenario.deployment.bridges.selection;
    this.starts = conferenceStart === null ? null : new ConferenceStarts(conferenceStart, context, this);
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
    const demand = this.context.scenario.demand[this.fleet.table.demand[slot]!]!;
    this.jibris.recordings.ask(this.recordingMs[slot]!, demand.recording, nowMs);
  }

  /** Calls with every participant of the conference who has an endpoint, and with its bridge. */
  forEachPresent(slot: number, visit: (participant: number, bridge: number) => void): void {
    if (!this.placement.rooms.isConference(slot)) return;
    const base = this.base[slot]!;
    for (let participant = base; participant < base + this.size[slot]!; participant++) {
      const bridge = this.arena.bridge[participant]!;
      if (bridge !== notOnBridge) visit(participant, bridge);
    }
  }

  /** Shard that the participant was sent to. */
  shardOf(participant: number): number {
    return this.arena.shard[participant]!;
  }

  /** Number of the participant's region. */
  regionOf(participant: number): number {
    return this.arena.region[participant]!;
  }

  hasEndpoint(participant: number): boolean {
    return this.arena.bridge[participant] !== notOnBridge;
  }

  /** Back on some bridge after its endpoint was lost; false when none takes it. */
  takeBack(slot: number, participant: number, nowMs: number): boolean {
    if (!this.connect(slot, participant, nowMs)) return false;
    this.away -= 1;
    return true;
  }

  signallingLost(participant: number, nowMs: number): void {
    this.lostEndpoints.reinvitations.forget(participant, nowMs);
  }

  signallingBack(slot: number, participant: number, nowMs: number): void {
    if (this.hasEndpoint(participant) || this.starts?.isAlone(participant)) return;
    this.lostEndpoints.reinvitations.add(participant, slot, nowMs, nowMs);
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

  /** Closes the conference when its timeline is over and no endpoint is left; false when it is not over. */
  private closeWhenOver(slot: number): boolean {
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

  enter(slot: number, participant: number, nowMs: number): boolean {
    this.away -= 1;
    return this.admit(slot, participant, nowMs);
  }

  reenter(slot: number, participant: number, nowMs: number): boolean {
    this.lostEndpoints.reinvitations.forget(participant, nowMs);
    this.away -= 1;
    const isIn = this.connect(slot, participant, nowMs);
    if (!isIn) this.lost += 1;
    return isIn;
  }

  expire(_slot: number, participant: number, nowMs: number): void {
    if (this.hasEndpoint(participant)) this.unplace(participant, nowMs);
    else if (this.starts?.release(participant, nowMs) !== true) return;
    this.away += 1;
  }

  place(slot: number, participant: number, nowMs: number): boolean {
    const shard = this.connections?.shardOf(participant) ?? this.arena.shard[participant]!;
    this.arena.shard[participant] = shard;
    if (!this.placement.connect(slot, participant, shard, nowMs)) return false;
    this.sojournMs -= nowMs;
    this.participantsPeak = Math.max(this.participantsPeak, this.fleet.endpointsTotal);
    return true;
  }

  unplace(participant: number, nowMs: number): void {
    this.placement.disconnect(participant, nowMs);
    this.sojournMs += nowMs;
  }

  giveUp(slot: number, participant: number, wasIn: boolean, nowMs: number): void {
    this.starts?.leave(slot, participant, nowMs);
    this.expire(slot, participant, nowMs);
    this.lostEndpoints.reinvitations.forget(participant, nowMs);
    this.away -= 1;
    if (wasIn) this.lost += 1;
    else this.failJoin('gave up', nowMs);
  }

  private join(slot: number, participant: number, nowMs: number): void {
    this.joins += 1;
    if (this.connections === null) {
      const shard = this.entry.request(slot, this.regionOf(participant), nowMs);
      if (shard === noShard) this.failJoin('no shard takes it', nowMs);
      else {
        this.arena.shard[participant] = shard;
        this.admit(slot, participant, nowMs);
      }
      return;
    }
    this.away += 1;
    this.connections.arrive(participant, slot, nowMs);
  }

  private admit(slot: number, participant: number, nowMs: number): boolean {
    if (!this.connect(slot, participant, nowMs)) {
      this.failJoin(noBridgeTakesIt(this.bridges.instances), nowMs);
      return false;
    }
    return true;
  }

  private failJoin(detail: string, nowMs: number): void {
    this.joinsFailed += 1;
    noteIncident(this.context, { atMs: nowMs, kind: 'join-failed', detail, affected: 1 });
  }

  private leave(slot: number, participant: number, nowMs: number): void {
    this.starts?.leave(slot, participant, nowMs);
    if (this.connections !== null) {
      const wasIn = this.connections.leave(participant, nowMs);
      if (wasIn === null) return;
      this.expire(slot, participant, nowMs);
      this.lostEndpoints.reinvitations.forget(participant, nowMs);
      this.away -= 1;
      if (wasIn) this.leaves += 1;
      else this.failJoin('left before its signalling let it in', nowMs);
      return;
    }
    if (!this.hasEndpoint(participant)) {
      // Never got in; or was alone; or lost its endpoint and leaves before it has another.
      if (this.starts?.release(participant, nowMs) !== true) {
        if (!this.lostEndpoints.reinvitations.isWaiting(participant)) return;
        this.lostEndpoints.reinvitations.forget(participant, nowMs);
        this.away -= 1;
      }
      this.leaves += 1;
      return;
    }
    this.unplace(participant, nowMs);
    this.leaves += 1;
  }

  private connect(slot: number, participant: number, nowMs: number): boolean {
    return this.starts === null
      ? this.place(slot, participant, nowMs)
      : this.starts.seat(slot, participant, nowMs);
  }

  private scheduleNext(slot: number): void {
    const atMs = this.arena.eventMs[2 * this.base[slot]! + this.cursor[slot]!]!;
    planWithin(this.context, entity(conferenceKind, slot), atMs);
  }
}
