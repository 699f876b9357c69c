/**
 * `nodes` of a pool as users write it: instances as pods on nodes, under the names of Cluster Autoscaler's flags, of
 * Karpenter's settings and of EC2 Auto Scaling. What is not written comes from the presets in `models/policies`.
 */
import { z } from 'zod';
import { positive, ratio, SECONDS_MAX, seconds, text, wholeNumber } from './values.ts';

const GROUPS_MAX = 50;
const PODS_MAX = 500;
const PERIODS_MAX = 60;

const groupSchema = z.strictObject({
  instanceType: text(
    'Instance type of the nodes, for quotas and bills. Default: that of the pool.',
  ).optional(),
  podsPerNode: wholeNumber('Pods that fit on a node. Default 1.', 1, PODS_MAX).optional(),
  priceRatio: positive(
    "Price of a node as a ratio of the pool's price. Default from jitsim prices for another type, where both are listed; 1 for the same.",
    1000,
  ).optional(),
  min: wholeNumber('Fewest nodes of the group. Default 0.').optional(),
  max: wholeNumber('Most nodes of the group. Default 1000.').optional(),
  priority: wholeNumber('For the expander priority: the highest is taken. Default 0.').optional(),
});

const clusterAutoscalerSettings = {
  expander: z
    .enum(['random', 'most-pods', 'least-waste', 'least-nodes', 'price', 'priority'])
    .describe('How it chooses among groups. Default least-waste, as upstream now.'),
  scanIntervalSeconds: positive('Between two scans (scan-interval), seconds. Default 10.', 3600),
  scaleDownUtilizationThreshold: ratio(
    'Share of its pods below which a node may be emptied (scale-down-utilization-threshold). Default 0.5.',
  ),
  scaleDownUnneededSeconds: seconds(
    'How long a node must be unneeded (scale-down-unneeded-time), seconds. Default 600.',
  ),
  scaleDownDelayAfterAddSeconds: seconds(
    'After a scale-up no node goes (scale-down-delay-after-add), seconds. Default 600.',
  ),
  scaleDownDelayAfterFailureSeconds: seconds(
    'After the API of the cloud held up the removal of a node none goes (scale-down-delay-after-failure), seconds. Default 180.',
  ),
  maxNodeProvisionSeconds: positive(
    'A node that is not ready after so long is given up, and its group put off (max-node-provision-time), seconds. Default 900.',
    SECONDS_MAX,
  ),
  maxGracefulTerminationSeconds: seconds(
    'Longest that an evicted pod may take to end (max-graceful-termination-sec), seconds. Default 600.',
  ),
  initialBackoffSeconds: seconds(
    'A group that could not give a node is left alone (initial-node-group-backoff-duration), seconds. Default 300.',
  ),
  maxBackoffSeconds: seconds(
    'The longest of these times, which double (max-node-group-backoff-duration), seconds. Default 1800.',
  ),
  backoffResetSeconds: seconds(
    'After so long without a failure the first counts again (node-group-backoff-reset-timeout), seconds. Default 10800.',
  ),
};

const karpenterSettings = {
  batchIdleSeconds: seconds(
    'A batch of pending pods closes after so long without another, seconds. Default 1.',
  ),
  batchMaxSeconds: seconds('A batch closes at the latest after, seconds. Default 10.'),
  disruptionPollSeconds: positive('Between two looks for nodes to give up, seconds. Default 10.', 3600),
  consolidationPolicy: z
    .enum(['WhenEmpty', 'WhenEmptyOrUnderutilized'])
    .describe(
      'Whether only empty nodes go, or also those whose pods fit elsewhere or on a cheaper node. Default WhenEmptyOrUnderutilized.',
    ),
  consolidateAfterSeconds: seconds(
    'How long a node must be one to give up (consolidateAfter), seconds. Default 0.',
  ),
  validationSeconds: seconds(
    'How long a disruption is held back to see whether it still holds, seconds. Default 15.',
  ),
  budgetRatio: ratio('Share of the nodes that may be disrupted at a time, rounded up. Default 0.1.'),
  registrationTimeoutSeconds: positive(
    'A node that is not ready after so long is given up, seconds. Default 900.',
    SECONDS_MAX,
  ),
};

