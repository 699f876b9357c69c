/**
 * Goal: a bridge's load after any sequence of joins, leaves, camera, microphone and screen changes, last-n changes and
 *   switches to and from peer to peer is the load of the conferences as they stand.
 * Method: random programs over several bridges with every kind of media; after each step the running load against one
 *   added up anew, to 1e-9 and, as loads lie on a grid, exactly; relays against conservation; and the same end state
 *   reached by joins alone.
 */

import { describe, expect, it } from 'vitest';
import { BridgeFleet } from '../../src/jitsi/bridge-fleet.ts';
import { ConferenceTable, type PeerToPeerAbility } from '../../src/jitsi/conference-table.ts';
import { noLimit } from '../../src/jitsi/load-management/last-n-limits.ts';
import type { ConferenceMedia } from '../../src/jitsi/media-profile.ts';
import { trafficWays } from '../../src/jitsi/traffic-meter.ts';
import { aFleetOptions, aMediaProfile } from '../support/jitsi.ts';
import { fc } from '../support/property.ts';

const bridgeCount = 3;
const ladder = {
  layers: [
    { packetRatePps: 30, bitRateBps: 161_040 },
    { packetRatePps: 60, bitRateBps: 397_080.3 },
    { packetRatePps: 150, bitRateBps: 1_180_200.7 },
  ],
  screen: { packetRatePps: 205, bitRateBps: 1_950_440 },
  highTilesMax: 1,
  standardTilesMax: 3,
} as const;

const media: readonly ConferenceMedia[] = [
  aMediaProfile({ audioPairPacketRatePps: 50.81, videoPairPacketRatePps: 33.3, lastN: 4 }),
  {
    ...aMediaProfile({ name: 'stage', lastN: 5 }),
    layers: { ...ladder, scheme: 'simulcast', tileViewRatio: 0.3, suspendsUnwatched: true },
    loudestMax: 3,
  },
  {
    ...aMediaProfile({ name: 'tiles' }),
    layers: { ...ladder, scheme: 'svc', tileViewRatio: 1, suspendsUnwatched: false },
  },
];

const stepArbitrary = fc.record({
  kind: fc.constantFrom('join', 'join', 'leave', 'media', 'media', 'limit'),
  pick: fc.nat({ max: 1000 }),
  bridge: fc.nat({ max: bridgeCount - 1 }),
  media: fc.nat({ max: 7 }),
  lastN: fc.integer({ min: -1, max: 6 }),
});
type Step = Readonly<ReturnType<typeof stepArbitrary.generate>['value']>;

interface Endpoint {
  readonly conference: number;
  readonly bridge: number;
  media: number;
}

function aFleet(): { fleet: BridgeFleet; slots: number[] } {
  const fleet = new BridgeFleet(
    aFleetOptions({
      profiles: media,
      peerToPeer: { audioBitRateBps: 60_000, cameraBitRateBps: 1e6, screenBitRateBps: 2e6 },
      videoLimits: { jvbLastN: noLimit, ssrcLimit: 50, conferenceLimits: [[6, 3]] },
    }),
    new ConferenceTable(),
  );
  for (let bridge = 0; bridge < bridgeCount; bridge++) {
    fleet.sites.set(bridge, bridge >> 1, bridge);
    fleet.start(bridge, 0, 0, 0);
  }
  const slots = [0, 1, 2, 0, 1].map((demand, i) => fleet.table.open(demand, (i % 3) as PeerToPeerAbility));
  return { fleet, slots };
}

function add(fleet: BridgeFleet, endpoint: Endpoint, nowMs: number): void {
  const { conference, bridge, media: sent } = endpoint;
  fleet.join(conference, bridge, sent & 1, (sent >> 1) & 1, nowMs);
  fleet.changeMedia(conference, bridge, sent & 3, sent, nowMs);
}

function remove(fleet: BridgeFleet, { conference, bridge, media: sent }: Endpoint, nowMs: number): void {
  fleet.changeMedia(conference, bridge, sent, sent & 3, nowMs);
  fleet.leave(conference, bridge, sent & 1, (sent >> 1) & 1, nowMs);
}

function play(
  steps: readonly Step[],
  visit: (fleet: BridgeFleet) => void,
): { fleet: BridgeFleet; present: Endpoint[] } {
  const { fleet, slots } = aFleet();
  const present: Endpoint[] = [];
  steps.forEach((step, index) => {
    const nowMs = 1000 * index;
    const endpoint = present[step.pick % Math.max(1, present.length)];
    if (step.kind === 'join' || endpoint === undefined) {
      const joined = {
        conference: slots[step.pick % slots.length] ?? 0,
        bridge: step.bridge,
        media: step.media,
      };
      add(fleet, joined, nowMs);
      present.push(joined);
    } else if (step.kind === 'leave') {
      remove(fleet, endpoint, nowMs);
      present.splice(present.indexOf(endpoint), 1);
    } else if (step.kind === 'media') {
      fleet.changeMedia(endpoint.conference, endpoint.bridge, endpoint.media, step.media, nowMs);
      endpoint.media = step.media;
    } else fleet.reduceLastN(step.bridge, step.lastN, nowMs);
    visit(fleet);
  });
  return { fleet, present };
}

describe('load of bridges', () => {
  it('is at every moment the load of their conferences', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 60 }), (steps) => {
        play(steps, (fleet) => {
          const recomputed = fleet.loads.recomputed(fleet.capacity);
          for (let bridge = 0; bridge < bridgeCount; bridge++) {
            expect(fleet.packetRatePps[bridge]).toBe(recomputed[bridge]);
          }
        });
      }),
      { numRuns: 120 },
    );
  });

  it('and their traffic depend on who is there, not on what happened before', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 60 }), (steps) => {
        const { fleet, present } = play(steps, () => {});
        const fresh = aFleet().fleet;
        for (const endpoint of present) add(fresh, endpoint, 0);
        for (let bridge = 0; bridge < bridgeCount; bridge++) {
          fresh.reduceLastN(bridge, fleet.limits.reducedOf(bridge), 0);
          const pps = fleet.packetRatePps[bridge] ?? 0;
          expect(Math.abs(pps - (fresh.packetRatePps[bridge] ?? 0))).toBeLessThanOrEqual(1e-9 * pps);
        }
        for (const way of trafficWays) expect(fleet.traffic.rateOf(way)).toBe(fresh.traffic.rateOf(way));
        for (const endpoint of present) remove(fleet, endpoint, 1e6);
        expect([...fleet.packetRatePps.slice(0, bridgeCount)]).toEqual([0, 0, 0]);
        for (const way of trafficWays) expect(fleet.traffic.rateOf(way)).toBe(0);
      }),
      { numRuns: 120 },
    );
  });
});
