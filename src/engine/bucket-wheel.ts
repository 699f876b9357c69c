/**
 * The product's future-event list: a wheel of buckets, each as wide as a few events are apart.
 *
 * Time is cut into buckets of equal width, numbered from an origin. The wheel holds the next `bucketCount` of them;
 * scheduling appends to a bucket, unsorted. When the earlier ones are used up, the next bucket that holds anything
 * is emptied into a small sorted array, the bottom, from which `pop` takes. Two heaps hold what does not fit:
 * `late`, events for the bucket that was emptied last (or overfull buckets), and `far`, events beyond the wheel.
 * Every operation costs the same whatever the number of pending events, apart from cache misses.
 *
 * Cancelling and re-keying only change the entity's sequence: an entry whose sequence is not its entity's is
 * garbage and is dropped where it is met. When more garbage than events has gathered, all is rebuilt without it.
 *
 * The order is that of the heap whatever the bucket width is: the width only decides the speed. It is estimated
 * from pending times when the wheel grows, and from the pace of pops while it runs.
 */
import { ChunkedBuckets } from './chunked-buckets.ts';
import { EntryHeap } from './entry-heap.ts';
import { estimateSpacingMs } from './event-spacing.ts';
import type { FutureEventList } from './future-event-list.ts';
import { maxEntities } from './limits.ts';

export interface BucketWheelOptions {
  /** Entities to make room for at first; storage grows by doubling. */
  readonly initialCapacity?: number;
  /**
   * Sequences are numbered up to here, then all pending events are renumbered from 1. Only tests have a reason to
   * set it; the default keeps sequences small integers, which V8 handles fastest.
   */
  readonly sequenceMax?: number;
}

export function createBucketWheel(options: BucketWheelOptions = {}): FutureEventList {
  return new BucketWheel(options.initialCapacity ?? 64, options.sequenceMax ?? 2 ** 30 - 1);
}

/** Events a bucket should hold. Fewer cost empty buckets, more cost sorting; measured flat between 2 and 5. */
const eventsPerBucket = 3;
const bucketCountMin = 64;
const bucketCountMax = 2 ** 22;
/** Buckets are numbered from the origin up to here, then the origin moves: numbers stay small integers. */
const bucketNumberMax = 2 ** 30 - 2 ** 23;
/** A bottom this long is still sorted by insertion; what a bucket holds beyond it goes to the late heap. */
const bottomMax = 32;
/** Garbage below this is not worth a rebuild. */
const garbageMin = 1024;
/** Pops and skipped buckets between two looks at the width, at the least. */
const checkWorkMin = 256;
const initialWidthMs = 1000;
const widthMinMs = 1e-9;
const widthMaxMs = 1e12;

class BucketWheel implements FutureEventList {
  size = 0;
  poppedTimeMs = 0;

  /** Sequence of each entity's pending event, or 0. */
  private liveSequences: Int32Array;
  private readonly sequenceMax: number;
  private nextSequence = 1;
  /** Entries stored anywhere that are no longer their entity's event. */
  private garbage = 0;

  private buckets = new ChunkedBuckets({ bucketCount: bucketCountMin, initialChunks: 32 });
  private bucketMask = bucketCountMin - 1;
  private originMs = 0;
  private widthMs = initialWidthMs;
  private bucketsPerMs = 1 / initialWidthMs;
  /** Number of the wheel's first bucket; all events before it are in the bottom or in `late`. */
  private wheelStart = 0;
  /** First bucket number beyond the wheel; all events from it on are in `far`. */
  private wheelEnd = bucketCountMin;
  /** No bucket from `wheelStart` to before this one holds an entry. */
  private firstFilled = 0;

  /** Entries of the bucket emptied last, latest first. */
  private bottomCount = 0;
  private readonly bottomTimes = new Float64Array(bottomMax);
  private readonly bottomEntities = new Int32Array(bottomMax);
  private readonly bottomSequences = new Int32Array(bottomMax);
  private late = new EntryHeap(64);
  private far = new EntryHeap(64);

