// Goal: in a run an HPA scales bridges and Jibris on any metric, as the controller's formula says.
// Method: scenarios as a user writes them, pools with figures given by hand; expected counts are
//   ceil(pods x figure / target) by hand, with Kubernetes' rules for tolerance, value targets and zero.
import { describe, expect, test } from 'vitest';
import type { KubernetesHpaScaling } from '../../../../src/scenario/scenario.ts';
import { KubernetesHpaController } from '../../../../src/simulation/controllers/kubernetes-hpa-controller.ts';
import { aPool, aRunContext, boot, type GivenFigures, signalsOf, tickUntil } from '../../../support/pools.ts';
import { issuesOf, scenarioOf } from '../../../support/study.ts';

const scenario = (pool: 'bridges' | 'jibris', policy: string): string => `name: S
horizon: { start: 2026-11-23T07:00, hours: 2 }
demand: [{ class: team-meeting, conferences: { peakPerHour: 60 } }]
deployment: { jibris: {} }
scaling: { ${pool}: { policy: kubernetes-hpa, ${policy} } }
`;

async function hpa(pool: 'bridges' | 'jibris', policy: string): Promise<KubernetesHpaScaling> {
  const { scaling } = await scenarioOf(scenario(pool, policy));
  const resolved = scaling[pool];
  if (resolved?.policy !== 'kubernetes-hpa') throw new Error('not an HPA');
  return resolved;
}

/** A pool under an HPA; `until` ticks on to a second and returns the desired count. */
async function played(pool: 'bridges' | 'jibris', readyCount: number, policy: string) {
  const given: GivenFigures = { figures: {}, unserved: 0 };
  const scaled = aPool(readyCount, pool);
  const context = aRunContext();
  const controller = new KubernetesHpaController(context, signalsOf(scaled, given), await hpa(pool, policy));
  let nextMs: number | null = null;
  return {
    given,
    pool: scaled,
    context,
    until(second: number): number {
      nextMs = tickUntil(controller, nextMs, second * 1000);
      return controller.desiredCount;
    },
  };
}

describe('an HPA of bridges', () => {
  test('scales on mean stress, a metric of pods', async () => {
    const day = await played('bridges', 4, 'preset: stress, max: 20');
    day.given.figures = { stress: 0.8 };
    // 0.8 / 0.5 = 1.6; 1.6 x 4 = 6.4.
    expect(day.until(60)).toBe(7);
    expect(day.context.decisions[0]?.reason).toBe('stress 0.8 a pod against 0.5: 4 x 1.6 = 7 wanted');
  });

  test('of several metrics lets the one that asks for most decide', async () => {
    const metrics =
      'metrics: [{ metric: stress, averageValue: 0.5 }, { metric: participants, averageValue: 40 }, { metric: packetRateKpps, averageValue: 40 }], min: 1, max: 20';
    const day = await played('bridges', 4, metrics);
    // 0.6 x 4 = 3, 1.5 x 4 = 6 and 1.25 x 4 = 5.
    day.given.figures = { stress: 0.3, participants: 60, packetRateKpps: 50 };
    expect(day.until(60)).toBe(6);
    expect(day.context.decisions[0]?.reason).toMatch(/^participants 60 a pod against 40/);
  });

  test('takes an external average as a count for the whole pool', async () => {
    const day = await played(
      'bridges',
      2,
      'metrics: [{ metric: participants, source: external, averageValue: 40 }], min: 1, max: 20',
    );
    day.given.figures = { participants: 76 };
    // 152 / 40 = 3.8, whatever is ready; at most max(2 x 2, 4) in one sync.
    expect(day.until(60)).toBe(4);
  });

  test.each([
    ['band', 10],
    // |1 - 1.1| is 0.10000000000000009 in doubles.
    ['distance', 11],
  ])('at a ratio of exactly 1.1 the tolerance form %s gives %i', async (form, expected) => {
    const day = await played(
      'bridges',
      10,
      `metrics: [{ metric: participants, averageValue: 40 }], min: 1, max: 30, toleranceForm: ${form}`,
    );
    day.given.figures = { participants: 44 };
    expect(day.until(60)).toBe(expected);
  });

  test('keeps a tolerance of its own in one direction', async () => {
    const day = await played(
      'bridges',
      10,
      'metrics: [{ metric: participants, averageValue: 40 }], min: 1, max: 30, behavior: { scaleUp: { tolerance: 0.3 }, scaleDown: { stabilizationWindowSeconds: 0 } }',
    );
    day.given.figures = { participants: 50 };
    expect(day.until(60)).toBe(10);
    // 0.85 lies outside of the 0.1 that holds downwards: 8.5.
    day.given.figures = { participants: 34 };
    day.until(120);
    expect(day.context.decisions[0]).toMatchObject({ desiredBefore: 10, desiredAfter: 9 });
  });

  test('goes to zero on a metric that exists without pods, and comes back for a join that failed', async () => {
    const day = await played(
      'bridges',
      1,
      'min: 0, max: 5, metrics: [{ metric: participants, source: external, averageValue: 40 }, { metric: joinsFailed, value: 1 }]',
    );
    expect(day.until(299)).toBe(1);
    // The first sync remembers 1; after 300 s nothing holds it.
    expect(day.until(330)).toBe(0);
    expect(day.pool.instances.readyCount).toBe(0);
    day.given.unserved = 3;
    // From 0 a value is taken as it is: 3 / 1.
    expect(day.until(380)).toBe(3);
    boot(day.pool, 400_000);
    day.given.figures = { participants: 30 };
    expect(day.until(420)).toBeGreaterThan(0);
  });

  test('gives up the youngest, or with deletion costs those with fewest participants', async () => {
    for (const [cost, left] of [
      ['none', [0, 1]],
      ['load', [2, 3]],
    ] as const) {
      const day = await played('bridges', 4, `preset: stress, min: 2, podDeletionCost: ${cost}`);
      day.given.figures = { stress: 0.01, participants: (slot) => slot };
      day.until(400);
      expect(day.pool.instances.slotsIn('ready')).toEqual(left);
    }
  });
});

