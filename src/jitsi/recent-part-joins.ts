/**
 * Whether a conference added as many participants to a bridge lately as it may
 * (`max-bridge-participants-per-interval`). It is enough to know when the last so many were added: a ring of times for
 * each part of a conference.
 *
 * Source: jicofo 7ebb13d, BridgeSelectionStrategy.kt; counted in 100 ms buckets, with leavers, from the time when the
 * conference came to the bridge.
 */
const bucketMs = 100;

export class RecentPartJoins {
  private readonly limit: number;
  private readonly intervalBuckets: number;
  /** Participants added to each part so far. */
  private added = new Int32Array(64);
  private buckets: Float64Array;

  /**
   * @param limit participants; below 1 for no limit
   * @param intervalSeconds how long an added participant counts
   */
  constructor(limit: number, intervalSeconds: number) {
    this.limit = Math.max(0, limit);
    this.intervalBuckets = Math.ceil((intervalSeconds * 1000) / bucketMs);
    this.buckets = new Float64Array(64 * this.limit);
  }

  /** The conference comes to the bridge: nobody was added yet. */
  clear(part: number): void {
    if (part < this.added.length) this.added[part] = 0;
  }

  add(part: number, nowMs: number): void {
    if (this.limit === 0) return;
    if (part >= this.added.length) this.grow(part);
    this.buckets[part * this.limit + (this.added[part]! % this.limit)] = Math.floor(nowMs / bucketMs);
    this.added[part]! += 1;
  }

  isAtLimit(part: number, nowMs: number): boolean {
    const { limit } = this;
    if (limit === 0 || part >= this.added.length || this.added[part]! < limit) return false;
    const earliest = this.buckets[part * limit + (this.added[part]! % limit)]!;
    return Math.floor(nowMs / bucketMs) - earliest <= this.intervalBuckets;
  }

  private grow(part: number): void {
    const capacity = Math.max(part + 1, this.added.length * 2);
    const added = new Int32Array(capacity);
    added.set(this.added);
    const buckets = new Float64Array(capacity * this.limit);
    buckets.set(this.buckets);
    this.added = added;
    this.buckets = buckets;
  }
}
