/**
 * Endpoints that Jicofo added to each bridge in the last ramp-up interval: they count as stress that the bridge
 * has not reported yet. A step: each counts in full for the interval, then not at all; leaving does not take it
 * back. Source: jicofo 7ebb13d, Bridge.kt (participant-rampup-interval 20 s, 100 ms buckets).
 */
const bucketMs = 100;

export class RecentJoins {
  private readonly bucketCount: number;
  private buckets: Uint16Array;
  private sums: Int32Array;
  /** Index (time / 100 ms) of the newest bucket that is up to date, per bridge. */
  private newest: Float64Array;

  /**
   * @param rampupIntervalSeconds how long an added endpoint counts; positive
   * @param capacity bridges to make room for at first; grows by itself
   */
  constructor(rampupIntervalSeconds: number, capacity: number) {
    this.bucketCount = Math.max(1, Math.ceil((rampupIntervalSeconds * 1000) / bucketMs));
    this.buckets = new Uint16Array(capacity * this.bucketCount);
    this.sums = new Int32Array(capacity);
    this.newest = new Float64Array(capacity);
  }

  /** Notes an endpoint added to the bridge now. */
  add(bridge: number, nowMs: number): void {
    this.advance(bridge, nowMs);
    const bucket = Math.floor(nowMs / bucketMs) % this.bucketCount;
    this.buckets[bridge * this.bucketCount + bucket]! += 1;
    this.sums[bridge]! += 1;
  }

  /** Number of the time bucket that now lies in. */
  bucketAt(nowMs: number): number {
    return Math.floor(nowMs / bucketMs);
  }

  /** Number of the bucket from which on an endpoint added now does not count any more. */
  endBucketOf(nowMs: number): number {
    return Math.floor(nowMs / bucketMs) + this.bucketCount;
  }

  /** Visits bridges with endpoints that count, and the bucket from which on these do not, in the order of the latter. */
  each(visit: (bridge: number, endBucket: number) => void): void {
    const found: { readonly bridge: number; readonly endBucket: number }[] = [];
    for (let bridge = 0; bridge < this.sums.length; bridge++) {
      if (this.sums[bridge] === 0) continue;
      for (let age = 0; age < this.bucketCount; age++) {
        const bucket = this.newest[bridge]! - age;
        const place = ((bucket % this.bucketCount) + this.bucketCount) % this.bucketCount;
        if (this.buckets[bridge * this.bucketCount + place] !== 0) {
          found.push({ bridge, endBucket: bucket + this.bucketCount });
        }
      }
    }
    found.sort((a, b) => a.endBucket - b.endBucket);
    for (const { bridge, endBucket } of found) visit(bridge, endBucket);
  }

  /** Endpoints added to the bridge within the interval that ends now. */
  count(bridge: number, nowMs: number): number {
    if (bridge >= this.sums.length || this.sums[bridge] === 0) return 0;
    this.advance(bridge, nowMs);
    return this.sums[bridge]!;
  }

  /** Forgets a bridge's past, for a slot that is used again. */
  clear(bridge: number): void {
    if (bridge >= this.sums.length) return;
    this.buckets.fill(0, bridge * this.bucketCount, (bridge + 1) * this.bucketCount);
    this.sums[bridge] = 0;
  }

  private advance(bridge: number, nowMs: number): void {
    if (bridge >= this.sums.length) this.grow(bridge);
    const current = Math.floor(nowMs / bucketMs);
    const steps = Math.min(current - this.newest[bridge]!, this.bucketCount);
    if (steps > 0 && this.sums[bridge] !== 0) {
      const base = bridge * this.bucketCount;
      for (let step = 1; step <= steps; step++) {
        const bucket = base + ((this.newest[bridge]! + step) % this.bucketCount);
        this.sums[bridge]! -= this.buckets[bucket]!;
        this.buckets[bucket] = 0;
      }
    }
    if (steps > 0) this.newest[bridge] = current;
  }

  private grow(bridge: number): void {
    const capacity = Math.max(bridge + 1, this.sums.length * 2);
    const buckets = new Uint16Array(capacity * this.bucketCount);
    buckets.set(this.buckets);
    const sums = new Int32Array(capacity);
    sums.set(this.sums);
    const newest = new Float64Array(capacity);
    newest.set(this.newest);
    this.buckets = buckets;
    this.sums = sums;
    this.newest = newest;
  }
}
