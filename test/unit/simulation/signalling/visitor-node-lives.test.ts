/**
 * Goal: the Prosody of a visitor node lives as a shard's does: probes restart it, its visitors lose their sessions, reload and ask
 * again, and the main room goes on. Jicofo sends nobody to a node that it is not connected to (jicofo pull request 1307).
 * Method: 72 come at once and eight are let into the main room. A join costs 0.5 core-seconds: 4 s on the main Prosody, which
 * cannot fail three probes ten seconds apart, and 32 s on a node, which must, whatever their phase (as for shards in
 * `signalling.test.ts`). Several replications, so that no phase is left out.
 */
import { describe, expect, it } from 'vitest';
import type { VisitorSettings } from '../../../../src/jitsi/jicofo/visitor-nodes.ts';
import type { SignallingModel } from '../../../../src/jitsi/signalling/signalling-model.ts';
import type { RunRows } from '../../../../src/simulation/rows.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { aBurst, aSignallingModel } from '../../../support/signalling.ts';

const burstSeconds = 600;
const inMain = 8;
const all = 72;

interface Case {
  readonly model?: Partial<SignallingModel>;
  readonly visitors?: Partial<VisitorSettings> | null;
  readonly participants?: number;
}

/** Clients whose pings are always answered in time, unless the case says otherwise. */
const patient: Partial<SignallingModel> = {
  prosodyPerJoinCoreSeconds: 0.5,
  pingPeriodSeconds: 1000,
  pingTimeoutSeconds: 1000,
  // Those who come back do so over two minutes, for which a node has time.
  reloadOverlayMinSeconds: 10,
  reloadOverlaySpreadSeconds: 120,
};

function runs({ model = {}, visitors = {}, participants = all }: Case): readonly RunRows[] {
  const scenario = aBurst({
    participants,
    joinWithinSeconds: 0.001,
    signalling: aSignallingModel({ ...patient, ...model }),
  });
  const { deployment } = scenario;
  const settings = { nodes: 1, participantsMax: inMain, visitorsPerNodeMax: 500, hasProbes: true };
  return Array.from({ length: 6 }, (_, replication) =>
    simulate(
      {
        ...scenario,
        deployment: {
          ...deployment,
          bridges: { ...deployment.bridges, initialCount: 4 },
          ...(visitors === null ? {} : { visitors: { ...settings, ...visitors } }),
        },
        scaling: { bridges: { policy: 'static', static: { count: 4 } }, jibris: null },
      },
      { seed: 3, replication },
    ),
  );
}

const seconds = (value: number) => ({ kind: 'constant', value }) as const;

/** Participants on bridges so many minutes after the start. */
const present = (rows: RunRows, minute: number): number => rows.minutes.participants[minute - 1]!;

describe('the Prosody of a visitor node', () => {
  it('is restarted once by its probe, 20 to 30 s after the burst and a timeout later; its visitors come back', () => {
    for (const rows of runs({})) {
      const { totals, incidents } = rows;
      const [killed, ...more] = incidents.filter(({ kind }) => kind === 'prosody-killed');
      expect(more).toEqual([]);
      expect(killed?.detail).toMatch(/^Prosody of visitor node 0 failed 3 probes/);
      const killedSeconds = killed!.atMs / 1000 - burstSeconds;
      expect(killedSeconds).toBeGreaterThan(21);
      expect(killedSeconds).toBeLessThan(31.01);
      expect([totals.visitorProsodyKills, totals.prosodyKills]).toEqual([1, 0]);
      // Two a second were in, until the node was told to stop a second before; nobody of the main room is among them.
      expect(Math.abs(killed!.affected - 2 * (killedSeconds - 1))).toBeLessThan(1.01);
      expect(totals.participantsDropped).toBe(killed!.affected);
      expect([totals.joinsFailed, totals.visitorsRedirected]).toEqual([0, all - inMain]);
      expect(present(rows, 20)).toBe(all);
    }
  });

  it('makes its visitors wait, and lives, where nobody probes it', () => {
    for (const rows of runs({ visitors: { hasProbes: false } })) {
      const { totals } = rows;
      expect([totals.visitorProsodyKills, totals.participantsDropped]).toEqual([0, 0]);
      expect(totals.visitorProsodyBacklogSecondsMax).toBeCloseTo(32, 1);
      expect(totals.joinWaitSecondsP99).toBeGreaterThan(30);
      expect(present(rows, 20)).toBe(all);
    }
  });

  it('gets nobody while Jicofo is not connected to it: the main room is alone until then', () => {
    for (const rows of runs({ model: { focusMissingSeconds: seconds(600) } })) {
      // Killed by 631 s; pages are reloaded by 631 + 3 + 130 s; bridges miss the last endpoint 90 s later, at 854 s.
      for (const minute of [15, 17, 20]) expect(present(rows, minute)).toBe(inMain);
      expect(rows.minutes.participantsOut[14]).toBe(rows.totals.participantsDropped);
      // Jicofo is back by 1231 s, and everybody asks again within 130 s; 64 joins of half a second.
      expect(present(rows, 25)).toBe(all);
      expect([rows.totals.joinsFailed, rows.totals.visitorProsodyKills]).toEqual([0, 1]);
    }
  });

  it('is replaced by another node, which then has them all', () => {
    const focusMissingSeconds = seconds(6000);
    for (const rows of runs({ model: { focusMissingSeconds }, visitors: { nodes: 2 } })) {
      expect(present(rows, 20)).toBe(all);
      expect([rows.totals.visitorProsodyKills, rows.totals.visitorsPerNodeMax]).toEqual([1, all - inMain]);
      expect(rows.totals.visitorsPeak).toBe(all - inMain);
    }
  });

  it('is taken out of its service by its readiness probe, and keeps whom it has', () => {
    const model = { prosodyProbeFailuresMax: 1000, prosodyReadinessFailuresMax: 3 };
    for (const { totals, incidents } of runs({ model })) {
      expect([totals.podsNotReady, totals.visitorProsodyKills, totals.participantsDropped]).toEqual([
        1, 0, 0,
      ]);
      expect(incidents.find(({ kind }) => kind === 'not-ready')?.detail).toMatch(/visitor node 0/);
    }
    for (const { totals } of runs({ model, visitors: { hasProbes: false } }))
      expect(totals.podsNotReady).toBe(0);
  });
});

