/**
 * Goal: what a bridge carries, reports and has endured is right after any sequence of joins and leaves.
 * Method: random programs over several bridges and profiles; the oracles are a load added up receiver by receiver, a
 * brute-force history of every change, and Little's law.
 */

import { describe, expect, it } from 'vitest';
import { BridgeFleet } from '../../src/jitsi/bridge-fleet.ts';
import { ConferenceTable } from '../../src/jitsi/conference-table.ts';
import { aBridgeModel, aFleetOptions, aMediaProfile, endpointsPacketRatePps } from '../support/jitsi.ts';
import { fc } from '../support/property.ts';

interface Endpoint {
  readonly conference: number;
  readonly bridge: number;
  readonly audio: number;
  readonly video: number;
  readonly joinedMs: number;
}

const bridgeCount = 4;

/** A step: time to wait, then a join (conference, bridge, media) or the leave of somebody present. */
interface Step {
  readonly waitMs: number;
  readonly leave: boolean;
  readonly pick: number;
  readonly conference: number;
  readonly bridge: number;
  readonly audio: number;
  readonly video: number;
}

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  waitMs: fc.integer({ min: 0, max: 40_000 }),
  leave: fc.boolean(),
  pick: fc.nat({ max: 10_000 }),
  conference: fc.nat({ max: 5 }),
  bridge: fc.nat({ max: bridgeCount - 1 }),
  audio: fc.nat({ max: 1 }),
  video: fc.nat({ max: 1 }),
});

const profiles = [
  aMediaProfile({ name: 'a', lastN: 2 }),
  aMediaProfile({ name: 'b', videoPairPacketRatePps: 7 }),
];

function play(
  steps: readonly Step[],
  visit: (fleet: BridgeFleet, nowMs: number, present: readonly Endpoint[]) => void,
): { fleet: BridgeFleet; nowMs: number; stayedMs: number } {
  const table = new ConferenceTable();
  const fleet = new BridgeFleet(aFleetOptions({ profiles }), table);
  for (let bridge = 0; bridge < bridgeCount; bridge++) fleet.start(bridge, 0, 1700 * bridge, 900 * bridge);
  const slots = [0, 1, 2, 3, 4, 5].map((i) => table.open(i % 2));
  const present: Endpoint[] = [];
  let nowMs = 0;
  let stayedMs = 0;
  for (const step of steps) {
    nowMs += step.waitMs;
    if (step.leave && present.length > 0) {
      const [endpoint] = present.splice(step.pick % present.length, 1);
      if (endpoint === undefined) throw new Error('nobody to leave');
      fleet.leave(endpoint.conference, endpoint.bridge, endpoint.audio, endpoint.video, nowMs);
      stayedMs += nowMs - endpoint.joinedMs;
    } else {
      const conference = slots[step.conference] ?? 0;
      fleet.join(conference, step.bridge, step.audio, step.video, nowMs);
      present.push({
        conference,
        bridge: step.bridge,
        audio: step.audio,
        video: step.video,
        joinedMs: nowMs,
      });
    }
    visit(fleet, nowMs, present);
  }
  for (let bridge = 0; bridge < bridgeCount; bridge++) fleet.settle(bridge, nowMs);
  for (const endpoint of present) stayedMs += nowMs - endpoint.joinedMs;
  return { fleet, nowMs, stayedMs };
}

describe('a fleet under random joins and leaves', () => {
  it('carries exactly the load recomputed from its conferences', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 80 }), (steps) => {
        play(steps, (fleet, _now, present) => {
          for (let bridge = 0; bridge < bridgeCount; bridge++) {
            const expected = [0, 1].reduce((sum, demand) => {
              const ofClass = present.filter(({ conference }) => fleet.table.demandOf(conference) === demand);
              return sum + endpointsPacketRatePps(profiles[demand] ?? aMediaProfile(), ofClass, bridge);
            }, 0);
            expect(fleet.packetRatePps[bridge]).toBe(expected);
            expect(fleet.loads.recomputed(fleet.capacity)[bridge]).toBe(expected);
            expect(fleet.endpoints[bridge]).toBe(
              present.filter((endpoint) => endpoint.bridge === bridge).length,
            );
          }
        });
      }),
      { numRuns: 150 },
    );
  });

  it('relays as many packets out of bridges as into bridges', () => {
    // Conservation: with only relays counted, every relayed packet leaves one bridge and enters another.
    const relaysOnly = aMediaProfile({
      audioPairPacketRatePps: 0,
      videoPairPacketRatePps: 0,
      audioSenderPacketRatePps: 0,
      videoSenderPacketRatePps: 0,
      relayAudioPacketRatePps: 1,
      relayVideoPacketRatePps: 0,
    });
    const table = new ConferenceTable();
    const fleet = new BridgeFleet(aFleetOptions({ profiles: [relaysOnly] }), table);
    for (let bridge = 0; bridge < 3; bridge++) fleet.start(bridge, 0, 0, 0);
    const conference = table.open(0);
    // 5 senders on bridge 0, 2 on bridge 1, 1 listener on bridge 2: 7 senders, each relayed to 2 other bridges.
    for (let i = 0; i < 5; i++) fleet.join(conference, 0, 1, 0, 0);
    for (let i = 0; i < 2; i++) fleet.join(conference, 1, 1, 0, 0);
    fleet.join(conference, 2, 0, 0, 0);
    expect([...fleet.packetRatePps.slice(0, 3)]).toEqual([5 * 2 + 2, 2 * 2 + 5, 7]);
    expect(fleet.packetRatePps.slice(0, 3).reduce((a, b) => a + b)).toBe(2 * (7 * 2));
  });

  it('accounts every participant-millisecond (Little)', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 80 }), (steps) => {
        const { fleet, stayedMs } = play(steps, () => {});
        expect(fleet.participantMs).toBe(stayedMs);
      }),
      { numRuns: 100 },
    );
  });

  it('publishes the load of the last sampling instant before the last publication', () => {
    // Oracle: the whole history of bridge 2's packet rate, looked up at o(t) by its definition.
    const samplePhaseMs = 1700 * 2;
    const publishPhaseMs = 900 * 2;
    fc.assert(
      fc.property(fc.array(stepArbitrary, { minLength: 1, maxLength: 60 }), (steps) => {
        const history: { readonly fromMs: number; readonly pps: number }[] = [{ fromMs: -1, pps: 0 }];
        play(steps, (fleet, nowMs) => {
          const publishedMs = publishPhaseMs + Math.floor((nowMs - publishPhaseMs) / 5000) * 5000;
          const sampledMs = samplePhaseMs + Math.floor((publishedMs - samplePhaseMs) / 10_000) * 10_000;
          const seen = publishedMs < publishPhaseMs || sampledMs < samplePhaseMs;
          // A change at the very instant of a sample is not yet in it.
          const expected = seen ? 0 : (history.findLast(({ fromMs }) => fromMs < sampledMs)?.pps ?? 0);
          const threshold = aBridgeModel().loadThresholdPps;
          const carried = expected / (1 + (expected / 78_500) ** 14) ** (1 / 14);
          expect(fleet.publishedStress(2, nowMs)).toBeCloseTo(carried / threshold, 12);
          history.push({ fromMs: nowMs, pps: fleet.packetRatePps[2] ?? 0 });
        });
      }),
      { numRuns: 200 },
    );
  });
});
