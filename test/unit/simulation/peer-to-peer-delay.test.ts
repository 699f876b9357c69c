/**
 * Goal: in a run two participants go back to each other 5 s after the third left (jitsi-meet p2p.backToP2PDelay), and not at
 * all when a third is there again before that.
 * Method: a conference of three whose third leaves, minutes past the bridge counted by hand with a delay and without.
 */
import { expect, test } from 'vitest';
import { simulate } from '../../../src/simulation/simulate.ts';
import { aConferenceClass, aCurveDemand, aScenario } from '../../support/scenario.ts';

/** Minutes past the bridge of a conference of three who come and leave minutes apart. */
function minutesPastBridge(backDelaySeconds: number): number {
  const conferenceClass = aConferenceClass({
    size: { kind: 'constant', value: 3 },
    joinOffsetSeconds: { kind: 'uniform', low: 0, high: 600 },
    durationMinutes: { kind: 'constant', value: 20 },
    leaveOffsetSeconds: { kind: 'uniform', low: -300, high: 300 },
  });
  const demand = { kind: 'burst', name: 'room', startMs: 600_000, conferences: 40 } as const;
  const scenario = aScenario({
    hours: 2,
    demand: [{ ...demand, conferenceClass, media: aCurveDemand(1).media }],
    scaling: { bridges: { policy: 'static', static: { count: 4 } }, jibris: null },
  });
  const peerToPeer = {
    ...{ name: 'test', reachableRatio: 1, turnRatio: 0, backDelaySeconds },
    ...{ audioBitRateBps: 1, cameraBitRateBps: 1, screenBitRateBps: 1 },
  };
  const media = { codec: null, suspendsUnwatched: true, loudestMax: null, peerToPeer, bridgeTurnRatio: 0 };
  const deployment = { ...scenario.deployment, media };
  return simulate({ ...scenario, deployment }, { seed: 4, replication: 0 }).totals
    .peerToPeerConferenceMinutes;
}

test('two go back to each other after 5 s', () => {
  const atOnce = minutesPastBridge(0);
  // Forty times a third leaves; some of the two who are left are apart sooner than that, so not all lose the whole delay.
  const lost = (atOnce - minutesPastBridge(5)) * 60;
  expect(lost).toBeLessThanOrEqual(40 * 5 + 1e-6);
  expect(lost).toBeGreaterThan(35 * 5);
  const longer = (atOnce - minutesPastBridge(10)) * 60;
  expect(longer / lost).toBeGreaterThan(1.8);
  expect(longer / lost).toBeLessThanOrEqual(2);
});