  /** What `peekTimeMs` found in a bucket it looked into: the earliest entry, while that is live. */
  private peekedBucket = -1;
  private peekedTimeMs = 0;
  private peekedEntity = 0;
  private peekedSequence = 0;

  private growAbove = 2 * bucketCountMin;
  private shrinkBelow = 0;
  /** Pops and skipped buckets left until the width is looked at again. */
  private workUntilCheck = checkWorkMin;
  private popsSinceCheck = 0;
  private checkTimeMs = 0;

  constructor(initialCapacity: number, sequenceMax: number) {
    this.liveSequences = new Int32Array(Math.max(1, initialCapacity));
    this.sequenceMax = sequenceMax;
  }

  schedule(entity: number, timeMs: number): void {
    if (!(timeMs >= this.poppedTimeMs && timeMs < Infinity)) this.rejectTime(entity, timeMs);
    if (entity >>> 0 !== entity || entity >= this.liveSequences.length) this.growEntities(entity);
    if (this.nextSequence > this.sequenceMax) this.renumber();
    const sequence = this.nextSequence;
    this.nextSequence = sequence + 1;
    const replaces = this.liveSequences[entity] !== 0;
    this.liveSequences[entity] = sequence;
    this.place(timeMs, entity, sequence);
    if (replaces) {
      this.garbage += 1;
      if (this.garbage > this.size + garbageMin) this.purge();
    } else {
      this.size += 1;
      if (this.size > this.growAbove) this.grow();
    }
  }

  cancel(entity: number): void {
    if (!this.isScheduled(entity)) return;
    this.liveSequences[entity] = 0;
    this.size -= 1;
    this.garbage += 1;
    if (this.garbage > this.size + garbageMin) this.purge();
  }

  isScheduled(entity: number): boolean {
    return (this.liveSequences[entity] ?? 0) !== 0;
  }

  pop(): number {
    for (;;) {
      const last = this.bottomCount - 1;
      let timeMs: number;
      let entity: number;
      let sequence: number;
      if (last >= 0 && (this.late.count === 0 || this.bottomPrecedesLate(last))) {
        timeMs = this.bottomTimes[last]!;
        entity = this.bottomEntities[last]!;
        sequence = this.bottomSequences[last]!;
        this.bottomCount = last;
      } else if (this.late.count > 0) {
        timeMs = this.late.times[0]!;
        entity = this.late.entities[0]!;
        sequence = this.late.sequences[0]!;
        this.late.removeFirst();
      } else {
        if (this.size === 0) return -1;
        this.emptyNextBucket();
        continue;
      }
      if (this.liveSequences[entity] !== sequence) {
        this.garbage -= 1;
        continue;
      }
      this.liveSequences[entity] = 0;
      this.size -= 1;
      this.poppedTimeMs = timeMs;
      this.popsSinceCheck += 1;
      this.workUntilCheck -= 1;
      if (this.workUntilCheck < 0) this.checkWidth();
      return entity;
    }
  }

  /** Only drops garbage and remembers what it found: the wheel stays where it is, whatever is scheduled next. */
  peekTimeMs(): number {
    const { late } = this;
    let last = this.bottomCount - 1;
    while (last >= 0 && this.liveSequences[this.bottomEntities[last]!] !== this.bottomSequences[last]) {
      last -= 1;
      this.garbage -= 1;
    }
    this.bottomCount = last + 1;
    if (late.count > 0) this.dropGarbage(late);
    if (last >= 0) {
      const timeMs = this.bottomTimes[last]!;
      return late.count > 0 && late.times[0]! < timeMs ? late.times[0]! : timeMs;
    }
    if (late.count > 0) return late.times[0]!;
    return this.size === 0 ? Infinity : this.peekIntoWheel();
  }

