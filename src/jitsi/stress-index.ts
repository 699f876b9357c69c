/**
 * The bridge with the least stress, without looking at every bridge.
 *
 * What a bridge publishes changes at the first publication of a sample after a change of its load. So only bridges that
 * somebody joined or left are looked at, at times that are known; a choice costs the same whatever the size of the fleet.
 *
 * What a Jicofo adds for participants that it placed lately only ever makes a bridge's stress larger than published. It is
 * looked at when the bridge would be first without it, which few are: most placements are never looked at again.
 */
import type { RegionSet } from './jicofo/region-groups.ts';
import { MinimumTree, type Surcharge } from './minimum-tree.ts';
import { RegionalMinimum } from './regional-minimum.ts';

/** What the index asks of the fleet. */
export interface StressSource {
  /** Published stress of a bridge that takes new conferences; Infinity of any other. */
  acceptingStress(bridge: number, nowMs: number): number;
  /** Stress of such a bridge as the index orders bridges by it; not below what it published. */
  correctedStress(bridge: number, nowMs: number): number;
  /** Number of the bridge's region. */
  regionOf(bridge: number): number;
  /**
   * When the bridge may first publish something else than it has, if nobody joins or leaves; after now but for rounding,
   * Infinity for never.
   */
  nextNewsMs(bridge: number, nowMs: number): number;
}

export class StressIndex {
  /** Bridges below this number. */
  readonly capacity: number;
  private readonly source: StressSource;
  private readonly stress: RegionalMinimum;
  private readonly publications: MinimumTree;
  private readonly isStale: Uint8Array;
  /** 1 for a bridge that is known with more than it published. */
  private readonly isRaised: Uint8Array;
  private readonly raise: Surcharge;
  private nowMs = 0;
  /** Each bridge is in it once at most. */
  private stale: Int32Array;
  private staleBefore: Int32Array;
  private staleCount = 0;

  /** @param bridges bridges to make room for; those that are there are to be touched */
  constructor(source: StressSource, bridges: number) {
    this.source = source;
    this.stress = new RegionalMinimum(bridges);
    this.publications = new MinimumTree(bridges);
    this.capacity = this.stress.capacity;
    this.isStale = new Uint8Array(this.capacity);
    this.stale = new Int32Array(this.capacity);
    this.staleBefore = new Int32Array(this.capacity);
    this.isRaised = new Uint8Array(this.capacity);
    this.raise = {
      keyOf: (bridge, known) => {
        const stress = source.correctedStress(bridge, this.nowMs);
        if (stress > known) this.isRaised[bridge] = 1;
        return stress;
      },
    };
  }

  /** What the Jicofo adds to the bridge's stress has become less. */
  lowered(bridge: number): void {
    if (this.isRaised[bridge] === 1) this.touch(bridge);
  }

  /** The bridge's stress may have become less just now, or whether it takes new conferences another. */
  touch(bridge: number): void {
    if (this.isStale[bridge] === 1) return;
    this.isStale[bridge] = 1;
    this.stale[this.staleCount] = bridge;
    this.staleCount += 1;
  }

  /** The bridge's load changed, or may have; it will be known with a publication. */
  loadChanged(bridge: number, nowMs: number): void {
    if (this.publications.keyOf(bridge) === Number.POSITIVE_INFINITY) this.planPublication(bridge, nowMs);
  }

  /** Leaves a bridge out until `include`; the index must be up to date. Returns what `include` wants. */
  exclude(bridge: number): number {
    return this.stress.leaveOut(bridge);
  }

  /** Takes a bridge in again. */
  include(bridge: number, left: number): void {
    this.stress.takeIn(bridge, left);
  }

  /** The lowest of these regions' bridges with the least corrected stress, if that is below the bound; else -1. */
  least(regions: RegionSet, stressBelow: number, nowMs: number): number {
    this.nowMs = nowMs;
    return this.stress.leastRaised(regions, stressBelow, this.raise);
  }

  /** The same by another Jicofo's stress, which is at least what was published. */
  leastWith(regions: RegionSet, stressBelow: number, surcharge: Surcharge): number {
    return this.stress.leastWith(regions, stressBelow, surcharge);
  }

  /** Brings the index up to now; time never goes back. */
  advance(nowMs: number): void {
    while (this.publications.minimum <= nowMs) {
      const bridge = this.publications.minimumPlace();
      this.publications.set(bridge, Number.POSITIVE_INFINITY);
      this.touch(bridge);
    }
    if (this.staleCount > 0) this.refresh(nowMs);
  }

  private refresh(nowMs: number): void {
    // Two lists take turns: what rounding leaves for the next time must not be handled in this one.
    const due = this.stale;
    const dueCount = this.staleCount;
    this.stale = this.staleBefore;
    this.staleBefore = due;
    this.staleCount = 0;
    for (let i = 0; i < dueCount; i++) this.isStale[due[i]!] = 0;
    for (let i = 0; i < dueCount; i++) {
      const bridge = due[i]!;
      const stress = this.source.acceptingStress(bridge, nowMs);
      this.isRaised[bridge] = 0;
      this.stress.set(bridge, this.source.regionOf(bridge), stress);
      if (stress !== Number.POSITIVE_INFINITY) this.loadChanged(bridge, nowMs);
    }
  }

  private planPublication(bridge: number, nowMs: number): void {
    const nextMs = this.source.nextNewsMs(bridge, nowMs);
    if (nextMs === Number.POSITIVE_INFINITY) return;
    if (nextMs > nowMs) this.publications.set(bridge, nextMs);
    else this.touch(bridge);
  }
}
