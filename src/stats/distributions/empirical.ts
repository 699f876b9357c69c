/**
 * The empirical distribution of sorted sample values: its quantile function is linear between them, the i-th of n
 * values (from 0) standing at probability i / (n - 1). One value alone is a constant.
 */

/** P(X <= x): linear between neighbours, a jump where neighbours are equal. */
export function empiricalCdf(sorted: readonly number[], x: number): number {
  const last = sorted.length - 1;
  if (x < sorted[0]!) return 0;
  if (x >= sorted[last]!) return 1;
  // The last index whose value is at most x; the one above it is larger, so the slope below is finite.
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= x) low = middle;
    else high = middle;
  }
  return (low + (x - sorted[low]!) / (sorted[high]! - sorted[low]!)) / last;
}

/** The value at probability p. */
export function empiricalQuantile(sorted: readonly number[], p: number): number {
  const position = p * (sorted.length - 1);
  const index = Math.floor(position);
  const value = sorted[index]!;
  const fraction = position - index;
  return fraction === 0 ? value : value + fraction * (sorted[index + 1]! - value);
}

/** E[X^order; X <= x] for order 1 or 2: each gap between neighbours is uniform with weight 1 / (n - 1). */
export function empiricalPartialMoment(sorted: readonly number[], order: 1 | 2, x: number): number {
  const gaps = sorted.length - 1;
  if (gaps === 0) return x >= sorted[0]! ? sorted[0]! ** order : 0;
  let sum = 0;
  for (let gap = 0; gap < gaps; gap += 1) {
    const from = sorted[gap]!;
    const to = sorted[gap + 1]!;
    if (from > x) break;
    if (from === to) sum += from ** order;
    else sum += uniformPartialMoment({ low: from, high: to }, order, x);
  }
  return sum / gaps;
}

/** E[X^order; X <= x] of the uniform distribution on [low, high], low < high. */
export function uniformPartialMoment(
  range: { readonly low: number; readonly high: number },
  order: 1 | 2,
  x: number,
): number {
  const { low, high } = range;
  if (x <= low) return 0;
  const top = Math.min(x, high);
  const share = (top - low) / (high - low);
  return order === 1 ? (share * (low + top)) / 2 : (share * (low * low + low * top + top * top)) / 3;
}
