/**
 * Nodes that carry pods: what they are, and who decides how many there are.
 */

export interface NodeGroup {
  readonly instanceType: string;
  /** Bridge pods that fit on a node. */
  readonly podsPerNode: number;
  /** Price of a node as a ratio of the pool's price. */
  readonly priceRatio: number;
  /** Fewest and most nodes of the group. */
  readonly minCount: number;
  readonly maxCount: number;
  /** For the expander `priority`: the highest is taken. */
  readonly priority: number;
}

/** How Cluster Autoscaler chooses among groups (kubernetes/autoscaler@55c37cd5, FAQ: what are expanders). */
export type Expander = 'random' | 'most-pods' | 'least-waste' | 'least-nodes' | 'price' | 'priority';

export interface ClusterAutoscalerSettings {
  readonly kind: 'cluster-autoscaler';
  readonly expander: Expander;
  readonly scanIntervalSeconds: number;
  /** Share of a node's pods below which it may go, 0 to 1. */
  readonly scaleDownUtilizationThreshold: number;
  readonly scaleDownUnneededSeconds: number;
  readonly scaleDownDelayAfterAddSeconds: number;
  /** Longest that an evicted pod may take to end. */
  readonly maxGracefulTerminationSeconds: number;
  /** How long a group that could not give a node is left alone, at first and at most, and when that is forgotten. */
  readonly initialBackoffSeconds: number;
  readonly maxBackoffSeconds: number;
  readonly backoffResetSeconds: number;
}

export interface KarpenterSettings {
  readonly kind: 'karpenter';
  /** A batch of pending pods closes after so long without a new one, and at the latest after the other. */
  readonly batchIdleSeconds: number;
  readonly batchMaxSeconds: number;
  readonly disruptionPollSeconds: number;
  readonly consolidateAfterSeconds: number;
  /** How long a disruption is held back to see whether it still holds. */
  readonly validationSeconds: number;
  /** Share of the nodes that may be disrupted at a time, 0 to 1; rounded up. */
  readonly budgetRatio: number;
}

export interface FixedNodes {
  readonly kind: 'none';
}

export interface NodeSettings {
  readonly groups: readonly NodeGroup[];
  readonly autoscaler: ClusterAutoscalerSettings | KarpenterSettings | FixedNodes;
  /** Whether pods may be evicted to empty a node; false is the annotation safe-to-evict: false, or do-not-disrupt. */
  readonly evictsPods: boolean;
  /** Where a pod is bound: to the emptiest node (as the default scheduler scores) or the fullest. */
  readonly placement: 'spread' | 'pack';
  /** What the annotation pod-deletion-cost of a bridge says. */
  readonly podDeletionCost: 'none' | 'participants' | 'stress';
  /** Index of the boot stage at which a node takes pods; later stages are the pod's. */
  readonly readyStage: number;
}
