/**
 * Unsorted buckets of entries (time, entity, sequence), each a chain of equal chunks.
 *
 * An entry is sixteen bytes of one buffer, so that writing it touches one cache line. Chunks that are given back
 * are used again first, while they are still in the cache.
 */
import { EntryHeap } from './entry-heap.ts';
import type { LiveEvents } from './live-events.ts';

/** Buckets with more entries than this are not searched twice for their earliest entry, but ranked. */
const searchedTwiceMax = 64;

export class ChunkedBuckets {
  /** Entry e: time at times[2 e]; entity at words[4 e + 2], sequence at words[4 e + 3] of the same buffer. */
  times: Float64Array;
  words: Int32Array;
  /**
   * For each bucket the index of its newest entry, or -1 when it is empty. Older entries lie before it in its
   * chunk, and then from `older[chunk]` on.
   */
  private readonly newest: Int32Array;
  /** For each chunk in use the newest entry of the chunk before it in its bucket, or -1. */
  private older: Int32Array;
  private freeChunks: Int32Array;
  private freeCount = 0;
  private usedChunks = 0;
  private readonly chunkShift: number;
  private readonly chunkMask: number;

  /** The bucket that was asked for its earliest live entry last, or -1, and that entry. */
  private knownBucket = -1;
  private knownTimeMs = 0;
  private knownEntity = 0;
  private knownSequence = 0;
  /** A large bucket that has been searched once, or -1. */
  private searchedBucket = -1;
  /** A large bucket of which `ranked` holds all live entries as well, or -1. */
  private rankedBucket = -1;
  private readonly ranked = new EntryHeap(64);

  constructor(options: {
    readonly bucketCount: number;
    /** A power of two. */
    readonly chunkEntries: number;
    readonly initialChunks: number;
  }) {
    const { bucketCount, chunkEntries, initialChunks } = options;
    this.newest = new Int32Array(bucketCount).fill(-1);
    this.times = new Float64Array(initialChunks * chunkEntries * 2);
    this.words = new Int32Array(this.times.buffer);
    this.older = new Int32Array(initialChunks);
    this.freeChunks = new Int32Array(initialChunks);
    this.chunkShift = Math.log2(chunkEntries);
    this.chunkMask = chunkEntries - 1;
  }

  append(bucket: number, timeMs: number, entity: number, sequence: number): void {
    const newest = this.newest[bucket]!;
    // A new chunk after a chunk's last entry and in an empty bucket: the low bits of -1 are those of a last entry.
    const chunkIsFull = (newest & this.chunkMask) === this.chunkMask;
    const entry = chunkIsFull ? this.openChunk(newest) : newest + 1;
    this.newest[bucket] = entry;
    this.times[2 * entry] = timeMs;
    this.words[4 * entry + 2] = entity;
    this.words[4 * entry + 3] = sequence;
    if (bucket === this.knownBucket && timeMs < this.knownTimeMs) this.remember(timeMs, entity, sequence);
    if (bucket === this.rankedBucket) this.ranked.push(timeMs, entity, sequence);
  }

  /** The first bucket from `from` to before `end`, both taken modulo the number of buckets, that is not empty; or `end`. */
  findFilled(from: number, end: number): number {
    const { newest } = this;
    const mask = newest.length - 1;
    let bucket = from;
    while (bucket < end && newest[bucket & mask]! < 0) bucket += 1;
    return bucket;
  }

  /** Makes a bucket empty and returns what was its newest entry, or -1; go on with `takeOlder` to the end. */
  takeNewest(bucket: number): number {
    const newest = this.newest[bucket]!;
    this.newest[bucket] = -1;
    if (bucket === this.knownBucket) this.knownBucket = -1;
    if (bucket === this.searchedBucket) this.searchedBucket = -1;
    if (bucket === this.rankedBucket) this.rankedBucket = -1;
    return newest;
  }

  /** The next older entry of the bucket, or -1. Gives back a chunk on leaving it: append nothing in between. */
  takeOlder(entry: number): number {
    if ((entry & this.chunkMask) !== 0) return entry - 1;
    const chunk = entry >> this.chunkShift;
    this.freeChunks[this.freeCount] = chunk;
    this.freeCount += 1;
    return this.older[chunk]!;
  }

