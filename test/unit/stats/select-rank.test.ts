// Goal: the value at a rank is the one that sorting puts there, whatever the order and however many are alike.
// Method: random arrays with many repetitions, one rank after another on the same array; the oracle is the sorted copy.

import { describe, expect, it } from 'vitest';
import { selectRank } from '../../../src/stats/select-rank.ts';
import { fc } from '../../support/property.ts';

const value = fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 2, noNaN: true }));
const values = fc.array(value, { minLength: 1, maxLength: 200 });

describe('the value at a rank', () => {
  it('is the one that sorting puts there, and splits the others', () => {
    fc.assert(
      fc.property(values, fc.nat(), fc.nat(), (drawn, first, second) => {
        const sorted = drawn.toSorted((a, b) => a - b);
        const array = Float64Array.from(drawn);
        for (const rank of [first % drawn.length, second % drawn.length]) {
          expect(selectRank(array, rank)).toBe(sorted[rank]);
          expect(Math.max(...array.subarray(0, rank + 1))).toBe(sorted[rank]);
          expect(Math.min(...array.subarray(rank))).toBe(sorted[rank]);
        }
        expect([...array].sort((a, b) => a - b)).toEqual(sorted);
      }),
    );
  });

  it('is sought within a part of the values alone', () => {
    const array = Float64Array.of(9, 5, 3, 4, 0);
    expect(selectRank(array, 2, 1, 4)).toBe(4);
    expect([array[0], array[4]]).toEqual([9, 0]);
  });

  it('does not exist outside', () => {
    expect(() => selectRank(Float64Array.of(1, 2), 2)).toThrow(/rank 2 lies outside 0 to 1/);
    expect(() => selectRank(new Float64Array(0), 0)).toThrow(RangeError);
  });
});
