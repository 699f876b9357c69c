/**
 * The instances of a pool as the pods that an HPA sees. A draining instance is a pod with a deletion timestamp.
 */
import type { HpaPod } from '../../autoscaling/kubernetes-hpa/policy.ts';
import type { ScaledPool } from '../scaled-pool.ts';

/** Name of the one container of a pod. */
export const containerName = 'jvb';

/**
 * @param requestMilli CPU request of a pod; null for none
 * @param isLeftOut serving instances that are nobody's replica
 */
export function podsOf(
  { instances, supply }: ScaledPool,
  requestMilli: number | null,
  isLeftOut: (slot: number) => boolean = () => false,
): HpaPod[] {
  const pods: HpaPod[] = [];
  const containers = [{ name: containerName, requestMilli }];
  for (let slot = 0; slot < instances.slotCount; slot++) {
    const state = instances.stateOf(slot);
    if (state === 'gone') continue;
    const isServing = state !== 'launching';
    if (isServing && isLeftOut(slot)) continue;
    pods.push({
      id: instances.number[slot]!,
      phase: isServing ? 'Running' : 'Pending',
      ready: isServing,
      startedAtMs: isServing ? instances.becameReadyMs(slot) : null,
      readyChangedAtMs: isServing ? instances.becameReadyMs(slot) : Number.NEGATIVE_INFINITY,
      deleting: state === 'draining',
      containers,
      podRequestMilli: null,
    });
  }
  // A pod for which the cloud has no node yet is there and Pending.
  for (let waiting = 0; waiting < supply.waitingCount; waiting++) {
    pods.push({
      id: -1 - waiting,
      phase: 'Pending',
      ready: false,
      startedAtMs: null,
      readyChangedAtMs: Number.NEGATIVE_INFINITY,
      deleting: false,
      containers,
      podRequestMilli: null,
    });
  }
  return pods;
}
