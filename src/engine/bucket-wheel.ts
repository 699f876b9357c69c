/**
 * The product's future-event list: a wheel of buckets, each as wide as a few events are apart. Scheduling appends
 * to a bucket without sorting, and only the bucket whose turn it is gets sorted, so that an operation costs the
 * same whatever the number of pending events, apart from cache misses. How entries are filed: entry-wheel.ts.
 *
 * This file decides when to file anew: when pending events have doubled, when more garbage than events has
 * gathered, when the bucket width no longer suits the pace, and when sequences run out. Each costs time in
 * proportion to the pending events and comes after at least as many operations.
 */
import { EntryHeap } from './entry-heap.ts';
import { bucketNumberMax, type Entries, EntryWheel } from './entry-wheel.ts';
import { estimateSpacingMs } from './event-spacing.ts';
import type { FutureEventList } from './future-event-list.ts';
import { LiveEvents } from './live-events.ts';

export interface BucketWheelOptions {
  /** Entities to make room for at first; storage grows by doubling. */
  readonly initialCapacity?: number;
  /**
   * Sequences are numbered from 1 up to here, then pending events are renumbered; only tests have a reason to set
   * it, and then to more than are ever pending at once.
   */
  readonly sequenceMax?: number;
  /** Buckets are numbered up to here before all is filed anew from number 0; for tests too. */
  readonly bucketNumberMax?: number;
}

export function createBucketWheel(options: BucketWheelOptions = {}): FutureEventList {
  return new BucketWheel(options);
}

/** Events a fine bucket should hold. Fewer cost empty buckets, more cost sorting; measured flat from 4 to 8. */
const eventsPerBucket = 5;
/** Before anything is known. */
const initialWidthMs = 1000;
/** Pending events below which doubling is no reason to look at the width. */
const growthMin = 128;
/** Garbage below this is not worth filing anew. */
const garbageMin = 1024;
/** Operations between two looks at the width, at the least. */
const checkWorkMin = 256;

/** A small integer to V8, which is what makes comparing sequences cheap. */
const sequenceMaxDefault = 2 ** 30 - 1;

class BucketWheel implements FutureEventList {
  poppedTimeMs = 0;

  private readonly live: LiveEvents;
  private readonly wheel: EntryWheel;
  private readonly sequenceMax: number;
  private nextSequence = 1;

  /** Pending events above which all is filed anew, with a new width. */
  private growAbove = growthMin;
  /** Pops, and empty buckets passed in fours, left until the width is compared with the pace. */
  private workUntilCheck = checkWorkMin;
  private popsSinceCheck = 0;
  private checkedAtMs = 0;

  constructor(options: BucketWheelOptions) {
    this.live = new LiveEvents(options.initialCapacity ?? 64);
    const numberMax = options.bucketNumberMax ?? bucketNumberMax;
    this.wheel = new EntryWheel({ live: this.live, widthMs: initialWidthMs, numberMax });
    this.sequenceMax = options.sequenceMax ?? sequenceMaxDefault;
  }

  get size(): number {
    return this.live.count;
  }

  schedule(entity: number, timeMs: number): void {
    const { live } = this;
    if (!(timeMs >= this.poppedTimeMs && timeMs < Infinity)) this.rejectTime(entity, timeMs);
    if (entity >>> 0 !== entity || entity >= live.sequences.length) live.makeRoomFor(entity);
    if (this.nextSequence > this.sequenceMax) this.renumber();
    const sequence = this.nextSequence;
    this.nextSequence = sequence + 1;
    const replaces = live.sequences[entity] !== 0;
    live.sequences[entity] = sequence;
    this.wheel.file(timeMs, entity, sequence);
    if (replaces) {
      this.countGarbage();
    } else {
      live.count += 1;
      if (live.count > this.growAbove) this.fileGrown();
    }
  }

  cancel(entity: number): void {
    if (!this.isScheduled(entity)) return;
    this.live.sequences[entity] = 0;
    this.live.count -= 1;
    this.countGarbage();
  }

  isScheduled(entity: number): boolean {
    return (this.live.sequences[entity] ?? 0) !== 0;
  }

  peekTimeMs(): number {
    return this.live.count === 0 ? Infinity : this.wheel.peekTimeMs();
  }

  pop(): number {
    return this.popBefore(Infinity);
  }

