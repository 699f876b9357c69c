/**
 * Participants who lost their endpoint and wait for Jicofo to invite them again: to a bridge that selection chooses as
 * for any join (jicofo 7ebb13d, JitsiMeetConferenceImpl.java).
 *
 * With signalling, invitations are a closed loop, shard by shard: Jicofo sends the next when the one before was
 * answered, so however many wait, Prosody has one of them to do at a time. An invitation costs what a join costs in a
 * conference of that size. Without signalling nothing takes time, and all are invited at once.
 *
 * Whom no bridge takes waits until one is added (onBridgeUp).
 */
import { QuantileSketch } from '../../stats/quantile-sketch.ts';
import { entity, reinviteKind } from '../entities.ts';
import type { RunContext } from '../run-context.ts';

/** What an invitation acts on. */
export interface Invited {
  /** Shard that the participant was sent to. */
  shardOf(participant: number): number;
  /** Work of one invitation for the shard's Prosody; seconds until it answers. 0 without signalling. */
  invite(participant: number, nowMs: number): number;
  /** Whether the shard can invite now. */
  canInvite(shard: number): boolean;
  /** Back on some bridge; false when none takes it. */
  takeBack(conference: number, participant: number, nowMs: number): boolean;
}

/** What is happening to a participant. */
const notWaiting = 0;
const waiting = 1;
const invited = 2;
const stranded = 3;

export class Reinvitations {
  /** Participants waiting now. */
  count = 0;
  /** Times that participants lost their endpoint. */
  drops = 0;
  /** Seconds from losing an endpoint to the next one, of those who got one. */
  readonly outSeconds = new QuantileSketch();
  private readonly context: RunContext;
  private readonly target: Invited;
  private readonly state: number[] = [];
  private readonly conference: number[] = [];
  private readonly sinceMs: number[] = [];
  /** Per shard: who waits, in order, and who is being invited. */
  private readonly queues: number[][] = [];
  private readonly heads: number[] = [];
  private readonly underWay: number[] = [];
  private strandedCount = 0;
  private countMs = 0;
  private settledMs = 0;

  constructor(context: RunContext, target: Invited) {
    this.context = context;
    this.target = target;
  }

  isWaiting(participant: number): boolean {
    return (this.state[participant] ?? notWaiting) !== notWaiting;
  }

  /** The participant lost its endpoint at `sinceMs`, and is to be invited from now on. */
  add(participant: number, conference: number, sinceMs: number, nowMs: number): void {
    this.settle(nowMs);
    this.count += 1;
    this.state[participant] = waiting;
    this.conference[participant] = conference;
    this.sinceMs[participant] = sinceMs;
    const shard = this.target.shardOf(participant);
    this.queueOf(shard).push(participant);
    this.inviteNext(shard, nowMs);
  }

  /** Out for so many seconds and then invited, whatever others do: it went by itself. */
  addAway(participant: number, conference: number, awaySeconds: number, nowMs: number): void {
    this.settle(nowMs);
    this.count += 1;
    this.drops += 1;
    this.state[participant] = invited;
    this.conference[participant] = conference;
    this.sinceMs[participant] = nowMs;
    this.context.list.schedule(entity(reinviteKind, participant), nowMs + awaySeconds * 1000);
  }

  /** The participant waits no more: it left, gave up, or comes back by another way. */
  forget(participant: number, nowMs: number): void {
    const state = this.state[participant] ?? notWaiting;
    if (state === notWaiting) return;
    this.settle(nowMs);
    this.count -= 1;
    this.state[participant] = notWaiting;
    if (state === stranded) this.strandedCount -= 1;
    if (state !== invited) return;
    this.context.list.cancel(entity(reinviteKind, participant));
    this.release(participant, nowMs);
  }

  /** The invitation of the participant was answered. */
  handle(participant: number, nowMs: number): void {
    const conference = this.conference[participant]!;
    this.settle(nowMs);
    if (this.target.takeBack(conference, participant, nowMs)) {
      this.count -= 1;
      this.state[participant] = notWaiting;
      this.outSeconds.insert((nowMs - this.sinceMs[participant]!) / 1000);
    } else {
      this.state[participant] = stranded;
      this.strandedCount += 1;
    }
    this.release(participant, nowMs);
  }

  /** A bridge was added: whom none took is invited again. */
  bridgeAdded(nowMs: number): void {
    if (this.strandedCount === 0) return;
    this.strandedCount = 0;
    for (let participant = 0; participant < this.state.length; participant++) {
      if (this.state[participant] !== stranded) continue;
      this.state[participant] = waiting;
      this.queueOf(this.target.shardOf(participant)).push(participant);
    }
    this.resume(nowMs);
  }

  /** Shards may be able to invite again: goes on where it stopped. */
  resume(nowMs: number): void {
    for (let shard = 0; shard < this.queues.length; shard++) this.inviteNext(shard, nowMs);
  }

  /** Participant-milliseconds waited up to now. */
  waitedMs(nowMs: number): number {
    this.settle(nowMs);
    return this.countMs;
  }

  private inviteNext(shard: number, nowMs: number): void {
    if ((this.underWay[shard] ?? nobody) !== nobody || !this.target.canInvite(shard)) return;
    const queue = this.queueOf(shard);
    while (this.heads[shard]! < queue.length) {
      const participant = queue[this.heads[shard]!]!;
      this.heads[shard]! += 1;
      if (this.state[participant] !== waiting) continue;
      this.state[participant] = invited;
      this.underWay[shard] = participant;
      const seconds = this.target.invite(participant, nowMs);
      this.context.list.schedule(entity(reinviteKind, participant), nowMs + seconds * 1000);
      return;
    }
    queue.length = 0;
    this.heads[shard] = 0;
  }

  private release(participant: number, nowMs: number): void {
    const shard = this.target.shardOf(participant);
    if (this.underWay[shard] !== participant) return;
    this.underWay[shard] = nobody;
    this.inviteNext(shard, nowMs);
  }

  private queueOf(shard: number): number[] {
    let queue = this.queues[shard];
    if (queue !== undefined) return queue;
    queue = [];
    this.queues[shard] = queue;
    this.heads[shard] = 0;
    this.underWay[shard] = nobody;
    return queue;
  }

  private settle(nowMs: number): void {
    this.countMs += this.count * (nowMs - this.settledMs);
    this.settledMs = nowMs;
  }
}

const nobody = -1;
