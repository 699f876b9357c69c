/**
 * Goal: a bridge that no media reach carries nothing, and nothing goes between it and the other bridges of a conference.
 * Method: packets counted by hand with 60 packets a second of a sender, 50 of a stream to a receiver and 50 over a relay;
 * then the same conference without its participants there, and everything back as it was.
 */
import { describe, expect, it } from 'vitest';
import { BridgeFleet } from '../../../src/jitsi/bridge-fleet.ts';
import { ConferenceTable } from '../../../src/jitsi/conference-table.ts';
import { aFleetOptions } from '../../support/jitsi.ts';

/** A conference with two speakers on bridge 0, one on bridge 1 and one on bridge 2, each in a region of its own. */
function fleetOfThree() {
  const fleet = new BridgeFleet(aFleetOptions(), new ConferenceTable());
  for (const bridge of [0, 1, 2]) {
    fleet.sites.set(bridge, bridge, bridge);
    fleet.start(bridge, 0, 0, 0);
  }
  const conference = fleet.table.open(0);
  for (const bridge of [0, 0, 1, 2]) fleet.join(conference, bridge, 1, 0, 0);
  return { fleet, conference };
}

const loads = (fleet: BridgeFleet) => [0, 1, 2].map((bridge) => fleet.packetRatePps[bridge]);

describe('a bridge that no media reach', () => {
  it('drops out of the relays of its conferences', () => {
    const { fleet } = fleetOfThree();
    // Bridge 0: 2 in, 2 x 3 out, 2 senders to 2 bridges and 2 in from them. Bridges 1 and 2: 1, 3, 1 x 2 and 3.
    const whole = [2 * 60 + 6 * 50 + (4 + 2) * 50, 60 + 3 * 50 + (2 + 3) * 50, 60 + 3 * 50 + (2 + 3) * 50];
    expect(loads(fleet)).toEqual(whole);
    fleet.setReachable(2, false, 1000);
    // Three speakers on two bridges are left: 2, 2 x 2, 2 x 1 and 1; and 1, 2, 1 and 2.
    expect(loads(fleet)).toEqual([2 * 60 + 4 * 50 + 3 * 50, 60 + 2 * 50 + 3 * 50, 0]);
    expect(fleet.loads.recomputed(fleet.capacity).slice(0, 3)).toEqual(
      Float64Array.from(loads(fleet) as number[]),
    );
    fleet.setReachable(2, true, 2000);
    expect(loads(fleet)).toEqual(whole);
  });

  it('sends nothing to other regions meanwhile', () => {
    const { fleet } = fleetOfThree();
    const gigabytesAt = (nowMs: number) => {
      fleet.traffic.settleAll(nowMs);
      return fleet.traffic.gigabytes('relayOtherRegion');
    };
    for (const bridge of [1, 2]) fleet.setReachable(bridge, false, 10_000);
    const before = gigabytesAt(10_000);
    expect(before).toBeGreaterThan(0);
    expect(gigabytesAt(60_000)).toBe(before);
  });

  it('counts its participants as unreachable, and in neither of the others', () => {
    const { fleet } = fleetOfThree();
    fleet.setReachable(2, false, 10_000);
    for (const bridge of [0, 1, 2]) fleet.settle(bridge, 40_000);
    expect(fleet.unreachableParticipantMs).toBe(30_000);
    expect(fleet.participantMs).toBe(4 * 40_000 - 30_000);
  });
});
