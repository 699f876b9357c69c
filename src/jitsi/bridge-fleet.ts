/**
 * All bridges of a deployment: their conferences' load, what they report, and who suffers. Mutable and dense; a
 * bridge is a small integer (the slot of its instance). Launching, booting and billing are the cloud's business.
 */
import type { BridgeFleetOptions } from './bridge-fleet-options.ts';
import { CarriedLoad } from './carried-load.ts';
import { ConferenceLoads } from './conference-loads.ts';
import type { ConferenceTable } from './conference-table.ts';
import { FleetIndexes } from './fleet-indexes.ts';
import { noLimit } from './load-management/last-n-limits.ts';
import { shippedVideoLimits, VideoLimits } from './load-management/video-limits.ts';
import { SeenStress } from './seen-stress.ts';
import { TrafficMeter } from './traffic-meter.ts';
import { VisitorTree } from './visitor-tree.ts';

export type { BridgeFleetOptions } from './bridge-fleet-options.ts';

const initialCapacity = 64;

export class BridgeFleet extends CarriedLoad {
  /**
   * The least stressed bridge without a scan; null when bridges are scanned. With a dozen bridges it makes no difference,
   * with ten thousand a run takes a tenth of the time (bench/scenario-throughput.ts).
   */
  indexes: FleetIndexes | null = null;
  /** Bits over the network; bring it up to date with `settleAll` before reading volumes. */
  readonly traffic: TrafficMeter;
  readonly limits: VideoLimits;
  readonly loads: ConferenceLoads;
  readonly seen: SeenStress;
  readonly table: ConferenceTable;
  readonly tree: VisitorTree | null;

  constructor(options: BridgeFleetOptions, table: ConferenceTable) {
    super(options, initialCapacity);
    this.table = table;
    const { visitorTreeStress: treeStress } = options;
    this.tree = treeStress === undefined ? null : new VisitorTree(table, treeStress, this);
    this.traffic = new TrafficMeter(options.profiles.length, options.trafficSites, this.sites);
    this.limits = new VideoLimits(options.videoLimits ?? shippedVideoLimits);
    this.loads = new ConferenceLoads(table, options.profiles, {
      traffic: this.traffic,
      sites: this.sites,
      ...{ limits: this.limits, tree: this.tree, peerToPeer: options.peerToPeer ?? null },
      carried: this,
    });
    this.seen = new SeenStress(options, initialCapacity);
    this.keepIndexes();
  }

  /** A bridge begins to serve; its load sampler and publisher tick from the given times. */
  start(bridge: number, nowMs: number, firstSampleMs: number, firstPublishMs: number): void {
    if (bridge >= this.capacity) this.grow(bridge);
    this.startCarrying(bridge, nowMs);
    this.limits.setReduced(bridge, noLimit);
    this.sites.setReachable(bridge, true);
    this.seen.start(bridge, firstSampleMs, firstPublishMs);
    this.startServing(bridge);
  }

  /** The bridge is gone; nobody may be left on it. */
  stop(bridge: number): void {
    const left = this.endpoints[bridge];
    if (left !== 0) throw new Error(`BridgeFleet.stop: bridge ${bridge} still has ${left} endpoints`);
    this.endServing(bridge);
  }

  /** A participant's endpoint appears on the bridge, where this Jicofo placed it. */
  join(
    conference: number,
    bridge: number,
    audioSender: number,
    videoSender: number,
    nowMs: number,
    jicofo = 0,
    isVisitor = false,
  ): void {
    this.withdraw(conference, nowMs);
    if (this.table.addEndpoint(conference, bridge, audioSender, videoSender)) {
      this.conferences[bridge]! += 1;
      this.tree?.add(conference, bridge, isVisitor, { nowMs, jicofo });
    }
    this.settle(bridge, nowMs);
    this.deposit(conference, nowMs);
    this.countJoin(bridge);
    this.seen.recents[jicofo]!.add(bridge, nowMs);
  }

  /** A participant's endpoint goes. */
  leave(conference: number, bridge: number, audioSender: number, videoSender: number, nowMs: number): void {
    this.withdraw(conference, nowMs);
    const part = this.tree === null ? -1 : this.table.partOn(conference, bridge);
    const wasLast = this.table.removeEndpoint(conference, bridge, audioSender, videoSender);
    if (wasLast) {
      this.tree?.remove(conference, part, nowMs);
      this.conferences[bridge]! -= 1;
      this.indexes?.loadChanged(bridge, nowMs);
    }
    this.deposit(conference, nowMs);
    this.countLeave(bridge);
  }

