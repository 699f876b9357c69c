import { describe, expect, it } from 'vitest';
import { createBucketWheel } from '../../../src/engine/bucket-wheel.ts';
import type { FutureEventList } from '../../../src/engine/future-event-list.ts';
import { createQuaternaryHeap } from '../../../src/engine/quaternary-heap.ts';
import { sampleExponential } from '../../../src/engine/random/exponential.ts';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';

const lists = [
  ['bucket wheel', () => createBucketWheel()],
  ['4-ary heap', () => createQuaternaryHeap()],
] as const;

describe.each(lists)('%s', (_, create) => {
  it('pops in order of time', () => {
    const list = create();
    for (const [entity, timeMs] of [
      [3, 30],
      [1, 10],
      [2, 20],
    ] as const)
      list.schedule(entity, timeMs);
    expect(popAll(list)).toEqual([
      [1, 10],
      [2, 20],
      [3, 30],
    ]);
  });

  it('pops equal times in the sequence of scheduling, and re-keying counts as scheduling', () => {
    const list = create();
    for (const entity of [5, 1, 9, 3]) list.schedule(entity, 100);
    list.schedule(5, 100);
    expect(popAll(list).map(([entity]) => entity)).toEqual([1, 9, 3, 5]);
  });

  it('keeps at most one event an entity', () => {
    const list = create();
    list.schedule(7, 50);
    list.schedule(7, 20);
    list.schedule(7, 80);
    expect(list.size).toBe(1);
    expect(popAll(list)).toEqual([[7, 80]]);
  });

  it('forgets a cancelled event and ignores cancelling what is not there', () => {
    const list = create();
    list.schedule(1, 10);
    list.schedule(2, 20);
    list.cancel(1);
    list.cancel(1);
    list.cancel(999_999);
    expect([list.size, list.isScheduled(1), list.isScheduled(2), list.peekTimeMs()]).toEqual([
      1,
      false,
      true,
      20,
    ]);
    expect(popAll(list)).toEqual([[2, 20]]);
  });

  it('answers for an empty list', () => {
    const list = create();
    expect([list.pop(), list.peekTimeMs(), list.size, list.poppedTimeMs]).toEqual([-1, Infinity, 0, 0]);
  });

  it('accepts an event at the very time that was popped last, and rejects one before it', () => {
    const list = create();
    list.schedule(1, 1000);
    list.pop();
    list.schedule(2, 1000);
    expect(list.pop()).toBe(2);
    expect(() => list.schedule(3, 999.999)).toThrow(/entity 3.*not before 1000 ms, got 999.999/);
  });

  it.each([NaN, Infinity, -Infinity, -1])('rejects the time %s', (timeMs) => {
    const list = create();
    expect(() => list.schedule(0, timeMs)).toThrow(RangeError);
    expect(list.size).toBe(0);
  });

  it.each([-1, 0.5, NaN, 2 ** 31, 2 ** 40])('rejects the entity %s', (entity) => {
    const list = create();
    expect(() => list.schedule(entity, 1)).toThrow(/entity must be an integer/);
    expect(list.size).toBe(0);
  });

  it('pops only what lies before a time, and takes earlier events afterwards', () => {
    const list = create();
    for (const [entity, timeMs] of [
      [1, 10],
      [2, 20],
      [3, 86_400_000],
    ] as const)
      list.schedule(entity, timeMs);
    expect([list.popBefore(10), list.popBefore(20), list.popBefore(20), list.size]).toEqual([-1, 1, -1, 2]);
    list.schedule(4, 15);
    expect([list.popBefore(20), list.popBefore(1000), list.popBefore(1000)]).toEqual([4, 2, -1]);
    list.schedule(5, 500);
    expect(popAll(list)).toEqual([
      [5, 500],
      [3, 86_400_000],
    ]);
  });

  it('keeps events planned after a look at a far one in their order', () => {
    // Goal: a look a year ahead must not turn the list past what is scheduled next.
    // Method: look at an event a year away, then hold a thousand events in the hour before it.
    const list = create();
    const yearMs = 365 * 86_400_000;
    list.schedule(0, yearMs);
    expect(list.peekTimeMs()).toBe(yearMs);
    for (let entity = 1; entity <= 1000; entity += 1) list.schedule(entity, 3_600_000 - entity);
    expect(list.peekTimeMs()).toBe(3_600_000 - 1000);
    const popped = popAll(list).map(([entity]) => entity);
    expect(popped).toEqual([...Array.from({ length: 1000 }, (_, index) => 1000 - index), 0]);
  });

  it('holds a hundred thousand events of one instant in the sequence of scheduling', () => {
    // Goal: a school's nine o'clock. Method: 100 000 events at 09:00:00.000, of which every third is re-keyed to
    // the same instant and every tenth cancelled, with a look after each; the answer is known by construction.
    const list = create();
    const nineMs = 32_400_000;
    const count = 100_000;
    for (let entity = 0; entity < count; entity += 1) list.schedule(entity, nineMs);
    for (let entity = 0; entity < count; entity += 3) {
      list.schedule(entity, nineMs);
      expect(list.peekTimeMs()).toBe(nineMs);
    }
    for (let entity = 0; entity < count; entity += 10) {
      list.cancel(entity);
      list.peekTimeMs();
    }
    const all = Array.from({ length: count }, (_, entity) => entity).filter((entity) => entity % 10 !== 0);
    const expected = [
      ...all.filter((entity) => entity % 3 !== 0),
      ...all.filter((entity) => entity % 3 === 0),
    ];
    const popped = popAll(list);
    expect(popped.map(([entity]) => entity)).toEqual(expected);
    expect(popped.every(([, timeMs]) => timeMs === nineMs)).toBe(true);
  });
});

