import { describe, expect, it } from 'vitest';
import { grid, gridSize, latinHypercube, spread } from '../../../src/experiment/designs.ts';
import { parseVaried, type Varied } from '../../../src/scenario/vary.ts';
import { sobolPoint } from '../../../src/stats/sobol-sequence.ts';
import { fc } from '../../support/property.ts';

function varied(text: string): Varied {
  const read = parseVaried(text);
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}

describe('designs', () => {
  // Goal: a Latin hypercube is one.
  // Method: its definition: in each dimension exactly one point in each stratum of width 1/n, for many n, d and seeds.
  it('a Latin hypercube has one point in every stratum of every dimension', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.nat(),
        (points, dimensions, seed) => {
          const design = latinHypercube(points, dimensions, seed);
          for (let dimension = 0; dimension < dimensions; dimension += 1) {
            const strata = design.map((point) => Math.floor(point[dimension]! * points));
            expect(strata.sort((a, b) => a - b)).toEqual(Array.from({ length: points }, (_, at) => at));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  // Goal: another seed is another hypercube, the same seed the same.
  // Method: compare; 20 points in two dimensions coincide by chance in one of 20! cases.
  it('a Latin hypercube hangs on its seed', () => {
    expect(latinHypercube(20, 2, 1)).toEqual(latinHypercube(20, 2, 1));
    expect(latinHypercube(20, 2, 1)).not.toEqual(latinHypercube(20, 2, 2));
  });

  // Goal: the grid is every combination, once.
  // Method: 3 values and 2 by hand.
  it('a grid has every combination, the last key running fastest', () => {
    const keys = [varied('scaling.bridges.count=4..8:3'), varied('scaling.bridges.policy=a,b')];
    expect(gridSize(keys)).toBe(6);
    expect(grid(keys)).toEqual([
      [4, 'a'],
      [4, 'b'],
      [6, 'a'],
      [6, 'b'],
      [8, 'a'],
      [8, 'b'],
    ]);
  });

  // Goal: Sobol points stand where they should between the ends of a range and in a list.
  // Method: points 1 to 3 are (1/2, 1/2), (3/4, 1/4), (1/4, 3/4) as published; range 10..20, list of four.
  it('Sobol points are scaled to ranges and lists', () => {
    const keys = [varied('deployment.x=10.0..20'), varied('deployment.y=w,x,y,z')];
    expect(sobolPoint(2, 2)).toEqual([0.75, 0.25]);
    expect(spread(keys, { design: 'sobol', points: 4, seed: 1 })).toEqual([
      [10, 'w'],
      [15, 'y'],
      [17.5, 'x'],
      [12.5, 'z'],
    ]);
  });

  // Goal: a range of whole numbers gives whole numbers, both ends included, each as often as the others.
  // Method: 4..7 cut into four equal parts: of 8 Sobol points, published as 0, 1/2, 3/4, 1/4, 3/8, 7/8, 5/8, 1/8, two fall
  // into each; a Latin hypercube of 40 has ten in each.
  it('ranges of whole numbers are spread evenly', () => {
    const keys = [varied('scaling.bridges.count=4..7'), varied('deployment.x=0.0..1')];
    const sobol = spread(keys, { design: 'sobol', points: 8, seed: 1 }).map(([count]) => count);
    expect(sobol).toEqual([4, 6, 7, 5, 5, 7, 6, 4]);
    const lhs = spread(keys, { design: 'lhs', points: 40, seed: 1 }).map(([count]) => Number(count));
    expect([4, 5, 6, 7].map((count) => lhs.filter((one) => one === count).length)).toEqual([10, 10, 10, 10]);
  });

  // Goal: combinations come once.
  // Method: 64 points over four combinations leave four.
  it('spread points never repeat a combination', () => {
    const keys = [varied('deployment.x=1,2'), varied('deployment.y=1,2')];
    for (const design of ['lhs', 'sobol'] as const) {
      expect(spread(keys, { design, points: 64, seed: 3 })).toHaveLength(4);
    }
  });
});

describe('what is varied', () => {
  // Goal: values are those a reader expects.
  // Method: written out by hand; 0.1 + 0.2 shows that no digits of binary fractions are left.
  it.each([
    ['scaling.bridges.count=4..12:5', [4, 6, 8, 10, 12]],
    ['deployment.x=0..0.3:4', [0, 0.1, 0.2, 0.3]],
    ['deployment.x=-1..1:3', [-1, 0, 1]],
    ['deployment.x=1e-3..3e-3:3', [0.001, 0.002, 0.003]],
    ['demand[0].burst.at=9:05, 9:10', ['9:05', '9:10']],
    ['deployment.x=true,false', [true, false]],
    ['deployment.x=[1, 2],[3]', [[1, 2], [3]]],
  ])('%s', (text, values) => {
    expect(varied(text)).toMatchObject({ kind: 'values', values });
  });

  // Goal: what cannot be varied is refused with the reason.
  // Method: each kind of mistake once.
  it.each([
    ['scaling.bridges.count', /varies nothing/],
    ['scaling..count=1,2', /is no path/],
    ['scalng.bridges.count=1,2', /did you mean scaling/],
    ['run.seed=1,2', /cannot be set/],
    ['scaling.bridges.count=8..4:3', /8\.\.4:3 is empty/],
    ['scaling.bridges.count=4..4:3', /is empty/],
    ['scaling.bridges.count=4..8:1', /needs 2 to/],
    ['scaling.bridges.count=4..8:x', /needs 2 to/],
    ['scaling.bridges.count=9:05..9:30', /no range of numbers/],
    ['scaling.bridges.count=', /no values/],
    ['scaling.bridges.count=1,null', /a value is missing/],
    ['scaling.bridges.count=4,8,4', /4 twice/],
    ['scaling.bridges.count=[1', /not valid YAML/],
  ])('%s is refused', (text, problem) => {
    const read = parseVaried(text);
    expect(read.ok ? 'taken' : read.problem).toMatch(problem);
  });
});
