/**
 * Tables for the ziggurat method: a decreasing density f on [0, inf) is covered by 256 layers of equal area, of
 * which the lowest includes the tail beyond x = r. A point of a random layer lies under f, without evaluating f,
 * in about 99 of 100 cases.
 *
 * Source: Marsaglia and Tsang, "The ziggurat method for generating random variables", Journal of Statistical
 * Software 5(8), 2000. Two departures. The layer is picked with bits of its own: the original took it from the
 * bits of the value and so correlates the two (Leong et al., same journal 12(7), 2005; Doornik 2005). And the
 * value has 52 random bits instead of 32, so that far tails and small values are not on a coarse grid.
 */
export interface ZigguratTables {
  /** Right edges of the layers from the bottom up: 257 numbers, [0] virtual (area / f(r)), [1] = r, [256] = 0. */
  readonly edges: Float64Array;
  /** f at the edges, [0] is f(r) too because the lowest layer is as high as f(r); [256] = 1. */
  readonly heights: Float64Array;
}

const zigguratLayers = 256;

/**
 * @param options.tailStart r, where the tail begins
 * @param options.layerArea area of every layer: r f(r) + integral of f from r on
 * @param options.density f, with f(0) = 1
 * @param options.inverseDensity the x with f(x) = y
 */
export function buildZiggurat(options: {
  readonly tailStart: number;
  readonly layerArea: number;
  readonly density: (x: number) => number;
  readonly inverseDensity: (y: number) => number;
}): ZigguratTables {
  const { tailStart, layerArea, density, inverseDensity } = options;
  const edges = new Float64Array(zigguratLayers + 1);
  const heights = new Float64Array(zigguratLayers + 1);
  edges[0] = layerArea / density(tailStart);
  heights[0] = density(tailStart);
  edges[1] = tailStart;
  heights[1] = density(tailStart);
  for (let layer = 2; layer < zigguratLayers; layer += 1) {
    const below = edges[layer - 1]!;
    edges[layer] = inverseDensity(layerArea / below + heights[layer - 1]!);
    heights[layer] = density(edges[layer]!);
  }
  edges[zigguratLayers] = 0;
  heights[zigguratLayers] = 1;
  return { edges, heights };
}
