/**
 * Every participant's way into a conference, dense: a participant is a small integer given from outside and reused.
 * Participants of one shard whose XMPP pings fall into the same second form a linked list, so that a stalled Prosody
 * costs a look at those concerned, and a quiet one nothing.
 */
import { grown } from '../grown-array.ts';
import { noPod } from './front-pods.ts';

/** What a participant's client is doing. */
export const absent = 0;
/** The page loads; then it asks to join. */
export const loading = 1;
/** The overlay counts down; then the page is reloaded. */
export const overlay = 2;
/** In Prosody, without a focus: repeats its conference request. */
export const awaitingFocus = 3;
/** In Prosody; Jicofo will invite it when those before have answered. */
export const queued = 4;
/** Its join waits for Prosody. */
export const joining = 5;
export const connected = 6;
/** Its socket died; it tries to resume. */
export const resuming = 7;
/** Its resumption waits for Prosody. */
export const answering = 8;

export type ConnectionState =
  | typeof absent
  | typeof loading
  | typeof overlay
  | typeof awaitingFocus
  | typeof queued
  | typeof joining
  | typeof connected
  | typeof resuming
  | typeof answering;

/** What can keep a participant out. */
const causes = ['front', 'prosody', 'focus'] as const;
export type Cause = (typeof causes)[number];

const initialCapacity = 1024;
const none = -1;

/** In the place of a visitor node: the session is in the Prosody of the shard. */
export const mainRoom = -1;

export class ConnectionTable {
  /** Per participant; see the constants above. */
  state = new Uint8Array(initialCapacity);
  conference = new Int32Array(initialCapacity);
  shard = new Int32Array(initialCapacity);
  pod = new Int32Array(initialCapacity);
  /** Visitor node whose Prosody it is on, or `mainRoom`. */
  visitorNode = new Int32Array(initialCapacity);
  /** Version of its client, as a number that whoever adds it gives. */
  clientKind = new Uint8Array(initialCapacity);
  sockets = new Float64Array(initialCapacity);
  /** 1 while Prosody keeps a session; 1 while it is an occupant of its conference there. */
  hasSession = new Uint8Array(initialCapacity);
  isOccupant = new Uint8Array(initialCapacity);
  /** 1 once it has been in its conference. */
  wasIn = new Uint8Array(initialCapacity);
  /** What stood in its way last since it was in: 1 + index into `causes`; 0 for nothing. */
  cause = new Uint8Array(initialCapacity);
  attempt = new Int32Array(initialCapacity);
  /** Since when it wants to join, and since when it is out; simulated milliseconds. */
  arrivedMs = new Float64Array(initialCapacity);
  outSinceMs = new Float64Array(initialCapacity);
  nextTryMs = new Float64Array(initialCapacity);
  hibernatesUntilMs = new Float64Array(initialCapacity);
  /** Pings without answer in a row, and when the last of them was sent. */
  pingFailures = new Uint8Array(initialCapacity);
  pingFailedMs = new Float64Array(initialCapacity);
  /** Number of the participant's own random substream, and draws taken from it. */
  serial = new Float64Array(initialCapacity);
  draws = new Int32Array(initialCapacity);
  private readonly phases: number;
  private readonly heads: Int32Array;
  private list = new Int32Array(initialCapacity);
  private next = new Int32Array(initialCapacity);
  private previous = new Int32Array(initialCapacity);

  /** @param phases seconds of the ping period */
  constructor(shards: number, phases: number) {
    this.phases = phases;
    this.heads = new Int32Array(shards * phases).fill(none);
  }

  /** Takes a participant in, whose page is loading. */
  add(participant: number, conference: number, shard: number, serial: number, nowMs: number): void {
    if (participant >= this.state.length) this.grow(participant);
    this.state[participant] = loading;
    this.conference[participant] = conference;
    this.shard[participant] = shard;
    this.pod[participant] = noPod;
    this.visitorNode[participant] = mainRoom;
    this.clientKind[participant] = 0;
    this.sockets[participant] = 0;
    this.hasSession[participant] = 0;
    this.isOccupant[participant] = 0;
    this.wasIn[participant] = 0;
    this.cause[participant] = 0;
    this.attempt[participant] = 0;
    this.arrivedMs[participant] = nowMs;
    this.pingFailures[participant] = 0;
    this.pingFailedMs[participant] = Number.NEGATIVE_INFINITY;
    this.serial[participant] = serial;
    this.draws[participant] = 0;
    this.link(participant, shard * this.phases + (serial % this.phases));
  }

  /** The participant goes to another shard; it must have no session left on its own. */
  move(participant: number, shard: number): void {
    this.unlink(participant);
    this.shard[participant] = shard;
    this.link(participant, shard * this.phases + (this.serial[participant]! % this.phases));
  }

  remove(participant: number): void {
    this.state[participant] = absent;
    this.unlink(participant);
  }

  private unlink(participant: number): void {
    const before = this.previous[participant]!;
    const after = this.next[participant]!;
    if (before === none) this.heads[this.list[participant]!] = after;
    else this.next[before] = after;
    if (after !== none) this.previous[after] = before;
  }

  /** Calls with every participant of the shard whose ping falls into the phase, or of all phases. */
  forEach(shard: number, visit: (participant: number) => void): void {
    for (let phase = 0; phase < this.phases; phase++) this.forEachOfPhase(shard, phase, visit);
  }

  forEachOfPhase(shard: number, phase: number, visit: (participant: number) => void): void {
    let participant = this.heads[shard * this.phases + phase]!;
    while (participant !== none) {
      // Read first: the visitor may remove the participant.
      const after = this.next[participant]!;
      visit(participant);
      participant = after;
    }
  }

  has(participant: number): boolean {
    return participant < this.state.length && this.state[participant] !== absent;
  }

  stateOf(participant: number): ConnectionState {
    return this.state[participant] as ConnectionState;
  }

  noteCause(participant: number, cause: Cause | null): void {
    this.cause[participant] = cause === null ? 0 : 1 + causes.indexOf(cause);
  }

  /** What kept it out; Prosody's slow answer when nothing failed. */
  causeOf(participant: number): Cause {
    return causes[this.cause[participant]! - 1] ?? 'prosody';
  }

  private link(participant: number, list: number): void {
    const head = this.heads[list]!;
    this.list[participant] = list;
    this.next[participant] = head;
    this.previous[participant] = none;
    if (head !== none) this.previous[head] = participant;
    this.heads[list] = participant;
  }

  private grow(participant: number): void {
    const capacity = Math.max(participant + 1, this.state.length * 2);
    const columns = this as unknown as Record<string, unknown>;
    for (const [name, column] of Object.entries(this)) {
      if (name === 'heads') continue;
      if (column instanceof Uint8Array) columns[name] = grown(column, new Uint8Array(capacity));
      else if (column instanceof Int32Array) columns[name] = grown(column, new Int32Array(capacity));
      else if (column instanceof Float64Array) columns[name] = grown(column, new Float64Array(capacity));
    }
  }
}
