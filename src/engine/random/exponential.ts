/** Exponential draws by the ziggurat method. */
import type { RandomStream } from './random-stream.ts';
import { buildZiggurat } from './ziggurat.ts';

/** Where the tail begins for 256 layers (Marsaglia and Tsang 2000). */
const tailStart = 7.69711747013105;

export const exponentialZiggurat = buildZiggurat({
  tailStart,
  // r e^-r plus the tail's e^-r.
  layerArea: (tailStart + 1) * Math.exp(-tailStart),
  density: (x) => Math.exp(-x),
  inverseDensity: (y) => -Math.log(y),
});
const { edges, heights } = exponentialZiggurat;

/** A draw with the given mean, in the unit of the mean; `mean` >= 0. */
export function sampleExponential(mean: number, stream: RandomStream): number {
  return mean * sampleStandardExponential(stream);
}

/** A draw with mean 1. */
export function sampleStandardExponential(stream: RandomStream): number {
  // Beyond the tail's start an exponential is itself again, shifted (it has no memory): add and draw anew.
  let shift = 0;
  for (;;) {
    const first = stream.nextUint32();
    const layer = first & 255;
    // The 24 bits not used for the layer and 28 more: uniform on (0, 1).
    const unit = ((first >>> 8) * 268435456 + (stream.nextUint32() >>> 4) + 0.5) * 2 ** -52;
    const x = unit * edges[layer]!;
    if (x < edges[layer + 1]!) return shift + x;
    if (layer === 0) {
      shift += tailStart;
      continue;
    }
    const low = heights[layer]!;
    if (low + stream.nextUnit() * (heights[layer + 1]! - low) < Math.exp(-x)) return shift + x;
  }
}
