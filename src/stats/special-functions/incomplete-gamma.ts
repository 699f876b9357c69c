import { logGamma, stirlingFrom, stirlingRemainder } from './log-gamma.ts';

/** Terms after which an expansion that has not converged is our bug, not a hard case: about 6 sqrt(1e10). */
const termsMax = 1_000_000;
const tiny = 1e-300;

/**
 * Regularised lower incomplete gamma function P(a, x): the cumulative distribution of a gamma variable of
 * shape a and scale 1; also P(Poisson(x) >= a) for whole a.
 *
 *   P(a, x) = x^a e^-x / Gamma(a + 1) * sum over n >= 0 of x^n / ((a + 1) ... (a + n))       x < a + 1
 *   P(a, x) = 1 - Q(a, x)                                                                    otherwise
 *
 * Relative error about 1e-14 for a up to 1e3, growing as the square root of a.
 * Source: DLMF 8.11.4 (series) and 8.9.2 (continued fraction).
 *
 * @param a positive
 * @param x non-negative, may be Infinity
 */
export function lowerIncompleteGamma(a: number, x: number): number {
  checkArguments('lowerIncompleteGamma', a, x);
  if (x === 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  return x < a + 1 ? series(a, x) : 1 - continuedFraction(a, x);
}

/** Regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), without cancellation in the tail. */
export function upperIncompleteGamma(a: number, x: number): number {
  checkArguments('upperIncompleteGamma', a, x);
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - series(a, x) : continuedFraction(a, x);
}

/**
 * x^a e^-x / Gamma(a + 1): the Poisson probability of a at mean x, for real a.
 *
 * For large a written as exp(-a (m - ln(1 + m))) / sqrt(2 pi a), m = (x - a) / a, since the plain form subtracts
 * numbers of the size a ln a.
 *
 * @param a non-negative
 * @param x positive
 */
export function poissonDensity(a: number, x: number): number {
  if (a < stirlingFrom) return Math.exp(a * Math.log(x) - x - logGamma(a + 1));
  const offset = (x - a) / a;
  return Math.exp(-a * (offset - Math.log1p(offset)) - stirlingRemainder(a)) / Math.sqrt(2 * Math.PI * a);
}

function series(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= termsMax; n += 1) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * Number.EPSILON * 0.5) return Math.min(1, sum * poissonDensity(a, x));
  }
  throw new Error(`incomplete gamma series did not converge for a = ${a}, x = ${x}`);
}

/** Lentz's evaluation of the continued fraction of Q(a, x), even part. */
function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n <= termsMax; n += 1) {
    const numerator = -n * (n - a);
    b += 2;
    d = numerator * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + numerator / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) <= Number.EPSILON) return Math.min(1, fraction * a * poissonDensity(a, x));
  }
  throw new Error(`incomplete gamma continued fraction did not converge for a = ${a}, x = ${x}`);
}

function checkArguments(name: string, a: number, x: number): void {
  if (!(a > 0) || !(x >= 0)) throw new RangeError(`${name}: needs a > 0 and x >= 0, got a = ${a}, x = ${x}`);
}
