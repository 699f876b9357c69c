/**
 * Deciding on which side of a limit a mean lies, with as few replications as that takes.
 *
 * Every look at the data is a chance to be wrong. With K planned looks, each is taken with confidence 1 - alpha / K
 * (Bonferroni), so that the whole decides wrongly with probability alpha at most, whatever the dependence of the looks.
 */
import { estimate, meanInterval } from './estimate.ts';
import { normalQuantile } from './normal.ts';
import { studentTQuantile } from './student-t.ts';

export type Side = 'below' | 'above' | 'undecided';

/** Numbers of replications to look at: `first`, doubled each time, and `max`. */
export function plannedLooks(options: { readonly first: number; readonly max: number }): number[] {
  const { first, max } = options;
  const looks: number[] = [];
  for (let look = Math.min(first, max); look < max; look *= 2) looks.push(look);
  return [...looks, max];
}

/** Confidence of each of so many looks, for a whole of `confidence`. */
export function confidencePerLook(looks: number, confidence = 0.95): number {
  return 1 - (1 - confidence) / looks;
}

/**
 * Where the mean lies: below or at the limit, above it, or too near to say.
 *
 * @param options.confidence of the two-sided interval
 */
export function sideOf(options: {
  readonly values: readonly number[];
  readonly limit: number;
  readonly confidence: number;
}): Side {
  const { values, limit, confidence } = options;
  const { low, high } = meanInterval({ values, confidence });
  if (high <= limit) return 'below';
  return low > limit ? 'above' : 'undecided';
}

/**
 * How many replications more would probably decide, if mean and spread stay what they are: the least n whose half-width
 *
 *   t(n - 1) s / sqrt(n)
 *
 * is within the distance of the mean to the limit, less those that are there.
 *
 * @param options.confidence of the two-sided interval
 * @returns Infinity when the mean lies on the limit itself, NaN with fewer than 2 values
 */
export function replicationsToDecide(options: {
  readonly values: readonly number[];
  readonly limit: number;
  readonly confidence: number;
}): number {
  const { values, limit, confidence } = options;
  const count = values.length;
  if (count < 2) return Number.NaN;
  const { mean } = estimate(values);
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1));
  if (deviation === 0) return 0;
  const squaredRatio = (deviation / Math.abs(mean - limit)) ** 2;
  if (squaredRatio === Number.POSITIVE_INFINITY) return squaredRatio;
  const wide = (n: number): boolean => studentTQuantile(0.5 + confidence / 2, n - 1) ** 2 * squaredRatio > n;
  let needed = Math.max(2, Math.ceil(normalQuantile(0.5 + confidence / 2) ** 2 * squaredRatio));
  // Student's t asks for two or three more than the normal quantile, at any number of them.
  while (wide(needed)) needed += 1;
  return Math.max(0, needed - count);
}
