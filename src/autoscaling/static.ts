/**
 * The policy that never scales: a fixed number of instances.
 */
import type { Decision } from './decision.ts';

export interface StaticPolicy {
  /** Instances to keep; non-negative integer. */
  readonly count: number;
}

export interface StaticObservation {
  readonly nowMs: number;
}

export type StaticMemory = null;

/** Always wants `policy.count` instances. */
export function decideStatic(
  policy: StaticPolicy,
  _memory: StaticMemory,
  _observation: StaticObservation,
): Decision<StaticMemory> {
  return { desiredCount: policy.count, memory: null, reason: `fixed at ${policy.count}` };
}