describe('bucket wheel against the heap', () => {
  it('grows to 300 000 pending events and back on the same trajectory', () => {
    // Goal: growth of every store, and adaptation in both directions. Method: two swings from empty to full to empty
    // with exponential delays of an hour, and 600 000 re-keyings when full; identical to the heap at each pop.
    const wheel = createBucketWheel();
    const heap = createQuaternaryHeap();
    const stream = createRandomStreams({ seed: 3, replication: 0 }).stream('swings');
    const schedule = (entity: number) => {
      const timeMs = heap.poppedTimeMs + sampleExponential(3_600_000, stream);
      wheel.schedule(entity, timeMs);
      heap.schedule(entity, timeMs);
    };
    let differences = 0;
    for (let swing = 0; swing < 2; swing += 1) {
      for (let entity = 0; entity < 300_000; entity += 1) schedule(entity);
      for (let index = 0; index < 600_000; index += 1) schedule(stream.nextIndex(300_000));
      while (heap.size > 0) {
        const same = wheel.pop() === heap.pop() && wheel.poppedTimeMs === heap.poppedTimeMs;
        if (!same) differences += 1;
      }
    }
    expect([differences, wheel.size]).toEqual([0, 0]);
  });

  it('cancels the events of one instant from the last to the first with a look after each, in bearable time', () => {
    // Goal: the earliest event of a crowded bucket is found without searching the bucket each time.
    // Method: 100 000 cancellations with a look each. Searching takes 5 x 10^9 steps, some 10 s of CPU time;
    // measured without: 0.1 s.
    const list = createBucketWheel();
    const count = 100_000;
    for (let entity = 0; entity < count; entity += 1) list.schedule(entity, 32_400_000);
    const before = process.cpuUsage();
    let wrong = 0;
    for (let entity = count - 1; entity > 0; entity -= 1) {
      list.cancel(entity);
      if (list.peekTimeMs() !== 32_400_000) wrong += 1;
    }
    const { user } = process.cpuUsage(before);
    expect([wrong, list.pop(), list.pop()]).toEqual([0, 0, -1]);
    expect(user / 1e6).toBeLessThan(3);
  });

  it('takes in far events at their turn while the buckets stay as they are', () => {
    // Goal: the wheel reaches its far events in passing, not only when nothing else is left.
    // Method: ten entities act every millisecond between them, fifty once in an hour or more, which is beyond what
    // the buckets cover at that pace (2^20 buckets of 5 events). More than one such span, identical to the heap at each pop.
    const wheel = createBucketWheel();
    const heap = createQuaternaryHeap();
    const stream = createRandomStreams({ seed: 4, replication: 0 }).stream('far');
    const draws = Float64Array.from({ length: 4096 }, () => sampleExponential(1, stream));
    const schedule = (entity: number, draw: number) => {
      const timeMs = heap.poppedTimeMs + draws[draw & 4095]! * (entity < 10 ? 10 : 6_000_000);
      wheel.schedule(entity, timeMs);
      heap.schedule(entity, timeMs);
    };
    for (let entity = 0; entity < 60; entity += 1) schedule(entity, entity);
    let differences = 0;
    for (let event = 0; event < 7_000_000; event += 1) {
      const entity = heap.pop();
      if (wheel.pop() !== entity || wheel.poppedTimeMs !== heap.poppedTimeMs) differences += 1;
      schedule(entity, event);
    }
    expect(differences).toBe(0);
  });

  it('sees what is scheduled into a crowded bucket after a second look into it', () => {
    // Goal: a ranked bucket knows of later entries. Method: a thousand events of one instant, looked at and
    // cancelled twice, then two earlier ones of which the first is cancelled.
    const list = createBucketWheel();
    const nineMs = 32_400_000;
    for (let entity = 0; entity < 1000; entity += 1) list.schedule(entity, nineMs);
    for (const entity of [999, 998]) {
      list.peekTimeMs();
      list.cancel(entity);
    }
    expect(list.peekTimeMs()).toBe(nineMs);
    list.schedule(1001, nineMs - 0.002);
    list.schedule(1002, nineMs - 0.001);
    expect(list.peekTimeMs()).toBe(nineMs - 0.002);
    list.cancel(1001);
    expect(list.peekTimeMs()).toBe(nineMs - 0.001);
  });

  it('numbers pending events anew when sequences run out, and says so when they cannot', () => {
    const list = createBucketWheel({ sequenceMax: 3 });
    list.schedule(0, 10);
    list.schedule(1, 10);
    list.schedule(0, 10);
    list.schedule(1, 10);
    expect(popAll(list).map(([entity]) => entity)).toEqual([0, 1]);
    for (const entity of [0, 1, 2]) list.schedule(entity, 10);
    expect(() => list.schedule(3, 10)).toThrow(/3 pending events, sequenceMax is 3/);
  });
});

function popAll(list: FutureEventList): [number, number][] {
  const popped: [number, number][] = [];
  for (let entity = list.pop(); entity >= 0; entity = list.pop()) popped.push([entity, list.poppedTimeMs]);
  return popped;
}
