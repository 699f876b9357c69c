import { upperIncompleteGamma } from './special-functions/incomplete-gamma.ts';

const sqrtHalf = Math.SQRT1_2;
const inverseSqrtTwoPi = 1 / Math.sqrt(2 * Math.PI);

/** Density of the standard normal distribution, exp(-z^2 / 2) / sqrt(2 pi). */
export function normalDensity(z: number): number {
  return inverseSqrtTwoPi * Math.exp(-0.5 * z * z);
}

/**
 * Cumulative standard normal distribution Phi(z), with full relative accuracy in the lower tail.
 *
 *   Phi(-z) = Q(1/2, z^2 / 2) / 2,   Phi(z) = 1 - Phi(-z),   z >= 0
 *
 * Source: DLMF 7.11.2 (erfc as an incomplete gamma function). Relative error below 1e-13 for z above -37.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  const scaled = z * sqrtHalf;
  const tail = 0.5 * upperIncompleteGamma(0.5, scaled * scaled);
  return z <= 0 ? tail : 1 - tail;
}

/**
 * Quantile of the standard normal distribution: the z with Phi(z) = p; relative error about 1e-16 by its author.
 *
 * Source: M. J. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477-484.
 *
 * @param p from 0 to 1; 0 and 1 give the infinities
 * @throws RangeError when p lies outside
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`normalQuantile: p must lie in 0 to 1, got ${p}`);
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(centreNumerator, r)) / polynomial(centreDenominator, r);
  }
  const tail = q < 0 ? p : 1 - p;
  if (tail === 0) return q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const r = Math.sqrt(-Math.log(tail));
  const magnitude =
    r <= 5
      ? polynomial(middleNumerator, r - 1.6) / polynomial(middleDenominator, r - 1.6)
      : polynomial(farNumerator, r - 5) / polynomial(farDenominator, r - 5);
  return q < 0 ? -magnitude : magnitude;
}

/** Horner's scheme, highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

// Rational minimax coefficients of AS 241, rounded to doubles, highest power first: |p - 1/2| <= 0.425, then the two tail ranges.
const centreNumerator = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
  1971.5909503065513, 133.14166789178438, 3.3871328727963665,
] as const;
const centreDenominator = [
  5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
  687.1870074920579, 42.31333070160091, 1,
] as const;
const middleNumerator = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
] as const;
const middleDenominator = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
] as const;
const farNumerator = [
  2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124,
  0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
] as const;
const farDenominator = [
  2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133,
  0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
] as const;
