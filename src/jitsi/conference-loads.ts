/**
 * What conferences put on bridges, kept up to date as they change: packets per second of every bridge, and the bits of
 * every demand class (`traffic-meter.ts`).
 *
 * A change of a conference takes its parts out, changes the table, and puts them in again: as many steps as it has
 * bridges.
 */
import { AppliedLoads } from './applied-loads.ts';
import type { BridgeSites } from './bridge-sites.ts';
import type { ConferenceTable } from './conference-table.ts';
import type { VideoLimits } from './load-management/video-limits.ts';
import { measurePart, onGrid } from './media-load.ts';
import type { ConferenceMedia } from './media-profile.ts';
import type { PartLoad } from './part-load.ts';
import type { PeerToPeerMedia } from './peer-to-peer.ts';
import { type TrafficMeter, turnWay } from './traffic-meter.ts';
import type { VisitorTree } from './visitor-tree.ts';

/** The load of a part whose bridge no media reach. */
const nothing: PartLoad = { packetRatePps: 0, egressBps: 0, ingressBps: 0, relayBps: 0, relayAllBps: 0 };

/** Packets per second, in and out, endpoints and relays, of every bridge. */
export interface CarriedPackets {
  readonly packetRatePps: Float64Array;
}

export class ConferenceLoads {
  private readonly carried: CarriedPackets;
  private readonly table: ConferenceTable;
  private readonly profiles: readonly ConferenceMedia[];
  private readonly traffic: TrafficMeter;
  private readonly applied: AppliedLoads;
  private readonly sites: BridgeSites;
  private readonly limits: VideoLimits;
  /** Bridges of the conference at hand, by zone and region; holes read as 0. */
  private readonly bridgesInZone: number[] = [];
  private readonly bridgesInRegion: number[] = [];
  /** Reused for every call: nothing is allocated when somebody joins or leaves. */
  private readonly load: PartLoad = {
    packetRatePps: 0,
    egressBps: 0,
    ingressBps: 0,
    relayBps: 0,
    relayAllBps: 0,
  };
  private readonly part = {
    local: noSenders(),
    total: noSenders(),
    bridges: 0,
    children: 0,
    lastN: 0,
    lastNMax: 0,
  };
  private readonly peerToPeer: PeerToPeerMedia | null;
  /** null where nobody is a visitor. */
  private readonly tree: VisitorTree | null;

  /**
   * @param profiles media of each demand class
   */
  constructor(
    table: ConferenceTable,
    profiles: readonly ConferenceMedia[],
    parts: {
      readonly traffic: TrafficMeter;
      readonly sites: BridgeSites;
      readonly limits: VideoLimits;
      /** null when all media go over bridges. */
      readonly peerToPeer: PeerToPeerMedia | null;
      /** What the loads are put into. */
      readonly carried: CarriedPackets;
      readonly tree?: VisitorTree | null;
    },
  ) {
    this.table = table;
    this.profiles = profiles.map(onGrid);
    this.traffic = parts.traffic;
    this.applied = new AppliedLoads(parts.traffic);
    this.sites = parts.sites;
    this.limits = parts.limits;
    this.peerToPeer = parts.peerToPeer;
    this.tree = parts.tree ?? null;
    this.carried = parts.carried;
  }

  /** Puts the conference, as it is in the table now, into the loads of its bridges. */
  put(conference: number): void {
    const { table, applied, sites } = this;
    const demand = table.demandOf(conference);
    if (table.isPeerToPeer(conference)) {
      this.applyPeerToPeer(conference, demand, 1);
      return;
    }
    const media = this.profiles[demand]!;
    const bridges = this.meshOf(conference);
    if (bridges > 1) this.countSites(conference);
    this.prepare(conference, media, bridges);
    for (let part = table.first(conference); part >= 0; part = table.nextPart(part)) {
      const { packetRatePps, egressBps, ingressBps } = this.measurePrepared(conference, media, part);
      const number = table.partNumber(part);
      const bridge = table.bridgeOf(part);
      applied.set(number, packetRatePps, egressBps, ingressBps);
      if (sites.isReachable(bridge)) {
        if (this.tree?.carriesVisitors(part)) this.setHangingRelay(part);
        else if (bridges > 1) this.setRelays(number, bridge, bridges);
      }
      this.carried.packetRatePps[bridge]! += applied.apply(number, bridge, demand, 1);
    }
  }

