/**
 * Buckets of entries (time, entity, sequence), each a chain of chunks of eight.
 *
 * An entry is sixteen bytes in one buffer, so that writing it touches one cache line; a chunk is two neighbouring
 * lines. Chunks that are given back are used again first, while they are still in the cache.
 */
const chunkEntries = 8;

export class ChunkedBuckets {
  /**
   * For each bucket the index of its newest entry, or -1 when it is empty. Entry e lies in chunk e >> 3; older
   * entries of the bucket lie before it in the chunk, and then in the chunk that `olderThan` names.
   */
  readonly newest: Int32Array;
  /** Entry e: time at times[2 e]; entity at words[4 e + 2] and sequence at words[4 e + 3] of the same buffer. */
  times: Float64Array;
  words: Int32Array;
  /** For each chunk in use the newest entry of the chunk before it in its bucket, or -1. */
  private older: Int32Array;
  private freeChunks: Int32Array;
  private freeCount = 0;
  private usedChunks = 0;

  constructor(options: { readonly bucketCount: number; readonly initialChunks: number }) {
    this.newest = new Int32Array(options.bucketCount).fill(-1);
    this.times = new Float64Array(options.initialChunks * chunkEntries * 2);
    this.words = new Int32Array(this.times.buffer);
    this.older = new Int32Array(options.initialChunks);
    this.freeChunks = new Int32Array(options.initialChunks);
  }

  append(bucket: number, timeMs: number, entity: number, sequence: number): void {
    const newest = this.newest[bucket]!;
    // The slot after the newest entry, unless that was its chunk's last one or there is none (-1 & 7 is 7 as well).
    const entry = (newest & (chunkEntries - 1)) === chunkEntries - 1 ? this.openChunk(newest) : newest + 1;
    this.newest[bucket] = entry;
    this.times[2 * entry] = timeMs;
    const word = 4 * entry + 2;
    this.words[word] = entity;
    this.words[word + 1] = sequence;
  }

  /** Makes a bucket empty and returns what was its newest entry, or -1; follow with `takeOlder` to its end. */
  removeAll(bucket: number): number {
    const newest = this.newest[bucket]!;
    this.newest[bucket] = -1;
    return newest;
  }

  /** The next older entry of the same bucket, or -1. Gives back the chunk that it leaves. */
  takeOlder(entry: number): number {
    if ((entry & (chunkEntries - 1)) !== 0) return entry - 1;
    const chunk = entry >> 3;
    this.freeChunks[this.freeCount] = chunk;
    this.freeCount += 1;
    return this.older[chunk]!;
  }

  /** The next older entry of the same bucket, or -1. Changes nothing. */
  olderThan(entry: number): number {
    return (entry & (chunkEntries - 1)) !== 0 ? entry - 1 : this.older[entry >> 3]!;
  }

  forEach(visit: (timeMs: number, entity: number, sequence: number) => void): void {
    for (const newest of this.newest) {
      for (let entry = newest; entry >= 0; entry = this.olderThan(entry)) {
        visit(this.times[2 * entry]!, this.words[4 * entry + 2]!, this.words[4 * entry + 3]!);
      }
    }
  }

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
    return chunk * chunkEntries;
  }

  private grow(): void {
    const chunks = 2 * this.older.length;
    const { times, older, freeChunks } = this;
    this.times = new Float64Array(chunks * chunkEntries * 2);
    this.times.set(times);
    this.words = new Int32Array(this.times.buffer);
    this.older = new Int32Array(chunks);
    this.older.set(older);
    this.freeChunks = new Int32Array(chunks);
    this.freeChunks.set(freeChunks);
  }
}
