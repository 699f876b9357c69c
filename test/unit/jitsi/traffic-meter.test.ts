// Goal: bits on the network are what the streams of a conference carry, for exactly as long as they carry it.
// Method: conferences small enough to add up by hand, stream by stream; the sums are in the comments.
import { describe, expect, it } from 'vitest';
import { BridgeFleet } from '../../../src/jitsi/bridge-fleet.ts';
import { ConferenceTable } from '../../../src/jitsi/conference-table.ts';
import { trafficWays } from '../../../src/jitsi/traffic-meter.ts';
import { aFleetOptions, aMediaProfile } from '../../support/jitsi.ts';

const media = aMediaProfile({
  audioPairBitRateBps: 40_000,
  videoPairBitRateBps: 1_000_000,
  audioSenderBitRateBps: 50_000,
  videoSenderBitRateBps: 2_000_000,
  relayAudioBitRateBps: 60_000,
  relayVideoBitRateBps: 3_000_000,
  feedbackBitRateBps: 25_000,
});
const hourMs = 3_600_000;

function aFleet(bridges: number): BridgeFleet {
  const fleet = new BridgeFleet(aFleetOptions({ profiles: [media, media] }), new ConferenceTable());
  for (let bridge = 0; bridge < bridges; bridge++) fleet.start(bridge, 0, 0, 0);
  return fleet;
}

describe('traffic', () => {
  it('of two with camera and microphone for an hour, then one alone for an hour', () => {
    const fleet = aFleet(1);
    const conference = fleet.table.open(0);
    fleet.join(conference, 0, 1, 1, 0);
    fleet.join(conference, 0, 1, 1, 0);
    // Each hears and sees the other: 2 x (40 + 1000) kbit/s out; 2 x (50 + 2000 + 25) in.
    expect(fleet.traffic.rateOf('egress')).toBe(2_080_000);
    expect(fleet.traffic.rateOf('ingress')).toBe(4_150_000);
    fleet.leave(conference, 0, 1, 1, hourMs);
    // Alone: nothing to receive, but the upload goes on: 2075 kbit/s.
    expect(fleet.traffic.rateOf('egress')).toBe(0);
    expect(fleet.traffic.rateOf('ingress')).toBe(2_075_000);
    fleet.traffic.settleAll(2 * hourMs);
    // 2.08 Mbit/s x 3600 s / 8 = 0.936 GB; (4.15 + 2.075) Mbit/s x 3600 s / 8 = 2.80125 GB.
    expect(fleet.traffic.gigabytes('egress')).toBeCloseTo(0.936, 12);
    expect(fleet.traffic.gigabytes('ingress')).toBeCloseTo(2.801_25, 12);
    expect(fleet.traffic.gigabytes('relaySameZone')).toBe(0);
  });

  it('is kept apart by demand class', () => {
    const fleet = aFleet(1);
    const first = fleet.table.open(0);
    const second = fleet.table.open(1);
    for (let i = 0; i < 2; i++) fleet.join(first, 0, 1, 0, 0);
    for (let i = 0; i < 3; i++) fleet.join(second, 0, 1, 0, hourMs);
    fleet.traffic.settleAll(2 * hourMs);
    // 2 pairs of 40 kbit/s for 2 h: 0.072 GB; 6 pairs for 1 h: 0.108 GB.
    expect(fleet.traffic.gigabytesOf(0, 'egress')).toBeCloseTo(0.072, 12);
    expect(fleet.traffic.gigabytesOf(1, 'egress')).toBeCloseTo(0.108, 12);
    expect(fleet.traffic.gigabytes('egress')).toBeCloseTo(0.18, 12);
  });

  it('between bridges is told apart by zone and region', () => {
    // Bridges 0 and 1 share a zone, 2 is in another zone of the region, 3 in another region.
    const fleet = aFleet(4);
    const zones = [0, 0, 1, 2];
    const regions = [0, 0, 0, 1];
    for (let bridge = 0; bridge < 4; bridge++)
      fleet.sites.set(bridge, regions[bridge] ?? 0, zones[bridge] ?? 0);
    const conference = fleet.table.open(0);
    // A camera on bridge 0 and one on bridge 2 (3 Mbit/s on a relay each), listeners on 1 and 3.
    fleet.join(conference, 0, 0, 1, 0);
    fleet.join(conference, 1, 0, 0, 0);
    fleet.join(conference, 2, 0, 1, 0);
    fleet.join(conference, 3, 0, 0, 0);
    // From 0: to 1 (same zone), to 2 (other zone), to 3 (other region). From 2: to 0 and 1 (other zone), to 3.
    expect(fleet.traffic.rateOf('relaySameZone')).toBe(3_000_000);
    expect(fleet.traffic.rateOf('relayOtherZone')).toBe(9_000_000);
    expect(fleet.traffic.rateOf('relayOtherRegion')).toBe(6_000_000);
    fleet.leave(conference, 2, 0, 1, hourMs);
    expect(fleet.traffic.rateOf('relayOtherZone')).toBe(0);
    fleet.traffic.settleAll(hourMs);
    expect(fleet.traffic.gigabytes('relayOtherZone')).toBeCloseTo(9 * 0.45, 12);
  });

  it('is exactly nothing again when everybody has left', () => {
    const odd = aMediaProfile({ audioPairBitRateBps: 59_700.123_45, audioPairPacketRatePps: 50.81 });
    const fleet = new BridgeFleet(aFleetOptions({ profiles: [odd] }), new ConferenceTable());
    fleet.start(0, 0, 0, 0);
    const conference = fleet.table.open(0);
    for (let i = 0; i < 50; i++) fleet.join(conference, 0, 1, i % 2, i);
    for (let i = 0; i < 50; i++) fleet.leave(conference, 0, 1, i % 2, 100 + i);
    expect(fleet.packetRatePps[0]).toBe(0);
    for (const way of trafficWays) expect(fleet.traffic.rateOf(way)).toBe(0);
  });
});
