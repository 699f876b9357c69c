// Goal: two participants put nothing on a bridge while their media go past it, and TURN servers carry those that need one.
// Method: a conference of two, a third who comes and goes, by hand; the draws against their probabilities.
import { describe, expect, it } from 'vitest';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { BridgeFleet } from '../../../src/jitsi/bridge-fleet.ts';
import {
  ConferenceTable,
  neverPeerToPeer,
  peerToPeerByTurn,
  peerToPeerDirectly,
} from '../../../src/jitsi/conference-table.ts';
import { drawPeerToPeer } from '../../../src/jitsi/peer-to-peer.ts';
import { aFleetOptions } from '../../support/jitsi.ts';

const peerToPeer = { audioBitRateBps: 60_000, cameraBitRateBps: 1_200_000, screenBitRateBps: 2_000_000 };
const hourMs = 3_600_000;

function aFleet(): BridgeFleet {
  const fleet = new BridgeFleet(aFleetOptions({ peerToPeer }), new ConferenceTable());
  fleet.start(0, 0, 0, 0);
  fleet.start(1, 0, 0, 0);
  return fleet;
}

describe('a conference of two', () => {
  it('leaves the bridge to others until a third joins, and again when they are two again', () => {
    const fleet = aFleet();
    const conference = fleet.table.open(0, peerToPeerDirectly);
    fleet.join(conference, 0, 1, 1, 0);
    const alone = fleet.packetRatePps[0];
    fleet.join(conference, 0, 1, 1, 0);
    expect(fleet.packetRatePps[0]).toBe(0);
    expect(fleet.traffic.rateOf('egress')).toBe(0);
    fleet.join(conference, 0, 1, 1, hourMs);
    // Three with microphone and camera: 6 pairs of each, 3 uploads of each (aMediaProfile).
    expect(fleet.packetRatePps[0]).toBe(6 * (50 + 30) + 3 * (60 + 270));
    fleet.leave(conference, 0, 1, 1, 2 * hourMs);
    expect(fleet.packetRatePps[0]).toBe(0);
    fleet.leave(conference, 0, 1, 1, 3 * hourMs);
    expect(fleet.packetRatePps[0]).toBe(alone);
    fleet.traffic.settleAll(4 * hourMs);
    // In the first and the third hour.
    expect(fleet.traffic.peerToPeerConferenceMs).toBe(2 * hourMs);
    expect(fleet.traffic.gigabytes('turn')).toBe(0);
  });

  it('that needs TURN sends both directions through it', () => {
    const fleet = aFleet();
    const conference = fleet.table.open(0, peerToPeerByTurn);
    fleet.join(conference, 0, 1, 1, 0);
    fleet.join(conference, 1, 1, 0, 0);
    // Two microphones and a camera: 2 x 60 + 1200 kbit/s, although the endpoints are on two bridges.
    expect(fleet.traffic.rateOf('turn')).toBe(1_320_000);
    expect([fleet.packetRatePps[0], fleet.packetRatePps[1]]).toEqual([0, 0]);
    fleet.traffic.settleAll(hourMs);
    expect(fleet.traffic.gigabytes('turn')).toBeCloseTo((1.32e6 * 3600) / 8e9, 12);
  });

  it('that a third has left is on the bridge until it goes back, unless somebody comes again', () => {
    const fleet = aFleet();
    fleet.table.holdsOnBridge = true;
    const conference = fleet.table.open(0, peerToPeerDirectly);
    for (let i = 0; i < 2; i++) fleet.join(conference, 0, 1, 0, 0);
    // Two who never were three do without the bridge at once.
    expect([fleet.packetRatePps[0], fleet.table.isHeld(conference)]).toEqual([0, false]);
    fleet.join(conference, 0, 1, 0, 1000);
    fleet.leave(conference, 0, 1, 0, 2000);
    // Two speakers over the bridge: one pair each way, two uploads.
    expect([fleet.packetRatePps[0], fleet.table.isHeld(conference)]).toEqual([2 * 50 + 2 * 60, true]);
    fleet.goBackToPeers(conference, 7000);
    expect([fleet.packetRatePps[0], fleet.table.isHeld(conference)]).toEqual([0, false]);
    fleet.join(conference, 0, 1, 0, 8000);
    expect(fleet.table.isHeld(conference)).toBe(false);
    expect(fleet.packetRatePps[0]).toBe(6 * 50 + 3 * 60);
  });

  it('that cannot reach each other stays on the bridge', () => {
    const fleet = aFleet();
    const conference = fleet.table.open(0);
    for (let i = 0; i < 2; i++) fleet.join(conference, 0, 1, 1, 0);
    expect(fleet.packetRatePps[0]).toBe(2 * (50 + 30) + 2 * (60 + 270));
    expect(fleet.traffic.peerToPeerConferenceMs).toBe(0);
  });

  it('is drawn with its probabilities', () => {
    const model = { name: 'test', ...peerToPeer, reachableRatio: 0.8, turnRatio: 0.25, backDelaySeconds: 5 };
    const stream = createRandomStreams({ seed: 3, replication: 0 }).stream('test');
    const counts = new Map<number, number>();
    for (let i = 0; i < 20_000; i++) {
      const ability = drawPeerToPeer(model, stream.at(i));
      counts.set(ability, (counts.get(ability) ?? 0) + 1);
    }
    // Four standard deviations of a count of 20 000 are at most 283.
    expect(Math.abs((counts.get(neverPeerToPeer) ?? 0) - 4000)).toBeLessThan(283);
    expect(Math.abs((counts.get(peerToPeerByTurn) ?? 0) - 4000)).toBeLessThan(283);
    expect(Math.abs((counts.get(peerToPeerDirectly) ?? 0) - 12_000)).toBeLessThan(283);
  });
});