  /** Takes the conference out of the loads of its bridges, before it changes: what was put in is taken out. */
  takeOut(conference: number): void {
    const { table, applied } = this;
    const demand = table.demandOf(conference);
    if (table.isPeerToPeer(conference)) {
      this.applyPeerToPeer(conference, demand, -1);
      return;
    }
    for (let part = table.first(conference); part >= 0; part = table.nextPart(part)) {
      const bridge = table.bridgeOf(part);
      this.carried.packetRatePps[bridge]! += applied.apply(table.partNumber(part), bridge, demand, -1);
    }
  }

  /** Bridges of the conference that are a full mesh: all but those of visitors, and those that no media reach. */
  private meshOf(conference: number): number {
    const mesh = this.table.bridgesOf(conference) - (this.tree?.visitorBridgesOf(conference) ?? 0);
    if (this.sites.areAllReachable) return mesh;
    let cutOff = 0;
    this.forEachCutOff(conference, (part) => {
      if (this.tree?.carriesVisitors(part) !== true) cutOff += 1;
    });
    return mesh - cutOff;
  }

  private forEachCutOff(conference: number, visit: (part: number) => void): void {
    const { table, sites } = this;
    for (let part = table.first(conference); part >= 0; part = table.nextPart(part)) {
      if (!sites.isReachable(table.bridgeOf(part))) visit(part);
    }
  }

  /** Nothing comes from bridges that no media reach, and nothing is sent to them. */
  private leaveOutCutOff(conference: number, part: number): void {
    const { table, tree } = this;
    const { total } = this.part;
    this.forEachCutOff(conference, (other) => {
      total.endpoints -= table.endpointsOf(other);
      total.audio -= table.audioSendersOf(other);
      total.cameras -= table.videoSendersOf(other);
      total.screens -= table.screensOf(other);
      total.both -= table.bothOf(other);
      if (tree?.parentOf(other) === part) this.part.children -= 1;
    });
  }

  /** Everything, from the bridge that a visitor bridge hangs on. */
  private setHangingRelay(part: number): void {
    const { table, sites } = this;
    const parent = this.tree!.parentOf(part);
    if (parent < 0) return;
    const bps = this.load.relayAllBps;
    const from = table.bridgeOf(parent);
    const crossing = sites.crossing(from, table.bridgeOf(part));
    this.applied.setRelays(
      table.partNumber(part),
      from,
      crossing === 'same-zone' ? bps : 0,
      crossing === 'other-zone' ? bps : 0,
      crossing === 'other-region' ? bps : 0,
    );
  }

  /** The load that one of the conference's parts puts on its bridge; valid until the next call. */
  measure(conference: number, part: number): PartLoad {
    const media = this.profiles[this.table.demandOf(conference)]!;
    this.prepare(conference, media, this.meshOf(conference));
    return this.measurePrepared(conference, media, part);
  }

  /** Notes what all parts of the conference have in common, for `measurePrepared`. */
  private prepare(conference: number, media: ConferenceMedia, mesh: number): void {
    const { table } = this;
    const { total } = this.part;
    total.endpoints = table.endpointsIn(conference);
    total.audio = table.audioSendersIn(conference);
    total.cameras = table.videoSendersIn(conference);
    total.screens = table.screensIn(conference);
    total.both = table.bothIn(conference);
    this.part.bridges = mesh;
    this.part.lastNMax = this.limits.lastNUnreduced(media.lastN, total.endpoints);
  }

  private measurePrepared(conference: number, media: ConferenceMedia, part: number): PartLoad {
    const { table } = this;
    const { local, total } = this.part;
    local.endpoints = table.endpointsOf(part);
    local.audio = table.audioSendersOf(part);
    local.cameras = table.videoSendersOf(part);
    local.screens = table.screensOf(part);
    local.both = table.bothOf(part);
    this.part.children = this.tree?.childrenOf(part) ?? 0;
    if (!this.sites.areAllReachable) {
      if (!this.sites.isReachable(table.bridgeOf(part))) return nothing;
      // What is left out is another for each part.
      this.prepare(conference, media, this.part.bridges);
      this.leaveOutCutOff(conference, part);
      this.part.lastNMax = this.limits.lastNUnreduced(media.lastN, total.endpoints);
    }
    this.part.lastN = this.limits.lastN(table.bridgeOf(part), media.lastN, total.endpoints);
    measurePart(media, this.part, this.load);
    return this.load;
  }

