/**
 * Which bridge each Jicofo sees as the least stressed, without a scan.
 *
 * A Jicofo knows what all bridges published, which every Jicofo hears, and the participants that it placed itself lately,
 * which no other knows of (jicofo 7ebb13d, Bridge.kt: the endpoints added lately are counted in the process). So where
 * several share bridges, one index of the published stress serves them all, and each adds its own placements while it
 * searches. A bridge that only one Jicofo uses stands in an index of what that one sees, as far as it had to look. Either
 * way a change of a bridge is noted once, however many Jicofos there are.
 */
import { anyJicofo } from './bridge-states.ts';
import type { RegionSet } from './jicofo/region-groups.ts';
import type { Surcharge } from './minimum-tree.ts';
import type { RecentJoins } from './recent-joins.ts';
import type { SeenStress } from './seen-stress.ts';
import { StressIndex, type StressSource } from './stress-index.ts';

/** Bridges as Jicofos know them. */
export interface KnownFleet extends Pick<StressSource, 'nextNewsMs'> {
  readonly sites: { groupOf(bridge: number): number };
  /** Jicofo that the bridge belongs to, or `anyJicofo`. */
  ownerOf(bridge: number): number;
  isAccepting(bridge: number, jicofo: number): boolean;
  publishedStress(bridge: number, nowMs: number): number;
  correctedStress(bridge: number, nowMs: number, jicofo: number): number;
}

export class FleetIndexes {
  /** Bridges that several Jicofos share, by published stress; those of one Jicofo, by what it sees. */
  private readonly shared: StressIndex;
  private readonly own: (StressIndex | undefined)[] = [];
  private readonly fleet: KnownFleet;
  private readonly recents: readonly RecentJoins[];
  private readonly surcharges: readonly Surcharge[];
  private readonly capacity: number;
  /** What `exclude` gave for the bridges left out at the moment; reused. */
  private readonly leftOut: number[] = [];

  /**
   * @param seen participants placed lately, by Jicofo, and the least stress that each ascribes to a bridge
   * @param participantStress what each of those adds to the published stress; not negative
   * @param capacity bridges to make room for
   */
  constructor(
    fleet: KnownFleet,
    seen: Pick<SeenStress, 'recents' | 'atLeast'>,
    participantStress: number,
    capacity: number,
  ) {
    this.fleet = fleet;
    const { recents } = seen;
    this.recents = recents;
    this.capacity = capacity;
    this.surcharges = recents.map((recent, jicofo) => ({
      keyOf: (bridge, published) =>
        seen.atLeast(published + recent.countSettled(bridge) * participantStress, bridge, jicofo),
    }));
    this.shared = this.newIndex(anyJicofo);
    recents.forEach((recent, jicofo) => {
      recent.onExpired = (bridge) => this.own[jicofo]?.lowered(bridge);
    });
    for (let bridge = 0; bridge < capacity; bridge++) this.touch(bridge);
  }

  /** Selection may see the bridge in another light from now on. */
  touch(bridge: number): void {
    this.indexOf(bridge).touch(bridge);
  }

  /** The bridge's load changed. */
  loadChanged(bridge: number, nowMs: number): void {
    this.indexOf(bridge).loadChanged(bridge, nowMs);
  }

  /**
   * The lowest bridge with the least corrected stress of those that take new conferences of the Jicofo and lie in the
   * regions, if that stress is below the bound; else -1. Brings what the Jicofo knows up to now.
   */
  least(jicofo: number, regions: RegionSet, stressBelow: number, nowMs: number): number {
    this.advance(jicofo, nowMs);
    return this.leastNow(jicofo, regions, stressBelow, nowMs);
  }

  /** The same without some bridges: the first so many of the list. */
  leastWithout(
    excluded: readonly number[],
    excludedCount: number,
    jicofo: number,
    regions: RegionSet,
    stressBelow: number,
    nowMs: number,
  ): number {
    this.advance(jicofo, nowMs);
    const { leftOut } = this;
    for (let i = 0; i < excludedCount; i++) leftOut[i] = this.indexOf(excluded[i]!).exclude(excluded[i]!);
    const found = this.leastNow(jicofo, regions, stressBelow, nowMs);
    for (let i = 0; i < excludedCount; i++) this.indexOf(excluded[i]!).include(excluded[i]!, leftOut[i]!);
    return found;
  }

  private advance(jicofo: number, nowMs: number): void {
    this.recents[jicofo]!.expire(nowMs);
    this.shared.advance(nowMs);
    this.own[jicofo]?.advance(nowMs);
  }

  private leastNow(jicofo: number, regions: RegionSet, stressBelow: number, nowMs: number): number {
    const found = this.shared.leastWith(regions, stressBelow, this.surcharges[jicofo]!);
    const own = this.own[jicofo]?.least(regions, stressBelow, nowMs) ?? -1;
    if (own < 0 || found < 0) return Math.max(own, found);
    const difference =
      this.fleet.correctedStress(found, nowMs, jicofo) - this.fleet.correctedStress(own, nowMs, jicofo);
    return difference < 0 || (difference === 0 && found < own) ? found : own;
  }

  /** Jicofo that alone uses the bridge, or `anyJicofo`. */
  private userOf(bridge: number): number {
    return this.recents.length === 1 ? 0 : this.fleet.ownerOf(bridge);
  }

  private indexOf(bridge: number): StressIndex {
    const user = this.userOf(bridge);
    if (user === anyJicofo) return this.shared;
    this.own[user] ??= this.newIndex(user);
    return this.own[user];
  }

  private newIndex(user: number): StressIndex {
    const { fleet } = this;
    const isAccepting = (bridge: number): boolean =>
      this.userOf(bridge) === user && fleet.isAccepting(bridge, user);
    return new StressIndex(
      {
        acceptingStress: (bridge, nowMs) =>
          isAccepting(bridge) ? fleet.publishedStress(bridge, nowMs) : Number.POSITIVE_INFINITY,
        correctedStress: (bridge, nowMs) => fleet.correctedStress(bridge, nowMs, user),
        // Bridges of one region and version are a region of the index of their own.
        regionOf: (bridge) => fleet.sites.groupOf(bridge),
        nextNewsMs: (bridge, nowMs) => fleet.nextNewsMs(bridge, nowMs),
      },
      this.capacity,
    );
  }
}