  popBefore(endMs: number): number {
    const { live, wheel } = this;
    const { bottom, late } = wheel;
    for (;;) {
      const last = bottom.count - 1;
      let timeMs: number;
      let entity: number;
      let sequence: number;
      if (last >= 0 && (late.count === 0 || this.bottomPrecedesLate(last))) {
        timeMs = bottom.times[last]!;
        if (!(timeMs < endMs)) return -1;
        entity = bottom.entities[last]!;
        sequence = bottom.sequences[last]!;
        bottom.count = last;
      } else if (late.count > 0) {
        timeMs = late.times[0]!;
        if (!(timeMs < endMs)) return -1;
        entity = late.entities[0]!;
        sequence = late.sequences[0]!;
        late.removeFirst();
      } else {
        if (live.count === 0) return -1;
        const passed = wheel.advance(endMs);
        if (passed < 0) return -1;
        this.workUntilCheck -= passed >> 2;
        continue;
      }
      if (!live.has(entity, sequence)) {
        live.garbage -= 1;
        continue;
      }
      live.sequences[entity] = 0;
      live.count -= 1;
      this.poppedTimeMs = timeMs;
      this.popsSinceCheck += 1;
      this.workUntilCheck -= 1;
      if (this.workUntilCheck < 0) this.checkWidth();
      return entity;
    }
  }

  private bottomPrecedesLate(last: number): boolean {
    const { bottom, late } = this.wheel;
    const timeMs = bottom.times[last]!;
    const lateMs = late.times[0]!;
    return timeMs < lateMs || (timeMs === lateMs && bottom.sequences[last]! < late.sequences[0]!);
  }

  private countGarbage(): void {
    this.live.garbage += 1;
    if (this.live.garbage > this.live.count + garbageMin)
      this.fileAnew(this.wheel.collect(), this.wheel.widthMs);
  }

  private checkWidth(): void {
    const paceMs = (this.poppedTimeMs - this.checkedAtMs) / this.popsSinceCheck;
    const { widthMs } = this.wheel;
    const idealMs = paceMs > 0 ? eventsPerBucket * paceMs : widthMs;
    if (idealMs > 2 * widthMs || 2 * idealMs < widthMs) this.fileAnew(this.wheel.collect(), idealMs);
    else this.restartCheck();
  }

  private fileGrown(): void {
    const entries = this.wheel.collect();
    // The pace of enough recent pops tells more than the pending times: these know nothing of events to come.
    const paceKnown = this.popsSinceCheck > this.size / 4 && this.poppedTimeMs > this.checkedAtMs;
    const spacingMs = paceKnown
      ? (this.poppedTimeMs - this.checkedAtMs) / this.popsSinceCheck
      : estimateSpacingMs(entries.times);
    this.fileAnew(entries, spacingMs > 0 ? eventsPerBucket * spacingMs : this.wheel.widthMs);
  }

  /** Numbers the pending events from 1 again, in their order. */
  private renumber(): void {
    const entries = this.wheel.collect();
    const order = new EntryHeap(Math.max(1, this.size));
    for (let index = 0; index < entries.times.length; index += 1) {
      order.push(entries.times[index]!, entries.entities[index]!, entries.sequences[index]!);
    }
    this.nextSequence = 1;
    for (let index = 0; index < entries.times.length; index += 1) {
      const entity = order.entities[0]!;
      entries.times[index] = order.times[0]!;
      entries.entities[index] = entity;
      entries.sequences[index] = this.nextSequence;
      this.live.sequences[entity] = this.nextSequence;
      this.nextSequence += 1;
      order.removeFirst();
    }
    if (this.nextSequence > this.sequenceMax) {
      throw new RangeError(
        `BucketWheel.schedule: ${this.size} pending events, sequenceMax is ${this.sequenceMax}`,
      );
    }
    this.fileAnew(entries, this.wheel.widthMs);
  }

  private fileAnew(entries: Entries, widthMs: number): void {
    this.wheel.restart({ originMs: this.poppedTimeMs, widthMs, entries });
    this.growAbove = Math.max(growthMin, 2 * entries.times.length);
    this.restartCheck();
  }

  private restartCheck(): void {
    this.workUntilCheck = Math.max(checkWorkMin, this.size);
    this.popsSinceCheck = 0;
    this.checkedAtMs = this.poppedTimeMs;
  }

  private rejectTime(entity: number, timeMs: number): never {
    throw new RangeError(
      `BucketWheel.schedule: time of entity ${entity} must be finite and not before ${this.poppedTimeMs} ms, got ${timeMs}`,
    );
  }
}
