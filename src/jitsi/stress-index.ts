/**
 * The bridge with the least corrected stress, without looking at every bridge.
 *
 * Corrected stress changes when a participant is placed on the bridge, when one placed earlier stops counting as recent,
 * and when the bridge publishes a load that it had not published before. The first happens now, the second in the
 * order of the first, the third at the bridge's next publication after its load changed. So only bridges that somebody
 * joined or left are looked at, at times that are known; a choice costs the same whatever the size of the fleet.
 */
import type { RegionSet } from './jicofo/region-groups.ts';
import { MinimumTree } from './minimum-tree.ts';
import { RegionalMinimum } from './regional-minimum.ts';

/** What the index asks of the fleet. */
export interface StressSource {
  /** Corrected stress of a bridge that takes new conferences; Infinity of any other. */
  acceptingStress(bridge: number, nowMs: number): number;
  /** Number of the bridge's region. */
  regionOf(bridge: number): number;
  /** Whether the bridge publishes what it carries and will go on publishing just that while nobody joins or leaves. */
  publishesItsLoad(bridge: number, nowMs: number): boolean;
  /** When the bridge publishes next, after now but for rounding. */
  nextPublicationMs(bridge: number, nowMs: number): number;
  /** Number of the time bucket from which on a participant placed now no longer counts as recent. */
  recentEndBucket(nowMs: number): number;
  recentBucket(nowMs: number): number;
  /** Participants that count as recent now: their bridges and end buckets, in the order of the latter. */
  eachRecent(visit: (bridge: number, endBucket: number) => void): void;
}

const initialQueueCapacity = 1024;

export class StressIndex {
  /** Bridges below this number. */
  readonly capacity: number;
  private readonly source: StressSource;
  private readonly stress: RegionalMinimum;
  private readonly publications: MinimumTree;
  private readonly isStale: Uint8Array;
  private stale: number[] = [];
  private staleBefore: number[] = [];
  /** Placed participants in the order in which they stop counting as recent: a ring. */
  private queueBridge = new Int32Array(initialQueueCapacity);
  private queueEndBucket = new Float64Array(initialQueueCapacity);
  private queueHead = 0;
  private queueLength = 0;

  /** @param bridges bridges to make room for; all are looked at when the index is first asked */
  constructor(source: StressSource, bridges: number) {
    this.source = source;
    this.stress = new RegionalMinimum(bridges);
    this.publications = new MinimumTree(bridges);
    this.capacity = this.stress.capacity;
    this.isStale = new Uint8Array(this.capacity);
    for (let bridge = 0; bridge < bridges; bridge++) this.touch(bridge);
    source.eachRecent((bridge, endBucket) => this.pushRecent(bridge, endBucket));
  }

  /** The bridge's corrected stress may have changed just now. */
  touch(bridge: number): void {
    if (this.isStale[bridge] === 1) return;
    this.isStale[bridge] = 1;
    this.stale.push(bridge);
  }

  /** A participant was placed on the bridge. */
  placed(bridge: number, nowMs: number): void {
    this.touch(bridge);
    this.pushRecent(bridge, this.source.recentEndBucket(nowMs));
  }

  /** The bridge's load changed; it will be known with its next publication. */
  loadChanged(bridge: number, nowMs: number): void {
    if (this.publications.keyOf(bridge) === Number.POSITIVE_INFINITY) this.planPublication(bridge, nowMs);
  }

  /** Leaves a bridge out until `include`; the index must be up to date. */
  exclude(bridge: number): void {
    this.stress.set(bridge, this.source.regionOf(bridge), Number.POSITIVE_INFINITY);
  }

  /** Takes a bridge in again, as it is now. */
  include(bridge: number, nowMs: number): void {
    this.stress.set(bridge, this.source.regionOf(bridge), this.source.acceptingStress(bridge, nowMs));
  }

  /** The lowest of these regions' bridges with the least corrected stress, if that is below the bound; else -1. */
  least(regions: RegionSet, stressBelow: number): number {
    return this.stress.least(regions, stressBelow);
  }

  /** Brings the index up to now; time never goes back. */
  advance(nowMs: number): void {
    const bucket = this.source.recentBucket(nowMs);
    while (this.queueLength > 0 && this.queueEndBucket[this.queueHead]! <= bucket) this.popRecent();
    while (this.publications.minimum <= nowMs) {
      const bridge = this.publications.minimumPlace();
      this.publications.set(bridge, Number.POSITIVE_INFINITY);
      this.touch(bridge);
    }
    if (this.stale.length > 0) this.refresh(nowMs);
  }

  private refresh(nowMs: number): void {
    // Two lists take turns: what rounding leaves for the next time must not be handled in this one.
    const due = this.stale;
    this.stale = this.staleBefore;
    this.staleBefore = due;
    for (let i = 0; i < due.length; i++) this.isStale[due[i]!] = 0;
    for (let i = 0; i < due.length; i++) {
      const bridge = due[i]!;
      const stress = this.source.acceptingStress(bridge, nowMs);
      this.stress.set(bridge, this.source.regionOf(bridge), stress);
      if (stress !== Number.POSITIVE_INFINITY && !this.source.publishesItsLoad(bridge, nowMs)) {
        this.loadChanged(bridge, nowMs);
      }
    }
    due.length = 0;
  }

  private planPublication(bridge: number, nowMs: number): void {
    const nextMs = this.source.nextPublicationMs(bridge, nowMs);
    if (nextMs > nowMs) this.publications.set(bridge, nextMs);
    else this.touch(bridge);
  }

  private pushRecent(bridge: number, endBucket: number): void {
    const capacity = this.queueBridge.length;
    if (this.queueLength === capacity) this.growQueue();
    const place = (this.queueHead + this.queueLength) % this.queueBridge.length;
    this.queueBridge[place] = bridge;
    this.queueEndBucket[place] = endBucket;
    this.queueLength += 1;
  }

  private popRecent(): void {
    this.touch(this.queueBridge[this.queueHead]!);
    this.queueHead = (this.queueHead + 1) % this.queueBridge.length;
    this.queueLength -= 1;
  }

  private growQueue(): void {
    const length = this.queueBridge.length;
    const bridges = new Int32Array(2 * length);
    const ends = new Float64Array(2 * length);
    for (let i = 0; i < length; i++) {
      const place = (this.queueHead + i) % length;
      bridges[i] = this.queueBridge[place]!;
      ends[i] = this.queueEndBucket[place]!;
    }
    this.queueBridge = bridges;
    this.queueEndBucket = ends;
    this.queueHead = 0;
  }
}
