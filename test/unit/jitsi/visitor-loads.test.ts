/**
 * Goal: with the participants of the main room on several bridges, these are a full mesh, and a visitor bridge gets everything
 * once, from the bridge that it hangs on (jicofo 7ebb13d, VisitorTopologyStrategy.kt).
 * Method: packets counted by hand: 60 a second of a sender, 50 of a stream to a receiver, 50 of a stream over a relay.
 */
import { expect, it } from 'vitest';
import { BridgeFleet } from '../../../src/jitsi/bridge-fleet.ts';
import { ConferenceTable } from '../../../src/jitsi/conference-table.ts';
import { aFleetOptions } from '../../support/jitsi.ts';

it('a visitor bridge hangs on one bridge of a main room that is on two', () => {
  const fleet = new BridgeFleet(aFleetOptions({ visitorTreeStress: 0.8 }), new ConferenceTable());
  for (const bridge of [0, 1, 2]) fleet.start(bridge, 0, 0, 0);
  const conference = fleet.table.open(0);
  for (const bridge of [0, 0, 1]) fleet.join(conference, bridge, 1, 0, 0);
  for (let i = 0; i < 4; i++) fleet.join(conference, 2, 0, 0, 0, 0, true);
  const parent = fleet.tree!.parentOf(fleet.table.partOn(conference, 2));
  const onto = fleet.table.bridgeOf(parent);
  // Bridge 0: 2 in, 2 x 3 - 2 out, 2 to bridge 1 and 1 from it. Bridge 1: 1, 3 - 1, 1 and 2. The parent sends all 3 once more.
  const alone = [2 * 60 + 4 * 50 + (2 + 1) * 50, 60 + 2 * 50 + (1 + 2) * 50];
  const expected = alone.map((packets, bridge) => packets + (bridge === onto ? 3 * 50 : 0));
  expect([fleet.packetRatePps[0], fleet.packetRatePps[1]]).toEqual(expected);
  // Four hear three, who come over one relay.
  expect(fleet.packetRatePps[2]).toBe(4 * 3 * 50 + 3 * 50);
  expect([...fleet.loads.recomputed(fleet.capacity).slice(0, 3)]).toEqual([
    ...fleet.packetRatePps.slice(0, 3),
  ]);
  // When its parent goes, it hangs on the other one.
  const leavers = onto === 0 ? 2 : 1;
  for (let i = 0; i < leavers; i++) fleet.leave(conference, onto, 1, 0, 1000);
  const next = fleet.table.bridgeOf(fleet.tree!.parentOf(fleet.table.partOn(conference, 2)));
  expect(next).toBe(1 - onto);
});