  private bottomPrecedesLate(last: number): boolean {
    const timeMs = this.bottomTimes[last]!;
    const lateTime = this.late.times[0]!;
    return (
      timeMs < lateTime || (timeMs === lateTime && this.bottomSequences[last]! < this.late.sequences[0]!)
    );
  }

  private place(timeMs: number, entity: number, sequence: number): void {
    const position = (timeMs - this.originMs) * this.bucketsPerMs;
    if (position >= this.wheelEnd) {
      this.far.push(timeMs, entity, sequence);
    } else if (position < this.wheelStart) {
      this.late.push(timeMs, entity, sequence);
    } else {
      const bucket = position | 0;
      if (bucket < this.firstFilled) this.firstFilled = bucket;
      if (bucket === this.peekedBucket && timeMs < this.peekedTimeMs) this.remember(timeMs, entity, sequence);
      this.buckets.append(bucket & this.bucketMask, timeMs, entity, sequence);
    }
  }

  /** Moves on to the next bucket that holds anything, and its live entries to the bottom. Some event is pending. */
  private emptyNextBucket(): void {
    const bucket = this.findFilled();
    if (bucket === this.wheelEnd) {
      this.jumpToFar();
      return;
    }
    if (bucket >= bucketNumberMax) {
      this.refile(this.collect(), this.widthMs);
      return;
    }
    this.workUntilCheck -= (bucket - this.wheelStart) >> 2;
    const { buckets, liveSequences, bottomTimes, bottomEntities, bottomSequences } = this;
    const { times, words } = buckets;
    let entry = buckets.removeAll(bucket & this.bucketMask);
    let count = 0;
    // Newest first: of entries at one time, the next to be filed then always precedes those filed before it.
    while (entry >= 0) {
      const timeMs = times[2 * entry]!;
      const entity = words[4 * entry + 2]!;
      const sequence = words[4 * entry + 3]!;
      entry = buckets.takeOlder(entry);
      if (liveSequences[entity] !== sequence) {
        this.garbage -= 1;
      } else if (count === bottomMax) {
        this.late.push(timeMs, entity, sequence);
      } else {
        let place = count;
        count += 1;
        while (place > 0) {
          const before = place - 1;
          const beforeTime = bottomTimes[before]!;
          if (timeMs < beforeTime || (timeMs === beforeTime && sequence < bottomSequences[before]!)) break;
          bottomTimes[place] = beforeTime;
          bottomEntities[place] = bottomEntities[before]!;
          bottomSequences[place] = bottomSequences[before]!;
          place = before;
        }
        bottomTimes[place] = timeMs;
        bottomEntities[place] = entity;
        bottomSequences[place] = sequence;
      }
    }
    this.bottomCount = count;
    this.startWheelAt(bucket + 1);
  }

  /** Number of the first bucket that holds an entry, or `wheelEnd`. */
  private findFilled(): number {
    const { newest } = this.buckets;
    const { bucketMask, wheelEnd } = this;
    let bucket = this.firstFilled;
    while (bucket < wheelEnd && newest[bucket & bucketMask]! < 0) bucket += 1;
    this.firstFilled = bucket;
    return bucket;
  }

  private startWheelAt(bucket: number): void {
    this.wheelStart = bucket;
    this.firstFilled = bucket;
    this.wheelEnd = bucket + this.bucketMask + 1;
    if (this.far.count > 0) this.takeInFar();
  }

  /** Files the far events that the wheel has reached. */
  private takeInFar(): void {
    const { far } = this;
    while (far.count > 0) {
      const timeMs = far.times[0]!;
      if ((timeMs - this.originMs) * this.bucketsPerMs >= this.wheelEnd) return;
      const entity = far.entities[0]!;
      const sequence = far.sequences[0]!;
      far.removeFirst();
      if (this.liveSequences[entity] === sequence) this.place(timeMs, entity, sequence);
      else this.garbage -= 1;
    }
  }

