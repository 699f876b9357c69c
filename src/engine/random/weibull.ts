/** Weibull draws: a power of an exponential draw. */
import { sampleStandardExponential } from './exponential.ts';
import type { RandomStream } from './random-stream.ts';

/** A draw with P(X > x) = exp(-(x / scale)^shape); `shape` > 0, `scale` > 0 in the unit of the result. */
export function sampleWeibull(
  parameters: { readonly shape: number; readonly scale: number },
  stream: RandomStream,
): number {
  return parameters.scale * sampleStandardExponential(stream) ** (1 / parameters.shape);
}
