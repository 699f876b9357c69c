/**
 * The instances of one pool through their lives: launching, ready, draining, gone. Paid from the launch request until
 * really gone. Mutable and dense: an instance is a slot, used again once it is gone; its number never is.
 */
import { LaunchCohorts } from './launch-cohorts.ts';

export type InstanceState = 'gone' | 'launching' | 'ready' | 'draining';

const gone = 0;
const launching = 1;
const ready = 2;
const draining = 3;

/** Why an instance is gone: its pool let it go, or the cloud took it (a spot interruption, a lost zone). */
export type EndReason = 'retired' | 'taken';

/** What an instance is, beside its state: where it runs, and which of the pool's offers it was bought by. */
export interface InstanceKind {
  /** Index into the cloud's zones. */
  readonly zone: number;
  /** Index into the pool's offers (instance type and purchase option). */
  readonly offer: number;
}

/** One instance's life, for the bill. */
export interface InstanceLife extends InstanceKind {
  readonly startMs: number;
  readonly endMs: number;
  /** When it became ready; NaN if it never did. */
  readonly readyMs: number;
  readonly endReason: EndReason;
  /** Whoever of several it served last, by number; -1 when it served nobody or all alike. */
  readonly owner: number;
}

const nobody = -1;
const firstKind: InstanceKind = { zone: 0, offer: 0 };

export class InstancePool {
  launchingCount = 0;
  readyCount = 0;
  drainingCount = 0;
  /** Launch requests and drains since the start, the initial instances not counted. */
  launches = 0;
  drains = 0;
  /** Largest numbers seen. */
  readyMax = 0;
  paidMax = 0;
  /** Instance-milliseconds by state, up to the last `settle`. */
  launchingMs = 0;
  readyMs = 0;
  drainingMs = 0;
  /** Number of the instance in each slot, counting from 0 in order of launch. */
  number = new Float64Array(16);
  private state = new Uint8Array(16);
  private zone = new Uint16Array(16);
  private offer = new Uint16Array(16);
  private owner = new Int16Array(16);
  private launchedAtMs = new Float64Array(16);
  private readyAtMs = new Float64Array(16);
  /** Instances that live, by their launch. */
  readonly cohorts = new LaunchCohorts();
  /** Instances that are gone, in the order in which they went. */
  readonly ended: InstanceLife[] = [];
  private readonly freeSlots: number[] = [];
  private slotsUsed = 0;
  private instancesMade = 0;
  private settledAtMs = 0;

  /** Asks the cloud for an instance; it is paid from now on. Returns its slot. */
  launch(nowMs: number, kind: InstanceKind = firstKind): number {
    this.settle(nowMs);
    const slot = this.newSlot();
    this.state[slot] = launching;
    this.zone[slot] = kind.zone;
    this.offer[slot] = kind.offer;
    this.owner[slot] = nobody;
    this.launchedAtMs[slot] = nowMs;
    this.cohorts.add(nowMs, kind.offer);
    this.readyAtMs[slot] = Number.NaN;
    this.launchingCount += 1;
    this.launches += 1;
    this.noteMaxima();
    return slot;
  }

  /** An instance that is there and ready when the run begins. Returns its slot. */
  provideReady(nowMs: number, kind: InstanceKind = firstKind): number {
    const slot = this.launch(nowMs, kind);
    this.launches -= 1;
    this.markReady(slot, nowMs);
    return slot;
  }

  markReady(slot: number, nowMs: number): void {
    this.expect(slot, launching, 'markReady');
    this.settle(nowMs);
    this.state[slot] = ready;
    this.readyAtMs[slot] = nowMs;
    this.launchingCount -= 1;
    this.readyCount += 1;
    this.noteMaxima();
  }

  /** What serves on a ready instance starts anew: it is paid and not serving, as while it was launching. */
  restart(slot: number, nowMs: number): void {
    this.expect(slot, ready, 'restart');
    this.settle(nowMs);
    this.state[slot] = launching;
    this.readyCount -= 1;
    this.launchingCount += 1;
  }

  /** The instance leaves: it goes on being paid until `end`. */
  startDrain(slot: number, nowMs: number): void {
    this.expect(slot, ready, 'startDrain');
    this.settle(nowMs);
    this.state[slot] = draining;
    this.readyCount -= 1;
    this.drainingCount += 1;
    this.drains += 1;
  }

