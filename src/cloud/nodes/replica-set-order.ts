/**
 * Which pods a ReplicaSet deletes first when it is scaled down.
 *
 * Source: kubernetes@1.20.2 pkg/controller/controller_utils.go, ActivePodsWithRanks: unassigned before assigned; pending
 * before unknown before running; not ready before ready; lower pod-deletion-cost before higher (1.22); more pods of the
 * set on the same node before fewer; ready for a shorter time before longer; younger before older. Restarts of
 * containers, which stand before the age, are not simulated.
 */
export interface PodForDeletion {
  readonly isAssigned: boolean;
  readonly isRunning: boolean;
  readonly isReady: boolean;
  /** Annotation controller.kubernetes.io/pod-deletion-cost; 0 without. */
  readonly deletionCost: number;
  /** Running pods of the set on its node, itself counted. */
  readonly podsOnNode: number;
  /** When it became ready; only compared between ready pods. */
  readonly readySinceMs: number;
  readonly createdMs: number;
}

/** Negative when `a` is deleted before `b`. */
export function compareForDeletion(a: PodForDeletion, b: PodForDeletion): number {
  if (a.isAssigned !== b.isAssigned) return a.isAssigned ? 1 : -1;
  if (a.isRunning !== b.isRunning) return a.isRunning ? 1 : -1;
  if (a.isReady !== b.isReady) return a.isReady ? 1 : -1;
  if (a.deletionCost !== b.deletionCost) return a.deletionCost - b.deletionCost;
  if (a.podsOnNode !== b.podsOnNode) return b.podsOnNode - a.podsOnNode;
  if (a.isReady && a.readySinceMs !== b.readySinceMs) return b.readySinceMs - a.readySinceMs;
  return b.createdMs - a.createdMs;
}
