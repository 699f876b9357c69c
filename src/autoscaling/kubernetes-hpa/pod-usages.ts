/**
 * What the metrics API answered, as one value per pod.
 * Source: kubernetes/kubernetes 2026 master, pkg/controller/podautoscaler/metrics/client.go.
 */
import { HpaMetricError } from './metric-error.ts';
import type { SampleTiming } from './pod-groups.ts';
import type { HpaPodSample, HpaResourceSample } from './policy.ts';

export interface PodUsage extends SampleTiming {
  readonly usageMilli: number;
}

/**
 * Usage per pod: the sum of its containers, or that of the one named; a pod without that container, or without any,
 * has no sample.
 *
 * @throws HpaMetricError when the API returned nothing
 */
export function resourceUsages(
  samples: readonly HpaResourceSample[],
  { resource, container }: { readonly resource: string; readonly container: string | null },
): ReadonlyMap<number, PodUsage> {
  if (samples.length === 0) {
    throw new HpaMetricError(
      `unable to get metrics for resource ${resource}: no metrics returned from resource metrics API`,
    );
  }
  const usages = new Map<number, PodUsage>();
  for (const { podId, takenAtMs, windowMs, containers } of samples) {
    let usageMilli = 0;
    let isFound = false;
    for (const one of containers) {
      if (container !== null && one.name !== container) continue;
      usageMilli += one.usageMilli;
      isFound = true;
    }
    if (isFound) usages.set(podId, { usageMilli, takenAtMs, windowMs });
  }
  return usages;
}

/**
 * Values of a custom metric; their times do not matter.
 *
 * @throws HpaMetricError when the API returned nothing
 */
export function podValues(
  samples: readonly HpaPodSample[],
  metricName: string,
): ReadonlyMap<number, PodUsage> {
  if (samples.length === 0) {
    throw new HpaMetricError(
      `unable to get metric ${metricName}: no metrics returned from custom metrics API`,
    );
  }
  return new Map(
    samples.map(({ podId, valueMilli }) => [podId, { usageMilli: valueMilli, takenAtMs: 0, windowMs: 0 }]),
  );
}