  /** An endpoint on the bridge sends something else than before: bits of `sends`. */
  changeMedia(conference: number, bridge: number, before: number, after: number, nowMs: number): void {
    const { table } = this;
    this.withdraw(conference, nowMs);
    const part = table.partOn(conference, bridge);
    table.countSenders(conference, part, -1, before & 1, (before >> 1) & 1, before >> 2);
    table.countSenders(conference, part, 1, after & 1, (after >> 1) & 1, after >> 2);
    this.deposit(conference, nowMs);
  }

  /** Two whom a third has left do without the bridge again. */
  goBackToPeers(conference: number, nowMs: number): void {
    this.withdraw(conference, nowMs);
    this.table.goBackToPeers(conference);
    this.deposit(conference, nowMs);
  }

  /** Limits the videos that receivers on the bridge are sent, or lifts the limit. */
  reduceLastN(bridge: number, lastN: number, nowMs: number): void {
    this.changeLoads(bridge, nowMs, () => this.limits.setReduced(bridge, lastN));
  }

  /** From now on media reach the bridge, or none do: neither those of its participants nor those of other bridges. */
  setReachable(bridge: number, isReachable: boolean, nowMs: number): void {
    if (this.sites.isReachable(bridge) === isReachable) return;
    this.changeLoads(bridge, nowMs, () => this.sites.setReachable(bridge, isReachable));
  }

  private changeLoads(bridge: number, nowMs: number, change: () => void): void {
    const { table } = this;
    this.settle(bridge, nowMs);
    const first = table.firstOnBridge(bridge);
    for (let part = first; part >= 0; part = table.nextOnBridge(part)) {
      this.withdraw(table.conferenceOf(part), nowMs);
    }
    change();
    for (let part = first; part >= 0; part = table.nextOnBridge(part)) {
      this.deposit(table.conferenceOf(part), nowMs);
    }
  }

  /** Brings the bridge's integrals and samples up to now. */
  settle(bridge: number, nowMs: number): void {
    this.settleTime(bridge, nowMs);
    this.takeSamples(bridge, nowMs);
  }

  /** Samples the load that the bridge has carried since it last changed, as often as is due by now. */
  private takeSamples(bridge: number, nowMs: number): void {
    this.seen.reported.settle(bridge, nowMs, this.packetRatePps[bridge]!);
  }

  /** Stress as last published. */
  publishedStress(bridge: number, nowMs: number): number {
    this.takeSamples(bridge, nowMs);
    return this.seen.published(bridge, nowMs);
  }

  /** Time since the load was sampled that the bridge published last; NaN before its first publication. */
  publishedAgeMs(bridge: number, nowMs: number): number {
    return this.seen.reported.publishedAgeMs(bridge, nowMs);
  }

  /** Published stress plus what Jicofo adds for endpoints it placed there lately (jicofo 7ebb13d, Bridge.kt). */
  correctedStress(bridge: number, nowMs: number, jicofo = 0): number {
    this.takeSamples(bridge, nowMs);
    return this.seen.corrected(bridge, nowMs, jicofo);
  }

  regionOf(bridge: number): number {
    return this.sites.regionOf(bridge);
  }

  /** When the bridge may first publish something else than it has, if nobody joins or leaves; Infinity for never. */
  nextNewsMs(bridge: number, nowMs: number): number {
    this.takeSamples(bridge, nowMs);
    return this.seen.reported.nextNewsMs(bridge, nowMs, this.packetRatePps[bridge]!);
  }

  nextPublicationMs(bridge: number, nowMs: number): number {
    return this.seen.reported.nextPublicationMs(bridge, nowMs);
  }

  protected stateChanged(bridge: number): void {
    this.indexes?.touch(bridge);
  }

  /** Takes the conference out of the loads of its bridges, before it changes. */
  private withdraw(conference: number, nowMs: number): void {
    const { table } = this;
    for (let part = table.first(conference); part >= 0; part = table.nextPart(part)) {
      this.settle(table.bridgeOf(part), nowMs);
    }
    this.traffic.settle(table.demandOf(conference), nowMs);
    this.loads.takeOut(conference);
  }

  /** Puts the conference, as it is now, into the loads of its bridges. */
  private deposit(conference: number, nowMs: number): void {
    const { table, indexes } = this;
    this.loads.put(conference);
    if (indexes === null) return;
    for (let part = table.first(conference); part >= 0; part = table.nextPart(part)) {
      indexes.loadChanged(table.bridgeOf(part), nowMs);
    }
  }

  private keepIndexes(): void {
    const { scansBridges = false, averageParticipantStress } = this.options;
    if (scansBridges) return;
    this.indexes = new FleetIndexes(this, this.seen, averageParticipantStress, this.capacity);
  }

  private grow(bridge: number): void {
    const capacity = Math.max(bridge + 1, this.capacity * 2);
    this.growLoad(capacity);
    this.keepIndexes();
  }
}
