/**
 * Goal: in a run a Prosody that is behind gets no new connections, serves those it has, and is not restarted; one that has
 * just started gets none before its readiness probe succeeds.
 * Method: work that takes a known time on one core, probes that cannot kill, and constant waits, added up by hand.
 */
import { describe, expect, it } from 'vitest';
import type { SignallingModel } from '../../../../src/jitsi/signalling/signalling-model.ts';
import type { Scenario } from '../../../../src/scenario/scenario.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { aBurst, aSignallingModel } from '../../../support/signalling.ts';

const seconds = (value: number) => ({ kind: 'constant', value }) as const;

function run(scenario: Scenario) {
  return simulate(scenario, { seed: 3, replication: 0 });
}

describe('readiness probes', () => {
  // 100 participants come within a second, each for 1 core-second: a backlog of 100 s. Three probes fail within 30 s.
  const slow: Partial<SignallingModel> = {
    prosodyPerJoinCoreSeconds: 1,
    prosodyProbeFailuresMax: 1000,
    pingTimeoutSeconds: 1000,
    pingPeriodSeconds: 1000,
  };

  it('keep the backlog of a Prosody that is behind from growing, and kill nobody', () => {
    const late = { kind: 'at', atMs: 600_000 + 40_000 } as const;
    const withLatecomers = (failuresMax: number | null): Scenario => ({
      ...aBurst({
        participants: 100,
        joinWithinSeconds: 1,
        signalling: aSignallingModel({ ...slow, prosodyReadinessFailuresMax: failuresMax }),
      }),
      faults: [
        {
          kind: 'join-burst', name: 'latecomers', timing: late, conferences: 1, participants: 20, withinSeconds: 1,
          stayMinutes: 60, demandIndex: 0,
        },
      ],
    }); // biome-ignore format: one line for the fault
    const without = run(withLatecomers(null));
    const probed = run(withLatecomers(3));
    expect([without.totals.podsNotReady, probed.totals.podsNotReady]).toEqual([0, 1]);
    expect(probed.totals.prosodyKills).toBe(0);
    expect(probed.totals.joinsSucceeded).toBe(120);
    // Without the probe latecomers queue behind what is left of 100 s; with it they are turned away and come again.
    expect(without.totals.prosodyBacklogSecondsMax).toBeGreaterThan(75);
    expect(without.totals.joinsDelayed).toBe(0);
    expect(probed.totals.joinsDelayedByProsody).toBe(20);
    expect(probed.totals.joinsDelayed).toBe(20);
    expect(probed.incidents.find(({ kind }) => kind === 'not-ready')?.affected).toBe(100);
  });

  it('hold connections back for 15 s after a start that takes 5 s', () => {
    const signalling = aSignallingModel({
      prosodyReadinessFailuresMax: 3,
      prosodyReadinessDelaySeconds: 15,
      prosodyReadinessPeriodSeconds: 1,
      prosodyStartSeconds: seconds(5),
      reloadOverlayMinSeconds: 10,
      reloadOverlaySpreadSeconds: 0,
      reloadRatio: 1,
    });
    const kill = { kind: 'prosody-kill', name: 'kill', shard: null } as const;
    const scenario = {
      ...aBurst({ participants: 10, signalling, hours: 1 }),
      faults: [{ ...kill, timing: { kind: 'at', atMs: 1_800_000 } as const }],
    };
    const { totals } = run(scenario);
    expect(totals.prosodyKills).toBe(1);
    // Tries after overlays of 10 s, at 10 and 20 s: the first finds Prosody serving and not ready.
    expect(totals.participantMinutesOut).toBeCloseTo((10 * 20) / 60, 6);
  });
});
