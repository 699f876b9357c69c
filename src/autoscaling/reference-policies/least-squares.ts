/**
 * The parabola that fits equally spaced values best.
 *
 * With x centred on the middle of n values the normal equations of y = a + b x + c x^2 fall apart:
 *
 *   S2 = sum x^2, S4 = sum x^4
 *   b = sum(x y) / S2
 *   c = (n sum(x^2 y) - S2 sum y) / (n S4 - S2^2)
 *   a = (sum y - c S2) / n
 *
 * Source: ordinary least squares (Legendre 1805); sums of odd powers of centred x are zero.
 */

/** Value of the parabola at the last of the values; with fewer than three, the mean. At least one value. */
export function parabolaAtLast(values: readonly number[]): number {
  const n = values.length;
  const middle = (n - 1) / 2;
  let sumY = 0;
  let sumXY = 0;
  let sumX2Y = 0;
  let sumX2 = 0;
  let sumX4 = 0;
  values.forEach((y, index) => {
    const x = index - middle;
    sumY += y;
    sumXY += x * y;
    sumX2Y += x * x * y;
    sumX2 += x * x;
    sumX4 += x ** 4;
  });
  if (n < 3) return sumY / n;
  const c = (n * sumX2Y - sumX2 * sumY) / (n * sumX4 - sumX2 * sumX2);
  const b = sumXY / sumX2;
  const a = (sumY - c * sumX2) / n;
  return a + b * middle + c * middle * middle;
}
