/**
 * Keeps a constant number of free instances: the usual rule for Jibris, where one instance serves one recording.
 */
import type { Decision } from './decision.ts';

export interface ConstantFreePolicy {
  /** Instances that should be free (ready or on their way, and not busy). */
  readonly free: number;
  readonly minCount: number;
  readonly maxCount: number;
}

export interface ConstantFreeObservation {
  readonly nowMs: number;
  /** Instances serving a recording, including those still finalising one. */
  readonly busyCount: number;
}

export type ConstantFreeMemory = null;

/** Wants `busy + free` instances, within the bounds. */
export function decideConstantFree(
  policy: ConstantFreePolicy,
  _memory: ConstantFreeMemory,
  observation: ConstantFreeObservation,
): Decision<ConstantFreeMemory> {
  const wanted = observation.busyCount + policy.free;
  const desiredCount = Math.min(policy.maxCount, Math.max(policy.minCount, wanted));
  const bound =
    desiredCount < wanted
      ? `; limited by the maximum ${policy.maxCount}`
      : desiredCount > wanted
        ? `; raised to the minimum ${policy.minCount}`
        : '';
  return {
    desiredCount,
    memory: null,
    reason: `${observation.busyCount} busy + ${policy.free} free = ${wanted}${bound}`,
  };
}
