/**
 * Goal: in a run the 51st and all later participants are visitors, on bridges of their own, and send nothing.
 * Method: one conference whose joins are a second apart, microphones open; counts by hand, and loads held
 * by the run's own invariant against loads added up anew.
 */
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import type { RunTotals } from '../../../src/simulation/rows.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import { aBridgePool, aConferenceClass, aCurveDemand, aScenario } from '../../support/scenario.ts';

function totalsOf(
  size: number,
  visitors: Scenario['deployment']['visitors'],
  audioSendersMax = size,
  maxBridgeParticipants = 80,
): RunTotals {
  const { media } = aCurveDemand(1);
  const scenario = aScenario({
    hours: 1,
    demand: [
      {
        kind: 'burst',
        name: 'webinar',
        startMs: 600_000,
        conferences: 1,
        conferenceClass: aConferenceClass({
          size: { kind: 'constant', value: size },
          joinOffsetSeconds: { kind: 'uniform', low: 0, high: 300 },
          audioSendersMax,
        }),
        media,
      },
    ],
    scaling: { bridges: { policy: 'static', static: { count: 8 } }, jibris: null },
  });
  const { deployment } = scenario;
  const pool = aBridgePool({ initialCount: 8 });
  const bridges = { ...pool, selection: { ...pool.selection, maxBridgeParticipants } };
  return simulate(
    {
      ...scenario,
      deployment: { ...deployment, bridges, ...(visitors === undefined ? {} : { visitors }) },
    },
    { seed: 2, replication: 0 },
  ).totals;
}

describe('visitor nodes', () => {
  const settings = { nodes: 3, participantsMax: 50, visitorsPerNodeMax: 500, hasProbes: true };

  it('take everybody after the fiftieth', () => {
    const totals = totalsOf(130, settings, 2);
    expect([totals.visitorsRedirected, totals.visitorsPeak]).toEqual([80, 80]);
    expect([totals.visitorNodesUsedMax, totals.visitorsPerNodeMax]).toEqual([1, 80]);
    // 50 on a bridge of their own, and 80, the limit of a bridge, on another.
    expect([totals.bridgesPerConferenceMax, totals.participantsPerBridgeMax]).toEqual([2, 80]);
  });

  it('are used one after the other, and beyond their limit when all are full', () => {
    const totals = totalsOf(150, { ...settings, visitorsPerNodeMax: 30, hasProbes: true });
    expect([totals.visitorsRedirected, totals.visitorNodesUsedMax]).toEqual([100, 3]);
    expect(totals.visitorsPerNodeMax).toBeGreaterThan(30);
  });

  it('hear the main room and are not heard: traffic is that of 50 speakers, not of 130', () => {
    const nobody = totalsOf(130, undefined);
    expect([nobody.visitorsRedirected, nobody.visitorNodesUsedMax]).toEqual([0, 0]);
    const { egressGigabytes } = totalsOf(130, settings);
    // At full size 130 hear 130 or 50: the ratio of pairs is (130 x 50 - 50) / (130 x 130 - 130).
    expect(egressGigabytes / nobody.egressGigabytes).toBeCloseTo((130 * 50 - 50) / (130 * 130 - 130), 1);
  });

  it('hang on a main room that is on several bridges, and every bridge carries what its endpoints make', () => {
    // Twenty of a conference on a bridge: fifty participants on three, eighty visitors on four others.
    const totals = totalsOf(130, settings, 2, 20);
    expect([totals.bridgesPerConferenceMax, totals.participantsPerBridgeMax]).toEqual([7, 20]);
    expect(totals.visitorsPeak).toBe(80);
  });
});
