import { erf } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { exponentialZiggurat } from '../../../../src/engine/random/exponential.ts';
import { normalZiggurat } from '../../../../src/engine/random/normal.ts';

describe('ziggurat tables', () => {
  // Goal: the published starts of the tails, and the areas made from them, close the ziggurat at f(0) = 1; a wrong
  // digit in either leaves a gap at the top. Method: the area of each layer, of the lowest with its tail by the
  // closed form, and of the topmost, which nothing in the construction makes equal to the others.
  it.each([
    { name: 'exponential', tables: exponentialZiggurat, tailArea: (r: number) => Math.exp(-r) },
    {
      name: 'normal',
      tables: normalZiggurat,
      tailArea: (r: number) => Math.sqrt(Math.PI / 2) * (1 - erf(r / Math.SQRT2)),
    },
  ])('cut the $name density into 256 equal areas', ({ tables, tailArea }) => {
    const { edges, heights } = tables;
    const start = edges[1]!;
    const area = start * heights[1]! + tailArea(start);
    expect(edges[0]! * heights[0]!).toBeCloseTo(area, 12);
    for (let layer = 1; layer < 256; layer += 1) {
      expect(edges[layer]! * (heights[layer + 1]! - heights[layer]!)).toBeCloseTo(area, 12);
    }
  });
});
