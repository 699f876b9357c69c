/**
 * The Kolmogorov-Smirnov test of independent values against a continuous distribution: how far the sample's
 * distribution function strays from the hypothetical one, and how often chance alone strays as far.
 */

export interface KolmogorovSmirnovTest {
  /** D = sup |F_n(x) - F(x)|, from 1/(2n) to 1. */
  readonly statistic: number;
  /** Probability of a statistic at least as large when the hypothesis holds. */
  readonly pValue: number;
}

/**
 * @param options.values independent values, in any order, at least one, none NaN
 * @param options.cdf the hypothetical distribution function; continuous (with jumps the p-value is too large), and not
 *   fitted to the same values (then it is too large as well)
 * @throws RangeError when there is no value or one is NaN
 */
export function kolmogorovSmirnovTest(options: {
  readonly values: ArrayLike<number>;
  readonly cdf: (x: number) => number;
}): KolmogorovSmirnovTest {
  const sorted = Float64Array.from(options.values).sort();
  const count = sorted.length;
  if (count === 0 || Number.isNaN(sorted[count - 1])) {
    throw new RangeError('kolmogorovSmirnovTest: needs at least one value, and none that is NaN');
  }
  let statistic = 0;
  for (let index = 0; index < count; index += 1) {
    const hypothetical = options.cdf(sorted[index]!);
    const above = (index + 1) / count - hypothetical;
    const below = hypothetical - index / count;
    statistic = Math.max(statistic, above, below);
  }
  return { statistic, pValue: kolmogorovSmirnovPValue({ statistic, count }) };
}

/**
 * Up to this many values the exact distribution is evaluated; above, its limit with Vrbik's correction. (The limit
 * also serves a sqrt(n) D of 4 and more, where either is below 1e-13.)
 */
const exactCountMax = 140;

/**
 * P(D_n >= d) for n independent values of a continuous distribution.
 *
 * Absolute error below 1e-13 for n up to 140 (Marsaglia, Tsang and Wang); above that the limiting distribution with
 * its argument corrected to order 1/n, absolute error below 1.3e-4 at n = 141 and falling as 1/n.
 *
 * Source: G. Marsaglia, W. W. Tsang, J. Wang, Journal of Statistical Software 8(18), 2003 (after Durbin 1973);
 * J. Vrbik, Pioneer Journal of Theoretical and Applied Statistics 15 (2018) 15-23.
 *
 * @param options.statistic d, from 0 to 1
 * @param options.count n, a positive whole number
 */
export function kolmogorovSmirnovPValue(options: {
  readonly statistic: number;
  readonly count: number;
}): number {
  const { statistic, count } = options;
  if (!(statistic >= 0 && statistic <= 1) || !(Number.isInteger(count) && count > 0)) {
    throw new RangeError(
      `kolmogorovSmirnovPValue: needs a statistic in 0 to 1 and a count, got ${statistic}, ${count}`,
    );
  }
  // The sample function jumps by 1/n, so it cannot stay closer than half of that.
  if (statistic <= 0.5 / count) return 1;
  if (statistic === 1) return 0;
  const root = Math.sqrt(count) * statistic;
  if (count <= exactCountMax && root < 4) return clampToUnit(1 - exactCdf(statistic, count));
  return kolmogorovTail(root + 1 / (6 * Math.sqrt(count)) + (root - 1) / (4 * count));
}

/**
 * Limit of P(sqrt(n) D_n >= z) for n to infinity.
 *
 *   2 * sum over k >= 1 of (-1)^(k - 1) exp(-2 k^2 z^2)                             z large
 *   1 - sqrt(2 pi) / z * sum over k >= 1 of exp(-(2k - 1)^2 pi^2 / (8 z^2))         z small
 */
export function kolmogorovTail(z: number): number {
  if (z <= 0) return 1;
  let sum = 0;
  if (z < 1) {
    for (let k = 1; k <= 5; k += 1) sum += Math.exp(-(((2 * k - 1) * Math.PI) ** 2) / (8 * z * z));
    return clampToUnit(1 - (Math.sqrt(2 * Math.PI) / z) * sum);
  }
  for (let k = 1; k <= 5; k += 1) sum += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * z * z);
  return clampToUnit(2 * sum);
}

/** P(D_n < d): n! / n^n times the middle entry of the n-th power of Durbin's matrix. */
function exactCdf(statistic: number, count: number): number {
  const scaled = count * statistic;
  const k = Math.ceil(scaled);
  const h = k - scaled;
  const size = 2 * k - 1;
  let power = identity(size);
  let base = durbinMatrix(size, h);
  // Powers by squaring; entries stay far inside the range of doubles for n up to 140, so no rescaling is needed
  // as long as each factor is divided by n on the way.
  for (let index = 0; index < base.length; index += 1) base[index] = base[index]! / count;
  for (let remaining = count; remaining > 0; remaining = Math.floor(remaining / 2)) {
    if (remaining % 2 === 1) power = product(power, base, size);
    if (remaining > 1) base = product(base, base, size);
  }
  let probability = power[(k - 1) * size + (k - 1)]!;
  for (let factor = 1; factor <= count; factor += 1) probability *= factor;
  return probability;
}

/** Entries 1 / (i - j + 1)! on and below the superdiagonal, less the h-terms in the first column and last row. */
function durbinMatrix(size: number, h: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= Math.min(row + 1, size - 1); column += 1) matrix[row * size + column] = 1;
  }
  for (let index = 0; index < size; index += 1) {
    matrix[index * size] = matrix[index * size]! - h ** (index + 1);
    const inLastRow = (size - 1) * size + index;
    matrix[inLastRow] = matrix[inLastRow]! - h ** (size - index);
  }
  if (2 * h > 1) matrix[(size - 1) * size] = matrix[(size - 1) * size]! + (2 * h - 1) ** size;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      for (let factor = 2; factor <= row - column + 1; factor += 1) {
        matrix[row * size + column] = matrix[row * size + column]! / factor;
      }
    }
  }
  return matrix;
}

function product(left: Float64Array, right: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let inner = 0; inner < size; inner += 1) {
      const factor = left[row * size + inner]!;
      if (factor === 0) continue;
      for (let column = 0; column < size; column += 1) {
        const at = row * size + column;
        result[at] = result[at]! + factor * right[inner * size + column]!;
      }
    }
  }
  return result;
}

function identity(size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let index = 0; index < size; index += 1) matrix[index * size + index] = 1;
  return matrix;
}

function clampToUnit(probability: number): number {
  return Math.min(1, Math.max(0, probability));
}
