/**
 * What each metric of an HPA asks for, and what they come to together.
 * Source: kubernetes/kubernetes 2026 master, horizontal.go (computeReplicasForMetrics).
 */
import { HpaMetricError } from './metric-error.ts';
import { type PodUsage, podValues, resourceUsages } from './pod-usages.ts';
import type {
  HpaMetric,
  HpaPodSample,
  HpaReading,
  HpaResourceSample,
  KubernetesHpaObservation,
  KubernetesHpaPolicy,
} from './policy.ts';
import {
  type PodMetricInput,
  type ReplicaProposal,
  replicasForAverage,
  replicasForUtilization,
} from './replica-calculator.ts';
import type { Tolerance } from './tolerance.ts';
import { replicasForValue, replicasForValuePerPod } from './value-metrics.ts';

/** The winning proposal, or why there is none. */
export type MetricsOutcome =
  | { readonly replicas: number; readonly text: string }
  | { readonly replicas: null; readonly text: string };

/**
 * The largest proposal wins. When all metrics fail, or any fails and the rest would scale down, nothing changes: a
 * broken metric may not take capacity away.
 */
export function replicasForMetrics(
  policy: KubernetesHpaPolicy,
  observation: KubernetesHpaObservation,
  tolerance: Tolerance,
): MetricsOutcome {
  let best: { readonly replicas: number; readonly text: string } | null = null;
  const failures: string[] = [];
  for (const [i, metric] of policy.metrics.entries()) {
    const reading = observation.readings[i] ?? { kind: 'unavailable', error: 'no reading' };
    try {
      const proposal = propose(metric, reading, policy, observation, tolerance);
      const text = `${describe(metric, proposal)}: ${proposal.basis}`;
      const replicas = Math.max(0, proposal.replicas);
      if (best === null || replicas > best.replicas) best = { replicas, text };
    } catch (error) {
      if (!(error instanceof HpaMetricError)) throw error;
      failures.push(error.message);
    }
  }
  const failed = failures.join('; ');
  if (best === null) {
    return { replicas: null, text: policy.metrics.length === 0 ? 'no metrics' : `no metric: ${failed}` };
  }
  if (failures.length > 0 && best.replicas < observation.specReplicas) {
    return { replicas: null, text: `${best.text}, but not with a broken metric: ${failed}` };
  }
  return best;
}

function propose(
  metric: HpaMetric,
  reading: HpaReading,
  policy: KubernetesHpaPolicy,
  observation: KubernetesHpaObservation,
  tolerance: Tolerance,
): ReplicaProposal {
  const ofPods = (usages: ReadonlyMap<number, PodUsage>, resource: string): PodMetricInput => ({
    currentReplicas: observation.specReplicas,
    pods: observation.pods,
    usages,
    tolerance,
    grouping: {
      resource,
      cpuInitializationPeriodMs: policy.cpuInitializationPeriodSeconds * 1000,
      initialReadinessDelayMs: policy.initialReadinessDelaySeconds * 1000,
      nowMs: observation.nowMs,
    },
  });
  switch (metric.kind) {
    case 'resource-utilization':
    case 'resource-average-value': {
      const input = ofPods(resourceUsages(resourceSamplesOf(reading), metric), metric.resource);
      return metric.kind === 'resource-utilization'
        ? replicasForUtilization(input, { targetPercent: metric.targetPercent, request: metric })
        : replicasForAverage(input, metric.targetMilli);
    }
    case 'pods-average-value': {
      const values = podValues(podSamplesOf(reading), metric.metricName);
      return replicasForAverage(ofPods(values, ''), metric.targetMilli);
    }
    case 'object-value':
    case 'external-value': {
      const currentReplicas = observation.specReplicas;
      const valuesMilli = valuesOf(reading);
      const { targetMilli } = metric;
      return replicasForValue({ currentReplicas, valuesMilli, targetMilli, tolerance }, observation.pods);
    }
    case 'object-average-value':
    case 'external-average-value': {
      const currentReplicas = observation.statusReplicas;
      const valuesMilli = valuesOf(reading);
      const { targetMilli } = metric;
      return replicasForValuePerPod({ currentReplicas, valuesMilli, targetMilli, tolerance });
    }
  }
}

function resourceSamplesOf(reading: HpaReading): readonly HpaResourceSample[] {
  if (reading.kind !== 'resource') throw mismatch(reading, 'resource');
  return reading.samples;
}

function podSamplesOf(reading: HpaReading): readonly HpaPodSample[] {
  if (reading.kind !== 'pods') throw mismatch(reading, 'pods');
  return reading.samples;
}

function valuesOf(reading: HpaReading): readonly (number | bigint)[] {
  if (reading.kind !== 'values') throw mismatch(reading, 'values');
  return reading.valuesMilli;
}

function mismatch(reading: HpaReading, wanted: string): Error {
  return reading.kind === 'unavailable'
    ? new HpaMetricError(reading.error)
    : new Error(`replicasForMetrics: the metric needs a reading of ${wanted}, got ${reading.kind}`);
}

function describe(metric: HpaMetric, { current }: ReplicaProposal): string {
  switch (metric.kind) {
    case 'resource-utilization':
      return `${nameOf(metric.resource)} ${current} % of request against ${metric.targetPercent} %`;
    case 'resource-average-value':
      return `${nameOf(metric.resource)} ${milli(current)} a pod against ${milli(metric.targetMilli)}`;
    case 'pods-average-value':
      return `${metric.metricName} ${milli(current)} a pod against ${milli(metric.targetMilli)}`;
    case 'object-value':
    case 'external-value':
      return `${metric.metricName} ${milli(current)} against ${milli(metric.targetMilli)}`;
    case 'object-average-value':
    case 'external-average-value':
      return `${metric.metricName} ${milli(current)} a pod against ${milli(metric.targetMilli)}`;
  }
}

function nameOf(resource: string): string {
  return resource === 'cpu' ? 'CPU' : resource;
}

function milli(value: number): string {
  return String(value / 1000);
}
