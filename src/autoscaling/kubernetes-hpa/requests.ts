/**
 * CPU or memory requests of pods, the base of utilisation.
 * Source: kubernetes/kubernetes 2026 master, replica_calculator.go (calculateRequests).
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
 * A request of the pod as a whole overrides its containers' sum, unless one container is named. A pod without the
 * named container, or a container without a request, makes the metric unusable for all pods.
 *
 * @throws HpaMetricError when a request is missing
 */
export function podRequestsMilli(
  pods: readonly HpaPod[],
  options: RequestOptions,
): ReadonlyMap<number, number> {
  const requests = new Map<number, number>();
  for (const pod of pods) requests.set(pod.id, podRequestMilli(pod, options));
  return requests;
}

/**
 * Request of one pod in milli-units.
 *
 * @throws HpaMetricError when it has none
 */
export function podRequestMilli(pod: HpaPod, options: RequestOptions): number {
  const { container } = options;
  if (container === null) {
    if (pod.podRequestMilli !== null) return pod.podRequestMilli;
    let sum = 0;
    for (const { name, requestMilli } of pod.containers) sum += given(requestMilli, name, pod, options);
    return sum;
  }
  for (const { name, requestMilli } of pod.containers) {
    if (name === container) return given(requestMilli, name, pod, options);
  }
  throw new HpaMetricError(`container ${container} not found in Pod ${nameOf(pod, options)}`);
}

function given(requestMilli: number | null, container: string, pod: HpaPod, options: RequestOptions): number {
  if (requestMilli !== null) return requestMilli;
  const { resource } = options;
  throw new HpaMetricError(
    `missing request for ${resource} in container ${container} of Pod ${nameOf(pod, options)}`,
  );
}

function nameOf(pod: HpaPod, options: RequestOptions): string {
  return options.nameOf?.(pod) ?? String(pod.id);
}
