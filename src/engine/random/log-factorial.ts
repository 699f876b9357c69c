/** The natural logarithm of a factorial. */

/** Exact sums of logarithms up to here, the asymptotic series beyond, where its error is below 1e-16. */
const tableSize = 256;
const table = buildTable();

/**
 * ln(n!) for integer n >= 0, to about 1e-15 relative.
 *
 *   ln n! = n ln n - n + ln(2 pi n) / 2 + 1 / (12 n) - 1 / (360 n^3) + 1 / (1260 n^5) - ...
 *
 * Source: Stirling's series, Abramowitz and Stegun 6.1.41.
 */
export function logFactorial(n: number): number {
  if (n < tableSize) return table[n]!;
  const square = n * n;
  const correction = (1 / 12 - (1 / 360 - 1 / (1260 * square)) / square) / n;
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + correction;
}

function buildTable(): Float64Array {
  const logarithms = new Float64Array(tableSize);
  for (let n = 2; n < tableSize; n += 1) logarithms[n] = logarithms[n - 1]! + Math.log(n);
  return logarithms;
}
