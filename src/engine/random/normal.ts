/** Normal draws by the ziggurat method. */
import type { RandomStream } from './random-stream.ts';
import { buildZiggurat } from './ziggurat.ts';

/** Where the tail begins for 256 layers, and the area of a layer (Marsaglia and Tsang 2000; Doornik 2005). */
const tailStart = 3.6541528853610088;
const layerArea = 0.00492867323399;

const { edges, heights } = buildZiggurat({
  tailStart,
  layerArea,
  density: (x) => Math.exp(-0.5 * x * x),
  inverseDensity: (y) => Math.sqrt(-2 * Math.log(y)),
});

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
