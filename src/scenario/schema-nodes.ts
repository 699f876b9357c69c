/**
 * `deployment.bridges.nodes` as users write it: bridges as pods on nodes, under the names of Cluster Autoscaler's flags
 * and Karpenter's settings.
 */
import { z } from 'zod';
import { positive, ratio, seconds, text, wholeNumber } from './values.ts';

const GROUPS_MAX = 50;
const PODS_MAX = 500;

const groupSchema = z.strictObject({
  instanceType: text(
    'Instance type of the nodes, for quotas and bills. Default: that of the bridges.',
  ).optional(),
  podsPerNode: wholeNumber('Bridge pods that fit on a node. Default 1.', 1, PODS_MAX).optional(),
  priceRatio: positive(
    "Price of a node as a ratio of the bridges' price. Default from jitsim prices for another type, where both are listed; 1 for the same.",
    1000,
  ).optional(),
  min: wholeNumber('Fewest nodes of the group. Default 0.').optional(),
  max: wholeNumber('Most nodes of the group. Default 1000.').optional(),
  priority: wholeNumber('For the expander priority: the highest is taken. Default 0.').optional(),
});

const clusterAutoscalerSchema = z.strictObject({
  kind: z.literal('cluster-autoscaler').describe('The Kubernetes Cluster Autoscaler.'),
  expander: z
    .enum(['random', 'most-pods', 'least-waste', 'least-nodes', 'price', 'priority'])
    .describe('How it chooses among groups. Default least-waste, as upstream now.')
    .optional(),
  scanIntervalSeconds: positive('Between two scans (scan-interval), seconds. Default 10.', 3600).optional(),
  scaleDownUtilizationThreshold: ratio(
    'Share of its pods below which a node may be emptied (scale-down-utilization-threshold). Default 0.5.',
  ).optional(),
  scaleDownUnneededSeconds: seconds(
    'How long a node must be unneeded (scale-down-unneeded-time), seconds. Default 600.',
  ).optional(),
  scaleDownDelayAfterAddSeconds: seconds(
    'After a scale-up no node goes (scale-down-delay-after-add), seconds. Default 600.',
  ).optional(),
  maxGracefulTerminationSeconds: seconds(
    'Longest that an evicted pod may take to end (max-graceful-termination-sec), seconds. Default 600.',
  ).optional(),
});

const karpenterSchema = z.strictObject({
  kind: z.literal('karpenter').describe('Karpenter.'),
  batchIdleSeconds: seconds(
    'A batch of pending pods closes after so long without another, seconds. Default 1.',
  ).optional(),
  batchMaxSeconds: seconds('A batch closes at the latest after, seconds. Default 10.').optional(),
  disruptionPollSeconds: positive(
    'Between two looks for nodes to give up, seconds. Default 10.',
    3600,
  ).optional(),
  consolidateAfterSeconds: seconds(
    'How long a node must be one to give up (consolidateAfter), seconds. Default 0.',
  ).optional(),
  validationSeconds: seconds(
    'How long a disruption is held back to see whether it still holds, seconds. Default 15.',
  ).optional(),
  budgetRatio: ratio(
    'Share of the nodes that may be disrupted at a time, rounded up. Default 0.1.',
  ).optional(),
});

const noneSchema = z.strictObject({
  kind: z
    .literal('none')
    .describe('Nobody: as many nodes as the groups have at least, and the first pods need.'),
});

export const nodesSchema = z.strictObject({
  groups: z
    .array(groupSchema)
    .min(1)
    .max(GROUPS_MAX)
    .describe('Kinds of nodes. Default one: the instance type of the bridges, one pod each.')
    .optional(),
  autoscaler: z
    .discriminatedUnion('kind', [clusterAutoscalerSchema, karpenterSchema, noneSchema])
    .describe('What decides how many nodes there are. Default cluster-autoscaler.')
    .optional(),
  evictsPods: z
    .boolean()
    .describe(
      'Whether bridges may be evicted to empty a node that is little used. Default false: safe-to-evict: false, or do-not-disrupt.',
    )
    .optional(),
  placement: z
    .enum(['spread', 'pack'])
    .describe(
      'Where a pod is bound: on the emptiest node, as the default scheduler, or the fullest. Default spread.',
    )
    .optional(),
  podDeletionCost: z
    .enum(['none', 'participants', 'stress'])
    .describe(
      'What the annotation pod-deletion-cost of a bridge says, by which a ReplicaSet chooses whom to delete. Default none.',
    )
    .optional(),
  readyStage: text(
    "Boot stage at which a node takes pods; later stages are the pod's. Default nodeReady.",
  ).optional(),
});

export type WrittenNodes = z.output<typeof nodesSchema>;
