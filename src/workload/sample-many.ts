/**
 * Many draws from one distribution at once. The kind is looked at once and the loop over the draws is a tight one,
 * which halves the cost of a draw; the draws are those of `sampleDistribution` called as often.
 */
import type { Distribution } from '../engine/random/distribution.ts';
import { sampleStandardNormal } from '../engine/random/normal.ts';
import type { RandomStream } from '../engine/random/random-stream.ts';
import { sampleDistribution } from '../engine/random/sample-distribution.ts';

/** Fills `into` from index `from` up to, but not including, `until`. */
export function sampleMany(
  distribution: Distribution,
  stream: RandomStream,
  into: Float64Array,
  from: number,
  until: number,
): void {
  switch (distribution.kind) {
    case 'constant':
      into.fill(distribution.value, from, until);
      return;
    case 'uniform': {
      const { low, high } = distribution;
      for (let i = from; i < until; i += 1) into[i] = low + (high - low) * stream.nextUnit();
      return;
    }
    case 'normal': {
      const { mean, standardDeviation } = distribution;
      for (let i = from; i < until; i += 1) {
        into[i] = mean + standardDeviation * sampleStandardNormal(stream);
      }
      return;
    }
    case 'clamped': {
      sampleMany(distribution.of, stream, into, from, until);
      const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = distribution;
      for (let i = from; i < until; i += 1) into[i] = Math.min(Math.max(into[i]!, min), max);
      return;
    }
    default:
      for (let i = from; i < until; i += 1) into[i] = sampleDistribution(distribution, stream);
  }
}
