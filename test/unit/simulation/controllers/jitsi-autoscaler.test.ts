// Goal: requests to the API, the type of a group and the order of the jobs act in a run as upstream's service lets them.
// Method: scenarios as a user writes them and pools played by hand; expected counts follow from upstream's rules
//   (jitsi-autoscaler c302ef1: jobs every 30 s, launcher closes the whole gap, every change starts a grace period).
import { describe, expect, test } from 'vitest';
import type { JitsiAutoscalerScaling } from '../../../../src/scenario/scenario.ts';
import { JitsiAutoscalerController } from '../../../../src/simulation/controllers/jitsi-autoscaler-controller.ts';
import { aPool, aRunContext, signalsOf, tickUntil } from '../../../support/pools.ts';
import { issuesOf, resolved, scenarioOf } from '../../../support/study.ts';

const scenario = (pool: 'bridges' | 'jibris', policy: string): string => `name: S
horizon: { start: 2026-11-23T00:00, hours: 4 }
demand: [{ class: team-meeting, conferences: { peakPerHour: 60 } }]
deployment: { jibris: {} }
scaling: { ${pool}: { policy: jitsi-autoscaler, ${policy} } }
`;

async function group(pool: 'bridges' | 'jibris', policy: string): Promise<JitsiAutoscalerScaling> {
  const { scaling } = await scenarioOf(scenario(pool, policy));
  const found = scaling[pool];
  if (found?.policy !== 'jitsi-autoscaler') throw new Error('not a group');
  return found;
}

const minuteMs = 60_000;

async function played(policy: string, readyCount = 2) {
  const pool = aPool(readyCount);
  const context = aRunContext();
  const signals = signalsOf(pool, { figures: { stress: 0.2 }, unserved: 0 });
  const controller = new JitsiAutoscalerController(context, signals, await group('bridges', policy));
  for (const slot of pool.instances.slotsIn('ready')) controller.agentStart(slot, 0);
  return { pool, context, controller };
}

describe('a request to the API', () => {
  test('launch-protected raises desired at once, the maximum with it, and the launcher follows within 30 s', async () => {
    const { pool, context, controller } = await played(
      'min: 2, max: 3, enableAutoScale: false, requests: [{ at: "00:10", request: launch-protected, count: 3 }], idleTTLSec: 86400',
    );
    const nextMs = tickUntil(controller, null, 10 * minuteMs);
    expect(controller.desiredCount).toBe(5);
    tickUntil(controller, nextMs, 10 * minuteMs + 30_000);
    expect(pool.instances.launchingCount).toBe(3);
    expect(context.decisions).toMatchObject([
      { atMs: 10 * minuteMs, desiredBefore: 2, desiredAfter: 5, reason: 'request launch-protected: 3 more' },
    ]);
  });

  test('full-scaling down never raises desired', async () => {
    const { controller } = await played(
      'min: 2, max: 9, enableAutoScale: false, requests: [{ at: "00:20", request: full-scaling, direction: down, scalingOptions: { desiredCount: 8 } }, { at: "00:10", request: full-scaling, direction: up, scalingOptions: { desiredCount: 6, minDesired: 6 } }]',
    );
    tickUntil(controller, null, 15 * minuteMs);
    expect(controller.desiredCount).toBe(6);
    tickUntil(controller, 15 * minuteMs, 30 * minuteMs);
    expect(controller.desiredCount).toBe(6);
  });
});

describe('the order of the jobs', () => {
  const period =
    'min: 2, max: 9, enableAutoScale: false, idleTTLSec: 86400, scheduledScaling: { periods: [{ name: p, dayOfWeek: [1], startHour: 0, startMinute: 10, endHour: 2, priority: 1, scalingOptions: { desiredCount: 5 } }] }';

  test.each([
    ['', 3],
    [', launchJobFirst: true', 0],
  ])('with %s launches %i in the tick that decides', async (extra, launching) => {
    const { pool, controller } = await played(period + extra);
    let nextMs = tickUntil(controller, null, 10 * minuteMs - 1);
    while (controller.desiredCount === 2) nextMs = controller.tick(nextMs);
    expect(pool.instances.launchingCount).toBe(launching);
    tickUntil(controller, nextMs, nextMs + 31_000);
    expect(pool.instances.launchingCount).toBe(3);
  });
});

describe('the type of a group', () => {
  test('is one of its pool', async () => {
    expect((await group('jibris', 'groupType: availability')).autoscaler.type).toBe('availability');
    expect((await group('bridges', 'groupType: jigasi')).autoscaler.type).toBe('jigasi');
    expect(await issuesOf(scenario('bridges', 'groupType: jibri'))).toMatch(/is no type of bridges/);
    expect(await issuesOf(scenario('bridges', 'groupType: jigsi'))).toMatch(/did you mean jigasi\?/);
  });
});

describe('slips', () => {
  test('a stress threshold with a digit missing is warned of', async () => {
    const variants = await resolved(scenario('bridges', 'scaleUpThreshold: 0.08, scaleDownThreshold: 0.02'));
    expect(typeof variants === 'string' ? variants : variants[0]?.warnings.join('\n')).toMatch(
      /stress to scale up at is 0\.08.*is a digit missing\?/,
    );
  });

  test.each([
    ['scaleUpThreshold: 0.1, scaleDownThreshold: 0.3', /must be below scaleUpThreshold/],
    ['scalePeriod: 0', /scalePeriod {2}must be above 0/],
    ['scaleUpPeriodsCount: 0', /scaleUpPeriodsCount {2}must be at least 1/],
    ['min: 5, max: 3', /must be at least min/],
    [
      'scheduledScaling: { periods: [{ name: p, dayOfWeek: [1], startHour: 8, endHour: 9, priority: 1, scalingOptions: { minDesired: 9, maxDesired: 3 } }] }',
      /maxDesired {2}must be at least minDesired \(9\), got 3/,
    ],
    [
      'scheduledScaling: { periods: [{ name: p, dayOfWeek: [1], startHour: 8, endHour: 9, priority: 1, scalingOptions: { scaleUpThreshold: 0.2, scaleDownThreshold: 0.4 } }] }',
      /must be below the threshold for more \(0\.2\)/,
    ],
    ['requests: [{ at: "09:00", request: launch-protected, count: 3 }]', /lies outside the horizon/],
    ['requests: [{ at: "01:00", request: launch-protected, count: 0 }]', /count {2}must be at least 1/],
  ])('%s is refused', async (policy, problem) => {
    expect(await issuesOf(scenario('bridges', policy))).toMatch(problem);
  });
});
