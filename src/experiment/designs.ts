/**
 * Designs: which combinations of values a sweep looks at.
 */
import { createRandomStreams } from '../engine/random/random-streams.ts';
import { between, type Varied } from '../scenario/vary.ts';
import { sobolDimensionsMax, sobolPoint } from '../stats/sobol-sequence.ts';

export const designs = ['grid', 'lhs', 'sobol'] as const;
export type Design = (typeof designs)[number];

/** Values of a cell, in the order of what is varied. */
export type Combination = readonly unknown[];

/** Cells of the grid of these; ranges without a number of values have none. */
export function gridSize(varied: readonly Varied[]): number {
  return varied.reduce((size, one) => size * (one.kind === 'values' ? one.values.length : 0), 1);
}

/**
 * Every combination of the values; the last varied runs fastest.
 *
 * @throws RangeError for a range without a number of values
 */
export function grid(varied: readonly Varied[]): Combination[] {
  return varied.reduce<Combination[]>(
    (cells, one) => {
      if (one.kind === 'range') throw new RangeError(`grid: ${one.name} needs a number of values`);
      return cells.flatMap((cell) => one.values.map((value) => [...cell, value]));
    },
    [[]],
  );
}

/**
 * Points spread over ranges and lists by a Latin hypercube or by Sobol points; each combination once, so there can be
 * fewer than `points` where lists are short.
 *
 * @param seed of the Latin hypercube; Sobol points are always the same
 */
export function spread(
  varied: readonly Varied[],
  options: { readonly design: 'lhs' | 'sobol'; readonly points: number; readonly seed: number },
): Combination[] {
  const { design, points, seed } = options;
  const unit =
    design === 'lhs'
      ? latinHypercube(points, varied.length, seed)
      : Array.from({ length: points }, (_, index) => sobolPoint(index, varied.length));
  const cells = unit.map((point) => varied.map((one, dimension) => valueAt(one, point[dimension]!)));
  return [...new Map(cells.map((cell) => [JSON.stringify(cell), cell])).values()];
}

/** Most keys that Sobol points can vary. */
export const sobolKeysMax = sobolDimensionsMax;

/**
 * A Latin hypercube: in every dimension exactly one point in each of `points` strata of equal width, anywhere in it.
 * Source: M. D. McKay, R. J. Beckman, W. J. Conover, Technometrics 21 (1979) 239-245.
 */
export function latinHypercube(points: number, dimensions: number, seed: number): number[][] {
  const random = createRandomStreams({ seed, replication: 0 }).stream('experiment/latin-hypercube');
  const columns = Array.from({ length: dimensions }, (_, dimension) => {
    random.at(dimension);
    const strata = Array.from({ length: points }, (_, stratum) => stratum);
    for (let last = points - 1; last > 0; last -= 1) {
      const other = random.nextIndex(last + 1);
      [strata[last], strata[other]] = [strata[other]!, strata[last]!];
    }
    return strata.map((stratum) => (stratum + random.nextUnit()) / points);
  });
  return Array.from({ length: points }, (_, point) => columns.map((column) => column[point]!));
}

function valueAt(varied: Varied, unit: number): unknown {
  if (varied.kind === 'range') {
    const { low, high, isWhole } = varied;
    return isWhole ? low + Math.floor(unit * (high - low + 1)) : between(low, high, unit);
  }
  return varied.values[Math.floor(unit * varied.values.length)];
}
