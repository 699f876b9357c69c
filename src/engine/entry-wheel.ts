/**
 * Where the bucket wheel files its entries, from the earliest on:
 *
 *   bottom  the entries of the bucket that was emptied last, sorted
 *   late    a heap: entries at or before that bucket that came after, or that the bottom has no room for
 *   fine    buckets a few events wide, up to the end of the current coarse bucket
 *   coarse  buckets as wide as all fine ones together
 *   far     a heap: everything beyond the coarse buckets
 *
 * Time is numbered in fine buckets from an origin, number = floor((time - origin) / width). That never decreases
 * with time and is the same for equal times, so each level is entirely before the next and the order inside a
 * bucket is settled when it is emptied. The width decides the speed only, never the order.
 *
 * Two levels and not one because of caches: with a million events pending, appending to one of a million fine
 * buckets misses every cache and the address translation too (363 ns an event measured, against 83 with two
 * levels). A thousand coarse buckets have their ends in the cache, and so have the fine ones of one coarse bucket.
 */
import { ChunkedBuckets } from './chunked-buckets.ts';
import { EntryHeap } from './entry-heap.ts';
import type { LiveEvents } from './live-events.ts';
import { bottomCapacity, SortedBottom } from './sorted-bottom.ts';

/** Entries in parallel arrays, in no particular order. */
export interface Entries {
  readonly times: Float64Array;
  readonly entities: Int32Array;
  readonly sequences: Int32Array;
}

const fineShift = 10;
const fineCount = 1 << fineShift;
const coarseCount = 1024;
/** Where fine bucket numbers end unless told otherwise: with all that `coarse` covers they are 32-bit integers. */
export const bucketNumberMax = 2 ** 30;
const widthMinMs = 1e-9;
const widthMaxMs = 1e12;

export class EntryWheel {
  readonly bottom = new SortedBottom();
  readonly late = new EntryHeap(64);
  widthMs = 1;

  private readonly fine = new ChunkedBuckets({ bucketCount: fineCount, chunkEntries: 8, initialChunks: 64 });
  /** Longer chunks: a coarse bucket is read from end to end. */
  private readonly coarse = new ChunkedBuckets({
    bucketCount: coarseCount,
    chunkEntries: 64,
    initialChunks: 16,
  });
  private readonly far = new EntryHeap(64);
  private readonly live: LiveEvents;
  /** When numbers reach this, all is filed anew from a later origin. */
  private readonly numberMax: number;

  private originMs = 0;
  private bucketsPerMs = 1;
  /** Fine bucket numbers: the first still in `fine`, and the ends of what `fine` and `coarse` cover. */
  private fineStart = 0;
  private fineEnd = 0;
  private coarseEnd = 0;
  /** No bucket before these holds an entry; in fine and in coarse numbers. Only hints: they may be too low. */
  private firstFilledFine = 0;
  private firstFilledCoarse = 0;

  constructor(options: { readonly live: LiveEvents; readonly widthMs: number; readonly numberMax: number }) {
    this.live = options.live;
    this.numberMax = options.numberMax;
    this.restart({ originMs: 0, widthMs: options.widthMs });
  }

  file(timeMs: number, entity: number, sequence: number): void {
    const position = (timeMs - this.originMs) * this.bucketsPerMs;
    if (position < this.fineEnd) {
      if (position < this.fineStart) {
        this.late.push(timeMs, entity, sequence);
        return;
      }
      const bucket = position | 0;
      if (bucket < this.firstFilledFine) this.firstFilledFine = bucket;
      this.fine.append(bucket & (fineCount - 1), timeMs, entity, sequence);
    } else if (position < this.coarseEnd) {
      const bucket = (position | 0) >> fineShift;
      if (bucket < this.firstFilledCoarse) this.firstFilledCoarse = bucket;
      this.coarse.append(bucket & (coarseCount - 1), timeMs, entity, sequence);
    } else {
      this.far.push(timeMs, entity, sequence);
    }
  }

