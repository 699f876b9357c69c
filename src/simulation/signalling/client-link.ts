/**
 * What ties a participant's client to its shard: sockets on a front pod, a session in Prosody, a place among the
 * occupants of its conference, and the work all this makes.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type { ConnectionTable } from '../../jitsi/signalling/connection-table.ts';
import { noPod } from '../../jitsi/signalling/front-pods.ts';
import { joinCoreSeconds, leaveCoreSeconds } from '../../jitsi/signalling/prosody-costs.ts';
import type { Shard } from '../../jitsi/signalling/shard.ts';
import type { SignallingModel } from '../../jitsi/signalling/signalling-model.ts';

/** Draws a participant may take from its substream: far more than its tries in a year. */
const drawsPerParticipant = 2 ** 20;

export class ClientLink {
  /** Told when an answer of Prosody takes longer than a client waits for its ping. */
  onStall: (shard: number, nowMs: number) => void = () => {};
  readonly table: ConnectionTable;
  private readonly model: SignallingModel;
  private readonly shards: readonly Shard[];
  private readonly stream: RandomStream;
  /** Occupants of each conference in Prosody. */
  private readonly occupants: number[] = [];

  constructor(
    model: SignallingModel,
    shards: readonly Shard[],
    table: ConnectionTable,
    stream: RandomStream,
  ) {
    this.model = model;
    this.shards = shards;
    this.table = table;
    this.stream = stream;
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
    this.table.pod[participant] = noPod;
    this.table.sockets[participant] = 0;
  }

  openSession(participant: number, nowMs: number): void {
    if (this.table.hasSession[participant] === 1) return;
    this.table.hasSession[participant] = 1;
    this.shardOf(participant).openSession(nowMs);
  }

  /** The session ends, and with it the place in the conference, of which the others are told. */
  endSession(participant: number, nowMs: number): void {
    const { table, occupants, model } = this;
    if (table.hasSession[participant] === 0) return;
    const shard = this.shardOf(participant);
    table.hasSession[participant] = 0;
    shard.closeSession(nowMs);
    if (table.isOccupant[participant] === 0) return;
    table.isOccupant[participant] = 0;
    const conference = table.conference[participant]!;
    occupants[conference]! -= 1;
    this.work(participant, leaveCoreSeconds(model, occupants[conference]!), nowMs);
  }

  /** Prosody has forgotten the session and the conference. */
  forgetSession(participant: number): void {
    const { table } = this;
    table.hasSession[participant] = 0;
    table.isOccupant[participant] = 0;
    this.occupants[table.conference[participant]!] = 0;
  }

  openConference(conference: number): void {
    this.occupants[conference] = 0;
  }

  /** Takes a place in the conference; returns the work of the join, core-seconds. */
  occupy(participant: number): number {
    const { table, occupants } = this;
    const conference = table.conference[participant]!;
    const coreSeconds = joinCoreSeconds(this.model, occupants[conference]!);
    occupants[conference]! += 1;
    table.isOccupant[participant] = 1;
    return coreSeconds;
  }

  /** Jicofo invites an occupant again, which costs what its join would; returns the seconds until the answer. */
  reinvite(participant: number, nowMs: number): number {
    const others = this.occupants[this.table.conference[participant]!]! - 1;
    return this.work(participant, joinCoreSeconds(this.model, others), nowMs);
  }

  /** Work for Prosody on the participant's behalf. Returns the seconds until it is done. */
  work(participant: number, coreSeconds: number, nowMs: number): number {
    const answerSeconds = this.shardOf(participant).core.add(coreSeconds, nowMs);
    if (answerSeconds > this.model.pingTimeoutSeconds) this.onStall(this.table.shard[participant]!, nowMs);
    return answerSeconds;
  }
}
