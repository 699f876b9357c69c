// Goal: a drain ends at the shortest of the limits that apply, by the rule of each layer.
// Method: the documented defaults and caps of Kubernetes, EC2 Auto Scaling and 8x8.
import { describe, expect, it } from 'vitest';
import { lifecycleHookSeconds, shortestLimit } from '../../../src/cloud/drain-limits.ts';
import { warmPoolSize } from '../../../src/cloud/warm-pool-size.ts';
import { scenarioOf } from '../../support/study.ts';

describe('a lifecycle hook', () => {
  it('holds an instance for its timeout, or with heartbeats for 100 of them and at most 48 hours', () => {
    // User guide: timeout 3600 s by default; global maximum 48 hours or 100 timeouts, whichever is smaller.
    expect(lifecycleHookSeconds(3600, false)).toBe(3600);
    expect(lifecycleHookSeconds(3600, true)).toBe(48 * 3600);
    expect(lifecycleHookSeconds(600, true)).toBe(60_000);
  });
});

describe('the limit of a drain', () => {
  it('is the shortest, with its name', () => {
    expect(shortestLimit({ drainMaxSeconds: 21_600, terminationGracePeriodSeconds: 3600 })).toEqual({
      seconds: 3600,
      by: 'terminationGracePeriodSeconds',
    });
    expect(shortestLimit({ drainMaxSeconds: Number.POSITIVE_INFINITY }).seconds).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it.each([
    ['', { seconds: 21_600, by: 'drainMaxSeconds' }],
    ['drainMaxSeconds: unlimited', { seconds: Number.POSITIVE_INFINITY, by: 'nothing' }],
    ['terminationGracePeriodSeconds: 30', { seconds: 30, by: 'terminationGracePeriodSeconds' }],
    ['gracefulShutdownMaxSeconds: 3600', { seconds: 3600, by: 'gracefulShutdownMaxSeconds' }],
    ['lifecycleHook: {}', { seconds: 3600, by: 'lifecycleHook' }],
    [
      'drainMaxSeconds: unlimited, lifecycleHook: { sendsHeartbeats: true }',
      { seconds: 172_800, by: 'lifecycleHook' },
    ],
  ])('of a scenario with { %s } is %j', async (keys, limit) => {
    const scenario = await scenarioOf(`
name: s
demand: [{ class: team-meeting, conferences: { curve: flat, peakPerHour: 1 } }]
deployment: { bridges: { ${keys} } }
`);
    expect(scenario.deployment.bridges.drainLimit).toEqual(limit);
  });
});

it('a warm pool holds the maximum prepared minus what is in service, and at least its minimum', () => {
  // User guide, example: maximum 10, desired 6 leaves 4 in the pool; a minimum of 2 holds with 9 in service.
  expect(warmPoolSize({ minCount: 0, maxPreparedCount: 10 }, 6)).toBe(4);
  expect(warmPoolSize({ minCount: 2, maxPreparedCount: 10 }, 9)).toBe(2);
  expect(warmPoolSize({ minCount: 3, maxPreparedCount: null }, 20)).toBe(3);
  expect(warmPoolSize({ minCount: 0, maxPreparedCount: 10 }, 12)).toBe(0);
});