describe('a fault that kills the Prosody of a visitor node', () => {
  /** Eight in the main room and 64 visitors, whose clients reload after exactly 10 s. */
  const killed = (nodes: number, node: number | null, model: Partial<SignallingModel> = {}) => {
    const scenario = aBurst({
      participants: all,
      signalling: aSignallingModel({
        reloadRatio: 1,
        reloadOverlayMinSeconds: 10,
        reloadOverlaySpreadSeconds: 0,
        ...model,
      }),
    });
    const { deployment } = scenario;
    const visitors = { nodes, participantsMax: inMain, visitorsPerNodeMax: 500, hasProbes: false };
    const timing = { kind: 'at', atMs: 30.5 * 60_000 } as const;
    return simulate(
      {
        ...scenario,
        deployment: { ...deployment, bridges: { ...deployment.bridges, initialCount: 4 }, visitors },
        scaling: { bridges: { policy: 'static', static: { count: 4 } }, jibris: null },
        faults: [{ kind: 'visitor-node-kill', name: 'kill', timing, node }],
      },
      { seed: 3, replication: 0 },
    );
  };

  it('puts its visitors out until they are on another node, 10 s later', () => {
    const { totals, incidents } = killed(2, null, { focusMissingSeconds: seconds(5) });
    const [incident] = incidents.filter(({ kind }) => kind === 'prosody-killed');
    expect(incident?.detail).toMatch(/^Prosody of visitor node . was killed \(kill\)/);
    // Both nodes die, the empty one too; Jicofo is connected to them after 5 s.
    expect([totals.visitorProsodyKills, totals.prosodyKills]).toEqual([2, 0]);
    expect(totals.participantsDropped).toBe(all - inMain);
    expect(totals.participantMinutesOut).toBeCloseTo(((all - inMain) * 10) / 60, 6);
  });

  it('puts them out for 30 s when there is no other and Jicofo is back after 24 s: at 10 and 20 s they are refused', () => {
    const model = { prosodyStartSeconds: seconds(5), focusMissingSeconds: seconds(19) };
    const { totals, minutes } = killed(1, 0, model);
    expect(totals.participantsDropped).toBe(all - inMain);
    expect(totals.participantMinutesOut).toBeCloseTo(((all - inMain) * 30) / 60, 6);
    expect(minutes.participants[39]).toBe(all);
    expect([totals.joinsFailed, totals.visitorsPerNodeMax]).toEqual([0, all - inMain]);
  });

  it('does nothing to those of another node', () => {
    const runs = [0, 1].map((node) => killed(2, node).totals);
    expect(runs.map(({ participantsDropped }) => participantsDropped).sort()).toEqual([0, all - inMain]);
    expect(runs.map(({ visitorProsodyKills }) => visitorProsodyKills)).toEqual([1, 1]);
  });
});

describe('pings of visitors', () => {
  const pings = { pingPeriodSeconds: 10, pingTimeoutSeconds: 5, prosodyProbeFailuresMax: 1000 };

  it('go to their node: one that is 32 s behind loses them, and not the main room', () => {
    for (const { totals } of runs({ model: pings })) {
      expect(totals.participantsDropped).toBeGreaterThan(0);
      expect(totals.participantsDropped).toBeLessThanOrEqual(all - inMain);
      expect(totals.visitorProsodyKills).toBe(0);
    }
  });

  it('do not go to the main Prosody: where that is behind, as many drop out as without visitors', () => {
    const main = all - inMain;
    const alone = runs({ model: pings, participants: main, visitors: null });
    const watched = runs({ model: pings, visitors: { participantsMax: main } });
    for (const [replication, { totals }] of alone.entries()) {
      expect(totals.participantsDropped).toBeGreaterThan(0);
      expect(watched[replication]!.totals.visitorsRedirected).toBe(all - main);
      expect(watched[replication]!.totals.participantsDropped).toBe(totals.participantsDropped);
    }
  });
});
