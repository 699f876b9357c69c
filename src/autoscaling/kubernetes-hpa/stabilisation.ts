/**
 * Holds a recommendation against the recent ones, so that a dip (or a peak) does not scale at once.
 * Source: kubernetes/kubernetes 2026 master, pkg/controller/podautoscaler/horizontal.go (stabilizeRecommendation,
 * stabilizeRecommendationWithBehaviors).
 */
import type { HpaRecommendation } from './policy.ts';

export interface Stabilised {
  readonly replicas: number;
  /** The log with the new, unstabilised recommendation in it. */
  readonly recommendations: readonly HpaRecommendation[];
}

/** Without `behavior`: never below the highest recommendation of the window. */
export function stabiliseDown(options: {
  readonly desiredReplicas: number;
  readonly recommendations: readonly HpaRecommendation[];
  readonly windowMs: number;
  readonly nowMs: number;
}): Stabilised {
  const { desiredReplicas, recommendations, windowMs, nowMs } = options;
  const cutoffMs = nowMs - windowMs;
  let replicas = desiredReplicas;
  let oldSlot = -1;
  for (let slot = 0; slot < recommendations.length; slot++) {
    const { atMs, replicas: recommended } = recommendations[slot]!;
    if (atMs < cutoffMs) oldSlot = slot;
    else replicas = Math.max(replicas, recommended);
  }
  return { replicas, recommendations: withRecommendation(recommendations, oldSlot, desiredReplicas, nowMs) };
}

/** With `behavior`: the current count is moved only as far as all recommendations of the windows agree. */
export function stabiliseBothWays(options: {
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  readonly recommendations: readonly HpaRecommendation[];
  readonly upWindowMs: number;
  readonly downWindowMs: number;
  readonly nowMs: number;
}): Stabilised {
  const { currentReplicas, desiredReplicas, recommendations, nowMs } = options;
  const upCutoffMs = nowMs - options.upWindowMs;
  const downCutoffMs = nowMs - options.downWindowMs;
  let up = desiredReplicas;
  let down = desiredReplicas;
  let oldSlot = -1;
  for (let slot = 0; slot < recommendations.length; slot++) {
    const { atMs, replicas } = recommendations[slot]!;
    if (atMs > upCutoffMs) up = Math.min(up, replicas);
    if (atMs > downCutoffMs) down = Math.max(down, replicas);
    if (atMs < upCutoffMs && atMs < downCutoffMs) oldSlot = slot;
  }
  let replicas = currentReplicas;
  if (replicas < up) replicas = up;
  if (replicas > down) replicas = down;
  return { replicas, recommendations: withRecommendation(recommendations, oldSlot, desiredReplicas, nowMs) };
}

/** The last slot older than the window is used again; without one the log grows. */
function withRecommendation(
  recommendations: readonly HpaRecommendation[],
  oldSlot: number,
  replicas: number,
  nowMs: number,
): readonly HpaRecommendation[] {
  const added = { replicas, atMs: nowMs };
  if (oldSlot < 0) return [...recommendations, added];
  return recommendations.with(oldSlot, added);
}
