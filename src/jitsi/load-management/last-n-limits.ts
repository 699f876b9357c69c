/**
 * How many videos a receiver is sent, of all the limits that may apply.
 * Source: jitsi-videobridge a29d97d, ConferenceSizeLastNLimits.kt and JvbLastN.kt.
 */
export const noLimit = -1;

/** The smallest of the limits that are set; `noLimit` when none is. */
export function effectiveLastN(limits: readonly number[]): number {
  const set = limits.filter((limit) => limit >= 0);
  return set.length === 0 ? noLimit : Math.min(...set);
}

/**
 * Limit for a conference of that size: that of the largest size not above it (`conference-last-n-limits`).
 *
 * @param limits pairs of size and limit, in any order
 */
export function conferenceLastNLimit(
  limits: readonly (readonly [size: number, limit: number])[],
  conferenceSize: number,
): number {
  let found: readonly [size: number, limit: number] | null = null;
  for (const one of limits) {
    if (one[0] <= conferenceSize && (found === null || one[0] > found[0])) found = one;
  }
  return found === null ? noLimit : found[1];
}
