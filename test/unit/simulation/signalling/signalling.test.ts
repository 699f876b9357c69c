/**
 * Goal: participants of a simulated run meet the signalling that its model describes.
 * Method: bursts small and regular enough to work out by hand: waits of a fluid queue, probes that must or cannot fail
 * whatever their phase, sockets that fit or do not, times of the sources for those who come back. All replications must
 * agree, so that no phase of a probe is left out.
 */
import { describe, expect, it } from 'vitest';
import type { SignallingModel } from '../../../../src/jitsi/signalling/signalling-model.ts';
import type { Scenario } from '../../../../src/scenario/scenario.ts';
import type { RunRows } from '../../../../src/simulation/rows.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { aBurst, aSignallingModel } from '../../../support/signalling.ts';

const replications = 12;
const atOnceSeconds = 0.001;
const burstSeconds = 600;
const never = 1000;

function runsOf(scenario: Scenario): readonly RunRows[] {
  return Array.from({ length: replications }, (_, replication) =>
    simulate(scenario, { seed: 3, replication }),
  );
}

function burstOf(
  participants: number,
  model: Partial<SignallingModel>,
  options: { readonly joinWithinSeconds?: number; readonly hours?: number } = {},
): readonly RunRows[] {
  const signalling = aSignallingModel(model);
  return runsOf(aBurst({ participants, signalling, joinWithinSeconds: atOnceSeconds, ...options }));
}

function secondsOf(run: RunRows, kind: string): number[] {
  return run.incidents.filter((incident) => incident.kind === kind).map(({ atMs }) => atMs / 1000);
}

/** At first with room for so many participants at four sockets each. */
function roomFor(participants: number): Partial<SignallingModel> {
  return { frontWorkerConnections: participants / 2, frontPods: 2, frontWorkersPerPod: 4 };
}

describe('joins', () => {
  it('happen as without signalling when they cost nothing', () => {
    const without = simulate(aBurst({ participants: 50, signalling: null }), { seed: 3, replication: 0 });
    const free = simulate(aBurst({ participants: 50, signalling: aSignallingModel() }), {
      seed: 3,
      replication: 0,
    });
    expect(free.minutes.participants).toEqual(without.minutes.participants);
    expect(free.minutes.stressMax).toEqual(without.minutes.stressMax);
    expect(free.totals.joinWaitSecondsP99).toBe(0);
    expect(without.totals.prosodyCpuCoresMax).toBe(0);
  });

  it('of 100 at once at 0.02 core-s wait 0.02 to 2 s, evenly', () => {
    for (const { totals } of burstOf(100, { prosodyPerJoinCoreSeconds: 0.02 })) {
      expect(totals.joinWaitSecondsP50).toBeCloseTo(1, 1);
      expect(totals.joinWaitSecondsP99).toBeCloseTo(1.98, 1);
      expect(totals.prosodyBacklogSecondsMax).toBeCloseTo(2, 2);
      // 2 core-s in half a minute.
      expect(totals.prosodyCpuCoresMax).toBeCloseTo(2 / 30, 4);
      expect(totals.joinsFailed + totals.joinsDelayed + totals.prosodyKills).toBe(0);
    }
  });

  it('cost the front in proportion to its sockets: 50 of four at 0.02 core a participant are 1 core', () => {
    for (const { totals } of burstOf(50, { frontPerParticipantCores: 0.02 })) {
      expect([totals.frontSocketsMax, totals.joinsDelayed]).toEqual([200, 0]);
      expect(totals.frontCpuCoresMax).toBeCloseTo(1, 9);
    }
  });

  it('cost more the fuller the conference: 20 at once at 0.01 core-s an occupant are 1.9 core-s', () => {
    for (const { totals } of burstOf(20, { prosodyPerJoinAndOccupantCoreSeconds: 0.01 })) {
      expect(totals.prosodyBacklogSecondsMax).toBeCloseTo((0.01 * 20 * 19) / 2, 2);
    }
  });

  it('of two conferences wait in two shards half as long', () => {
    const scenario = (shardCount: number): Scenario =>
      aBurst({
        participants: 40,
        conferences: 2,
        joinWithinSeconds: atOnceSeconds,
        shardCount,
        signalling: aSignallingModel({ prosodyPerJoinCoreSeconds: 0.02 }),
      });
    for (const { totals } of runsOf(scenario(1))) expect(totals.prosodyBacklogSecondsMax).toBeCloseTo(1.6, 2);
    for (const { totals } of runsOf(scenario(2))) expect(totals.prosodyBacklogSecondsMax).toBeCloseTo(0.8, 2);
  });
});

describe("Prosody's probe", () => {
  it('cannot fail three times in 20.5 s of backlog, whatever its phase', () => {
    // Longer than 1 s for 19.5 s: at most two probes of a period of 10 s.
    for (const { totals } of burstOf(41, { prosodyPerJoinCoreSeconds: 0.5 })) {
      expect(totals.prosodyBacklogSecondsMax).toBeCloseTo(20.5, 1);
      expect(totals.prosodyKills).toBe(0);
    }
  });

  it('must fail three times in 32 s, 20 to 30 s after it began, and Prosody is gone a timeout later', () => {
    for (const run of burstOf(64, { prosodyPerJoinCoreSeconds: 0.5, focusMissingSeconds: seconds(600) })) {
      const [killed] = secondsOf(run, 'prosody-killed');
      expect(killed).toBeGreaterThan(burstSeconds + 21);
      expect(killed).toBeLessThan(burstSeconds + 31.01);
    }
  });

  it('restarts it once when the focus paces those who come back, though all wait', () => {
    const model = { prosodyPerJoinCoreSeconds: 0.5, focusMissingSeconds: seconds(120) };
    for (const { totals, minutes } of burstOf(64, model)) {
      expect(totals.prosodyKills).toBe(1);
      expect(minutes.participants[19]).toBe(64);
      expect(minutes.participantsOut[19]).toBe(0);
      expect(totals.joinsFailed).toBe(0);
      // One invitation after the other: no backlog but the join under way and the requests of the others.
      expect(Math.max(...minutes.prosodyBacklogSeconds.slice(11))).toBeLessThan(1);
    }
  });
});

