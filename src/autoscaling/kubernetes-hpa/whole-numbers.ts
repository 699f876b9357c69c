/**
 * Integer arithmetic as Go's int64 does it, where doubles would round: memory in milli-bytes exceeds 2^53 when
 * multiplied by 100.
 */

/** Largest int64: sums of external metrics stop there. */
export const maxInt64 = 2n ** 63n - 1n;

/** Largest int32: replica counts stop there. */
export const maxInt32 = 2 ** 31 - 1;

/** `a * b / c` truncated towards zero, exact for whole a, b and c. */
export function truncatedProductQuotient(a: number, b: number, c: number): number {
  const product = a * b;
  // Below 2^53 the product is exact, and the double nearest to the quotient lies on its side of every integer.
  if (Math.abs(product) <= Number.MAX_SAFE_INTEGER || !Number.isInteger(a)) return Math.trunc(product / c);
  return Number((BigInt(a) * BigInt(b)) / BigInt(c));
}
