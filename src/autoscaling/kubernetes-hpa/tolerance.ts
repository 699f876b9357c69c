/**
 * The band of usage ratios around 1 in which an HPA changes nothing.
 */
import type { ToleranceForm } from './policy.ts';

export interface Tolerance {
  readonly scaleDown: number;
  readonly scaleUp: number;
  readonly form: ToleranceForm;
}

/**
 * Whether the ratio is near enough to 1. In doubles the two forms differ at exactly 1.1: 1.1 - 1 is a little more
 * than 0.1, so `distance` scales there and `band` does not.
 */
export function isWithinTolerance(ratio: number, tolerance: Tolerance): boolean {
  if (tolerance.form === 'distance') return Math.abs(1 - ratio) <= tolerance.scaleUp;
  return 1 - tolerance.scaleDown <= ratio && ratio <= 1 + tolerance.scaleUp;
}
