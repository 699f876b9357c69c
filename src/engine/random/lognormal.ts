/** Lognormal draws: the exponential function of a normal draw. */
import { sampleStandardNormal } from './normal.ts';
import type { RandomStream } from './random-stream.ts';

/** A draw whose logarithm is normal; `median` > 0 in the unit of the result, `logStandardDeviation` >= 0. */
export function sampleLognormal(
  parameters: { readonly median: number; readonly logStandardDeviation: number },
  stream: RandomStream,
): number {
  return parameters.median * Math.exp(parameters.logStandardDeviation * sampleStandardNormal(stream));
}
