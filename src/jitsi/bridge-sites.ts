/** Region, zone, shard and version of every bridge, and what traffic between two of them crosses. */
import type { Crossing } from './geography.ts';

export class BridgeSites {
  /** Regions are below this number; to be set before the first bridge starts where bridges of several versions serve. */
  regionCount = 1;
  private region = new Int16Array(64);
  private zone = new Int16Array(64);
  private shard = new Int16Array(64);
  private version = new Int16Array(64);
  /** Bridges that no media reach, and how many they are. */
  private readonly cutOff = new Set<number>();
  private cutOffCount = 0;

  /** A bridge starts there; a slot used again may lie elsewhere than before. */
  set(bridge: number, region: number, zone: number): void {
    if (bridge >= this.region.length) this.grow(bridge);
    this.region[bridge] = region;
    this.zone[bridge] = zone;
  }

  /** The bridge belongs to this shard, until it starts again. */
  setShard(bridge: number, shard: number): void {
    if (bridge >= this.shard.length) this.grow(bridge);
    this.shard[bridge] = shard;
  }

  /** Number of its shard; 0 when nothing was said. */
  shardOf(bridge: number): number {
    return bridge < this.shard.length ? this.shard[bridge]! : 0;
  }

  /** The bridge runs this version, until it starts again. */
  setVersion(bridge: number, version: number): void {
    if (bridge >= this.version.length) this.grow(bridge);
    this.version[bridge] = version;
  }

  /** Number of its version; 0 when nothing was said. */
  versionOf(bridge: number): number {
    return bridge < this.version.length ? this.version[bridge]! : 0;
  }

  /** Number of the group of bridges of one region and version that the bridge is in: its region's while there is one version. */
  groupOf(bridge: number): number {
    return this.groupNumber(this.regionOf(bridge), this.versionOf(bridge));
  }

  groupNumber(region: number, version: number): number {
    return region + version * this.regionCount;
  }

  /** Whether media reach the bridge, of its participants and of other bridges: its machine is lost, cut off, or shut. */
  setReachable(bridge: number, isReachable: boolean): void {
    if (isReachable) this.cutOff.delete(bridge);
    else this.cutOff.add(bridge);
    this.cutOffCount = this.cutOff.size;
  }

  /** Bridges that no media reach, in no order. */
  get unreachable(): ReadonlySet<number> {
    return this.cutOff;
  }

  isReachable(bridge: number): boolean {
    return this.cutOffCount === 0 || !this.cutOff.has(bridge);
  }

  get areAllReachable(): boolean {
    return this.cutOffCount === 0;
  }

  /** Number of its region; 0 when nothing was said. */
  regionOf(bridge: number): number {
    return bridge < this.region.length ? this.region[bridge]! : 0;
  }

  /** Number of its zone, which tells the region as well; 0 when nothing was said. */
  zoneOf(bridge: number): number {
    return bridge < this.zone.length ? this.zone[bridge]! : 0;
  }

  crossing(from: number, to: number): Crossing {
    if (this.regionOf(from) !== this.regionOf(to)) return 'other-region';
    return this.zoneOf(from) === this.zoneOf(to) ? 'same-zone' : 'other-zone';
  }

  private grow(bridge: number): void {
    const capacity = Math.max(bridge + 1, this.region.length * 2);
    const region = new Int16Array(capacity);
    region.set(this.region);
    const zone = new Int16Array(capacity);
    zone.set(this.zone);
    const shard = new Int16Array(capacity);
    shard.set(this.shard);
    const version = new Int16Array(capacity);
    version.set(this.version);
    this.region = region;
    this.zone = zone;
    this.shard = shard;
    this.version = version;
  }
}
