/**
 * The load that each part of a conference was last counted with, so that it can be taken out again without working it out
 * a second time. Rates are on grids (`media-load.ts`): what is added and taken away leaves nothing behind.
 */
import { grown } from './grown-array.ts';
import type { TrafficMeter } from './traffic-meter.ts';
import {
  egressWay,
  ingressWay,
  relayOtherRegionWay,
  relayOtherZoneWay,
  relaySameZoneWay,
} from './traffic-meter.ts';

/** Fields of a part, by offset. */
const stride = 8;
const packets = 0;
const egress = 1;
const ingress = 2;
const relaySameZone = 3;
const relayOtherZone = 4;
const relayOtherRegion = 5;
/** Bridge that sends the part's relays. */
const relayFrom = 6;

const initialParts = 64;

export class AppliedLoads {
  private readonly traffic: TrafficMeter;
  private loads = new Float64Array(initialParts * stride);

  constructor(traffic: TrafficMeter) {
    this.traffic = traffic;
  }

  /** Notes what a part, by its number, puts on its bridge, without relays. */
  set(part: number, packetRatePps: number, egressBps: number, ingressBps: number): void {
    if (part * stride >= this.loads.length) this.grow(part);
    const { loads } = this;
    const base = part * stride;
    loads[base + packets] = packetRatePps;
    loads[base + egress] = egressBps;
    loads[base + ingress] = ingressBps;
    loads[base + relaySameZone] = 0;
    loads[base + relayOtherZone] = 0;
    loads[base + relayOtherRegion] = 0;
  }

  /** Notes the relays that the part makes the bridge send, by where they go. */
  setRelays(
    part: number,
    from: number,
    sameZoneBps: number,
    otherZoneBps: number,
    otherRegionBps: number,
  ): void {
    const { loads } = this;
    const base = part * stride;
    loads[base + relayFrom] = from;
    loads[base + relaySameZone] = sameZoneBps;
    loads[base + relayOtherZone] = otherZoneBps;
    loads[base + relayOtherRegion] = otherRegionBps;
  }

  /** Counts the part's traffic in or out. Returns its packets per second on the bridge, with the sign. */
  apply(part: number, bridge: number, demand: number, sign: 1 | -1): number {
    const { loads, traffic } = this;
    const base = part * stride;
    traffic.addFrom(bridge, demand, egressWay, sign * loads[base + egress]!);
    traffic.add(demand, ingressWay, sign * loads[base + ingress]!);
    this.applyRelay(part, demand, relaySameZoneWay, sign * loads[base + relaySameZone]!);
    this.applyRelay(part, demand, relayOtherZoneWay, sign * loads[base + relayOtherZone]!);
    this.applyRelay(part, demand, relayOtherRegionWay, sign * loads[base + relayOtherRegion]!);
    return sign * loads[base + packets]!;
  }

  private applyRelay(part: number, demand: number, way: number, bps: number): void {
    if (bps !== 0) this.traffic.addFrom(this.loads[part * stride + relayFrom]!, demand, way, bps);
  }

  private grow(part: number): void {
    const length = Math.max((part + 1) * stride, this.loads.length * 2);
    this.loads = grown(this.loads, new Float64Array(length));
  }
}
