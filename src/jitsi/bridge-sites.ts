/** Region, zone and shard of every bridge, and what traffic between two of them crosses. */
import type { Crossing } from './geography.ts';

export class BridgeSites {
  private region = new Int16Array(64);
  private zone = new Int16Array(64);
  private shard = new Int16Array(64);

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
    this.region = region;
    this.zone = zone;
    this.shard = shard;
  }
}
