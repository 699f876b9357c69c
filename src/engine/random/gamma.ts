/**
 * Gamma draws: squeeze on the cube of a shifted normal.
 *
 * Source: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM Transactions on Mathematical
 * Software 26(3), 2000. Below shape 1: Gamma(a) = Gamma(a + 1) U^(1/a), same paper.
 */
import { sampleStandardNormal } from './normal.ts';
import type { RandomStream } from './random-stream.ts';

/**
 * A draw with mean `shape` x `scale` and variance `shape` x `scale`^2; `shape` > 0, `scale` > 0 in the unit of the
 * result. For shapes below about 0.01 some draws are smaller than the smallest number and come out as 0.
 */
export function sampleGamma(
  parameters: { readonly shape: number; readonly scale: number },
  stream: RandomStream,
): number {
  const { shape, scale } = parameters;
  if (shape >= 1) return scale * sampleStandardGamma(shape, stream);
  const boosted = sampleStandardGamma(shape + 1, stream);
  return scale * boosted * stream.nextUnit() ** (1 / shape);
}

function sampleStandardGamma(shape: number, stream: RandomStream): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = sampleStandardNormal(stream);
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = stream.nextUnit();
    const square = x * x;
    // The first test avoids both logarithms in 97 of 100 cases.
    if (u < 1 - 0.0331 * square * square) return d * v;
    if (Math.log(u) < 0.5 * square + d * (1 - v + Math.log(v))) return d * v;
  }
}
