/**
 * CPU or memory requests of pods, the base of utilisation.
 * Source: kubernetes/kubernetes 2026 master, replica_calculator.go (calculatePodRequests).
 */
import { HpaMetricError } from './metric-error.ts';
import type { HpaPod } from './policy.ts';

export interface RequestOptions {
  readonly resource: string;
  /** Only this container; null for the whole pod. */
  readonly container: string | null;
  /** Names pods in errors. */
  readonly nameOf?: (pod: HpaPod) => string;
}

/**
 * Request of each pod in milli-units.
 *
 * A request of the pod as a whole overrides its containers' sum, unless one container is named. A container without
 * a request makes the metric unusable.
 *
 * @throws HpaMetricError when a request is missing
 */
export function podRequestsMilli(
  pods: readonly HpaPod[],
  options: RequestOptions,
): ReadonlyMap<number, number> {
  const requests = new Map<number, number>();
  for (const pod of pods) requests.set(pod.id, requestOf(pod, options));
  return requests;
}

function requestOf(pod: HpaPod, { resource, container, nameOf }: RequestOptions): number {
  if (container === null && pod.podRequestMilli !== null) return pod.podRequestMilli;
  let sum = 0;
  for (const { name, requestMilli } of pod.containers) {
    if (container !== null && name !== container) continue;
    if (requestMilli === null) {
      const podName = nameOf?.(pod) ?? String(pod.id);
      throw new HpaMetricError(`missing request for ${resource} in container ${name} of Pod ${podName}`);
    }
    sum += requestMilli;
  }
  return sum;
}
