// Goal: a bridge ends its own graceful shutdown as jitsi-videobridge does, and an endpoint that disappears is missed after
//   its inactivity time.
// Method: bridges retired by timetable under conferences that outlast the day; times by upstream's rules
//   (ShutdownManager.kt, reference.conf at a29d97d): SHUTTING_DOWN at the maximum or with few enough participants, the
//   process gone a minute later, everybody moved with the next publication in between. Vanished endpoints against the mean
//   of one to two minutes that the bridge takes to miss them.
import { describe, expect, it } from 'vitest';
import type { BridgePool, Scenario } from '../../../src/scenario/scenario.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import { aBridgePool, aCloud, aCurveDemand, aScenario } from '../../support/scenario.ts';

const retiredAtMinutes = 30;

/** Two bridges of four are retired half an hour into two hours of conferences that go on for three. */
function aShrinkingDeployment(overrides: Partial<BridgePool>, hours = 2): Scenario {
  const steps = [
    { atMs: 0, count: 4 },
    { atMs: retiredAtMinutes * 60_000, count: 2 },
  ];
  return aScenario({
    hours,
    demand: [aCurveDemand(30, { durationMinutes: { kind: 'constant', value: 180 } })],
    deployment: {
      region: 'test',
      shardCount: 1,
      cloud: aCloud(),
      signalling: null,
      bridges: aBridgePool({ initialCount: 4, shutdownDelaySeconds: 0, ...overrides }),
      jibris: null,
    },
    scaling: {
      bridges: { policy: 'scheduled', scheduled: { steps, prewarmSeconds: 0 }, controlIntervalSeconds: 60 },
      jibris: null,
    },
  });
}

describe('a graceful shutdown', () => {
  it('ends after its maximum: Jicofo moves everybody within 5 s, the process goes on for the delay', () => {
    const scenario = aShrinkingDeployment({
      drainLimit: { seconds: 600, by: 'gracefulShutdownMaxSeconds' },
      shuttingDownDelaySeconds: 60,
    });
    const { totals, incidents, lives } = simulate(scenario, { seed: 1, replication: 0 });
    const stopped = incidents.filter(({ kind }) => kind === 'bridge-stopped');
    expect(stopped).toHaveLength(2);
    const maximumMs = (retiredAtMinutes * 60 + 600) * 1000;
    for (const { atMs } of stopped) {
      expect(atMs).toBeGreaterThanOrEqual(maximumMs);
      expect(atMs).toBeLessThanOrEqual(maximumMs + 5000);
    }
    const gone = lives.filter(({ endMs }) => endMs < 2 * 3_600_000).map(({ endMs }) => endMs);
    expect(gone).toEqual([maximumMs + 60_000, maximumMs + 60_000]);
    expect(totals.participantsMoved).toBeGreaterThan(10);
    expect(totals.joinsFailed).toBe(0);
  });

  it('ends at once when no more participants are left than it waits for', () => {
    const scenario = aShrinkingDeployment({
      gracefulShutdownMinParticipants: 1000,
      shuttingDownDelaySeconds: 60,
    });
    const { totals, lives } = simulate(scenario, { seed: 1, replication: 0 });
    const gone = lives.filter(({ endMs }) => endMs < 2 * 3_600_000).map(({ endMs }) => endMs);
    expect(gone).toEqual([(retiredAtMinutes * 60 + 60) * 1000, (retiredAtMinutes * 60 + 60) * 1000]);
    expect(totals.participantsMoved).toBeGreaterThan(10);
  });

  it('waits for ever where nothing limits it', () => {
    const { totals, lives } = simulate(aShrinkingDeployment({}), { seed: 1, replication: 0 });
    expect(lives.filter(({ endMs }) => endMs < 2 * 3_600_000)).toEqual([]);
    expect(totals.participantsMoved).toBe(0);
  });

  it('of every bridge leaves nobody to take new conferences, the drain flag does', () => {
    const all = (drainBy: 'graceful-shutdown' | 'drain-flag'): number => {
      const scenario = aShrinkingDeployment({ drainBy });
      const steps = [
        { atMs: 0, count: 4 },
        { atMs: retiredAtMinutes * 60_000, count: 0 },
      ];
      const bridges = {
        policy: 'scheduled',
        scheduled: { steps, prewarmSeconds: 0 },
        controlIntervalSeconds: 60,
      } as const;
      return simulate({ ...scenario, scaling: { bridges, jibris: null } }, { seed: 1, replication: 0 }).totals
        .joinsFailed;
    };
    expect(all('graceful-shutdown')).toBeGreaterThan(10);
    expect(all('drain-flag')).toBe(0);
  });
});

describe('participants who disappear', () => {
  it('stay endpoints for one to two minutes, which send nothing', () => {
    const run = (vanishRatio: number) => {
      const demand = aCurveDemand(60, { durationMinutes: { kind: 'constant', value: 20 } });
      const changes = {
        cameraChangesPerHour: 0,
        microphoneChangesPerHour: 0,
        screenShareRatio: 0,
        screenShareMinutes: { kind: 'constant', value: 10 },
        vanishRatio,
      } as const;
      return simulate(aScenario({ hours: 4, demand: [{ ...demand, changes }] }), { seed: 1, replication: 0 })
        .totals;
    };
    const proper = run(0);
    const vanished = run(1);
    expect(vanished.joins).toBe(proper.joins);
    // Mean of a uniform time between 60 and 120 s; the last of the day have not expired yet.
    const extraMinutes = (vanished.participantMinutes - proper.participantMinutes) / proper.joins;
    expect(extraMinutes).toBeGreaterThan(1.5 * 0.85);
    expect(extraMinutes).toBeLessThan(1.5);
    // They upload nothing: only their receiver feedback is added.
    const feedback = (vanished.participantMinutes - proper.participantMinutes) * 60 * 27_000;
    expect((vanished.ingressGigabytes - proper.ingressGigabytes) * 8e9).toBeCloseTo(feedback, -3);
  });
});
