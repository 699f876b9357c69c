/**
 * Sobol indices: how much of the variance of an output comes from each input alone (first order), and with all its
 * interplay with the others (total order). Inputs are independent and uniform in the unit cube; several that belong together
 * can be one group, which then has the indices, whatever is made of its numbers (such as two that depend on each other).
 *
 *   S_i  = mean f(B) (f(AB_i) - f(A)) / V        f less its mean
 *   ST_i = mean (f(A) - f(AB_i))^2 / 2 V
 *
 * A and B are independent samples of the inputs, AB_i is A with column i of B, V the variance over A and B.
 *
 * Source: A. Saltelli et al., Computer Physics Communications 181 (2010) 259-270, table 2 (b) and (f), the latter of
 * M. J. W. Jansen, Computer Physics Communications 117 (1999) 35-43.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import { bootstrapIntervals, type Interval } from './bootstrap.ts';

/**
 * Points of the unit cube: for each row of the sample A, B, AB_1, ..., AB_g.
 *
 * @param groups numbers of the inputs that change together; each input in exactly one
 */
export function sobolDesign(
  groups: readonly (readonly number[])[],
  rows: number,
  random: RandomStream,
): readonly (readonly number[])[] {
  const dimensions = groups.reduce((sum, group) => sum + group.length, 0);
  const draw = (): number[] => Array.from({ length: dimensions }, () => random.nextUnit());
  return Array.from({ length: rows }, () => {
    const [a, b] = [draw(), draw()];
    const mixed = groups.map((group) => a.map((value, at) => (group.includes(at) ? b[at]! : value)));
    return [a, b, ...mixed];
  }).flat();
}

/** Every input a group of its own. */
export function alone(dimensions: number): number[][] {
  return Array.from({ length: dimensions }, (_, input) => [input]);
}

export interface SobolIndices {
  /** Share of the variance, 0 to 1 but for the error of the estimate; NaN when the output never changes. */
  readonly first: number;
  /** Bootstrap over the rows of the sample, 95 %. */
  readonly firstInterval: Interval;
  readonly total: number;
  readonly totalInterval: Interval;
}

/** Indices of each group from the evaluated design. @param dimensions number of groups */
export function sobolIndices(
  dimensions: number,
  values: ArrayLike<number>,
  random: RandomStream,
): SobolIndices[] {
  const width = dimensions + 2;
  const rows = values.length / width;
  if (!Number.isInteger(rows) || rows < 2) {
    throw new RangeError(`sobolIndices: ${values.length} values are no design of ${dimensions} inputs`);
  }
  const statistics = (chosen: ArrayLike<number>): number[] => indicesOf(values, dimensions, chosen);
  const point = statistics(Array.from({ length: rows }, (_, row) => row));
  const intervals = bootstrapIntervals(rows, statistics, random);
  return Array.from({ length: dimensions }, (_, input) => ({
    first: point[2 * input]!,
    firstInterval: intervals[2 * input]!,
    total: point[2 * input + 1]!,
    totalInterval: intervals[2 * input + 1]!,
  }));
}

/** First and total order of each input in turn, of these rows. */
function indicesOf(values: ArrayLike<number>, dimensions: number, rows: ArrayLike<number>): number[] {
  const width = dimensions + 2;
  const count = rows.length;
  let sum = 0;
  for (let at = 0; at < count; at++) sum += values[rows[at]! * width]! + values[rows[at]! * width + 1]!;
  const mean = sum / (2 * count);
  const firsts = new Float64Array(dimensions);
  const totals = new Float64Array(dimensions);
  let variance = 0;
  for (let at = 0; at < count; at++) {
    const start = rows[at]! * width;
    const a = values[start]! - mean;
    const b = values[start + 1]! - mean;
    variance += a * a + b * b;
    for (let input = 0; input < dimensions; input++) {
      const change = values[start + 2 + input]! - mean - a;
      firsts[input]! += b * change;
      totals[input]! += change * change;
    }
  }
  // Of the 2 n - 1 differences from the mean; both indices are means over n rows.
  const scale = (2 * count - 1) / (count * variance);
  return Array.from({ length: 2 * dimensions }, (_, at) =>
    at % 2 === 0 ? firsts[at / 2]! * scale : (totals[(at - 1) / 2]! * scale) / 2,
  );
}
