/**
 * Sobol points: a sequence that fills the unit cube more evenly than random points.
 * Source: S. Joe, F. Y. Kuo, Constructing Sobol sequences with better two-dimensional projections, SIAM J. Sci. Comput.
 * 30 (2008) 2635-2654, direction numbers of the file new-joe-kuo-6.21201; the order of points is the Gray code order of
 * Antonov and Saleev, as in the authors' own program.
 */

interface Dimension {
  /** Coefficients of the primitive polynomial between the highest and the lowest, as bits. */
  readonly polynomial: number;
  /** First direction numbers; as many as the polynomial's degree. */
  readonly initial: readonly number[];
}

/** Dimensions from the second; the first is van der Corput's sequence. */
const dimensionsAfterFirst: readonly Dimension[] = [
  { polynomial: 0, initial: [1] },
  { polynomial: 1, initial: [1, 3] },
  { polynomial: 1, initial: [1, 3, 1] },
  { polynomial: 2, initial: [1, 1, 1] },
  { polynomial: 1, initial: [1, 1, 3, 3] },
  { polynomial: 4, initial: [1, 3, 5, 13] },
  { polynomial: 2, initial: [1, 1, 5, 5, 17] },
  { polynomial: 4, initial: [1, 1, 5, 5, 5] },
  { polynomial: 7, initial: [1, 1, 7, 11, 19] },
  { polynomial: 11, initial: [1, 1, 5, 1, 1] },
  { polynomial: 13, initial: [1, 1, 1, 3, 11] },
  { polynomial: 14, initial: [1, 3, 5, 5, 31] },
  { polynomial: 1, initial: [1, 3, 3, 9, 7, 49] },
  { polynomial: 13, initial: [1, 1, 1, 15, 21, 21] },
  { polynomial: 16, initial: [1, 3, 1, 13, 27, 49] },
  { polynomial: 19, initial: [1, 1, 1, 15, 7, 5] },
  { polynomial: 22, initial: [1, 3, 1, 15, 13, 25] },
  { polynomial: 25, initial: [1, 1, 5, 5, 19, 61] },
  { polynomial: 1, initial: [1, 3, 7, 11, 23, 15, 103] },
];

/** Most dimensions of a point. */
export const sobolDimensionsMax = dimensionsAfterFirst.length + 1;

const BITS = 32;

/** Direction numbers of every dimension, the most significant bit first. */
const directions: readonly Uint32Array[] = [firstDirections(), ...dimensionsAfterFirst.map(directionsOf)];

/**
 * One point of the sequence.
 *
 * @param index from 0, below 2^32; point 0 is the origin, point 1 the centre
 * @param dimensions 1 to 20
 * @returns coordinates, 0 or more and below 1
 * @throws RangeError when the index or the dimensions are out of range
 */
export function sobolPoint(index: number, dimensions: number): number[] {
  if (!Number.isInteger(index) || index < 0 || index >= 2 ** BITS) {
    throw new RangeError(`index must be a whole number from 0 below 2^${BITS}, got ${index}`);
  }
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > sobolDimensionsMax) {
    throw new RangeError(`dimensions must be 1 to ${sobolDimensionsMax}, got ${dimensions}`);
  }
  const grayCode = (index ^ (index >>> 1)) >>> 0;
  return directions.slice(0, dimensions).map((numbers) => {
    let fraction = 0;
    for (let bit = 0; bit < BITS; bit += 1) {
      if ((grayCode >>> bit) & 1) fraction ^= numbers[bit]!;
    }
    return (fraction >>> 0) / 2 ** BITS;
  });
}

function firstDirections(): Uint32Array {
  return Uint32Array.from({ length: BITS }, (_, bit) => 2 ** (BITS - 1 - bit));
}

/** The recurrence of the primitive polynomial (formula 3 of the paper), on numbers shifted to 32 bits. */
function directionsOf({ polynomial, initial }: Dimension): Uint32Array {
  const degree = initial.length;
  const numbers = new Uint32Array(BITS);
  for (let bit = 0; bit < BITS; bit += 1) {
    if (bit < degree) {
      numbers[bit] = initial[bit]! * 2 ** (BITS - 1 - bit);
      continue;
    }
    let next = numbers[bit - degree]! ^ (numbers[bit - degree]! >>> degree);
    for (let term = 1; term < degree; term += 1) {
      if ((polynomial >>> (degree - 1 - term)) & 1) next ^= numbers[bit - term]!;
    }
    numbers[bit] = next;
  }
  return numbers;
}
