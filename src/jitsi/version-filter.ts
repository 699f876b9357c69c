/**
 * Which bridges Jicofo's choice may look at where bridges of several versions serve: those of the version that the
 * conference is on or is pinned to, unless `octo.allow-mixed-versions`.
 *
 * Source: jicofo 7ebb13d, BridgeSelector.kt:161-222. A pin that contradicts the conference serves nobody, even where
 * versions may be mixed.
 */
import type { BridgeSites } from './bridge-sites.ts';
import type { RegionSet } from './jicofo/region-groups.ts';

/** Version of a conference that is on no bridge, or is not pinned. */
export const noVersion = -1;

export interface VersionFilterOptions {
  readonly allowsMixedVersions: boolean;
  readonly versions: number;
}

export class VersionFilter {
  /** Version that the choice at hand must keep to; `noVersion` for any. */
  private required = noVersion;
  private readonly sites: BridgeSites;
  private readonly options: VersionFilterOptions;
  /** Groups of places (region and version) of the sets of regions that were asked for, by version. */
  private readonly known: Map<RegionSet, readonly number[]>[];

  constructor(sites: BridgeSites, options: VersionFilterOptions) {
    this.sites = sites;
    this.options = options;
    this.known = Array.from({ length: options.versions + 1 }, () => new Map());
  }

  /** Prepares a choice; false when the conference's version and its pin leave no bridge. */
  prepare(conferenceVersion: number, pinnedVersion: number): boolean {
    const contradicts =
      conferenceVersion !== noVersion && pinnedVersion !== noVersion && conferenceVersion !== pinnedVersion;
    if (contradicts) return false;
    const version = conferenceVersion === noVersion ? pinnedVersion : conferenceVersion;
    this.required = this.options.allowsMixedVersions ? noVersion : version;
    return true;
  }

  admits(bridge: number): boolean {
    return this.required === noVersion || this.sites.versionOf(bridge) === this.required;
  }

  /** The groups that stand for these regions and the version required. */
  groups(regions: RegionSet): readonly number[] {
    const known = this.known[this.required + 1]!;
    let groups = known.get(regions);
    if (groups === undefined) {
      groups = this.makeGroups(regions);
      known.set(regions, groups);
    }
    return groups;
  }

  private makeGroups(regions: RegionSet): readonly number[] {
    const { sites, options, required } = this;
    const of = regions ?? Array.from({ length: sites.regionCount }, (_, region) => region);
    const versions =
      required === noVersion ? Array.from({ length: options.versions }, (_, version) => version) : [required];
    return versions.flatMap((version) => of.map((region) => sites.groupNumber(region, version)));
  }
}