  /**
   * Moves one step towards the next entries: empties the next fine bucket into the bottom, or else spreads the
   * next coarse bucket over the fine ones, or else turns to the first far event. Bottom and late must be empty and
   * some live entry filed. Returns the number of empty buckets passed, as a measure of vain work; -1, with nothing
   * moved, when the next bucket lies at or after `endMs` as a whole.
   */
  advance(endMs: number): number {
    // Numbers never decrease with time: an entry before the end has a number at most this.
    const lastNumber = (endMs - this.originMs) * this.bucketsPerMs;
    const bucket = this.fine.findFilled(this.firstFilledFine, this.fineEnd);
    if (bucket < this.fineEnd) {
      if (bucket > lastNumber) return -1;
      const passed = bucket - this.fineStart;
      this.emptyFineBucket(bucket);
      return passed;
    }
    const coarseEnd = this.coarseEnd >> fineShift;
    const coarseBucket = this.coarse.findFilled(this.firstFilledCoarse, coarseEnd);
    if (coarseBucket === coarseEnd) return this.turnToFar(endMs);
    if (coarseBucket << fineShift > lastNumber) return -1;
    const passed = coarseBucket - (this.fineEnd >> fineShift);
    if (coarseBucket << fineShift >= this.numberMax) this.moveOrigin();
    else this.spreadCoarseBucket(coarseBucket);
    return passed;
  }

  /**
   * Time of the earliest live entry; there must be one. Drops garbage and remembers what it found, but moves
   * nothing: what is scheduled next may be earlier, and must still find its bucket ahead.
   */
  peekTimeMs(): number {
    this.dropGarbageOfBottom();
    this.dropGarbage(this.late);
    const { bottom, late } = this;
    if (bottom.count > 0 || late.count > 0) {
      const bottomMs = bottom.count > 0 ? bottom.times[bottom.count - 1]! : Infinity;
      return late.count > 0 && late.times[0]! < bottomMs ? late.times[0]! : bottomMs;
    }
    for (;;) {
      const bucket = this.fine.findFilled(this.firstFilledFine, this.fineEnd);
      this.firstFilledFine = bucket;
      if (bucket === this.fineEnd) break;
      const timeMs = this.fine.earliestLiveMs(bucket & (fineCount - 1), this.live);
      if (timeMs < Infinity) return timeMs;
      this.live.garbage -= this.fine.discard(bucket & (fineCount - 1));
    }
    const coarseEnd = this.coarseEnd >> fineShift;
    for (;;) {
      const bucket = this.coarse.findFilled(this.firstFilledCoarse, coarseEnd);
      this.firstFilledCoarse = bucket;
      if (bucket === coarseEnd) break;
      const timeMs = this.coarse.earliestLiveMs(bucket & (coarseCount - 1), this.live);
      if (timeMs < Infinity) return timeMs;
      this.live.garbage -= this.coarse.discard(bucket & (coarseCount - 1));
    }
    this.dropGarbage(this.far);
    return this.far.times[0]!;
  }

  /** Copies of all live entries. */
  collect(): Entries {
    const { live } = this;
    const times = new Float64Array(live.count);
    const entities = new Int32Array(live.count);
    const sequences = new Int32Array(live.count);
    let count = 0;
    const take = (timeMs: number, entity: number, sequence: number) => {
      if (!live.has(entity, sequence)) return;
      times[count] = timeMs;
      entities[count] = entity;
      sequences[count] = sequence;
      count += 1;
    };
    const { bottom } = this;
    for (let index = 0; index < bottom.count; index += 1) {
      take(bottom.times[index]!, bottom.entities[index]!, bottom.sequences[index]!);
    }
    for (const level of [this.late, this.fine, this.coarse, this.far]) level.forEach(take);
    // A typed array swallows what is written beyond its end: an entry lost or doubled must not pass silently.
    if (count !== live.count)
      throw new Error(`EntryWheel.collect: found ${count} of ${live.count} live entries`);
    return { times, entities, sequences };
  }

