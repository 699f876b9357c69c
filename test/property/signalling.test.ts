/**
 * Goal: whatever happens to a shard, nobody is lost count of and no more than one core is used.
 * Method: random bursts against random shards, most of them overloaded, with little room and impatient participants.
 * Every run asserts by itself that participants = connected + waiting + out + ended, recounted one by one, and that the
 * media side agrees; on top, its rows keep their bounds, and both event lists give the same.
 */

import { describe, expect, it } from 'vitest';
import { shippedConferenceStart } from '../../src/jitsi/jicofo/conference-start.ts';
import { clientVersions } from '../../src/jitsi/signalling/client-versions.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { expectSameOnBothLists } from '../support/any-run.ts';
import { fc } from '../support/property.ts';
import { aBurst, aSignallingModel } from '../support/signalling.ts';

const upTo = (max: number) => fc.double({ min: 0, max, noNaN: true });
const time = (max: number) => upTo(max).map((value) => ({ kind: 'uniform' as const, low: 0, high: value }));

const modelArbitrary = fc
  .record({
    prosodyIdleCores: upTo(1.2),
    prosodyPerParticipantCores: upTo(0.01),
    prosodyPerJoinCoreSeconds: upTo(1),
    prosodyPerJoinAndOccupantCoreSeconds: upTo(0.02),
    prosodyLeaveShareOfOccupantCost: upTo(1),
    prosodyResumeCoreSeconds: upTo(0.3),
    prosodyFailedAttemptCoreSeconds: upTo(0.1),
    prosodyFocusRequestCoreSeconds: upTo(0.02),
    prosodyProbeFailuresMax: fc.integer({ min: 1, max: 4 }),
    prosodyReadinessFailuresMax: fc.constantFrom(null, null, 1, 3),
    prosodyReadinessDelaySeconds: fc.constantFrom(0, 15),
    prosodyTerminationSeconds: time(30),
    prosodyStartSeconds: time(20),
    focusMissingSeconds: time(600),
    frontPods: fc.integer({ min: 1, max: 3 }),
    frontWorkerConnections: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }),
    frontSocketsPerPageLoad: fc.integer({ min: 0, max: 2 }),
    frontSocketsFreedByRestartRatio: upTo(0.5),
    frontProbeFailuresMax: fc.integer({ min: 1, max: 4 }),
    frontRestartSeconds: time(30),
    reloadRatio: upTo(1),
    resumeTriesMax: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
    hibernationSeconds: upTo(90),
    pageLoadSeconds: time(10),
    endpointExpirySeconds: time(120),
    giveUpAfterSeconds: fc.option(fc.integer({ min: 1, max: 900 }), { nil: null }),
  })
  .map(aSignallingModel);

/** Nodes that are restarted while their visitors come, wait and go. */
const visitorsArbitrary = fc.record({
  nodes: fc.integer({ min: 1, max: 3 }),
  participantsMax: fc.integer({ min: 0, max: 5 }),
  visitorsPerNodeMax: fc.integer({ min: 1, max: 20 }),
  hasProbes: fc.boolean(),
});

const scenarioArbitrary: fc.Arbitrary<Scenario> = fc
  .record({
    signalling: modelArbitrary,
    participants: fc.integer({ min: 1, max: 60 }),
    conferences: fc.integer({ min: 1, max: 6 }),
    shardCount: fc.integer({ min: 1, max: 3 }),
    joinWithinSeconds: fc.integer({ min: 1, max: 300 }),
    hours: fc.constantFrom(0.3, 1, 2.5),
    initialCount: fc.integer({ min: 0, max: 4 }),
    count: fc.integer({ min: 0, max: 3 }),
    conferenceStart: fc.constantFrom(undefined, shippedConferenceStart),
    visitors: fc.option(visitorsArbitrary, { nil: undefined }),
    currentRatio: fc.constantFrom(0, 0.5),
  })
  .map(({ initialCount, count, conferenceStart, visitors, currentRatio, ...burst }) => {
    const scenario = aBurst(burst);
    const { deployment } = scenario;
    // Bridges that are stopped with people on them, and sometimes none at all.
    const bridges = {
      ...deployment.bridges,
      selection: {
        ...deployment.bridges.selection,
        ...(conferenceStart === undefined ? {} : { conferenceStart }),
      },
      initialCount,
      drainLimit: { seconds: 700, by: 'drainMaxSeconds' },
    };
    return {
      ...scenario,
      deployment: {
        ...deployment,
        bridges,
        ...(visitors === undefined ? {} : { visitors }),
        clients: { currentRatio, current: clientVersions.current },
      },
      scaling: { bridges: { policy: 'static', static: { count } }, jibris: null },
    };
  });

describe('any shard', () => {
  it('keeps its bounds', () => {
    fc.assert(
      fc.property(scenarioArbitrary, fc.nat({ max: 1000 }), (scenario, seed) => {
        const { minutes, totals } = simulate(scenario, { seed, replication: 0 });
        expect(minutes.prosodyCpuCores.every((cores) => cores >= 0 && cores <= 1)).toBe(true);
        expect(minutes.prosodyBacklogSeconds.every((backlog) => backlog >= 0)).toBe(true);
        const { frontPods, frontWorkerConnections, frontSocketsPerPageLoad } =
          scenario.deployment.signalling!;
        const room = (frontWorkerConnections ?? Infinity) * 4 * frontPods * scenario.deployment.shardCount;
        const socketsMax = room + frontSocketsPerPageLoad * totals.events;
        expect(totals.frontSocketsMax).toBeLessThanOrEqual(socketsMax + 1e-3);
        expect(minutes.participantsOut.every((out) => out >= 0 && out <= totals.joins)).toBe(true);
        expect(minutes.participants.every((present) => present >= 0 && present <= totals.joins)).toBe(true);
        const { joinsFailedByFront, joinsFailedByProsody, joinsFailedByFocus } = totals;
        const failed = joinsFailedByFront + joinsFailedByProsody + joinsFailedByFocus;
        // The others found no bridge.
        expect(failed).toBeLessThanOrEqual(totals.joinsFailed);
        expect(totals.joinWaitSecondsP50).toBeLessThanOrEqual(totals.joinWaitSecondsP99);
      }),
      { numRuns: 150 },
    );
  });

  it('is the same on both event lists', () => {
    fc.assert(
      fc.property(scenarioArbitrary, fc.nat({ max: 1000 }), (scenario, seed) => {
        expectSameOnBothLists(scenario, seed);
      }),
      { numRuns: 25 },
    );
  });

  it('without a model of signalling is no more than a Jicofo for each shard', () => {
    fc.assert(
      fc.property(scenarioArbitrary, fc.integer({ min: 2, max: 9 }), (scenario, shardCount) => {
        const off = { ...scenario, deployment: { ...scenario.deployment, signalling: null } };
        const many = { ...off, deployment: { ...off.deployment, shardCount } };
        const one = simulate(off, { seed: 1, replication: 0 }).totals;
        const { totals } = simulate(many, { seed: 1, replication: 0 });
        expect([totals.conferences, totals.joins]).toEqual([one.conferences, one.joins]);
        expect(totals.frontSocketsMax + totals.prosodyCpuCoresMax).toBe(0);
      }),
      { numRuns: 10 },
    );
  });
});
