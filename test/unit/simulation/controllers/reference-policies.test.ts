/**
 * Goal: in a run the policies of the literature see what bridges reported, act through the pool and explain each change.
 * Method: a day played by hand, tick by tick, with stress given by hand; expected counts follow from the rules by hand.
 */
import { describe, expect, it } from 'vitest';
import type { LoadScaling } from '../../../../src/scenario/scenario.ts';
import { loadPolicyController } from '../../../../src/simulation/controllers/load-policy-controller.ts';
import { scheduledController } from '../../../../src/simulation/controllers/scheduled-controller.ts';
import { aPool, aRunContext } from '../../../support/pools.ts';
import { aScenario } from '../../../support/scenario.ts';

const minuteMs = 60_000;

function loadDay(policy: LoadScaling['policy'], readyCount: number, scenario = aScenario(), minutes = 1) {
  const context = aRunContext(scenario);
  const pool = aPool(readyCount);
  let stress = 0;
  const scaling: LoadScaling = {
    policy,
    load: { loadPerInstance: 0.5, minCount: 1, maxCount: 10 },
    controlIntervalSeconds: 60 * minutes,
  };
  const controller = loadPolicyController(
    context,
    { pool, load: () => stress * pool.instances.readyCount, saw: () => '' },
    scaling,
  );
  let nextMs = controller.start(0);
  return {
    context,
    pool,
    firstMs: nextMs,
    /** Ticks once with every ready bridge at this stress; returns the desired count. */
    tick: (published: number): number => {
      stress = published;
      nextMs = controller.tick(nextMs);
      return controller.desiredCount;
    },
  };
}

describe('react in a run', () => {
  it('adds for the published load, waits for what boots, and releases to the minimum', () => {
    const day = loadDay('react', 2);
    expect(day.firstMs).toBe(minuteMs);
    // 2 x 0.95 over 0.5 is 3.8: 4 needed, 2 missing, 1.2 times that are 2 whole bridges.
    expect(day.tick(0.95)).toBe(4);
    expect(day.pool.instances.launchingCount).toBe(2);
    // The same two still report; four are there or on their way, and 1.1 x 3.8 is above them.
    expect(day.tick(0.95)).toBe(4);
    expect(day.pool.instances.launchingCount).toBe(2);
    expect(day.tick(0)).toBe(1);
    expect([day.pool.instances.launchingCount, day.pool.instances.readyCount]).toEqual([0, 1]);
    // 9 over 0.5 is 18: 1 + floor(1.2 x 17) = 21, more than the maximum.
    expect(day.tick(9)).toBe(10);
    const rows = day.context.decisions.map(({ atMs, desiredBefore, desiredAfter, reason }) => [
      atMs / minuteMs,
      desiredBefore,
      desiredAfter,
      reason,
    ]);
    expect(rows).toEqual([
      [1, 2, 4, '4 needed of 2: adds 1.2 times what is missing'],
      [3, 4, 1, '0 needed of 4: keeps 1.2 times that (1 is the minimum)'],
      [4, 1, 10, '18 needed of 1: adds 1.2 times what is missing (10 is the maximum)'],
    ]);
  });
});

describe('adapt in a run', () => {
  it('does not give up bridges that boot', () => {
    const day = loadDay('adapt', 2);
    // 3.8 needed: ceil(1.1 x 4) = 5. Then nothing changes while they boot.
    expect(day.tick(0.95)).toBe(5);
    expect(day.tick(0.95)).toBe(5);
    expect(day.pool.instances.launchingCount).toBe(3);
  });
});

describe('reg in a run', () => {
  it('adds the load and a twentieth', () => {
    // 2 x 1.5 over 0.5 is 6: ceil(1.05 x 6) = 7.
    expect(loadDay('reg', 2).tick(1.5)).toBe(7);
  });
});

describe('hist in a run', () => {
  it('remembers needs by the hour that clocks show', () => {
    const horizon = {
      startEpochMs: Date.UTC(2026, 10, 23, 7, 50),
      durationMs: 4 * 60 * minuteMs,
      timeZone: 'Europe/Paris',
    };
    const day = loadDay('hist', 4, aScenario({ horizon }), 10);
    // 09:00 in Paris: the hour was never seen, so 4 stay; 4 x 0.375 over 0.5 is a need of 3, used at 09:10.
    expect(day.tick(0.375)).toBe(4);
    expect(day.tick(0.375)).toBe(3);
    expect(day.context.decisions.map(({ reason }) => reason)).toEqual([
      "usually 3 at 9 o'clock, mean surplus 0",
    ]);
  });
});

describe('a timetable in a run', () => {
  it('asks for rises early and lets falls come on time', () => {
    const context = aRunContext();
    const pool = aPool(2);
    const controller = scheduledController(context, pool, {
      policy: 'scheduled',
      scheduled: {
        steps: [
          { atMs: 0, count: 2 },
          { atMs: 60 * minuteMs, count: 6 },
          { atMs: 120 * minuteMs, count: 1 },
        ],
        prewarmSeconds: 300,
      },
      controlIntervalSeconds: 60,
    });
    for (let nextMs = controller.start(0); nextMs <= 180 * minuteMs; ) nextMs = controller.tick(nextMs);
    expect(
      context.decisions.map(({ atMs, desiredAfter, reason }) => [atMs / minuteMs, desiredAfter, reason]),
    ).toEqual([
      [55, 6, 'the timetable says 2, and 6 in 300 s'],
      [120, 1, 'the timetable says 1'],
    ]);
    expect(pool.instances.readyCount + pool.instances.launchingCount).toBe(1);
  });
});
