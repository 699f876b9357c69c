/**
 * How many replications until a mean is known well enough: a pilot, then batches whose size the spread so far asks for.
 *
 * Looking after every single replication would stop at lucky moments, and its intervals would cover too little; few
 * looks at planned sizes keep them near their promise (measured: docs/background/replications-and-intervals.md).
 */
import type { Estimate } from './estimate.ts';

/** Fewest replications before the first look. */
export const PILOT_MIN = 10;

/** Most that a batch grows what is there, as a factor: the spread of few replications is itself a guess. */
const GROWTH_MAX = 2;
/** Least that it grows. */
const GROWTH_MIN = 1.1;

/** Half-width as a share of the mean; 0 when both are 0, Infinity when only the mean is. NaN stays NaN. */
export function relativeHalfWidth({ mean, halfWidth95 }: Estimate): number {
  if (halfWidth95 === 0) return 0;
  return halfWidth95 / Math.abs(mean);
}

/**
 * Replications after which to look next; `max` when none before it will do.
 *
 *   n' = n (w / target)^2, within 1.1 n and 2 n
 *
 * w is the relative half-width now: it falls with the root of n.
 *
 * Source: Law, Simulation Modeling and Analysis, 5th edition, section 9.4.1 (relative precision).
 *
 * @param options.replications n, those done
 * @param options.widths relative half-widths of all means that must be known
 */
export function nextLook(options: {
  readonly replications: number;
  readonly widths: readonly number[];
  readonly target: number;
  readonly max: number;
}): number {
  const { replications, widths, target, max } = options;
  const widest = widths.reduce((most, width) => (Number.isNaN(width) ? Infinity : Math.max(most, width)), 0);
  const wanted = wholeAbove(replications * Math.min(GROWTH_MAX, (widest / target) ** 2));
  const least = Math.max(replications + 1, wholeAbove(replications * GROWTH_MIN));
  return Math.min(max, Math.max(least, wanted));
}

/** The next whole number, but for what rounding alone lifted above one. */
function wholeAbove(value: number): number {
  return Math.ceil(value - 1e-9 * value);
}