describe('endpoints of those whose Prosody is gone', () => {
  it('stay on their bridge until it has missed them for 90 s, since Jicofo is away', () => {
    const model = { prosodyPerJoinCoreSeconds: 0.5, focusMissingSeconds: seconds(1200) };
    for (const run of burstOf(64, model)) {
      const killed = secondsOf(run, 'prosody-killed')[0]!;
      // A try to resume (1.5 to 3 s), the overlay (10 to 30 s), then 90 s.
      const present = (second: number): number => run.minutes.participants[Math.ceil(second / 60) - 1]!;
      const before = present(killed - 60);
      expect(present(killed + 1)).toBeGreaterThanOrEqual(before);
      expect(run.minutes.participants[Math.floor((killed + 101.5) / 60) - 1]).toBeGreaterThan(0);
      expect(present(killed + 123.1)).toBe(0);
    }
  });
});

describe('the front', () => {
  it('takes as many as it has sockets for, and is left alone', () => {
    for (const { totals } of burstOf(20, roomFor(20), { joinWithinSeconds: 60 })) {
      expect(totals.frontRestarts).toBe(0);
      expect(totals.frontSocketsMax).toBe(80);
    }
  });

  it('is restarted 20 to 30 s after it first refused, and everybody on the pod comes back', () => {
    const model = { ...roomFor(20), frontSocketsFreedByRestartRatio: 0.5 };
    for (const run of burstOf(21, model)) {
      const { totals, minutes } = run;
      const restarts = secondsOf(run, 'front-restarted');
      expect(restarts[0]).toBeGreaterThan(burstSeconds + 20);
      expect(restarts[0]).toBeLessThan(burstSeconds + 30.01);
      // Ten or eleven a pod; the first try to resume succeeds, 1.5 to 3 s later.
      expect(totals.participantsDropped).toBeGreaterThanOrEqual(10 * restarts.length);
      const outSeconds = (totals.participantMinutesOut * 60) / totals.participantsDropped;
      expect(outSeconds).toBeGreaterThan(1.5);
      expect(outSeconds).toBeLessThan(3);
      // The one who was refused waits for its overlay once or more, and gets in.
      expect(totals.joinsDelayed).toBe(1);
      expect(minutes.participants[14]).toBe(21);
    }
  });

  it('costs those who reload rather than resume at least the overlay of 10 s', () => {
    const runs = burstOf(21, { ...roomFor(20), reloadRatio: 1 }, { hours: 0.25 });
    for (const { totals } of runs) {
      expect(totals.participantsDropped).toBeGreaterThan(9);
      expect((totals.participantMinutesOut * 60) / totals.participantsDropped).toBeGreaterThan(10);
    }
  });

  it('that is never enlarged keeps somebody out: a failed join when it leaves, earlier when it gives up', () => {
    const model = { ...roomFor(20), frontProbeFailuresMax: never };
    for (const { totals, minutes } of burstOf(21, model, { hours: 3 })) {
      expect(totals.joinsFailed).toBe(1);
      expect(totals.joinsFailedByFront).toBe(1);
      expect(minutes.joinsFailed.indexOf(1)).toBeGreaterThan(60);
      expect(minutes.participants[30]).toBe(20);
    }
    for (const { totals, minutes } of burstOf(21, { ...model, giveUpAfterSeconds: 300 }, { hours: 3 })) {
      expect(totals.joinsFailedByFront).toBe(1);
      // 300 s after minute 10, at the next try: within another 30 s.
      expect([14, 15, 16]).toContain(minutes.joinsFailed.indexOf(1));
    }
  });
});

describe('XMPP pings', () => {
  /** Fifty are in; then so many join at once that Prosody stalls for as many half seconds. */
  function stalled(joins: number): readonly RunRows[] {
    const model = { prosodyPerJoinCoreSeconds: 0.5, prosodyProbeFailuresMax: never };
    const scenario = aBurst({ participants: 50, signalling: aSignallingModel(model), joinWithinSeconds: 60 });
    const [first] = scenario.demand;
    if (first?.kind !== 'burst') throw new Error('a burst has a burst');
    const size = { kind: 'constant', value: joins } as const;
    const joinOffsetSeconds = { kind: 'constant', value: 0 } as const;
    const conferenceClass = { ...first.conferenceClass, size, joinOffsetSeconds };
    const second = { ...first, name: 'stall', startMs: 1_200_000, conferenceClass };
    return runsOf({ ...scenario, demand: [first, second] });
  }

  it('unanswered twice in a row drop everybody who was connected', () => {
    // 40 s of backlog: longer than 5 s for 35 s, so two pings of a period of 10 s are late for everybody.
    for (const { totals, minutes } of stalled(80)) {
      expect(totals.participantsDropped).toBeGreaterThanOrEqual(50);
      expect(minutes.participantsOut.at(-1)).toBe(0);
    }
  });

  it('unanswered once are forgiven', () => {
    // 14 s of backlog: longer than 5 s for 9 s, less than a period.
    for (const { totals } of stalled(28)) expect(totals.participantsDropped).toBe(0);
  });
});

function seconds(value: number): { readonly kind: 'constant'; readonly value: number } {
  return { kind: 'constant', value };
}
