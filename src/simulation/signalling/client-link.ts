/**
 * What ties a participant's client to its shard: sockets on a front pod, a session in Prosody, a place among the
 * occupants of its conference, and the work all this makes.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type { ConnectionTable } from '../../jitsi/signalling/connection-table.ts';
import { noPod } from '../../jitsi/signalling/front-pods.ts';
import { joinCoreSeconds, leaveCoreSeconds } from '../../jitsi/signalling/prosody-costs.ts';
import type { ProsodyProcess } from '../../jitsi/signalling/prosody-process.ts';
import type { Shard } from '../../jitsi/signalling/shard.ts';
import type { SignallingModel } from '../../jitsi/signalling/signalling-model.ts';
import { noShard, type ShardEntry } from '../shard-entry.ts';
import type { MediaSide } from './media-side.ts';
import type { VisitorProsodies } from './visitor-prosodies.ts';

/** Draws a participant may take from its substream: far more than its tries in a year. */
const drawsPerParticipant = 2 ** 20;

/** A conference that has participants on two shards, who do not meet each other. */
export interface RoomSplit {
  readonly conference: number;
  /** The shard that the conference is new to, and another that has so many of its participants. */
  readonly shard: number;
  readonly other: number;
  readonly elsewhere: number;
}

export class ClientLink {
  /** Told when an answer of Prosody takes longer than a client waits for its ping. */
  onStall: (shard: number, nowMs: number) => void = () => {};
  /** Told when a participant enters a conference that has occupants on another shard. */
  onSplit: (split: RoomSplit, nowMs: number) => void = () => {};
  readonly table: ConnectionTable;
  private readonly model: SignallingModel;
  private readonly shards: readonly Shard[];
  private readonly stream: RandomStream;
  /** null where nobody becomes a visitor. */
  private readonly nodes: VisitorProsodies | null;
  private readonly entry: ShardEntry;
  private readonly media: Pick<MediaSide, 'regionOf'>;
  /** Occupants of each conference in the Prosody of each shard: all shards of one conference, then of the next. */
  private readonly occupants: number[] = [];

  constructor(
    model: SignallingModel,
    parts: {
      readonly shards: readonly Shard[];
      readonly table: ConnectionTable;
      readonly stream: RandomStream;
      readonly entry: ShardEntry;
      readonly nodes: VisitorProsodies | null;
      readonly media: Pick<MediaSide, 'regionOf'>;
    },
  ) {
    this.model = model;
    this.shards = parts.shards;
    this.table = parts.table;
    this.stream = parts.stream;
    this.entry = parts.entry;
    this.nodes = parts.nodes;
    this.media = parts.media;
  }

  /** The client's request goes to the shard that the entry says, from now on; false when there is none. */
  route(participant: number, nowMs: number): boolean {
    const shard = this.request(participant, nowMs);
    if (shard === noShard) return false;
    if (shard !== this.table.shard[participant]) this.table.move(participant, shard);
    return true;
  }

  /** Whether a request of the client goes to the shard that it is on. */
  isRoutedHome(participant: number, nowMs: number): boolean {
    return this.request(participant, nowMs) === this.table.shard[participant];
  }

  private request(participant: number, nowMs: number): number {
    const { table, entry, media } = this;
    return entry.request(table.conference[participant]!, media.regionOf(participant), nowMs);
  }

  /** Whether the Prosodys that the participant hangs on answer: its shard's and, of a visitor, its node's. */
  isServing(participant: number): boolean {
    return this.shardOf(participant).isServing && this.prosodyOf(participant).isServing;
  }

  /** Whether Jicofo is connected to where the participant's session is. */
  hasFocus(participant: number): boolean {
    return this.shardOf(participant).hasFocus && this.prosodyOf(participant).hasFocus;
  }

  /** Whether a visitor that Jicofo sends to the node gets into the conference there. */
  nodeTakes(node: number): boolean {
    const { takesConnections, hasFocus } = this.nodes!.nodes[node]!;
    return takesConnections && hasFocus;
  }

