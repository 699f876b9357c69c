// Goal: KEDA scales pools in a run on its two clocks, and a ScaledJob's Jibris end with their recordings.
// Method: scenarios as a user writes them; pools played by hand with counts by KEDA's rules; and a whole run of a
//   ScaledJob, in which every recording that was taken ends the life of one Jibri.
import { describe, expect, test } from 'vitest';
import { KedaScaledObjectController } from '../../../../src/simulation/controllers/keda-scaled-object-controller.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { aPool, aRunContext, boot, type GivenFigures, signalsOf, tickUntil } from '../../../support/pools.ts';
import { issuesOf, scenarioOf } from '../../../support/study.ts';

const scenario = (pool: 'bridges' | 'jibris', policy: string): string => `name: S
horizon: { start: 2026-11-23T07:00, hours: 4, timeZone: Europe/Paris }
demand: [{ class: { from: team-meeting, recordingRatio: 0.5 }, conferences: { peakPerHour: 60 } }]
deployment: { jibris: { initialCount: 2 } }
scaling: { ${pool}: { ${policy} } }
`;

async function played(readyCount: number, policy: string) {
  const { scaling } = await scenarioOf(scenario('bridges', `policy: keda-scaled-object, ${policy}`));
  if (scaling.bridges.policy !== 'keda-scaled-object') throw new Error('not KEDA');
  const given: GivenFigures = { figures: {}, unserved: 0 };
  const pool = aPool(readyCount);
  const context = aRunContext();
  const controller = new KedaScaledObjectController(context, signalsOf(pool, given), scaling.bridges);
  let nextMs: number | null = null;
  return {
    given,
    pool,
    context,
    until(second: number): number {
      nextMs = tickUntil(controller, nextMs, second * 1000);
      return controller.desiredCount;
    },
  };
}

describe('a ScaledObject of bridges', () => {
  test('falls to zero when nothing is active, and comes back with the clock', async () => {
    const day = await played(
      1,
      'max: 20, triggers: [{ kind: metric, metric: participants, threshold: 40 }, { kind: cron, start: "07:30", end: "08:00", desiredReplicas: 6 }]',
    );
    // Never active: the initial cooldown is 0.
    expect(day.until(60)).toBe(0);
    expect(day.until(29 * 60)).toBe(0);
    // 07:30: the next poll sets 1, the next sync of the HPA asks for 6 / 1, at most max(4, 100 %) more in 15 s.
    expect(day.until(30 * 60 + 30)).toBeGreaterThan(0);
    expect(day.until(30 * 60 + 90)).toBe(6);
    boot(day.pool, 35 * 60_000);
    // After 08:00 cron still asks for 1; stabilisation 300 s, then the cooldown since the last activity takes it to 0.
    expect(day.until(60 * 60 + 240)).toBe(6);
    expect(day.until(60 * 60 + 420)).toBe(0);
  });

  test('bears three failures and then holds the fallback', async () => {
    const day = await played(
      2,
      'min: 1, max: 20, fallback: { failureThreshold: 3, replicas: 6 }, triggers: [{ kind: metric, metric: participants, threshold: 40, outages: [{ from: "07:10", until: "07:30" }] }]',
    );
    day.given.figures = { participants: 40 };
    expect(day.until(10 * 60 + 40)).toBe(2);
    expect(day.until(10 * 60 + 80)).toBe(6);
  });
});

describe('a ScaledJob of Jibris', () => {
  test('ends every Jibri with its recording, and replaces it', async () => {
    const given = await scenarioOf(scenario('jibris', 'policy: keda-scaled-job, max: 30'));
    const { totals, decisions } = simulate(given, { seed: 3, replication: 0 });
    const taken = totals.recordings - totals.recordingsRefused;
    expect(taken).toBeGreaterThan(5);
    const ofJibris = decisions.filter(({ pool }) => pool === 'jibris');
    const started = ofJibris.reduce(
      (sum, { desiredBefore, desiredAfter }) => sum + desiredAfter - desiredBefore,
      0,
    );
    // A Jibri takes one recording and goes: two at the start and those started bear all that were taken.
    expect(2 + started).toBeGreaterThanOrEqual(taken);
    const isExplained = /queue of \d+ asks for \d+, .*accurate strategy starts \d+/;
    expect(ofJibris.filter(({ reason }) => !isExplained.test(reason))).toEqual([]);
  });
});

describe('a wrong KEDA policy is refused', () => {
  test.each([
    ['policy: keda-scaled-object', /triggers {2}is missing/],
    [
      'policy: keda-scaled-object, triggers: [{ kind: metric, metric: participant, threshold: 4 }]',
      /did you mean participants\?/,
    ],
    [
      'policy: keda-scaled-object, triggers: [{ kind: metric, metric: stress, threshold: 0 }]',
      /threshold {2}must be above 0/,
    ],
    [
      'policy: keda-scaled-object, pollingIntervalSeconds: 0, triggers: [{ kind: metric, metric: stress, threshold: 1 }]',
      /pollingIntervalSeconds {2}must be above 0/,
    ],
    [
      'policy: keda-scaled-object, min: 9, max: 3, triggers: [{ kind: metric, metric: stress, threshold: 1 }]',
      /must be at least min/,
    ],
    [
      'policy: keda-scaled-object, idleReplicaCount: 0, triggers: [{ kind: metric, metric: stress, threshold: 1 }]',
      /idleReplicaCount {2}must be below min/,
    ],
    [
      'policy: keda-scaled-object, triggers: [{ kind: cron, start: "08:00", end: "08:00", desiredReplicas: 1 }]',
      /must differ from start/,
    ],
    [
      'policy: keda-scaled-object, triggers: [{ kind: cron, start: eight, end: "08:00", desiredReplicas: 1 }]',
      /must be a time of day/,
    ],
    ['policy: keda-scaled-job', /policy/],
  ])('%s', async (policy, problem) => {
    expect(await issuesOf(scenario('bridges', policy))).toMatch(problem);
  });

  test('custom settings without the strategy', async () => {
    const policy = 'policy: keda-scaled-job, customScalingQueueLengthDeduction: 1';
    expect(await issuesOf(scenario('jibris', policy))).toMatch(/strategy {2}must be custom/);
  });
});