  /** Empties everything, then files the entries given in buckets of a new width counted from a new origin. */
  restart(options: {
    readonly originMs: number;
    readonly widthMs: number;
    readonly entries?: Entries;
  }): void {
    const { originMs, widthMs, entries } = options;
    this.originMs = originMs;
    this.widthMs = Math.min(Math.max(widthMs, widthMinMs), widthMaxMs);
    this.bucketsPerMs = 1 / this.widthMs;
    this.bottom.count = 0;
    this.late.count = 0;
    this.far.count = 0;
    this.fine.clear();
    this.coarse.clear();
    this.live.garbage = 0;
    this.startAt(0);
    if (entries === undefined) return;
    const { times, entities, sequences } = entries;
    for (let index = 0; index < times.length; index += 1) {
      this.file(times[index]!, entities[index]!, sequences[index]!);
    }
  }

  private emptyFineBucket(bucket: number): void {
    const { fine, live, bottom } = this;
    const { times, words } = fine;
    // Newest first, so that among equal times each entry belongs behind those inserted before it: no shifting.
    let entry = fine.takeNewest(bucket & (fineCount - 1));
    while (entry >= 0) {
      const timeMs = times[2 * entry]!;
      const entity = words[4 * entry + 2]!;
      const sequence = words[4 * entry + 3]!;
      entry = fine.takeOlder(entry);
      if (!live.has(entity, sequence)) live.garbage -= 1;
      else if (bottom.count < bottomCapacity) bottom.insert(timeMs, entity, sequence);
      else this.late.push(timeMs, entity, sequence);
    }
    this.fineStart = bucket + 1;
    this.firstFilledFine = bucket + 1;
  }

  private spreadCoarseBucket(coarseBucket: number): void {
    const { coarse } = this;
    const { times, words } = coarse;
    this.startAt(coarseBucket << fineShift);
    let entry = coarse.takeNewest(coarseBucket & (coarseCount - 1));
    while (entry >= 0) {
      this.file(times[2 * entry]!, words[4 * entry + 2]!, words[4 * entry + 3]!);
      entry = coarse.takeOlder(entry);
    }
    this.takeInFar();
  }

  /** Makes `fine` cover the coarse bucket that begins with this fine bucket, and `coarse` those after it. */
  private startAt(bucket: number): void {
    this.fineStart = bucket;
    this.fineEnd = bucket + fineCount;
    this.coarseEnd = bucket + fineCount * coarseCount;
    this.firstFilledFine = this.fineEnd;
    this.firstFilledCoarse = this.fineEnd >> fineShift;
  }

  /** Files the far entries that the coarse buckets have reached. */
  private takeInFar(): void {
    const { far } = this;
    while (far.count > 0) {
      const timeMs = far.times[0]!;
      if ((timeMs - this.originMs) * this.bucketsPerMs >= this.coarseEnd) return;
      const entity = far.entities[0]!;
      const sequence = far.sequences[0]!;
      far.removeFirst();
      if (this.live.has(entity, sequence)) this.file(timeMs, entity, sequence);
      else this.live.garbage -= 1;
    }
  }

  /** Nothing but far entries is left: numbers are counted anew from the first of them. */
  private turnToFar(endMs: number): number {
    this.dropGarbage(this.far);
    if (this.far.times[0]! >= endMs) return -1;
    this.originMs = this.far.times[0]!;
    this.startAt(0);
    this.takeInFar();
    return 0;
  }

  private moveOrigin(): void {
    const entries = this.collect();
    let originMs = Infinity;
    for (const timeMs of entries.times) originMs = Math.min(originMs, timeMs);
    this.restart({ originMs, widthMs: this.widthMs, entries });
  }

  private dropGarbageOfBottom(): void {
    const { bottom, live } = this;
    while (bottom.count > 0) {
      const last = bottom.count - 1;
      if (live.has(bottom.entities[last]!, bottom.sequences[last]!)) return;
      bottom.count = last;
      live.garbage -= 1;
    }
  }

  private dropGarbage(heap: EntryHeap): void {
    while (heap.count > 0 && !this.live.has(heap.entities[0]!, heap.sequences[0]!)) {
      heap.removeFirst();
      this.live.garbage -= 1;
    }
  }
}
