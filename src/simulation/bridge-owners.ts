/** Which shard each bridge belongs to, where shards have bridges of their own: the one of its region that has fewest. */
import type { ShardSettings } from '../scenario/scenario.ts';

const nobody = -1;

export class BridgeOwners {
  private readonly regionOf: readonly number[];
  /** Bridges of each shard that serve. */
  private readonly serving: Int32Array;
  /** Shard of each serving bridge. */
  private readonly ownerOf: number[] = [];

  constructor(shards: number, settings: ShardSettings) {
    this.regionOf = Array.from({ length: shards }, (_, shard) => settings.regions[shard] ?? 0);
    this.serving = new Int32Array(shards);
  }

  /** Gives the bridge, which begins to serve, to a shard; returns its number. */
  assign(bridge: number, region: number): number {
    const here = this.regionOf.includes(region);
    let owner = nobody;
    for (let shard = 0; shard < this.serving.length; shard++) {
      if (here && this.regionOf[shard] !== region) continue;
      if (owner === nobody || this.serving[shard]! < this.serving[owner]!) owner = shard;
    }
    this.ownerOf[bridge] = owner;
    this.serving[owner]! += 1;
    return owner;
  }

  /** It serves no more. */
  release(bridge: number): void {
    const owner = this.ownerOf[bridge] ?? nobody;
    if (owner === nobody) return;
    this.ownerOf[bridge] = nobody;
    this.serving[owner]! -= 1;
  }

  servingOf(shard: number): number {
    return this.serving[shard]!;
  }
}