describe('an HPA of Jibris', () => {
  test('as OpenFUN has it replaces Jibris that get busy, and keeps two idle', async () => {
    const day = await played('jibris', 2, 'preset: openfun-jibri');
    day.until(60);
    expect(day.pool.instances.launchingCount).toBe(0);
    // One records: it left its Deployment, which now has one of two.
    day.given.figures = { busy: (slot) => Number(slot === 0) };
    expect(day.until(120)).toBe(2);
    expect([day.pool.instances.readyCount, day.pool.instances.launchingCount]).toEqual([2, 1]);
    boot(day.pool, 130_000);
    // It is idle again and returns: three of two, and the youngest of the idle ones goes.
    day.given.figures = { busy: 0 };
    day.until(180);
    expect(day.pool.instances.slotsIn('ready')).toEqual([0, 1]);
  });

  test('on the busy ratio of its pods grows before all are busy, and spares the busy ones', async () => {
    const day = await played(
      'jibris',
      5,
      'preset: openfun-jibri, detachBusy: false, min: 1, max: 20, behavior: null',
    );
    day.given.figures = { busy: 1 };
    // 1 / 0.8 = 1.25; 1.25 x 5 = 6.25.
    expect(day.until(60)).toBe(7);
    boot(day.pool, 61_000);
    day.given.figures = { busy: (slot) => Number(slot === 3) };
    day.until(400);
    expect(day.pool.instances.slotsIn('ready')).toContain(3);
    expect(day.pool.instances.readyCount).toBeLessThan(7);
  });
});

describe('a wrong HPA is refused', () => {
  test.each([
    ['bridges', 'metrics: [{ metric: stres, averageValue: 0.5 }]', /metric .*did you mean stress\?/s],
    ['bridges', 'metrics: [{ metric: stress }]', /must have one target/],
    ['bridges', 'metrics: [{ metric: stress, averageValue: 1, value: 2 }]', /must have one target/],
    ['bridges', 'metrics: [{ metric: cpu, source: pods, averageValue: 1 }]', /is a resource/],
    ['bridges', 'metrics: [{ metric: stress, source: resource, averageValue: 1 }]', /is not a resource/],
    ['bridges', 'metrics: [{ metric: stress, value: 1 }]', /pods averageValue/],
    [
      'bridges',
      'metrics: [{ metric: joinsFailed, source: pods, averageValue: 1 }]',
      /no figure of single pods/,
    ],
    ['bridges', 'metrics: [{ metric: stress, averageValue: 0.0001 }]', /below a thousandth/],
    [
      'bridges',
      'targetPercent: 80, metrics: [{ metric: stress, averageValue: 1 }]',
      /must not be given beside/,
    ],
    ['bridges', 'min: 0, preset: stress', /must be at least 1/],
    ['bridges', 'metrics: [{ metric: cpu, averageUtilizationPercent: 75 }]', /cpuRequestCores {2}is missing/],
    ['jibris', 'metrics: [{ metric: cpu, averageValue: 1 }]', /metric/],
    ['jibris', 'preset: default', /metrics {2}is missing/],
  ] as const)('for %s: %s', async (pool, policy, problem) => {
    expect(await issuesOf(scenario(pool, policy))).toMatch(problem);
  });
});
