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
  if (tolerance.form === 'distance') {
    return Math.abs(1 - ratio) <= (ratio > 1 ? tolerance.scaleUp : tolerance.scaleDown);
  }
  return 1 - tolerance.scaleDown <= ratio && ratio <= 1 + tolerance.scaleUp;
}

/** Why the count is kept, for the reason of a decision. */
export function keptBy(ratio: number, { scaleDown, scaleUp }: Tolerance, replicas: number): string {
  const [low, high] = [1 - scaleDown, 1 + scaleUp].map(inHundredths);
  return `ratio ${inHundredths(ratio)} within ${low} to ${high}, ${replicas} kept`;
}

/** A multiplication for the reason of a decision: `20 x 1.21 = 25`, rounded up. */
export function timesText(count: number, ratio: number): string {
  return `${count} x ${inHundredths(ratio)} = ${Math.ceil(ratio * count)}`;
}

function inHundredths(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}
