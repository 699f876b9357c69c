import { describe, expect, it } from 'vitest';
import { createBucketWheel } from '../../src/engine/bucket-wheel.ts';
import type { FutureEventList } from '../../src/engine/future-event-list.ts';
import { createQuaternaryHeap } from '../../src/engine/quaternary-heap.ts';
import { fc } from '../support/property.ts';

const entityCount = 400;

type Delay =
  | { readonly kind: 'now' }
  | { readonly kind: 'nextHour' }
  /** `factor` times 10^`exponent` milliseconds: from a nanosecond to decades. */
  | { readonly kind: 'lasting'; readonly factor: number; readonly exponent: number };
type Step =
  | { readonly kind: 'schedule'; readonly entity: number; readonly delay: Delay }
  | { readonly kind: 'cluster'; readonly from: number; readonly count: number; readonly delay: Delay }
  | { readonly kind: 'cancel'; readonly entity: number }
  | { readonly kind: 'cancelMany'; readonly from: number; readonly count: number; readonly looking: boolean }
  | { readonly kind: 'peek' }
  | { readonly kind: 'pop'; readonly count: number }
  | { readonly kind: 'popBefore'; readonly count: number; readonly delay: Delay }
  /** Take the earliest and plan it again, many times: makes the wheel turn, adapt and number anew. */
  | { readonly kind: 'hold'; readonly count: number; readonly delays: readonly Delay[] };

const delay: fc.Arbitrary<Delay> = fc.oneof(
  fc.record({ kind: fc.constant('now' as const) }),
  fc.record({ kind: fc.constant('nextHour' as const) }),
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('lasting' as const),
      factor: fc.double({ min: 1, max: 10, noNaN: true }),
      exponent: fc.integer({ min: -6, max: 11 }),
    }),
  },
);
const delays = fc.array(delay, { minLength: 1, maxLength: 5 });
const entity = fc.nat(entityCount - 1);
const from = entity;
const count = fc.integer({ min: 1, max: entityCount });
const looking = fc.boolean();
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('schedule' as const), entity, delay }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cluster' as const), from, count, delay }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), entity }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancelMany' as const), from, count, looking }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('peek' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pop' as const), count }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('popBefore' as const), count, delay }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('hold' as const), count, delays }) },
);

describe('future-event lists', () => {
  it('the heap agrees with a list searched from end to end, whatever the program', () => {
    // Goal: the reference deserves its name.
    // Method: random programs on the heap and on a naive list of events; every answer must be the same.
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (program) => {
        expect(trace(createQuaternaryHeap({ initialCapacity: 1 }), program)).toEqual(
          trace(new NaiveList(), program),
        );
      }),
      { numRuns: 60, seed: 20_260 },
    );
  });

  it('the wheel agrees with the heap, whatever the program', () => {
    // Goal: the wheel differs from the heap in nothing but speed.
    // Method: random programs with equal times, clusters, far events and tiny spacings on both, comparing every
    // answer; sequences and bucket numbers are made to run out often.
    const options = fc.record({
      initialCapacity: fc.constantFrom(1, 64),
      sequenceMax: fc.constantFrom(entityCount + 1, 1000, 2 ** 30),
      bucketNumberMax: fc.constantFrom(1, 5000, 2 ** 30),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), options, (program, wheelOptions) => {
        expect(trace(createBucketWheel(wheelOptions), program)).toEqual(
          trace(createQuaternaryHeap(), program),
        );
      }),
      { numRuns: 1500, seed: 20_261 },
    );
  });

  it('peeking changes no trajectory', () => {
    // Goal: peek is only a look, whatever is scheduled after it.
    // Method: a program with a peek before every step pops the same entities at the same times as without any.
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), (program) => {
        const mute = program.filter(({ kind }) => kind !== 'peek');
        const peeking = mute.flatMap((each): Step[] => [{ kind: 'peek' }, each]);
        const popsOf = (steps: Step[]) =>
          trace(createBucketWheel(), steps).filter(([what]) => what === 'pop');
        expect(popsOf(peeking)).toEqual(popsOf(mute));
      }),
      { numRuns: 200, seed: 20_262 },
    );
  });
});