  /** Whether a new connection of the participant is let in to where it was sent. */
  takesConnections(participant: number): boolean {
    return this.shardOf(participant).takesConnections && this.prosodyOf(participant).takesConnections;
  }

  /** Whether Jicofo hears of the participant's session. */
  isHeard(participant: number): boolean {
    return this.shardOf(participant).isHeard && this.prosodyOf(participant).isHeard;
  }

  /** The Prosody that keeps the participant's session: its shard's, or that of its visitor node. */
  private prosodyOf(participant: number): ProsodyProcess {
    const node = this.table.visitorNode[participant]!;
    return node < 0 ? this.shardOf(participant) : this.nodes!.nodes[node]!;
  }

  shardOf(participant: number): Shard {
    return this.shards[this.table.shard[participant]!]!;
  }

  /** The participant's own random substream at its next draw: nobody else's tries can change it. */
  draw(participant: number): RandomStream {
    const { serial, draws } = this.table;
    const at = serial[participant]! * drawsPerParticipant + draws[participant]!;
    draws[participant]! += 1;
    return this.stream.at(at);
  }

  /** Opens sockets on some pod; false when they are refused. */
  openSockets(participant: number, sockets: number, nowMs: number): boolean {
    const pod = this.shardOf(participant).fronts.open(sockets, nowMs);
    if (pod === noPod) return false;
    this.table.pod[participant] = pod;
    this.table.sockets[participant] = sockets;
    this.entry.count(this.table.shard[participant]!, 1);
    return true;
  }

  /** Opens more on the same pod, if there is room: a participant without channel to its bridge is in all the same. */
  extendSockets(participant: number, sockets: number, nowMs: number): void {
    const { table } = this;
    if (!this.shardOf(participant).fronts.extend(table.pod[participant]!, sockets, nowMs)) return;
    table.sockets[participant]! += sockets;
  }

  closeSockets(participant: number): void {
    const { table } = this;
    const pod = table.pod[participant]!;
    if (pod !== noPod) this.shardOf(participant).fronts.close(pod, table.sockets[participant]!);
    this.forgetSockets(participant);
  }

  /** The sockets died with their pod. */
  forgetSockets(participant: number): void {
    if (this.table.pod[participant] !== noPod) this.entry.count(this.table.shard[participant]!, -1);
    this.table.pod[participant] = noPod;
    this.table.sockets[participant] = 0;
  }

  openSession(participant: number, nowMs: number): void {
    if (this.table.hasSession[participant] === 1) return;
    this.table.hasSession[participant] = 1;
    this.prosodyOf(participant).openSession(nowMs);
  }

  /** The session ends, and with it the place in the conference, of which the others are told. */
  endSession(participant: number, nowMs: number): void {
    const { table, occupants, model } = this;
    if (table.hasSession[participant] === 0) return;
    table.hasSession[participant] = 0;
    const node = table.visitorNode[participant]!;
    if (node >= 0) {
      this.endVisit(participant, node, nowMs);
      return;
    }
    this.shardOf(participant).closeSession(nowMs);
    if (table.isOccupant[participant] === 0) return;
    table.isOccupant[participant] = 0;
    const place = this.placeOf(participant);
    occupants[place]! -= 1;
    this.nodes?.tell(table.conference[participant]!, model.prosodyLeaveShareOfOccupantCost, nowMs);
    this.work(participant, leaveCoreSeconds(model, occupants[place]!), nowMs);
  }

  /** Jicofo sends the participant, who has just connected, to the Prosody of a visitor node. */
  becomeVisitor(participant: number, node: number, nowMs: number): void {
    if (this.table.visitorNode[participant] === node) return;
    this.work(participant, this.model.prosodyFailedAttemptCoreSeconds, nowMs);
    this.endSession(participant, nowMs);
    this.table.visitorNode[participant] = node;
    this.openSession(participant, nowMs);
  }

  /** Occupants of the participant's conference in the Prosody of its shard: those of the main room. */
  mainOccupants(participant: number): number {
    return this.occupants[this.placeOf(participant)]!;
  }

