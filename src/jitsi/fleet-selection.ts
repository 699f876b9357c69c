/**
 * Jicofo's choice among the bridges of a run: the rules of `jicofo/strategies.ts` over the dense fleet.
 *
 * The candidate filter (jicofo 7ebb13d, BridgeSelector.kt) is what the fleet keeps ready: bridges take conferences, are in
 * graceful shutdown or have the drain flag (last resorts, see `bridge-states.ts`), or are about to stop (never). Ties go to
 * the lowest slot (upstream: an arbitrary but constant order).
 *
 * Where bridges of several versions serve, `version-filter.ts` says which of them count.
 */
import type { BridgeFleet } from './bridge-fleet.ts';
import { noResort, takesConferences } from './bridge-states.ts';
import { RegionGroups, type RegionSet } from './jicofo/region-groups.ts';
import { noBridge, type SelectionPolicy, unknownRegion } from './jicofo/selection-policy.ts';
import type { SelectionSettings } from './jicofo/selection-presets.ts';
import { participantBridges, type SelectionView, visitorBridges } from './jicofo/selection-view.ts';
import { selectBridge } from './jicofo/strategies.ts';
import { RecentPartJoins } from './recent-part-joins.ts';
import { noVersion, VersionFilter, type VersionFilterOptions } from './version-filter.ts';

export type FleetSelectionOptions = Pick<
  SelectionSettings,
  | 'strategy'
  | 'relays'
  | 'stressThreshold'
  | 'maxBridgeParticipants'
  | 'maxBridgeParticipantsPerInterval'
  | 'maxBridgeParticipantsIntervalSeconds'
> & {
  /** Jicofo's own region (`local-region`); none unless given. */
  readonly localRegion?: number;
  /** Regions that count as close to each other (`region-groups`); none unless given. */
  readonly regionGroups?: readonly (readonly number[])[];
  /** Whether visitors get bridges of their own, as with Jicofo's VisitorSelectionStrategy; false unless given. */
  readonly separatesVisitors?: boolean;
  /** Versions of bridges that there are; one unless given. */
  readonly mixedVersions?: VersionFilterOptions;
};

export class FleetSelection implements SelectionView {
  private readonly fleet: BridgeFleet;
  /** Number of the Jicofo that chooses. */
  private readonly jicofo: number;
  private readonly policy: SelectionPolicy;
  private readonly partJoins: RecentPartJoins;
  /** The choice at hand. */
  private conference = 0;
  private nowMs = 0;
  /** null while all bridges are of one version. */
  private readonly versions: VersionFilter | null;
  /** Of which bridges the choice is: those that take conferences (of the version at hand), or a last resort of Jicofo. */
  private resort = takesConferences;
  /** Bridges that `listExcluded` found; longer than they are many, because it is used again and again. */
  private readonly bridges: number[] = [];

  constructor(fleet: BridgeFleet, options: FleetSelectionOptions, jicofo = 0) {
    this.fleet = fleet;
    this.jicofo = jicofo;
    const { mixedVersions } = options;
    this.versions = mixedVersions === undefined ? null : new VersionFilter(fleet.sites, mixedVersions);
    this.policy = {
      strategy: options.separatesVisitors === true ? 'visitor' : options.strategy,
      participantStrategy: options.separatesVisitors === true ? options.strategy : null,
      visitorStrategy: options.separatesVisitors === true ? options.strategy : null,
      stressThreshold: options.stressThreshold,
      maxBridgeParticipants: options.maxBridgeParticipants,
      hasRelays: options.relays,
      allowsMixedVersions: options.mixedVersions?.allowsMixedVersions ?? false,
      localRegion: options.localRegion ?? unknownRegion,
      regionGroups: new RegionGroups(options.regionGroups ?? []),
    };
    this.partJoins = new RecentPartJoins(
      options.maxBridgeParticipantsPerInterval,
      options.maxBridgeParticipantsIntervalSeconds,
    );
  }

  /** The bridge for somebody of the region (or `unknownRegion`) who joins the conference now, or `noBridge`. */
  select(
    conference: number,
    region: number,
    nowMs: number,
    isVisitor = false,
    pinnedVersion = noVersion,
  ): number {
    const { fleet, versions } = this;
    const noneTakes = fleet.acceptingFor(this.jicofo) === 0;
    if (noneTakes && fleet.drainingCount + fleet.flaggedCount === 0) return noBridge;
    this.conference = conference;
    this.nowMs = nowMs;
    if (versions !== null) {
      if (!this.prepareVersions(versions, pinnedVersion)) return noBridge;
    } else this.resort = noneTakes ? this.firstResort() : takesConferences;
    if (this.resort === noResort) return noBridge;
    const bridge = selectBridge(this, this.policy, region, isVisitor);
    return bridge === noBridge || this.mayCarry(bridge) ? bridge : noBridge;
  }

  /** To be called after a participant of the conference appeared on the bridge. */
  noteJoined(conference: number, bridge: number, nowMs: number): void {
    const { table } = this.fleet;
    const part = table.partOn(conference, bridge);
    const number = table.partNumber(part);
    if (table.endpointsOf(part) === 1) this.partJoins.clear(number);
    this.partJoins.add(number, nowMs);
  }