  /** Turns a wheel without entries to where the first far event lies; nothing but far events is pending. */
  private jumpToFar(): void {
    this.dropGarbage(this.far);
    this.originMs = this.far.times[0]!;
    this.peekedBucket = -1;
    this.startWheelAt(0);
  }

  private dropGarbage(heap: EntryHeap): void {
    while (heap.count > 0 && this.liveSequences[heap.entities[0]!] !== heap.sequences[0]) {
      heap.removeFirst();
      this.garbage -= 1;
    }
  }

  /** Time of the earliest event when neither the bottom nor `late` holds any; some event is pending. */
  private peekIntoWheel(): number {
    for (;;) {
      const bucket = this.findFilled();
      if (bucket === this.wheelEnd) {
        this.dropGarbage(this.far);
        return this.far.times[0]!;
      }
      const known = bucket === this.peekedBucket;
      if (known && this.liveSequences[this.peekedEntity] === this.peekedSequence) return this.peekedTimeMs;
      if (this.lookInto(bucket)) return this.peekedTimeMs;
    }
  }

  /** Remembers the earliest live entry of a bucket; false, and the bucket emptied, when there is none. */
  private lookInto(bucket: number): boolean {
    const { buckets, liveSequences } = this;
    const slot = bucket & this.bucketMask;
    const { times, words } = buckets;
    let earliestMs = Infinity;
    for (let entry = buckets.newest[slot]!; entry >= 0; entry = buckets.olderThan(entry)) {
      const entity = words[4 * entry + 2]!;
      const sequence = words[4 * entry + 3]!;
      const timeMs = times[2 * entry]!;
      if (timeMs < earliestMs && liveSequences[entity] === sequence) {
        earliestMs = timeMs;
        this.remember(timeMs, entity, sequence);
      }
    }
    if (earliestMs < Infinity) {
      this.peekedBucket = bucket;
      return true;
    }
    let entry = buckets.removeAll(slot);
    while (entry >= 0) {
      entry = buckets.takeOlder(entry);
      this.garbage -= 1;
    }
    return false;
  }

  private remember(timeMs: number, entity: number, sequence: number): void {
    this.peekedTimeMs = timeMs;
    this.peekedEntity = entity;
    this.peekedSequence = sequence;
  }

  /** Compares the width with the pace of recent pops; a rebuild costs no more than the work done since the last. */
  private checkWidth(): void {
    const paceMs = (this.poppedTimeMs - this.checkTimeMs) / this.popsSinceCheck;
    const idealMs = paceMs > 0 ? eventsPerBucket * paceMs : this.widthMs;
    if (idealMs > 2 * this.widthMs || 2 * idealMs < this.widthMs || this.size < this.shrinkBelow) {
      this.refile(this.collect(), idealMs);
    } else {
      this.restartCheck();
    }
  }

  private restartCheck(): void {
    this.workUntilCheck = Math.max(checkWorkMin, this.size);
    this.popsSinceCheck = 0;
    this.checkTimeMs = this.poppedTimeMs;
  }

  private grow(): void {
    const entries = this.collect();
    const paceKnown = this.popsSinceCheck > this.size / 4 && this.poppedTimeMs > this.checkTimeMs;
    const spacingMs = paceKnown
      ? (this.poppedTimeMs - this.checkTimeMs) / this.popsSinceCheck
      : estimateSpacingMs(entries.times);
    this.refile(entries, spacingMs > 0 ? eventsPerBucket * spacingMs : this.widthMs);
  }

  private purge(): void {
    this.refile(this.collect(), this.widthMs);
  }