  private endVisit(participant: number, node: number, nowMs: number): void {
    const { table } = this;
    this.nodes!.nodes[node]!.closeSession(nowMs);
    if (table.isOccupant[participant] === 0) return;
    table.isOccupant[participant] = 0;
    this.nodes!.leave(table.conference[participant]!, node);
  }

  /** Prosody has forgotten the session and the conference. */
  forgetSession(participant: number, nowMs: number): void {
    const { table } = this;
    const node = table.visitorNode[participant]!;
    if (node >= 0) {
      // Its node tells it that the main room has gone.
      if (table.hasSession[participant] === 1) this.endVisit(participant, node, nowMs);
      table.hasSession[participant] = 0;
      return;
    }
    table.hasSession[participant] = 0;
    table.isOccupant[participant] = 0;
    this.occupants[this.placeOf(participant)] = 0;
  }

  /** The Prosody of the participant's visitor node has forgotten it. */
  forgetVisit(participant: number): void {
    const { table } = this;
    table.hasSession[participant] = 0;
    if (table.isOccupant[participant] === 0) return;
    table.isOccupant[participant] = 0;
    this.nodes!.leave(table.conference[participant]!, table.visitorNode[participant]!);
  }

  openConference(conference: number): void {
    this.nodes?.openConference(conference);
    const shards = this.shards.length;
    for (let shard = 0; shard < shards; shard++) this.occupants[conference * shards + shard] = 0;
  }

  /** Whether nobody is in the participant's conference on its shard. */
  isFirst(participant: number): boolean {
    return this.table.visitorNode[participant]! < 0 && this.occupants[this.placeOf(participant)] === 0;
  }

  /** Takes a place in the conference; returns the work of the join, core-seconds. */
  occupy(participant: number, nowMs: number): number {
    const { table, occupants } = this;
    const place = this.placeOf(participant);
    const node = table.visitorNode[participant]!;
    if (node >= 0) {
      table.isOccupant[participant] = 1;
      return this.nodes!.enter(table.conference[participant]!, node, occupants[place]!);
    }
    this.nodes?.tell(table.conference[participant]!, 1, nowMs);
    const coreSeconds = joinCoreSeconds(this.model, occupants[place]!);
    if (occupants[place] === 0 && this.shards.length > 1) this.noteRoom(participant, nowMs);
    occupants[place]! += 1;
    table.isOccupant[participant] = 1;
    return coreSeconds;
  }

  /** The conference gets its first occupant on a shard: it is split when it has some elsewhere. */
  private noteRoom(participant: number, nowMs: number): void {
    const conference = this.table.conference[participant]!;
    const shard = this.table.shard[participant]!;
    for (let other = 0; other < this.shards.length; other++) {
      const elsewhere = this.occupants[conference * this.shards.length + other]!;
      if (other !== shard && elsewhere > 0) this.onSplit({ conference, shard, other, elsewhere }, nowMs);
    }
  }

  /** Where the occupants of the participant's conference on its shard are counted. */
  private placeOf(participant: number): number {
    return this.table.conference[participant]! * this.shards.length + this.table.shard[participant]!;
  }

  /** Jicofo invites an occupant again, which costs what its join would; returns the seconds until the answer. */
  reinvite(participant: number, nowMs: number): number {
    const others = Math.max(0, this.occupants[this.placeOf(participant)]! - 1);
    return this.work(participant, joinCoreSeconds(this.model, others), nowMs);
  }

  /** Work for Prosody on the participant's behalf. Returns the seconds until it is done. */
  work(participant: number, coreSeconds: number, nowMs: number): number {
    const node = this.table.visitorNode[participant]!;
    if (node >= 0) return this.nodes!.work(node, coreSeconds, nowMs);
    const answerSeconds = this.shardOf(participant).core.add(coreSeconds, nowMs);
    if (answerSeconds > this.model.pingTimeoutSeconds) this.onStall(this.table.shard[participant]!, nowMs);
    return answerSeconds;
  }
}
