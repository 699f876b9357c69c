/**
 * The Cluster Autoscaler with its shipped defaults (kubernetes/autoscaler@55c37cd5 cluster-autoscaler/FAQ.md).
 */
import type { ClusterAutoscalerSettings } from '../../src/cloud/nodes/node-settings.ts';

export const shippedClusterAutoscaler: ClusterAutoscalerSettings = {
  kind: 'cluster-autoscaler',
  expander: 'least-waste',
  scanIntervalSeconds: 10,
  scaleDownUtilizationThreshold: 0.5,
  scaleDownUnneededSeconds: 600,
  scaleDownDelayAfterAddSeconds: 600,
  scaleDownDelayAfterFailureSeconds: 180,
  maxNodeProvisionSeconds: 900,
  maxGracefulTerminationSeconds: 600,
  initialBackoffSeconds: 300,
  maxBackoffSeconds: 1800,
  backoffResetSeconds: 10_800,
};
