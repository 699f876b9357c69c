/**
 * What each metric of an HPA asks for, and what they come to together.
 * Source: kubernetes/kubernetes 2026 master, horizontal.go (computeReplicasForMetrics).
 */
import { HpaMetricError } from './metric-error.ts';
import type { HpaMetric, HpaReading, KubernetesHpaObservation, KubernetesHpaPolicy } from './policy.ts';
import {
  type PodMetricInput,
  type PodUsage,
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
      const text = `${describe(metric, proposal)}: ${proposal.replicas} wanted`;
      if (best === null || proposal.replicas > best.replicas) best = { replicas: proposal.replicas, text };
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
  if (reading.kind === 'unavailable') throw new HpaMetricError(reading.error);
  switch (metric.kind) {
    case 'resource-utilization': {
      const input = podInput(
        resourceUsages(reading, metric.container),
        metric.resource,
        policy,
        observation,
        tolerance,
      );
      return replicasForUtilization(input, {
        targetPercent: metric.targetPercent,
        request: { resource: metric.resource, container: metric.container },
      });
    }
    case 'resource-average-value': {
      const input = podInput(
        resourceUsages(reading, metric.container),
        metric.resource,
        policy,
        observation,
        tolerance,
      );
      return replicasForAverage(input, metric.targetMilli);
    }
    case 'pods-average-value':
      return replicasForAverage(
        podInput(podValues(reading), '', policy, observation, tolerance),
        metric.targetMilli,
      );
    case 'object-value':
    case 'external-value': {
      const valuesMilli = plainValues(reading);
      const { targetMilli } = metric;
      const currentReplicas = observation.specReplicas;
      return replicasForValue({ currentReplicas, valuesMilli, targetMilli, tolerance }, observation.pods);
    }
    case 'object-average-value':
    case 'external-average-value': {
      const valuesMilli = plainValues(reading);
      const { targetMilli } = metric;
      const currentReplicas = observation.statusReplicas;
      return replicasForValuePerPod({ currentReplicas, valuesMilli, targetMilli, tolerance });
    }
  }
}

function podInput(
  usages: ReadonlyMap<number, PodUsage>,
  resource: string,
  policy: KubernetesHpaPolicy,
  observation: KubernetesHpaObservation,
  tolerance: Tolerance,
): PodMetricInput {
  return {
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
  };
}

/** Usage per pod: the sum of its containers, or the one that is named; pods without that container have no sample. */
function resourceUsages(reading: HpaReading, container: string | null): ReadonlyMap<number, PodUsage> {
  if (reading.kind !== 'resource')
    throw new HpaMetricError(`a ${reading.kind} reading is no resource metric`);
  const usages = new Map<number, PodUsage>();
  for (const { podId, takenAtMs, windowMs, containers } of reading.samples) {
    const counted = container === null ? containers : containers.filter(({ name }) => name === container);
    if (container !== null && counted.length === 0) continue;
    const usageMilli = counted.reduce((sum, one) => sum + one.usageMilli, 0);
    usages.set(podId, { usageMilli, takenAtMs, windowMs });
  }
  if (usages.size === 0) throw new HpaMetricError('no metrics returned from resource metrics API');
  return usages;
}

function podValues(reading: HpaReading): ReadonlyMap<number, PodUsage> {
  if (reading.kind !== 'pods') throw new HpaMetricError(`a ${reading.kind} reading is no pods metric`);
  if (reading.samples.length === 0) throw new HpaMetricError('no metrics returned from custom metrics API');
  return new Map(
    reading.samples.map(({ podId, valueMilli }) => [
      podId,
      { usageMilli: valueMilli, takenAtMs: 0, windowMs: 0 },
    ]),
  );
}

function plainValues(reading: HpaReading): readonly (number | bigint)[] {
  if (reading.kind !== 'values') throw new HpaMetricError(`a ${reading.kind} reading is no value metric`);
  if (reading.valuesMilli.length === 0)
    throw new HpaMetricError('no metrics returned from external metrics API');
  return reading.valuesMilli;
}

function describe(metric: HpaMetric, { current }: ReplicaProposal): string {
  switch (metric.kind) {
    case 'resource-utilization':
      return `${metric.resource} ${current} % of request against ${metric.targetPercent} %`;
    case 'resource-average-value':
      return `${metric.resource} ${milli(current)} a pod against ${milli(metric.targetMilli)}`;
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

function milli(value: number): string {
  return String(value / 1000);
}
