/** Normal draws by the ziggurat method. */
import type { RandomStream } from './random-stream.ts';
import { buildZiggurat } from './ziggurat.ts';

/**
 * Where the tail begins for 256 layers (Marsaglia and Tsang 2000), and the area of a layer: r f(r) and the tail's
 * sqrt(pi / 2) erfc(r / sqrt 2), to more digits than published so that the topmost layer closes at f(0) = 1.
 */
const tailStart = 3.6541528853610088;
const layerArea = 0.004928673233974657;

export const normalZiggurat = buildZiggurat({
  tailStart,
  layerArea,
  density: (x) => Math.exp(-0.5 * x * x),
  inverseDensity: (y) => Math.sqrt(-2 * Math.log(y)),
});
const { edges, heights } = normalZiggurat;

/** A draw with the given mean and standard deviation (>= 0). */
export function sampleNormal(
  parameters: { readonly mean: number; readonly standardDeviation: number },
  stream: RandomStream,
): number {
  return parameters.mean + parameters.standardDeviation * sampleStandardNormal(stream);
}

/** A draw with mean 0 and standard deviation 1. */
export function sampleStandardNormal(stream: RandomStream): number {
  for (;;) {
    const first = stream.nextUint32();
    const layer = first & 255;
    const sign = (first & 256) === 0 ? 1 : -1;
    // The 23 bits not used for layer and sign and 29 more: uniform on (0, 1).
    const unit = ((first >>> 9) * 536870912 + (stream.nextUint32() >>> 3) + 0.5) * 2 ** -52;
    const x = unit * edges[layer]!;
    if (x < edges[layer + 1]!) return sign * x;
    if (layer === 0) return sign * sampleTail(stream);
    const low = heights[layer]!;
    if (low + stream.nextUnit() * (heights[layer + 1]! - low) < Math.exp(-0.5 * x * x)) return sign * x;
  }
}

/** A positive normal known to exceed the tail's start (Marsaglia, "Generating a variable from the tail", 1964). */
function sampleTail(stream: RandomStream): number {
  for (;;) {
    const x = -Math.log(stream.nextUnit()) / tailStart;
    const y = -Math.log(stream.nextUnit());
    if (y + y > x * x) return tailStart + x;
  }
}
