/**
 * The point at which a non-decreasing function reaches a target, to the last bit the function can resolve.
 *
 * Bisection, because it cannot fail on the flat and steep stretches that distribution functions have; its
 * sixty-odd steps are never in a hot loop.
 *
 * @param options.low a point at which the function is at most the target
 * @param options.high a point at which it is at least the target
 */
export function bisect(options: {
  readonly nonDecreasing: (x: number) => number;
  readonly target: number;
  readonly low: number;
  readonly high: number;
}): number {
  const { nonDecreasing, target } = options;
  let { low, high } = options;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return middle;
    if (nonDecreasing(middle) < target) low = middle;
    else high = middle;
  }
}