  /**
   * Time of a bucket's earliest live entry, Infinity when there is none.
   *
   * Searches all entries and remembers the answer, which costs little as long as buckets are small or the answer
   * stays live. A large bucket whose earliest entries are cancelled one after the other, with a question after each,
   * would be searched in vain over and over: the second time it is ranked instead.
   */
  earliestLiveMs(bucket: number, live: LiveEvents): number {
    if (bucket === this.knownBucket && live.has(this.knownEntity, this.knownSequence))
      return this.knownTimeMs;
    if (bucket === this.searchedBucket) this.rank(bucket, live);
    const earliestMs = bucket === this.rankedBucket ? this.lookUpRanked(live) : this.search(bucket, live);
    this.knownBucket = earliestMs < Infinity ? bucket : -1;
    return earliestMs;
  }

  /** Removes a bucket's entries and returns how many there were. */
  discard(bucket: number): number {
    let count = 0;
    for (let entry = this.takeNewest(bucket); entry >= 0; entry = this.takeOlder(entry)) count += 1;
    return count;
  }

  forEach(visit: (timeMs: number, entity: number, sequence: number) => void): void {
    for (const newest of this.newest) {
      for (let entry = newest; entry >= 0; entry = this.olderThan(entry)) {
        visit(this.times[2 * entry]!, this.words[4 * entry + 2]!, this.words[4 * entry + 3]!);
      }
    }
  }

  clear(): void {
    this.newest.fill(-1);
    this.freeCount = 0;
    this.usedChunks = 0;
    this.knownBucket = -1;
    this.searchedBucket = -1;
    this.rankedBucket = -1;
  }

  private search(bucket: number, live: LiveEvents): number {
    let earliestMs = Infinity;
    let searched = 0;
    for (let entry = this.newest[bucket]!; entry >= 0; entry = this.olderThan(entry)) {
      const timeMs = this.times[2 * entry]!;
      const entity = this.words[4 * entry + 2]!;
      const sequence = this.words[4 * entry + 3]!;
      searched += 1;
      if (timeMs < earliestMs && live.has(entity, sequence)) {
        earliestMs = timeMs;
        this.remember(timeMs, entity, sequence);
      }
    }
    if (searched > searchedTwiceMax) this.searchedBucket = bucket;
    return earliestMs;
  }

  private rank(bucket: number, live: LiveEvents): void {
    this.ranked.count = 0;
    for (let entry = this.newest[bucket]!; entry >= 0; entry = this.olderThan(entry)) {
      const entity = this.words[4 * entry + 2]!;
      const sequence = this.words[4 * entry + 3]!;
      if (live.has(entity, sequence)) this.ranked.push(this.times[2 * entry]!, entity, sequence);
    }
    this.rankedBucket = bucket;
    this.searchedBucket = -1;
  }

  private lookUpRanked(live: LiveEvents): number {
    const { ranked } = this;
    while (ranked.count > 0) {
      const entity = ranked.entities[0]!;
      const sequence = ranked.sequences[0]!;
      if (live.has(entity, sequence)) {
        this.remember(ranked.times[0]!, entity, sequence);
        return ranked.times[0]!;
      }
      ranked.removeFirst();
    }
    return Infinity;
  }

  private olderThan(entry: number): number {
    return (entry & this.chunkMask) !== 0 ? entry - 1 : this.older[entry >> this.chunkShift]!;
  }

  private remember(timeMs: number, entity: number, sequence: number): void {
    this.knownTimeMs = timeMs;
    this.knownEntity = entity;
    this.knownSequence = sequence;
  }

  /** Index of the first entry of a chunk that continues after `previousNewest`. */
  private openChunk(previousNewest: number): number {
    let chunk: number;
    if (this.freeCount > 0) {
      this.freeCount -= 1;
      chunk = this.freeChunks[this.freeCount]!;
    } else {
      if (this.usedChunks === this.older.length) this.grow();
      chunk = this.usedChunks;
      this.usedChunks += 1;
    }
    this.older[chunk] = previousNewest;
    return chunk << this.chunkShift;
  }

  private grow(): void {
    const { times, older, freeChunks } = this;
    this.times = new Float64Array(2 * times.length);
    this.times.set(times);
    this.words = new Int32Array(this.times.buffer);
    this.older = new Int32Array(2 * older.length);
    this.older.set(older);
    this.freeChunks = new Int32Array(2 * freeChunks.length);
    this.freeChunks.set(freeChunks);
  }
}
