/**
 * Regions that count as close to each other (`region-groups`). A region is a small integer; one that stands in no
 * group is a group of its own; the unknown region belongs to nothing, not even to itself.
 * Source: jicofo 7ebb13d, BridgeConfig.kt (getRegionGroup).
 */

/** Regions by number; null stands for any region, the unknown one included. */
export type RegionSet = readonly number[] | null;

const none: readonly number[] = [];

export class RegionGroups {
  private readonly groups: (readonly number[])[] = [];
  private readonly single: (readonly number[])[] = [];

  /** @param groups lists of regions; of several groups with a region the last one counts */
  constructor(groups: readonly (readonly number[])[]) {
    for (const group of groups) {
      for (const region of group) this.groups[region] = group;
    }
  }

  /** The region and those close to it; the same list on every call. */
  groupOf(region: number): readonly number[] {
    return region < 0 ? none : (this.groups[region] ?? this.alone(region));
  }

  /** The region as a set of one; the same list on every call. */
  alone(region: number): readonly number[] {
    if (region < 0) return none;
    this.single[region] ??= [region];
    return this.single[region];
  }
}
