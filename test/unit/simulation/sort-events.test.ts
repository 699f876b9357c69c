// Goal: a conference's events are sorted by time, those of one time by their code, wherever they lie in the array.
// Method: random events, with few different times so that many fall together; the oracle is Array.prototype.sort.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortEvents } from '../../../src/simulation/sort-events.ts';

describe('the events of a conference', () => {
  it('are sorted by time and code, and nothing around them is touched', () => {
    const time = fc.oneof(fc.nat({ max: 5 }), fc.double({ min: 0, max: 1e8, noNaN: true }));
    fc.assert(
      fc.property(fc.array(time, { maxLength: 150 }), fc.nat({ max: 7 }), (times, before) => {
        // Codes are numbered from the last to the first: equal times are never in order at the start.
        const pairs = times.map((ms, i): [number, number] => [ms, times.length - i]);
        const around = new Array<number>(before).fill(-1);
        const events = Float64Array.from([...around, ...pairs.flat(), -2]);
        sortEvents(events, before, pairs.length);
        const sorted = pairs.toSorted(([a, i], [b, j]) => a - b || i - j);
        expect([...events]).toEqual([...around, ...sorted.flat(), -2]);
      }),
    );
  });
});