  first(regions: RegionSet, stressBelow: number, excludedKinds: number): number {
    // The unknown region is no region at all: no need to bring anything up to date.
    if (regions !== null && regions.length === 0) return noBridge;
    const { fleet, jicofo, nowMs } = this;
    const { indexes } = fleet;
    if (indexes === null || this.resort !== takesConferences) {
      return this.scan(regions, stressBelow, excludedKinds);
    }
    const groups = this.versions === null ? regions : this.versions.groups(regions);
    return excludedKinds === 0
      ? indexes.least(jicofo, groups, stressBelow, nowMs)
      : indexes.leastWithout(
          this.bridges,
          this.listExcluded(excludedKinds),
          jicofo,
          groups,
          stressBelow,
          nowMs,
        );
  }

  isCandidate(bridge: number): boolean {
    if (this.fleet.resortOf(bridge, this.jicofo) !== this.resort) return false;
    return this.versions === null || this.versions.admits(bridge);
  }

  /** The version that the choice must keep to, and which bridges of it are chosen from; false for a contradiction. */
  private prepareVersions(versions: VersionFilter, pinnedVersion: number): boolean {
    const { fleet, jicofo, nowMs } = this;
    const first = this.firstPart();
    const ofConference = first < 0 ? noVersion : fleet.sites.versionOf(this.bridgeOf(first));
    if (!versions.prepare(ofConference, pinnedVersion)) return false;
    const any = Number.POSITIVE_INFINITY;
    const least = fleet.indexes?.least(jicofo, versions.groups(null), any, nowMs) ?? noBridge;
    this.resort = least === noBridge ? this.firstResort() : takesConferences;
    return true;
  }

  /** The first resort with a bridge of the version at hand; `noResort` when none is left. Looks at all bridges. */
  private firstResort(): number {
    const { fleet, jicofo, versions } = this;
    let first = noResort;
    for (let bridge = 0; bridge < fleet.capacity; bridge++) {
      if (versions === null || versions.admits(bridge))
        first = Math.min(first, fleet.resortOf(bridge, jicofo));
    }
    return first;
  }

  precedes(a: number, b: number): boolean {
    const difference = this.correctedStress(a) - this.correctedStress(b);
    return difference < 0 || (difference === 0 && a < b);
  }

  correctedStress(bridge: number): number {
    return this.fleet.correctedStress(bridge, this.nowMs, this.jicofo);
  }

  regionOf(bridge: number): number {
    return this.fleet.regionOf(bridge);
  }

  hasRelay(): boolean {
    return true;
  }

  isOperational(bridge: number): boolean {
    return !this.fleet.isSuspended(bridge);
  }

  /** Bridges that are not operational do not count as the conference's (ColibriV2SessionManager.getBridges). */
  firstPart(): number {
    return this.operationalFrom(this.fleet.table.first(this.conference));
  }

  nextPart(part: number): number {
    return this.operationalFrom(this.fleet.table.nextPart(part));
  }

  bridgeOf(part: number): number {
    return this.fleet.table.bridgeOf(part);
  }

  participantsOf(part: number): number {
    return this.fleet.table.endpointsOf(part);
  }

  carriesVisitors(part: number): boolean {
    return this.fleet.tree?.carriesVisitors(part) ?? false;
  }

  private isExcluded(part: number, excludedKinds: number): boolean {
    return (excludedKinds & (this.carriesVisitors(part) ? visitorBridges : participantBridges)) !== 0;
  }

  isAtIntervalLimit(part: number): boolean {
    return this.partJoins.isAtLimit(this.fleet.table.partNumber(part), this.nowMs);
  }

  /** Without relays a conference that is on a bridge takes nobody on another, even if its own does not answer. */
  private mayCarry(bridge: number): boolean {
    const { table } = this.fleet;
    if (this.policy.hasRelays || this.policy.strategy === 'split') return true;
    return table.first(this.conference) < 0 || table.partOn(this.conference, bridge) >= 0;
  }

  private operationalFrom(part: number): number {
    let found = part;
    while (found >= 0 && this.fleet.isSuspended(this.bridgeOf(found)))
      found = this.fleet.table.nextPart(found);
    return found;
  }

  /** Puts the conference's bridges of these kinds into `bridges`; returns how many they are. */
  private listExcluded(kinds: number): number {
    const { table } = this.fleet;
    let count = 0;
    for (let part = table.first(this.conference); part >= 0; part = table.nextPart(part)) {
      if (!this.isExcluded(part, kinds)) continue;
      this.bridges[count] = table.bridgeOf(part);
      count += 1;
    }
    return count;
  }

  private scan(regions: RegionSet, stressBelow: number, excludedKinds: number): number {
    const { fleet, conference, nowMs } = this;
    let best = noBridge;
    let bestStress = stressBelow;
    for (let bridge = 0; bridge < fleet.capacity; bridge++) {
      if (!this.isCandidate(bridge)) continue;
      if (regions !== null && !regions.includes(fleet.regionOf(bridge))) continue;
      const part = excludedKinds === 0 ? -1 : fleet.table.partOn(conference, bridge);
      if (part >= 0 && this.isExcluded(part, excludedKinds)) continue;
      const stress = fleet.correctedStress(bridge, nowMs, this.jicofo);
      if (stress < bestStress) {
        best = bridge;
        bestStress = stress;
      }
    }
    return best;
  }
}
