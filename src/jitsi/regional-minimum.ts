/**
 * The smallest key of bridges that lie in regions, for any set of regions: a tournament for each region, made when its
 * first bridge appears. A look-up costs the number of regions asked for, whatever the number of bridges.
 */
import type { RegionSet } from './jicofo/region-groups.ts';
import { MinimumTree, type Surcharge } from './minimum-tree.ts';

const nowhere = -1;

export class RegionalMinimum {
  /** Places below this number. */
  readonly capacity: number;
  /** By region; undefined where there never was a bridge. */
  private readonly trees: (MinimumTree | undefined)[] = [];
  /** Region in whose tree the place competes. */
  private readonly region: Int16Array;

  /** @param places at least 1; all keys are Infinity at first */
  constructor(places: number) {
    this.trees[0] = new MinimumTree(places);
    this.capacity = this.trees[0].capacity;
    this.region = new Int16Array(this.capacity).fill(nowhere);
  }

  /** @param region number from 0; @param key Infinity for a place out of the competition */
  set(place: number, region: number, key: number): void {
    const before = this.region[place]!;
    if (before !== region) {
      if (before !== nowhere) this.trees[before]!.set(place, Number.POSITIVE_INFINITY);
      this.region[place] = region;
      this.trees[region] ??= new MinimumTree(this.capacity);
    }
    this.trees[region]!.set(place, key);
  }

  /** Takes the place out of the competition; returns its key. */
  leaveOut(place: number): number {
    const region = this.region[place]!;
    if (region === nowhere) return Number.POSITIVE_INFINITY;
    const tree = this.trees[region]!;
    const key = tree.keyOf(place);
    tree.set(place, Number.POSITIVE_INFINITY);
    return key;
  }

  /** Takes a place in again, with the key that it had. */
  takeIn(place: number, key: number): void {
    const region = this.region[place]!;
    if (region !== nowhere) this.trees[region]!.set(place, key);
  }

  /**
   * The lowest of the places with the smallest true key in these regions, if that is below the bound; else -1. Keys that
   * turn out to be smaller than the true ones are raised to them: as many as would be first without.
   */
  leastRaised(regions: RegionSet, below: number, raise: Surcharge): number {
    const { trees } = this;
    let least = below;
    let place = nowhere;
    const count = regions === null ? trees.length : regions.length;
    for (let i = 0; i < count; i++) {
      const tree = trees[regions === null ? i : regions[i]!];
      const found = tree === undefined ? nowhere : tree.raisedMinimumPlace(least, place, raise);
      if (found === nowhere) continue;
      least = tree!.minimum;
      place = found;
    }
    return place;
  }

  /** The same without raising any key. */
  leastWith(regions: RegionSet, below: number, surcharge: Surcharge): number {
    const { trees } = this;
    let least = below;
    let place = nowhere;
    const count = regions === null ? trees.length : regions.length;
    for (let i = 0; i < count; i++) {
      const tree = trees[regions === null ? i : regions[i]!];
      const found = tree === undefined ? nowhere : tree.search(least, place, surcharge);
      if (found === nowhere) continue;
      least = tree!.foundKey;
      place = found;
    }
    return place;
  }
}
