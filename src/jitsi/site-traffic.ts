/**
 * What bridges send by where they stand: region, and shard where shards have bridges of their own. The same integrals as
 * `traffic-meter.ts`, so that a bill can say which place and which shard the gigabytes belong to.
 *
 * Kept only where there is more than one site: elsewhere the totals say it all.
 */
import type { BridgeSites } from './bridge-sites.ts';

/** How many regions there are, and shards with bridges of their own; 0 shards when all bridges are common. */
export interface SiteCounts {
  readonly regions: number;
  readonly shards: number;
}

export class SiteTraffic {
  private readonly sites: BridgeSites;
  private readonly shards: number;
  private readonly ways: number;
  /** Per site and way: bits per second now, and bit-milliseconds per second up to `settledMs`. */
  private readonly rateBps: Float64Array;
  private readonly volume: Float64Array;
  private settledMs = 0;

  /** @param ways how many ways the meter tells apart */
  constructor(counts: SiteCounts, sites: BridgeSites, ways: number) {
    this.sites = sites;
    this.shards = Math.max(1, counts.shards);
    this.ways = ways;
    this.rateBps = new Float64Array(counts.regions * this.shards * ways);
    this.volume = new Float64Array(this.rateBps.length);
  }

  /** Brings all volumes up to now; to be called before any rate changes. */
  settle(nowMs: number): void {
    const elapsedMs = nowMs - this.settledMs;
    if (elapsedMs <= 0) return;
    this.settledMs = nowMs;
    for (let i = 0; i < this.rateBps.length; i++) this.volume[i]! += this.rateBps[i]! * elapsedMs;
  }

  /** Changes what the bridge sends this way. */
  add(bridge: number, way: number, bps: number): void {
    const site = this.sites.regionOf(bridge) * this.shards + this.sites.shardOf(bridge);
    this.rateBps[site * this.ways + way]! += bps;
  }

  /** Bit-milliseconds per second that the bridges of the site sent this way, up to the last settling. */
  volumeOf({ region, shard }: { readonly region: number; readonly shard: number }, way: number): number {
    return this.volume[(region * this.shards + shard) * this.ways + way]!;
  }
}
