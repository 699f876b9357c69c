/**
 * KEDA's ScaledJob: starts one job for each waiting piece of work, and never stops one. Fits Jibris that serve one
 * recording and end.
 *
 * What it ignores: the history of finished jobs, rollouts, and triggers themselves; the queue is given.
 * Source: kedacore/keda@8b4f083c pkg/scaling/executor/scale_jobs.go, docs scaledjob-spec.md (2.21).
 */
import type { Decision } from '../decision.ts';

/** `spec.scalingStrategy`: how many more jobs a queue justifies. */
export type ScaledJobStrategy =
  | { readonly strategy: 'default' }
  | {
      readonly strategy: 'custom';
      /** `customScalingQueueLengthDeduction`; null for 0. */
      readonly queueLengthDeduction: number | null;
      /** `customScalingRunningJobPercentage`, a ratio despite its name; null falls back to `default`. */
      readonly runningJobPercentage: number | null;
    }
  | { readonly strategy: 'accurate' }
  | { readonly strategy: 'eager' };

export interface ScaledJobCounts {
  /** Jobs the queue asks for, at most `maxReplicaCount`. */
  readonly maxScale: number;
  /** Jobs that have not finished, pending ones included. */
  readonly runningJobCount: number;
  /** Jobs of which no pod runs yet. */
  readonly pendingJobCount: number;
  readonly maxReplicaCount: number;
}

/** Most jobs a strategy would start now; may be negative, which starts none. */
export function effectiveMaxScale(strategy: ScaledJobStrategy, counts: ScaledJobCounts): number {
  const { maxScale, runningJobCount, pendingJobCount, maxReplicaCount } = counts;
  switch (strategy.strategy) {
    case 'default':
      return maxScale - runningJobCount;
    case 'custom': {
      // Without a percentage upstream cannot parse one, and takes the default strategy.
      if (strategy.runningJobPercentage === null) return maxScale - runningJobCount;
      const deduction = strategy.queueLengthDeduction ?? 0;
      const covered = Math.trunc(runningJobCount * strategy.runningJobPercentage);
      return Math.min(maxScale - deduction - covered, maxReplicaCount);
    }
    case 'accurate':
      return maxScale + runningJobCount - pendingJobCount > maxReplicaCount
        ? maxReplicaCount - runningJobCount
        : maxScale - pendingJobCount;
    case 'eager':
      return Math.min(maxReplicaCount - runningJobCount - pendingJobCount, maxScale);
  }
}

export interface ScaledJobScale {
  /** Most jobs to start. */
  readonly effectiveMaxScale: number;
  /** Jobs to start if that many are allowed. */
  readonly scaleTo: number;
}

/**
 * What one poll would start: the missing ones of the minimum first, else what the strategy gives for the jobs beyond
 * the minimum.
 */
export function scaledJobScale(
  strategy: ScaledJobStrategy,
  counts: ScaledJobCounts & { readonly minReplicaCount: number; readonly scaleTo: number },
): ScaledJobScale {
  const { minReplicaCount, maxReplicaCount, scaleTo } = counts;
  const missing = minReplicaCount - counts.runningJobCount;
  if (missing > 0) return { effectiveMaxScale: missing, scaleTo: missing };
  const beyond = { ...counts, runningJobCount: counts.runningJobCount - minReplicaCount };
  return {
    effectiveMaxScale: effectiveMaxScale(strategy, beyond),
    scaleTo: strategy.strategy === 'eager' ? maxReplicaCount : scaleTo,
  };
}

export interface ScaledJobPolicy {
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
  /** Waiting pieces of work that one job takes. */
  readonly targetQueueLength: number;
  /** The trigger is active above this queue length; inactive, nothing is started, not even for the minimum. */
  readonly activationQueueLength: number;
  readonly strategy: ScaledJobStrategy;
  /** Time between two polls, seconds (30 by default). */
  readonly pollingIntervalSeconds: number;
}

export interface ScaledJobObservation {
  readonly nowMs: number;
  /** Waiting pieces of work. */
  readonly queueLength: number;
  readonly runningJobCount: number;
  readonly pendingJobCount: number;
}

export type ScaledJobMemory = null;

/** Polls once: desired is what runs and what is started. */
export function decideScaledJob(
  policy: ScaledJobPolicy,
  _memory: ScaledJobMemory,
  { queueLength, runningJobCount, pendingJobCount }: ScaledJobObservation,
): Decision<ScaledJobMemory> {
  const { minReplicaCount, maxReplicaCount, targetQueueLength, activationQueueLength, strategy } = policy;
  const kept = (reason: string): Decision<ScaledJobMemory> => ({
    desiredCount: runningJobCount,
    memory: null,
    reason,
  });
  const queue = `queue of ${queueLength}`;
  if (queueLength <= activationQueueLength) {
    return kept(`${queue} at or below ${activationQueueLength}: nothing is started`);
  }
  const maxScale = Math.min(maxReplicaCount, Math.ceil(queueLength / targetQueueLength));
  const scale = scaledJobScale(strategy, {
    maxScale,
    runningJobCount,
    pendingJobCount,
    minReplicaCount,
    maxReplicaCount,
    scaleTo: Math.ceil(queueLength),
  });
  const started = Math.max(0, Math.min(scale.scaleTo, scale.effectiveMaxScale));
  const counts = `${runningJobCount} unfinished (${pendingJobCount} pending)`;
  return {
    ...kept(`${queue} asks for ${maxScale}, ${counts}: ${strategy.strategy} strategy starts ${started}`),
    desiredCount: runningJobCount + started,
  };
}
