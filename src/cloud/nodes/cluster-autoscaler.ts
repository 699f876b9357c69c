/**
 * Decisions of the Kubernetes Cluster Autoscaler about nodes for pods of one kind.
 *
 * Source: kubernetes/autoscaler@55c37cd5 cluster-autoscaler/FAQ.md. Scale-up: pods that no node takes are packed on
 * template nodes of each group, upcoming nodes counted; the expander chooses. Scale-down: a node that has been unneeded
 * for ten minutes goes, unless one was added in the last ten; empty ones up to ten at a time, others one by one.
 */
import type { ClusterAutoscalerSettings, Expander, NodeGroup } from './node-settings.ts';

/** Empty nodes removed at once (max-scale-down-parallelism). */
export const emptyNodesAtOnce = 10;

export interface GroupOption {
  /** Index of the group. */
  readonly group: number;
  readonly nodes: number;
  /** Pods that these nodes take. */
  readonly pods: number;
}

/** What each group would add for the pods; groups that are full or backed off are not among them. */
export function scaleUpOptions(
  groups: readonly NodeGroup[],
  pendingPods: number,
  state: { readonly counts: readonly number[]; readonly isAvailable: (group: number) => boolean },
): GroupOption[] {
  return groups.flatMap(({ podsPerNode, maxCount }, group) => {
    const room = maxCount - state.counts[group]!;
    if (room <= 0 || !state.isAvailable(group)) return [];
    const nodes = Math.min(room, Math.ceil(pendingPods / podsPerNode));
    return [{ group, nodes, pods: Math.min(pendingPods, nodes * podsPerNode) }];
  });
}

/**
 * The group that the expander takes; null when there is none. Ties are broken at random, as upstream.
 *
 * @param drawIndex a random index below the number it is given
 */
export function expand(
  expander: Expander,
  groups: readonly NodeGroup[],
  options: readonly GroupOption[],
  drawIndex: (count: number) => number,
): GroupOption | null {
  const score = (option: GroupOption): number => {
    const group = groups[option.group]!;
    switch (expander) {
      case 'random':
        return 0;
      case 'most-pods':
        return -option.pods;
      case 'least-nodes':
        return option.nodes;
      case 'least-waste':
        return 1 - option.pods / (option.nodes * group.podsPerNode);
      case 'price':
        // Cost of the option for each pod that it takes.
        return (option.nodes * group.priceRatio) / option.pods;
      case 'priority':
        return -group.priority;
    }
  };
  const best = Math.min(...options.map(score));
  const tied = options.filter((option) => score(option) <= best + 1e-12);
  return tied.length === 0 ? null : tied[tied.length === 1 ? 0 : drawIndex(tied.length)]!;
}

/** A node as scale-down sees it. */
export interface NodeUse {
  readonly node: number;
  readonly pods: number;
  readonly podsPerNode: number;
  /** Pods of it that are already leaving: they are not moved. */
  readonly leavingPods: number;
}

/**
 * Whether the node is unneeded: empty; or, where pods may be evicted, below the threshold and with room for its pods
 * elsewhere. A node with pods that may not be evicted is needed.
 */
export function isUnneeded(
  use: NodeUse,
  roomElsewhere: number,
  settings: Pick<ClusterAutoscalerSettings, 'scaleDownUtilizationThreshold'>,
  evictsPods: boolean,
): boolean {
  if (use.pods === 0) return true;
  if (!evictsPods || use.leavingPods > 0) return false;
  return use.pods / use.podsPerNode < settings.scaleDownUtilizationThreshold && use.pods <= roomElsewhere;
}

/** Back-off of a group that could not give a node: doubled each time up to the most, forgotten after a quiet time. */
export function nextBackoffSeconds(
  settings: Pick<
    ClusterAutoscalerSettings,
    'initialBackoffSeconds' | 'maxBackoffSeconds' | 'backoffResetSeconds'
  >,
  last: { readonly seconds: number; readonly sinceFailureSeconds: number } | null,
): number {
  if (last === null || last.sinceFailureSeconds > settings.backoffResetSeconds) {
    return settings.initialBackoffSeconds;
  }
  return Math.min(settings.maxBackoffSeconds, 2 * last.seconds);
}