  /** Numbers the pending events anew from 1, in their order. */
  private renumber(): void {
    const { times, entities, sequences } = this.collect();
    const order = new EntryHeap(Math.max(1, this.size));
    for (let index = 0; index < times.length; index += 1) {
      order.push(times[index]!, entities[index]!, sequences[index]!);
    }
    this.nextSequence = 1;
    for (let index = 0; index < times.length; index += 1) {
      const entity = order.entities[0]!;
      times[index] = order.times[0]!;
      entities[index] = entity;
      sequences[index] = this.nextSequence;
      this.liveSequences[entity] = this.nextSequence;
      this.nextSequence += 1;
      order.removeFirst();
    }
    if (this.nextSequence > this.sequenceMax) {
      throw new RangeError(`BucketWheel: ${this.size} pending events exceed sequenceMax ${this.sequenceMax}`);
    }
    this.refile({ times, entities, sequences }, this.widthMs);
  }

  /** Copies of all live entries, in no particular order. */
  private collect(): Entries {
    const entries = {
      times: new Float64Array(this.size),
      entities: new Int32Array(this.size),
      sequences: new Int32Array(this.size),
    };
    let count = 0;
    const take = (timeMs: number, entity: number, sequence: number) => {
      if (this.liveSequences[entity] !== sequence) return;
      entries.times[count] = timeMs;
      entries.entities[count] = entity;
      entries.sequences[count] = sequence;
      count += 1;
    };
    for (let index = 0; index < this.bottomCount; index += 1) {
      take(this.bottomTimes[index]!, this.bottomEntities[index]!, this.bottomSequences[index]!);
    }
    for (const heap of [this.late, this.far]) {
      for (let index = 0; index < heap.count; index += 1) {
        take(heap.times[index]!, heap.entities[index]!, heap.sequences[index]!);
      }
    }
    this.buckets.forEach(take);
    if (count !== this.size) throw new Error(`BucketWheel.collect: found ${count} of ${this.size} events`);
    return entries;
  }

  /** Files all entries anew in a wheel that suits their number, with buckets of the given width. */
  private refile(entries: Entries, widthMs: number): void {
    const { times, entities, sequences } = entries;
    const bucketCount = bucketCountFor(times.length);
    this.buckets = new ChunkedBuckets({ bucketCount, initialChunks: Math.max(32, times.length >> 2) });
    this.bucketMask = bucketCount - 1;
    this.growAbove = bucketCount === bucketCountMax ? Infinity : 2 * bucketCount;
    this.shrinkBelow = bucketCount === bucketCountMin ? 0 : bucketCount >> 3;
    this.widthMs = Math.min(Math.max(widthMs, widthMinMs), widthMaxMs);
    this.bucketsPerMs = 1 / this.widthMs;
    this.originMs = this.poppedTimeMs;
    this.late = new EntryHeap(64);
    this.far = new EntryHeap(64);
    this.bottomCount = 0;
    this.garbage = 0;
    this.peekedBucket = -1;
    this.startWheelAt(0);
    for (let index = 0; index < times.length; index += 1) {
      this.place(times[index]!, entities[index]!, sequences[index]!);
    }
    this.restartCheck();
  }

  private growEntities(entity: number): void {
    if (!Number.isInteger(entity) || entity < 0 || entity >= maxEntities) {
      throw new RangeError(
        `BucketWheel.schedule: entity must be an integer from 0 to ${maxEntities - 1}, got ${entity}`,
      );
    }
    const { liveSequences } = this;
    this.liveSequences = new Int32Array(Math.max(2 * liveSequences.length, entity + 1));
    this.liveSequences.set(liveSequences);
  }

  private rejectTime(entity: number, timeMs: number): never {
    throw new RangeError(
      `BucketWheel.schedule: time of entity ${entity} must be finite and not before ${this.poppedTimeMs} ms, got ${timeMs}`,
    );
  }
}

interface Entries {
  readonly times: Float64Array;
  readonly entities: Int32Array;
  readonly sequences: Int32Array;
}

/** The power of two at or above the number of events, within limits. */
function bucketCountFor(events: number): number {
  let bucketCount = bucketCountMin;
  while (bucketCount < events && bucketCount < bucketCountMax) bucketCount *= 2;
  return bucketCount;
}
