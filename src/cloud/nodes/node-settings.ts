/**
 * Nodes that carry pods: what they are, and who decides how many there are.
 */

export interface NodeGroup {
  readonly instanceType: string;
  /** Pods that fit on a node. */
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
  /** After a node could not be removed none is, for so long. */
  readonly scaleDownDelayAfterFailureSeconds: number;
  /** A node that is not ready after so long is given up, and its group put off. */
  readonly maxNodeProvisionSeconds: number;
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
  /** Whether nodes that are little used are given up or replaced by cheaper ones, or empty ones only. */
  readonly consolidationPolicy: 'WhenEmpty' | 'WhenEmptyOrUnderutilized';
  /** A node that is not ready after so long is given up. */
  readonly registrationTimeoutSeconds: number;
}

/**
 * A group of the cloud that knows of no pods: EC2 Auto Scaling keeps a figure of the nodes at a target. It never learns of
 * nodes that do not become ready.
 */
export interface NodeGroupScaling {
  readonly kind: 'asg';
  /**
   * `podsBound`: pods on nodes over those that ready nodes take, at most 1; `podsRequested`: those that wait for a node
   * counted too.
   */
  readonly metric: 'podsBound' | 'podsRequested';
  /** Wanted figure, above 0. */
  readonly target: number;
  readonly alarmPeriodSeconds: number;
  readonly metricDelaySeconds: number;
  readonly instanceWarmupSeconds: number;
  readonly scaleOutPeriods: number;
  readonly scaleInPeriods: number;
  readonly scaleInRatio: number;
}

export interface FixedNodes {
  readonly kind: 'none';
}

export interface NodeSettings {
  readonly groups: readonly NodeGroup[];
  readonly autoscaler: ClusterAutoscalerSettings | KarpenterSettings | NodeGroupScaling | FixedNodes;
  /** Whether pods may be evicted to empty a node; false is the annotation safe-to-evict: false, or do-not-disrupt. */
  readonly evictsPods: boolean;
  /** Where a pod is bound: to the emptiest node (as the default scheduler scores) or the fullest. */
  readonly placement: 'spread' | 'pack';
  /** What the annotation pod-deletion-cost of a bridge or Jibri says. */
  readonly podDeletionCost: 'none' | 'participants' | 'stress' | 'busy';
  /** Share of launched nodes that never become ready, 0 to 1. */
  readonly bootFailureRatio: number;
  /** Index of the boot stage at which a node takes pods; later stages are the pod's. */
  readonly readyStage: number;
}