const nodeGroupSettings = {
  metric: z
    .enum(['podsBound', 'podsRequested'])
    .describe(
      'What is kept at the target: pods on nodes over pods that ready nodes take; podsRequested counts those that wait for a node too. Default podsBound.',
    ),
  target: positive('Wanted figure. Default 0.8.', 10),
  alarmPeriodSeconds: positive('Period of the alarms, seconds. Default 60.', 3600),
  metricDelaySeconds: seconds('Until a figure is seen, seconds. Default 60.'),
  instanceWarmupSeconds: seconds(
    'After a node is ready until it counts, seconds; while one warms none goes. Default 300.',
  ),
  scaleOutPeriods: wholeNumber('Periods above the target before scaling out. Default 3.', 1, PERIODS_MAX),
  scaleInPeriods: wholeNumber(
    'Periods below scaleInRatio of the target before scaling in. Default 15.',
    1,
    PERIODS_MAX,
  ),
  scaleInRatio: ratio('Share of the target below which it scales in. Default 0.9.'),
};

export const clusterAutoscalerPresetSchema = z.strictObject(clusterAutoscalerSettings);
export const karpenterPresetSchema = z.strictObject(karpenterSettings);
export const nodeGroupPresetSchema = z.strictObject(nodeGroupSettings);

const autoscalerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('cluster-autoscaler').describe('The Kubernetes Cluster Autoscaler.'),
    ...clusterAutoscalerPresetSchema.partial().shape,
  }),
  z.strictObject({
    kind: z.literal('karpenter').describe('Karpenter.'),
    ...karpenterPresetSchema.partial().shape,
  }),
  z.strictObject({
    kind: z
      .literal('asg')
      .describe(
        'An EC2 Auto Scaling group that knows of no pods: target tracking on how full its nodes are.',
      ),
    ...nodeGroupPresetSchema.partial().shape,
  }),
  z.strictObject({
    kind: z
      .literal('none')
      .describe('Nobody: as many nodes as the groups have at least, and the first pods need.'),
  }),
]);

const nodesOf = <const Costs extends readonly [string, ...string[]]>(costs: Costs) =>
  z.strictObject({
    groups: z
      .array(groupSchema)
      .min(1)
      .max(GROUPS_MAX)
      .describe('Kinds of nodes. Default one: the instance type of the pool, one pod each.')
      .optional(),
    autoscaler: autoscalerSchema
      .describe('What decides how many nodes there are. Default cluster-autoscaler.')
      .optional(),
    evictsPods: z
      .boolean()
      .describe(
        'Whether pods may be evicted to empty a node that is little used. Default false: safe-to-evict: false, or do-not-disrupt.',
      )
      .optional(),
    placement: z
      .enum(['spread', 'pack'])
      .describe(
        'Where a pod is bound: on the emptiest node, as the default scheduler, or the fullest. Default spread.',
      )
      .optional(),
    podDeletionCost: z
      .enum(costs)
      .describe(
        'What the annotation pod-deletion-cost of a pod says, by which a ReplicaSet chooses whom to delete. Default none.',
      )
      .optional(),
    bootFailureRatio: ratio(
      'Share of launched nodes that never become ready, until the autoscaler gives them up. Default 0.',
    ).optional(),
    readyStage: text(
      "Boot stage at which a node takes pods; later stages are the pod's. Default nodeReady.",
    ).optional(),
  });

export const bridgeNodesSchema = nodesOf(['none', 'participants', 'stress']);
export const jibriNodesSchema = nodesOf(['none', 'busy']);

export type WrittenNodes = z.output<typeof bridgeNodesSchema> | z.output<typeof jibriNodesSchema>;
