/**
 * The count by a formula of the user's: rounded up, within bounds. A formula that gives no number holds the count.
 */
import type { Decision } from '../decision.ts';

export interface CustomPolicy {
  readonly minCount: number;
  readonly maxCount: number;
}

export interface CustomObservation {
  readonly nowMs: number;
  readonly desiredCount: number;
  /** What the formula gave. */
  readonly value: number;
  /** The figures it was given, for the reason. */
  readonly figures: string;
}

export function decideCustom(
  { minCount, maxCount }: CustomPolicy,
  _memory: null,
  { desiredCount: present, value, figures }: CustomObservation,
): Decision<null> {
  if (!Number.isFinite(value)) {
    return {
      desiredCount: present,
      memory: null,
      reason: `the formula gives ${value}: ${present} kept (${figures})`,
    };
  }
  const wanted = Math.ceil(value);
  const desiredCount = Math.min(maxCount, Math.max(minCount, wanted));
  const bound =
    desiredCount < wanted
      ? `; limited by the maximum ${maxCount}`
      : desiredCount > wanted
        ? `; raised to the minimum ${minCount}`
        : '';
  return {
    desiredCount,
    memory: null,
    reason: `the formula gives ${Number(value.toFixed(3))}${bound} (${figures})`,
  };
}
