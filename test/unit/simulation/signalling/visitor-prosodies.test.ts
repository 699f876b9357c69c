/**
 * Goal: visitors cost the Prosody of their node, and that of the main room no more than their request; a node is told of
 * whoever enters the main room, once for each of its visitors.
 * Method: costs of round size, counted by hand; a run in which nothing but sessions costs anything.
 */
import { describe, expect, it } from 'vitest';
import { createRunContext } from '../../../../src/simulation/create-run-context.ts';
import { VisitorProsodies } from '../../../../src/simulation/signalling/visitor-prosodies.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { TimelineArena } from '../../../../src/simulation/timeline-arena.ts';
import { Visitors } from '../../../../src/simulation/visitors.ts';
import { aScenario } from '../../../support/scenario.ts';
import { aBurst, aSignallingModel } from '../../../support/signalling.ts';

describe('the Prosody of a visitor node', () => {
  const model = aSignallingModel({
    prosodyPerJoinCoreSeconds: 0.1,
    prosodyPerJoinAndOccupantCoreSeconds: 0.01,
  });

  it('tells a visitor of the main room, and the main room nothing', () => {
    const nodes = new VisitorProsodies(model, 2);
    nodes.openConference(0);
    // 0.1 and half of 0.01 for each of fifty, however many visitors are there already.
    expect(nodes.enter(0, 1, 50)).toBeCloseTo(0.35, 12);
    expect(nodes.enter(0, 1, 50)).toBeCloseTo(0.35, 12);
  });

  it('tells all its visitors of one who enters the main room', () => {
    const nodes = new VisitorProsodies(model, 2);
    for (const conference of [0, 1]) nodes.openConference(conference);
    for (let i = 0; i < 80; i++) nodes.enter(0, 0, 50);
    for (let i = 0; i < 10; i++) nodes.enter(1, 1, 50);
    nodes.tell(0, 1, 0);
    // Eighty times half of 0.01; the visitors of another conference are not told.
    expect(nodes.work(0, 0, 0)).toBeCloseTo(0.4, 12);
    expect(nodes.work(1, 0, 0)).toBe(0);
    for (let i = 0; i < 80; i++) nodes.leave(0, 0);
    nodes.tell(0, 1, 10_000);
    expect(nodes.work(0, 0, 10_000)).toBe(0);
  });
});

describe('visitors in a run with signalling', () => {
  const run = (visitors: boolean) => rowsOf(visitors, 130, 40).totals;
  const rowsOf = (visitors: boolean, participants: number, visitorsPerNodeMax: number) => {
    const scenario = aBurst({
      participants,
      joinWithinSeconds: 300,
      hours: 1,
      signalling: aSignallingModel({ prosodyPerParticipantCores: 0.001, prosodyMemoryPerParticipantMib: 1 }),
    });
    const { deployment } = scenario;
    return simulate(
      {
        ...scenario,
        deployment: {
          ...deployment,
          bridges: { ...deployment.bridges, initialCount: 8 },
          ...(visitors
            ? { visitors: { nodes: 2, participantsMax: 50, visitorsPerNodeMax, hasProbes: true } }
            : {}),
        },
        scaling: { bridges: { policy: 'static', static: { count: 8 } }, jibris: null },
      },
      { seed: 2, replication: 0 },
    );
  };

  it('are sessions of their nodes: fifty of 130 are left to the main one', () => {
    const totals = run(true);
    expect([totals.visitorsRedirected, totals.visitorNodesUsedMax, totals.visitorsPerNodeMax]).toEqual([
      80, 2, 40,
    ]); // biome-ignore format: one line
    expect(totals.prosodyCpuCoresMax).toBeCloseTo(0.05, 9);
    expect(totals.visitorProsodyCpuCoresMax).toBeCloseTo(0.04, 9);
    // One more for the moment in which a visitor asks for the conference.
    expect(totals.prosodyMemoryMibMax).toBe(51);
  });

  it('count for how near a Prosody is to its limit, whichever is the busiest', () => {
    // All visitors are on one node, 0.001 core each: 80, and 130, against the fifty of the main room.
    const [some, more] = [130, 180].map((participants) => rowsOf(true, participants, 200).minutes);
    expect(Math.max(...some!.prosodyLimitRatio)).toBeCloseTo(0.08, 9);
    expect(Math.max(...more!.prosodyLimitRatio)).toBeCloseTo(0.13, 9);
    expect(Math.max(...more!.prosodyCpuCores)).toBeCloseTo(0.05, 9);
  });

  it('are all its own without visitor nodes', () => {
    const totals = run(false);
    expect(totals.prosodyCpuCoresMax).toBeCloseTo(0.13, 9);
    expect([totals.prosodyMemoryMibMax, totals.visitorProsodyCpuCoresMax]).toEqual([130, 0]);
  });
});

describe('Jicofo counts visitors whom it has sent to a node', () => {
  it('for a minute, before they are there', () => {
    const context = createRunContext(aScenario({ hours: 1, demand: [] }), { seed: 1, replication: 0 });
    const settings = { nodes: 3, participantsMax: 0, visitorsPerNodeMax: 10, hasProbes: true };
    const visitors = new Visitors(context, settings, new TimelineArena());
    visitors.open(0, 0, 60);
    const send = (from: number, to: number, nowMs: number) =>
      Array.from({ length: to - from }, (_, i) => visitors.nodeOf(0, from + i, nowMs));
    const first = send(0, 25, 0);
    const counts = [...new Set(first)].map((node) => first.filter((one) => one === node).length);
    expect(counts).toEqual([10, 10, 5]);
    // None of them came: after a minute all nodes are as good as empty again.
    expect(new Set(send(25, 34, 60_001)).size).toBe(3);
  });
});