  /** The instance is gone and costs nothing any more. */
  end(slot: number, nowMs: number, endReason: EndReason = 'retired'): void {
    this.settle(nowMs);
    const state = this.state[slot];
    if (state === launching) this.launchingCount -= 1;
    else if (state === ready) this.readyCount -= 1;
    else if (state === draining) this.drainingCount -= 1;
    else throw new Error(`InstancePool.end: slot ${slot} holds no instance`);
    this.state[slot] = gone;
    this.cohorts.remove(this.launchedAtMs[slot]!, this.offer[slot]!);
    this.ended.push(this.lifeUntil(slot, nowMs, endReason));
    this.freeSlots.push(slot);
  }

  stateOf(slot: number): InstanceState {
    const state = slot < this.slotsUsed ? this.state[slot] : gone;
    if (state === launching) return 'launching';
    if (state === ready) return 'ready';
    return state === draining ? 'draining' : 'gone';
  }

  /** Zone of the instance in the slot, an index into the cloud's zones. */
  zoneOf(slot: number): number {
    return this.zone[slot]!;
  }

  /** The instance turns out to be in this zone: a pod, once a node has taken it. */
  setZone(slot: number, zone: number): void {
    this.zone[slot] = zone;
  }

  /** The instance serves this one of several: a bridge of a shard of its own. */
  setOwner(slot: number, owner: number): void {
    this.owner[slot] = owner;
  }

  /** Offer by which the instance in the slot was bought, an index into the pool's offers. */
  offerOf(slot: number): number {
    return this.offer[slot]!;
  }

  /** Lives of all instances: those that ended, then those that live now, cut off at `nowMs`. */
  lives(nowMs: number): InstanceLife[] {
    const living: InstanceLife[] = [];
    for (let slot = 0; slot < this.slotsUsed; slot++) {
      if (this.state[slot] !== gone) living.push(this.lifeUntil(slot, nowMs, 'retired'));
    }
    return [...this.ended, ...living];
  }

  /** Slots are below this number. */
  get slotCount(): number {
    return this.slotsUsed;
  }

  launchedMs(slot: number): number {
    return this.launchedAtMs[slot]!;
  }

  becameReadyMs(slot: number): number {
    return this.readyAtMs[slot]!;
  }

  /** Slots in the state, in order of launch. */
  slotsIn(state: InstanceState): number[] {
    const slots: number[] = [];
    for (let slot = 0; slot < this.slotsUsed; slot++) if (this.stateOf(slot) === state) slots.push(slot);
    return slots.sort((a, b) => this.number[a]! - this.number[b]!);
  }

  /** Brings the time integrals up to now. */
  settle(nowMs: number): void {
    const elapsedMs = nowMs - this.settledAtMs;
    if (elapsedMs <= 0) return;
    this.launchingMs += this.launchingCount * elapsedMs;
    this.readyMs += this.readyCount * elapsedMs;
    this.drainingMs += this.drainingCount * elapsedMs;
    this.settledAtMs = nowMs;
  }

  private noteMaxima(): void {
    const paid = this.launchingCount + this.readyCount + this.drainingCount;
    if (paid > this.paidMax) this.paidMax = paid;
    if (this.readyCount > this.readyMax) this.readyMax = this.readyCount;
  }

  private lifeUntil(slot: number, endMs: number, endReason: EndReason): InstanceLife {
    return {
      startMs: this.launchedAtMs[slot]!,
      endMs,
      readyMs: this.readyAtMs[slot]!,
      zone: this.zone[slot]!,
      offer: this.offer[slot]!,
      endReason,
      owner: this.owner[slot]!,
    };
  }

  private expect(slot: number, state: number, caller: string): void {
    if (this.state[slot] !== state) {
      throw new Error(`InstancePool.${caller}: slot ${slot} is ${this.stateOf(slot)}`);
    }
  }

  private newSlot(): number {
    const slot = this.freeSlots.pop() ?? this.slotsUsed;
    if (slot === this.slotsUsed) this.slotsUsed += 1;
    if (slot >= this.state.length) this.grow();
    this.number[slot] = this.instancesMade;
    this.instancesMade += 1;
    return slot;
  }

  private grow(): void {
    const capacity = this.state.length * 2;
    const state = new Uint8Array(capacity);
    state.set(this.state);
    this.state = state;
    const narrow = (values: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> => {
      const larger = new Uint16Array(capacity);
      larger.set(values);
      return larger;
    };
    this.zone = narrow(this.zone);
    this.offer = narrow(this.offer);
    const owner = new Int16Array(capacity);
    owner.set(this.owner);
    this.owner = owner;
    const grown = (values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      const larger = new Float64Array(capacity);
      larger.set(values);
      return larger;
    };
    this.number = grown(this.number);
    this.launchedAtMs = grown(this.launchedAtMs);
    this.readyAtMs = grown(this.readyAtMs);
  }
}
