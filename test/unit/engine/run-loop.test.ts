import { describe, expect, it } from 'vitest';
import { createBucketWheel } from '../../../src/engine/bucket-wheel.ts';
import { RunLimitError, runUntil } from '../../../src/engine/run-loop.ts';

describe('runUntil', () => {
  it('hands over every event before the end time and leaves those at it pending', () => {
    const list = createBucketWheel();
    for (const [entity, timeMs] of [
      [0, 5],
      [1, 9.999],
      [2, 10],
      [3, 11],
    ] as const)
      list.schedule(entity, timeMs);
    const handled: [number, number][] = [];
    const outcome = runUntil({
      list,
      endTimeMs: 10,
      handle: (entity, timeMs) => handled.push([entity, timeMs]),
    });
    expect(handled).toEqual([
      [0, 5],
      [1, 9.999],
    ]);
    expect(outcome).toEqual({ handledEvents: 2, stoppedBy: 'end-time' });
    expect(list.size).toBe(2);
  });

  it('joins two calls without gap or overlap', () => {
    // Goal: [0, 50) and then [50, 100) is [0, 100). Method: an entity that acts every 10 ms, one call against two.
    const ticks = (ends: readonly number[]) => {
      const list = createBucketWheel();
      const times: number[] = [];
      list.schedule(0, 0);
      for (const endTimeMs of ends) {
        runUntil({
          list,
          endTimeMs,
          handle: (entity, timeMs) => {
            times.push(timeMs);
            list.schedule(entity, timeMs + 10);
          },
        });
      }
      return times;
    };
    expect(ticks([100])).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(ticks([50, 100])).toEqual(ticks([100]));
  });

  it('stops when nothing is left, also without an end', () => {
    const list = createBucketWheel();
    list.schedule(4, 1);
    expect(runUntil({ list, endTimeMs: Infinity, handle: () => {} })).toEqual({
      handledEvents: 1,
      stoppedBy: 'no-more-events',
    });
  });

  it('throws with the values when the events exceed the limit, and not when they just reach it', () => {
    const clock = () => {
      const list = createBucketWheel();
      list.schedule(0, 0);
      return { list, handle: (entity: number, timeMs: number) => list.schedule(entity, timeMs + 1) };
    };
    expect(runUntil({ ...clock(), endTimeMs: 100, maxEvents: 100 }).handledEvents).toBe(100);
    let caught: unknown;
    try {
      runUntil({ ...clock(), endTimeMs: 101, maxEvents: 100 });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(RunLimitError);
    expect(caught).toMatchObject({ limit: 'maxEvents', value: 100, timeMs: 100, handledEvents: 100 });
  });

  it('throws when the clock no longer moves, but not for a crowd', () => {
    // Goal: an entity that plans itself for the present for ever ends the run with a reason.
    // Method: four events of one time at a limit of four; then one entity that stays where it is.
    const crowd = createBucketWheel();
    for (const entity of [0, 1, 2, 3]) crowd.schedule(entity, 7);
    expect(
      runUntil({ list: crowd, endTimeMs: 8, maxEventsAtOneTime: 4, handle: () => {} }).handledEvents,
    ).toBe(4);
    const list = createBucketWheel();
    list.schedule(0, 7);
    const stuck = { list, endTimeMs: 8, maxEventsAtOneTime: 4, handle: () => list.schedule(0, 7) };
    expect(() => runUntil(stuck)).toThrow('maxEventsAtOneTime of 4 exceeded at 7 ms after 4 events');
  });
});
