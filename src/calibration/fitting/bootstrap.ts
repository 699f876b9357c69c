/**
 * Bootstrap intervals. Randomness is passed in as `nextUnit`, a source of numbers in [0, 1).
 *
 * Source of the methods: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapters 9 and 13;
 * Kuensch, The jackknife and the bootstrap for general stationary observations (Annals of Statistics 17, 1989),
 * for moving blocks.
 */
import { normalQuantile } from '../../stats/normal.ts';
import { sortedSampleQuantile } from '../../stats/sample-quantile.ts';
import { studentTQuantile } from '../../stats/student-t.ts';

/** A source of uniform numbers in [0, 1). */
export type NextUnit = () => number;

export type Interval = readonly [low: number, high: number];

/** Draws of a refit, one array of parameters a draw, to a 95 % percentile interval per parameter. */
export function percentileIntervals95(draws: readonly (readonly number[])[]): Interval[] {
  const parameters = draws[0]?.length ?? 0;
  return Array.from({ length: parameters }, (_, j) => {
    const sorted = draws.map((draw) => draw[j]!).sort((a, b) => a - b);
    return [sortedSampleQuantile(sorted, 0.025), sortedSampleQuantile(sorted, 0.975)] as const;
  });
}

/** As many indices below `count`, with replacement. */
export function resampleIndices(count: number, nextUnit: NextUnit): number[] {
  return Array.from({ length: count }, () => Math.floor(nextUnit() * count));
}

/**
 * Indices below `count` in runs of `blockLength` that start anywhere: keeps the correlation of neighbouring minutes,
 * which single draws would destroy (and with it the width of the interval).
 */
export function resampleBlocks(count: number, blockLength: number, nextUnit: NextUnit): number[] {
  const length = Math.min(blockLength, count);
  const indices: number[] = [];
  while (indices.length < count) {
    const start = Math.floor(nextUnit() * (count - length + 1));
    for (let k = 0; k < length && indices.length < count; k++) indices.push(start + k);
  }
  return indices;
}

/**
 * What residuals are multiplied by before they are drawn again: `sqrt(n / (n - p))`, as n residuals of a fit of p parameters are
 * smaller than the errors (Efron and Tibshirani, 1993, chapter 9).
 */
export function residualWidening(count: number, parameters: number): number {
  return Math.sqrt(count / (count - parameters));
}

/** Student's 97.5 % quantile over the normal one: what a bootstrap of few residuals lacks in width, as a factor of 1 or more. */
export function studentWidening(degreesOfFreedom: number): number {
  return studentTQuantile(0.975, degreesOfFreedom) / normalQuantile(0.975);
}

/** A standard normal number from two uniform ones (Box and Muller 1958). */
export function drawStandardNormal(nextUnit: NextUnit): number {
  const radius = Math.sqrt(-2 * Math.log(1 - nextUnit()));
  return radius * Math.cos(2 * Math.PI * nextUnit());
}
