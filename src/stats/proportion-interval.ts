import { bisect } from './bisect.ts';
import { incompleteBeta } from './special-functions/incomplete-beta.ts';

/**
 * Exact interval for a probability from the number of successes in independent trials (Clopper and Pearson).
 *
 *   low:  I_low(k, n - k + 1) = alpha / 2, 0 for k = 0;    high: I_high(k + 1, n - k) = 1 - alpha / 2, 1 for k = n
 *
 * It covers at least as often as it says, with few trials more often. For k = 0 the upper end is the rule of three's
 * 1 - (alpha / 2)^(1/n).
 *
 * Source: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404-413.
 *
 * @throws RangeError unless 0 <= successes <= trials and trials >= 1
 */
export function proportionInterval(options: {
  readonly successes: number;
  readonly trials: number;
  readonly confidence: number;
}): { readonly low: number; readonly high: number } {
  const { successes: k, trials: n, confidence } = options;
  if (!(n >= 1) || !(k >= 0) || !(k <= n)) {
    throw new RangeError(`proportionInterval: needs 0 <= successes <= trials >= 1, got ${k} of ${n}`);
  }
  const outside = (1 - confidence) / 2;
  const at = (a: number, b: number, target: number): number =>
    bisect({ nonDecreasing: (x) => incompleteBeta({ a, b, x }), target, low: 0, high: 1 });
  return {
    low: k === 0 ? 0 : at(k, n - k + 1, outside),
    high: k === n ? 1 : at(k + 1, n - k, 1 - outside),
  };
}
