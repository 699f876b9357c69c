/**
 * Quantile of a sample, linear between order statistics (type 7 of Hyndman and Fan: the default of R and NumPy).
 *
 *   h = (n - 1) p,   result = x[floor h] + (h - floor h) (x[floor h + 1] - x[floor h])     x sorted, from 0
 *
 * For samples small enough to sort; long streams go through `QuantileSketch`. (The quantile of simple-statistics is
 * another type, and sorts NaN to an arbitrary place.)
 *
 * Source: R. J. Hyndman and Y. Fan, The American Statistician 50 (1996) 361-365.
 *
 * @param values in any order; left as they are
 * @param p from 0 to 1
 * @returns NaN when there is no value, or when any value is NaN
 * @throws RangeError when p lies outside
 */
export function sampleQuantile(values: ArrayLike<number>, p: number): number {
  return sortedSampleQuantile(Float64Array.from(values).sort(), p);
}

/** The same for values already sorted upwards, NaN last (as typed arrays sort), to take several quantiles at once. */
export function sortedSampleQuantile(sorted: ArrayLike<number>, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`sortedSampleQuantile: p must lie in 0 to 1, got ${p}`);
  const last = sorted.length - 1;
  if (last < 0 || Number.isNaN(sorted[last])) return Number.NaN;
  const position = last * p;
  const index = Math.floor(position);
  const value = sorted[index]!;
  const fraction = position - index;
  // Kept apart so that two infinite neighbours, or a last value, do not turn into NaN.
  if (fraction === 0 || sorted[index + 1] === value) return value;
  return value + fraction * (sorted[index + 1]! - value);
}
