/** The most bridges that there can be: as many as the policy ever asks for and the account's quotas allow. */
import { isWithin } from '../cloud/cloud-settings.ts';
import type { BridgeScaling } from './scaling.ts';
import type { Scenario } from './scenario.ts';

export function largestBridgePool({ scaling, deployment }: Scenario, nowMs: number): number {
  let largest = largestWanted(scaling.bridges);
  for (const quota of deployment.cloud.quotas) {
    const isForBridges = quota.pool === null || quota.pool === 'bridges';
    if (isForBridges && isWithin(quota, nowMs)) largest = Math.min(largest, quota.maxCount);
  }
  return largest;
}

function largestWanted(scaling: BridgeScaling): number {
  switch (scaling.policy) {
    case 'static':
      return scaling.static.count;
    case 'scheduled':
      return Math.max(...scaling.scheduled.steps.map(({ count }) => count));
    case 'react':
    case 'hist':
    case 'reg':
    case 'adapt':
    case 'conpaas':
      return scaling.load.maxCount;
    case 'constant-free':
      return scaling.constantFree.maxCount;
    case 'square-root-staffing':
    case 'oracle':
      return scaling.maxCount;
    case 'mpc':
      return scaling.mpc.maxCount;
    case 'custom':
      return scaling.custom.maxCount;
    case 'aws-auto-scaling':
      return Math.max(
        scaling.group.maxSize,
        ...scaling.group.scheduledActions.map(({ maxSize }) => maxSize ?? 0),
      );
    case 'gcp-mig':
      return scaling.group.maxCount;
    case 'azure-vmss':
      return Math.max(
        scaling.autoscale.maxCount,
        ...scaling.autoscale.profiles.map(({ maxCount }) => maxCount),
      );
    case 'kubernetes-hpa':
      return Math.max(scaling.hpa.maxReplicas, ...scaling.boundsChanges.map(({ maxCount }) => maxCount));
    case 'keda-scaled-object':
      return scaling.scaledObject.maxReplicaCount;
    case 'jitsi-autoscaler':
      return scaling.autoscaler.scalingOptions.maxDesired;
  }
}
