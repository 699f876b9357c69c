/**
 * All participants' clients against their shards: who arrives, who leaves, and what happens to many at once when a front
 * pod, Prosody or its answers are lost. Three counts are kept apart: sockets on the front pods, signalling sessions in
 * Prosody, and media endpoints on bridges (the side of `Conferences`).
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import {
  ConnectionTable,
  connected,
  loading,
  mainRoom,
  overlay,
  resuming,
} from '../../jitsi/signalling/connection-table.ts';
import type { Shard } from '../../jitsi/signalling/shard.ts';
import type { SignallingModel } from '../../jitsi/signalling/signalling-model.ts';
import type { RunContext } from '../run-context.ts';
import type { ShardEntry } from '../shard-entry.ts';
import { ClientKinds } from './client-kinds.ts';
import { ClientLink } from './client-link.ts';
import { ClientSteps } from './client-steps.ts';
import { ConnectionCounts } from './connection-counts.ts';
import type { MediaSide } from './media-side.ts';
import { type VisitorClients, VisitorNodeLives } from './visitor-node-lives.ts';
import { VisitorProsodies } from './visitor-prosodies.ts';

export class ParticipantConnections implements VisitorClients {
  readonly counts = new ConnectionCounts();
  readonly link: ClientLink;
  /** null where nobody becomes a visitor. */
  readonly visitorNodes: VisitorProsodies | null;
  readonly visitorNodeLives: VisitorNodeLives | null;
  private readonly model: SignallingModel;
  private readonly table: ConnectionTable;
  private readonly kinds: ClientKinds;
  private readonly steps: ClientSteps;
  private readonly media: MediaSide;
  private readonly shards: readonly Shard[];
  private readonly entry: ShardEntry;

  constructor(
    context: RunContext,
    model: SignallingModel,
    parts: { readonly shards: readonly Shard[]; readonly media: MediaSide; readonly entry: ShardEntry },
  ) {
    const { shards, media, entry } = parts;
    this.model = model;
    this.entry = entry;
    this.media = media;
    this.shards = shards;
    this.table = new ConnectionTable(shards.length, model.pingPeriodSeconds);
    const stream = context.streams.stream('jitsi/signalling-clients');
    const { visitors } = context.scenario.deployment;
    this.visitorNodes = visitors === undefined ? null : new VisitorProsodies(model, visitors.nodes);
    const nodes = this.visitorNodes;
    this.link = new ClientLink(model, { shards, table: this.table, stream, entry, nodes, media });
    this.kinds = new ClientKinds(context, model);
    this.steps = new ClientSteps(context, model, {
      shards: shards.length,
      link: this.link,
      kinds: this.kinds,
      counts: this.counts,
      media,
    });
    this.visitorNodeLives =
      nodes === null ? null : new VisitorNodeLives(context, model, { prosodies: nodes, clients: this });
    media.watchVisitorNodes((node) => nodes?.nodes[node]?.hasFocus ?? true);
  }

  openConference(conference: number): void {
    this.link.openConference(conference);
  }

  /** Shard that the participant is on, or was on last. */
  shardOf(participant: number): number {
    return this.table.shard[participant]!;
  }

  isConnected(participant: number): boolean {
    return this.table.has(participant) && this.table.state[participant] === connected;
  }

  /** Whether the shard's Jicofo can invite somebody. */
  canInvite(shard: number): boolean {
    return this.shards[shard]!.hasFocus && this.shards[shard]!.isServing;
  }

  /** Jicofo invites somebody connected again; returns the seconds until the answer. */
  reinvite(participant: number, nowMs: number): number {
    return this.link.reinvite(participant, nowMs);
  }

  /** Sockets of connected participants break, each with that probability. Returns how many. */
  breakSockets(ratio: number, stream: RandomStream, nowMs: number): number {
    return this.drawConnected(ratio, stream, (participant) => {
      this.link.closeSockets(participant);
      this.steps.loseSocket(participant, 'front', nowMs);
    });
  }

  /** Connected participants load their page anew, each with that probability. Returns how many. */
  reloadPages(ratio: number, stream: RandomStream, nowMs: number): number {
    return this.drawConnected(ratio, stream, (participant) => this.steps.reload(participant, nowMs));
  }

  /** A participant comes to join. Those of time 0 are in already: nobody knows when they came. */
  arrive(participant: number, conference: number, nowMs: number): void {
    const shard = Math.max(0, this.entry.request(conference, this.media.regionOf(participant), nowMs));
    const serial = this.counts.arrived;
    this.table.add(participant, conference, shard, serial, nowMs);
    this.table.clientKind[participant] = this.kinds.draw(serial);
    this.counts.arrive();
    if (nowMs > 0) this.steps.connect(participant, nowMs);
    else this.steps.takeAsPresent(participant, nowMs);
  }

  /** A participant leaves for good. Returns whether it was ever in; null when it has gone already. */
  leave(participant: number, nowMs: number): boolean | null {
    const { table, counts } = this;
    if (!table.has(participant)) return null;
    const wasIn = table.wasIn[participant] === 1;
    if (!wasIn) counts.fail(table.causeOf(participant));
    else if (this.isOut(participant)) counts.endOut(nowMs - table.outSinceMs[participant]!);
    else counts.endConnected();
    this.steps.remove(participant, nowMs);
    return wasIn;
  }

  /** The participant's pending event. */
  handle(participant: number, nowMs: number): void {
    this.steps.handle(participant, nowMs);
  }

  /** The bridge has not heard of the endpoint for too long. */
  expireEndpoint(participant: number, nowMs: number): void {
    this.media.expire(this.table.conference[participant]!, participant, nowMs);
  }

  /** All sockets of a front pod are gone. Returns how many participants dropped out of conferences. */
  loseFront(shard: number, pod: number, nowMs: number): number {
    const before = this.counts.drops;
    this.table.forEach(shard, (participant) => {
      if (this.table.pod[participant] !== pod) return;
      this.link.forgetSockets(participant);
      this.steps.loseSocket(participant, 'front', nowMs);
    });
    return this.counts.drops - before;
  }

  /** All sessions of the shard are gone. Returns how many participants dropped out of conferences. */
  loseProsody(shard: number, nowMs: number): number {
    const { table } = this;
    const before = this.counts.drops;
    this.steps.invitations.clear(shard);
    table.forEach(shard, (participant) => {
      this.link.forgetSession(participant, nowMs);
      const state = table.stateOf(participant);
      if (state === loading || state === overlay || state === resuming) return;
      this.link.closeSockets(participant);
      this.steps.loseSocket(participant, 'prosody', nowMs);
    });
    return this.counts.drops - before;
  }

  loseVisitorNode(node: number, nowMs: number): number {
    const { table } = this;
    const before = this.counts.drops;
    this.media.loseVisitorNode(node);
    this.forEachVisitor(node, (participant) => {
      this.link.forgetVisit(participant);
      const state = table.stateOf(participant);
      if (state === loading || state === overlay || state === resuming) return;
      this.link.closeSockets(participant);
      this.steps.loseSocket(participant, 'prosody', nowMs);
    });
    return this.counts.drops - before;
  }

  /**
   * Jicofo takes the endpoints of those who were on the node (jicofo pull request 1307). Who has loaded the page anew since then
   * is no more: such an endpoint ends by its own expiry.
   */
  meetVisitorNode(node: number, nowMs: number): void {
    const { table } = this;
    this.forEachVisitor(node, (participant) => {
      if (table.hasSession[participant] === 1) return;
      this.media.expire(table.conference[participant]!, participant, nowMs);
    });
  }

  private forEachVisitor(node: number, visit: (participant: number) => void): void {
    for (let shard = 0; shard < this.shards.length; shard++) {
      this.table.forEach(shard, (participant) => {
        if (this.table.visitorNode[participant] === node) visit(participant);
      });
    }
  }

  missVisitorPings(node: number, phase: number, sentMs: number, nowMs: number): void {
    for (let shard = 0; shard < this.shards.length; shard++) {
      this.missPings(shard, phase, sentMs, nowMs, node);
    }
  }

  /**
   * The pings that clients of this phase sent at `sentMs` were not answered: who misses too many in a row drops its
   * socket. Visitors ping their node.
   */
  missPings(shard: number, phase: number, sentMs: number, nowMs: number, node = mainRoom): void {
    const { table, model } = this;
    table.forEachOfPhase(shard, phase, (participant) => {
      if (table.state[participant] !== connected || table.visitorNode[participant] !== node) return;
      const inARow = table.pingFailedMs[participant] === sentMs - model.pingPeriodSeconds * 1000;
      table.pingFailures[participant] = inARow ? table.pingFailures[participant]! + 1 : 1;
      table.pingFailedMs[participant] = sentMs;
      if (table.pingFailures[participant]! < model.pingFailuresMax) return;
      table.pingFailures[participant] = 0;
      this.link.closeSockets(participant);
      this.steps.loseSocket(participant, 'prosody', nowMs);
    });
  }

  /** Participant-milliseconds out up to now, those of participants who are still out included. */
  outMsUntil(nowMs: number): number {
    let outMs = this.counts.outMs;
    for (let shard = 0; shard < this.shards.length; shard++) {
      this.table.forEach(shard, (participant) => {
        if (this.isOut(participant)) outMs += nowMs - this.table.outSinceMs[participant]!;
      });
    }
    return outMs;
  }

  /** Participants by state, counted one by one: what `counts` must agree with. */
  recount(): { readonly waiting: number; readonly connected: number; readonly out: number } {
    const found = { waiting: 0, connected: 0, out: 0 };
    for (let shard = 0; shard < this.shards.length; shard++) {
      this.table.forEach(shard, (participant) => {
        if (this.table.wasIn[participant] === 0) found.waiting += 1;
        else if (this.isOut(participant)) found.out += 1;
        else found.connected += 1;
      });
    }
    return found;
  }

  private drawConnected(ratio: number, stream: RandomStream, act: (participant: number) => void): number {
    const chosen: number[] = [];
    for (let shard = 0; shard < this.shards.length; shard++) {
      this.table.forEach(shard, (participant) => {
        if (this.table.state[participant] === connected && stream.nextUnit() < ratio)
          chosen.push(participant);
      });
    }
    for (const participant of chosen) act(participant);
    return chosen.length;
  }

  private isOut(participant: number): boolean {
    return this.table.wasIn[participant] === 1 && this.table.state[participant] !== connected;
  }
}
