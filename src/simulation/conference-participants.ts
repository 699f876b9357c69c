/**
 * The participants of all conferences, as they join, drop out, come back and leave: who is where, and how many of each
 * there were. A join asks Jicofo's selection for a bridge, at once or when its signalling lets it in.
 */
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import type { BridgeOperations } from './bridge-operations.ts';
import { ConferenceStarts } from './conference-starts.ts';
import { EndpointPlacement } from './endpoint-placement.ts';
import { LostEndpoints } from './lost-endpoints.ts';
import { MediaChanges } from './media-changes.ts';
import { noteIncident, type RunContext } from './run-context.ts';
import { noBridgeTakesIt } from './scaled-pool.ts';
import { noShard, type ShardEntry } from './shard-entry.ts';
import type { MediaSide } from './signalling/media-side.ts';
import type { ParticipantConnections } from './signalling/participant-connections.ts';
import { notOnBridge, TimelineArena } from './timeline-arena.ts';

export abstract class ConferenceParticipants implements MediaSide {
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
  readonly placement: EndpointPlacement;
  readonly lostEndpoints: LostEndpoints;
  readonly mediaChanges: MediaChanges;
  /** Jicofo's rule of who gets an endpoint; null when conferences start with their first participant. */
  readonly starts: ConferenceStarts | null;
  protected readonly context: RunContext;
  protected readonly fleet: BridgeFleet;
  protected readonly entry: ShardEntry;
  protected readonly arena = new TimelineArena();
  private readonly bridges: BridgeOperations;

  constructor(
    context: RunContext,
    parts: {
      readonly fleet: BridgeFleet;
      readonly bridges: BridgeOperations;
      readonly entry: ShardEntry;
    },
  ) {
    const { fleet, bridges, entry } = parts;
    this.context = context;
    this.fleet = fleet;
    this.bridges = bridges;
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

  /** Calls with every participant of the conference who has an endpoint, and with its bridge. */
  abstract forEachPresent(slot: number, visit: (participant: number, bridge: number) => void): void;

  /** Closes the conference when its timeline is over and no endpoint is left; false when it is not over. */
  protected abstract closeWhenOver(slot: number): boolean;

  /** Shard that the participant was sent to. */
  shardOf(participant: number): number {
    return this.arena.shardOf(participant);
  }

  /** Number of the participant's region. */
  regionOf(participant: number): number {
    return this.arena.regionOf(participant);
  }

  visitorNodeOf(conference: number, participant: number, mainOccupants: number, nowMs: number): number {
    const { visitors } = this.placement;
    if (visitors === null) return -1;
    // Who is sent to another node than it was on is counted there from its new endpoint on.
    if (visitors.isWithoutNode(participant)) this.expire(conference, participant, nowMs);
    return visitors.nodeOf(conference, participant, nowMs, mainOccupants);
  }

  loseVisitorNode(node: number): void {
    this.placement.visitors?.loseNode(node);
  }

  watchVisitorNodes(isConnected: (node: number) => boolean): void {
    if (this.placement.visitors !== null) this.placement.visitors.isConnected = isConnected;
  }

  hasEndpoint(participant: number): boolean {
    return this.arena.bridgeOf(participant) !== notOnBridge;
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
    const shard = this.connections?.shardOf(participant) ?? this.arena.shardOf(participant);
    this.arena.setShard(participant, shard);
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

  protected join(slot: number, participant: number, nowMs: number): void {
    this.joins += 1;
    if (this.connections === null) {
      const shard = this.entry.request(slot, this.regionOf(participant), nowMs);
      if (shard === noShard) this.failJoin('no shard takes it', nowMs);
      else {
        this.arena.setShard(participant, shard);
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

  protected leave(slot: number, participant: number, nowMs: number): void {
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
}
