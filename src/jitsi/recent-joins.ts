/**
 * Endpoints that one Jicofo added to each bridge in the last ramp-up interval: they count as stress that the bridge
 * has not reported yet. A step: each counts in full for the interval, then not at all; leaving does not take it
 * back. Source: jicofo 7ebb13d, Bridge.kt (participant-rampup-interval 20 s, 100 ms buckets).
 *
 * Endpoints stop counting in the order in which they were added, so one queue of all of them is enough, whatever the
 * number of bridges. Time never goes back.
 */
import { grown } from './grown-array.ts';

const bucketMs = 100;

/** A power of two, as every capacity of the queue. */
const initialQueueCapacity = 1024;

/** Stands in the queue for a bridge that was forgotten. */
const nowhere = -1;

export class RecentJoins {
  /** Told of a bridge on which an endpoint has just stopped counting. */
  onExpired: (bridge: number) => void = () => {};
  private readonly bucketCount: number;
  /** Endpoints that count, by bridge. */
  private sums: Int32Array;
  /** A ring: bridges, and the time buckets from which on their endpoints do not count. */
  private queueBridge = new Int32Array(initialQueueCapacity);
  private queueEndBucket = new Float64Array(initialQueueCapacity);
  private head = 0;
  private length = 0;

  /**
   * @param rampupIntervalSeconds how long an added endpoint counts; positive
   * @param capacity bridges to make room for at first; grows by itself
   */
  constructor(rampupIntervalSeconds: number, capacity: number) {
    this.bucketCount = Math.max(1, Math.ceil((rampupIntervalSeconds * 1000) / bucketMs));
    this.sums = new Int32Array(capacity);
  }

  /** Notes an endpoint added to the bridge now. */
  add(bridge: number, nowMs: number): void {
    if (bridge >= this.sums.length) {
      this.sums = grown(this.sums, new Int32Array(Math.max(bridge + 1, this.sums.length * 2)));
    }
    if (this.length === this.queueBridge.length) this.growQueue();
    const place = (this.head + this.length) & (this.queueBridge.length - 1);
    this.queueBridge[place] = bridge;
    this.queueEndBucket[place] = Math.floor(nowMs / bucketMs) + this.bucketCount;
    this.length += 1;
    this.sums[bridge]! += 1;
  }

  /** Endpoints added to the bridge within the interval that ends now. */
  count(bridge: number, nowMs: number): number {
    if (this.length > 0) this.expire(nowMs);
    return this.countSettled(bridge);
  }

  /** The same when nothing has to be taken out. */
  countSettled(bridge: number): number {
    return bridge < this.sums.length ? this.sums[bridge]! : 0;
  }

  /** Takes out what does not count any more. */
  expire(nowMs: number): void {
    const bucket = Math.floor(nowMs / bucketMs);
    while (this.length > 0 && this.queueEndBucket[this.head]! <= bucket) {
      const bridge = this.queueBridge[this.head]!;
      this.head = (this.head + 1) & (this.queueBridge.length - 1);
      this.length -= 1;
      if (bridge === nowhere) continue;
      this.sums[bridge]! -= 1;
      this.onExpired(bridge);
    }
  }

  /** Forgets a bridge's past, for a slot that is used again. */
  clear(bridge: number): void {
    if (bridge >= this.sums.length || this.sums[bridge] === 0) return;
    for (let i = 0; i < this.length; i++) {
      const place = (this.head + i) & (this.queueBridge.length - 1);
      if (this.queueBridge[place] === bridge) this.queueBridge[place] = nowhere;
    }
    this.sums[bridge] = 0;
  }

  private growQueue(): void {
    const { length, head, queueBridge, queueEndBucket } = this;
    this.queueBridge = new Int32Array(2 * length);
    this.queueEndBucket = new Float64Array(2 * length);
    // The ring is full: it begins at the head and wraps once.
    this.queueBridge.set(queueBridge.subarray(head));
    this.queueBridge.set(queueBridge.subarray(0, head), length - head);
    this.queueEndBucket.set(queueEndBucket.subarray(head));
    this.queueEndBucket.set(queueEndBucket.subarray(0, head), length - head);
    this.head = 0;
  }
}