  /** Most videos that one receiver on the bridge is sent at this instant; null without conferences. */
  forwardedMax(bridge: number): number | null {
    const { table } = this;
    let most: number | null = null;
    for (let part = table.firstOnBridge(bridge); part >= 0; part = table.nextOnBridge(part)) {
      const conference = table.conferenceOf(part);
      if (table.isPeerToPeer(conference)) continue;
      const videos = table.videoSendersIn(conference) + table.screensIn(conference);
      const senders = table.videoSendersOf(part) + table.screensOf(part) - table.bothOf(part);
      // Whoever sends is not sent its own.
      const others = table.endpointsOf(part) > senders ? videos : videos - 1;
      most = Math.max(most ?? 0, Math.min(this.lastN(conference, part), others));
    }
    return most;
  }

  private lastN(conference: number, part: number): number {
    const { table } = this;
    const clientLastN = this.profiles[table.demandOf(conference)]!.lastN;
    return this.limits.lastN(table.bridgeOf(part), clientLastN, table.endpointsIn(conference));
  }

  /** Packets per second of every bridge, added up anew from the live conferences: what they must carry. */
  recomputed(capacity: number): Float64Array {
    const rates = new Float64Array(capacity);
    const { table } = this;
    for (let conference = 0; conference < table.slotCount; conference++) {
      if (!table.isLive(conference) || table.isPeerToPeer(conference)) continue;
      for (let part = table.first(conference); part >= 0; part = table.nextPart(part)) {
        rates[table.bridgeOf(part)]! += this.measure(conference, part).packetRatePps;
      }
    }
    return rates;
  }

  /** From participant to participant: nothing on a bridge, and out of a TURN server what both send, where one is needed. */
  private applyPeerToPeer(conference: number, demand: number, sign: 1 | -1): void {
    const { table, traffic, peerToPeer } = this;
    traffic.addPeerToPeer(demand, sign);
    if (peerToPeer === null || !table.needsTurn(conference)) return;
    const bps =
      table.audioSendersIn(conference) * peerToPeer.audioBitRateBps +
      table.videoSendersIn(conference) * peerToPeer.cameraBitRateBps +
      table.screensIn(conference) * peerToPeer.screenBitRateBps;
    traffic.add(demand, turnWay, sign * bps);
  }

  private countSites(conference: number): void {
    const { table, sites, bridgesInZone, bridgesInRegion } = this;
    // Not `fill`: a call of it costs more than these few places.
    for (let i = 0; i < bridgesInZone.length; i++) bridgesInZone[i] = 0;
    for (let i = 0; i < bridgesInRegion.length; i++) bridgesInRegion[i] = 0;
    for (let part = table.first(conference); part >= 0; part = table.nextPart(part)) {
      if (this.tree?.carriesVisitors(part)) continue;
      const bridge = table.bridgeOf(part);
      if (!sites.isReachable(bridge)) continue;
      const zone = sites.zoneOf(bridge);
      const region = sites.regionOf(bridge);
      bridgesInZone[zone] = (bridgesInZone[zone] ?? 0) + 1;
      bridgesInRegion[region] = (bridgesInRegion[region] ?? 0) + 1;
    }
  }

  /** Relay traffic from one bridge to the others of its conference, by how far these are. */
  private setRelays(part: number, bridge: number, bridges: number): void {
    const { sites } = this;
    const { relayBps } = this.load;
    const sameZone = this.bridgesInZone[sites.zoneOf(bridge)]! - 1;
    const sameRegion = this.bridgesInRegion[sites.regionOf(bridge)]! - 1;
    this.applied.setRelays(
      part,
      bridge,
      relayBps * sameZone,
      relayBps * (sameRegion - sameZone),
      relayBps * (bridges - 1 - sameRegion),
    );
  }
}

function noSenders(): { endpoints: number; audio: number; cameras: number; screens: number; both: number } {
  return { endpoints: 0, audio: 0, cameras: 0, screens: 0, both: 0 };
}