type Answer = readonly [what: string, value: number, timeMs: number, size: number];

/** All answers to a program, and those of emptying the list afterwards. */
function trace(list: FutureEventList, program: readonly Step[]): Answer[] {
  const answers: Answer[] = [];
  const pop = (endMs = Infinity) => {
    const popped = endMs === Infinity ? list.pop() : list.popBefore(endMs);
    answers.push(['pop', popped, list.poppedTimeMs, list.size]);
    return popped;
  };
  for (const each of program) {
    switch (each.kind) {
      case 'schedule':
        list.schedule(each.entity, dueTimeMs(each.delay, list.poppedTimeMs, 0));
        break;
      case 'cluster':
        for (let index = 0; index < each.count; index += 1) {
          const scheduled = (each.from + index) % entityCount;
          list.schedule(scheduled, dueTimeMs(each.delay, list.poppedTimeMs, index));
        }
        break;
      case 'cancel':
        answers.push(['scheduled', Number(list.isScheduled(each.entity)), 0, list.size]);
        list.cancel(each.entity);
        break;
      case 'cancelMany':
        // From the last to the first: of equal times, that takes away the one which a search finds first.
        for (let index = each.count - 1; index >= 0; index -= 1) {
          list.cancel((each.from + index) % entityCount);
          if (each.looking) answers.push(['peek', index, list.peekTimeMs(), list.size]);
        }
        break;
      case 'peek':
        answers.push(['peek', 0, list.peekTimeMs(), list.size]);
        break;
      case 'pop':
        for (let index = 0; index < each.count; index += 1) pop();
        break;
      case 'popBefore': {
        const endMs = dueTimeMs(each.delay, list.poppedTimeMs, 0);
        for (let index = 0; index < each.count; index += 1) pop(endMs);
        break;
      }
      case 'hold':
        for (let index = 0; index < each.count; index += 1) {
          const popped = pop();
          const due = each.delays[index % each.delays.length]!;
          if (popped >= 0) list.schedule(popped, dueTimeMs(due, list.poppedTimeMs, index));
        }
        break;
    }
  }
  while (list.size > 0) pop();
  pop();
  answers.push(['peek', 0, list.peekTimeMs(), list.size]);
  return answers;
}

function dueTimeMs(due: Delay, nowMs: number, index: number): number {
  // Members of a cluster are spread a little, except those at the hour.
  const spread = 1 + (index % 17) / 16;
  switch (due.kind) {
    case 'now':
      return nowMs;
    case 'nextHour':
      return (Math.floor(nowMs / 3_600_000) + 1) * 3_600_000;
    case 'lasting':
      return nowMs + due.factor * 10 ** due.exponent * spread;
  }
}

/** The definition of the order, written down: events in the sequence of scheduling, searched for the earliest. */
class NaiveList implements FutureEventList {
  poppedTimeMs = 0;
  private events: { readonly entity: number; readonly timeMs: number }[] = [];

  get size(): number {
    return this.events.length;
  }

  schedule(scheduled: number, timeMs: number): void {
    this.cancel(scheduled);
    this.events.push({ entity: scheduled, timeMs });
  }

  cancel(cancelled: number): void {
    this.events = this.events.filter((event) => event.entity !== cancelled);
  }

  isScheduled(asked: number): boolean {
    return this.events.some((event) => event.entity === asked);
  }

  peekTimeMs(): number {
    return this.events.reduce((earliest, { timeMs }) => Math.min(earliest, timeMs), Infinity);
  }

  pop(): number {
    return this.popBefore(Infinity);
  }

  popBefore(endMs: number): number {
    const timeMs = this.peekTimeMs();
    if (timeMs >= endMs) return -1;
    const first = this.events.find((event) => event.timeMs === timeMs);
    if (first === undefined) return -1;
    this.events.splice(this.events.indexOf(first), 1);
    this.poppedTimeMs = first.timeMs;
    return first.entity;
  }
}
