/**
 * Percentile bootstrap: how far statistics of a sample would move with another sample.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import { sampleQuantile } from '../sample-quantile.ts';

export type Interval = readonly [number, number];

/** Resamples of a bootstrap. */
const RESAMPLES = 500;

/**
 * 95 % intervals of several statistics of one sample, resampled together.
 *
 * Source: B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993), section 13.3.
 *
 * @param size number of independent rows of the sample
 * @param statistics the statistics of the rows with these indexes, always as many
 */
export function bootstrapIntervals(
  size: number,
  statistics: (rows: Uint32Array) => readonly number[],
  random: RandomStream,
): Interval[] {
  const rows = new Uint32Array(size);
  const drawn = Array.from({ length: RESAMPLES }, () => {
    for (let index = 0; index < size; index++) rows[index] = random.nextIndex(size);
    return statistics(rows);
  });
  return drawn[0]!.map((_, at) => {
    const values = drawn.map((one) => one[at]!);
    return [sampleQuantile(values, 0.025), sampleQuantile(values, 0.975)];
  });
}
