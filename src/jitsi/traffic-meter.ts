/**
 * Bits that went over the network, by demand class and by the way they took, as exact time integrals: between two changes
 * of a conference the rates are constant, so volumes are settled when something changes.
 */
import type { BridgeSites } from './bridge-sites.ts';
import { type SiteCounts, SiteTraffic } from './site-traffic.ts';

/** The ways, in the order in which they are stored. */
export const trafficWays = [
  /** From bridges to participants. */
  'egress',
  /** From participants to bridges, receiver feedback included. */
  'ingress',
  /** From bridge to bridge, counted once. */
  'relaySameZone',
  'relayOtherZone',
  'relayOtherRegion',
  /** Out of TURN servers, from participant to participant. */
  'turn',
] as const;
export type TrafficWay = (typeof trafficWays)[number];

export const relayWays = ['relaySameZone', 'relayOtherZone', 'relayOtherRegion'] as const;

export const egressWay = 0;
export const ingressWay = 1;
export const relaySameZoneWay = 2;
export const relayOtherZoneWay = 3;
export const relayOtherRegionWay = 4;
export const turnWay = 5;

const wayCount = trafficWays.length;
const bitMsPerGigabyte = 8e9 * 1000;

export class TrafficMeter {
  /** Per demand class and way: bits per second now, and bit-milliseconds per second up to the last settling. */
  private readonly rateBps: Float64Array;
  private readonly volume: Float64Array;
  private readonly settledMs: Float64Array;
  /** Per demand class: conferences whose media avoid bridges now, and conference-milliseconds of it so far. */
  private readonly peerToPeer: Float64Array;
  private readonly peerToPeerMs: Float64Array;
  private readonly classCount: number;
  private readonly bySite: SiteTraffic | null;

  /** @param counts of regions and of shards with bridges of their own; without, or with one site, sites are not told apart */
  constructor(demandClasses: number, counts?: SiteCounts, sites?: BridgeSites) {
    this.classCount = demandClasses;
    const hasSites = counts !== undefined && sites !== undefined && (counts.regions > 1 || counts.shards > 1);
    this.bySite = hasSites ? new SiteTraffic(counts, sites, wayCount) : null;
    this.rateBps = new Float64Array(demandClasses * wayCount);
    this.volume = new Float64Array(demandClasses * wayCount);
    this.settledMs = new Float64Array(demandClasses);
    this.peerToPeer = new Float64Array(demandClasses);
    this.peerToPeerMs = new Float64Array(demandClasses);
  }

  /** Brings the class's volumes up to now; to be called before its rates change. */
  settle(demand: number, nowMs: number): void {
    this.bySite?.settle(nowMs);
    const elapsedMs = nowMs - this.settledMs[demand]!;
    if (elapsedMs <= 0) return;
    this.settledMs[demand] = nowMs;
    this.peerToPeerMs[demand]! += this.peerToPeer[demand]! * elapsedMs;
    for (let i = demand * wayCount; i < (demand + 1) * wayCount; i++) {
      this.volume[i]! += this.rateBps[i]! * elapsedMs;
    }
  }

  settleAll(nowMs: number): void {
    for (let demand = 0; demand < this.classCount; demand++) this.settle(demand, nowMs);
  }

  /** Changes the rate of a class, which must be settled. */
  add(demand: number, way: number, bps: number): void {
    this.rateBps[demand * wayCount + way]! += bps;
  }

  /** The same of what one bridge sends. */
  addFrom(bridge: number, demand: number, way: number, bps: number): void {
    this.add(demand, way, bps);
    this.bySite?.add(bridge, way, bps);
  }

  /** A conference of the class, which must be settled, goes peer to peer (1) or comes back (-1). */
  addPeerToPeer(demand: number, step: 1 | -1): void {
    this.peerToPeer[demand]! += step;
  }

  /** Conference-milliseconds without a bridge, all classes, up to the last settling. */
  get peerToPeerConferenceMs(): number {
    return this.peerToPeerMs.reduce((sum, ms) => sum + ms, 0);
  }

  /** Bits per second that all classes send this way now. */
  rateOf(way: TrafficWay): number {
    let bps = 0;
    for (let i = trafficWays.indexOf(way); i < this.rateBps.length; i += wayCount) bps += this.rateBps[i]!;
    return bps;
  }

  /** Gigabytes (1e9 bytes) of one class that went this way, up to its last settling. */
  gigabytesOf(demand: number, way: TrafficWay): number {
    return this.volume[demand * wayCount + trafficWays.indexOf(way)]! / bitMsPerGigabyte;
  }

  /** Gigabytes that the bridges of a region and shard sent this way; null when sites are not told apart. */
  gigabytesAt(site: { readonly region: number; readonly shard: number }, way: TrafficWay): number | null {
    return this.bySite === null
      ? null
      : this.bySite.volumeOf(site, trafficWays.indexOf(way)) / bitMsPerGigabyte;
  }

  /** The same of all classes. */
  gigabytes(way: TrafficWay): number {
    let sum = 0;
    for (let demand = 0; demand < this.classCount; demand++) sum += this.gigabytesOf(demand, way);
    return sum;
  }
}
