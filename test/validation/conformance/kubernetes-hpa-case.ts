/**
 * Reads the Kubernetes HPA vectors. Times in them are seconds relative to now, null is Go's zero time, and pods go by
 * name.
 */
import {
  type PodUsage,
  podValues,
  resourceUsages,
} from '../../../src/autoscaling/kubernetes-hpa/pod-usages.ts';
import type {
  HpaMetric,
  HpaPod,
  HpaReading,
  HpaRecommendation,
  HpaScaleEvent,
  HpaScalingRules,
} from '../../../src/autoscaling/kubernetes-hpa/policy.ts';
import type { ScaleLogs } from '../../../src/autoscaling/kubernetes-hpa/rate-limits.ts';
import type { PodMetricInput } from '../../../src/autoscaling/kubernetes-hpa/replica-calculator.ts';
import type { ValueMetricInput } from '../../../src/autoscaling/kubernetes-hpa/value-metrics.ts';

/** Whatever stands in a vector: JSON of many shapes, read field by field. */
// biome-ignore lint/suspicious/noExplicitAny: vectors are untyped JSON; a wrong field shows as a failing case
export type Json = any;

/** Far enough from 0 that no relative time becomes negative. */
export const nowMs = 1e9;

function timeMs(seconds: number | null | undefined): number {
  return seconds === null || seconds === undefined ? Number.NEGATIVE_INFINITY : nowMs + seconds * 1000;
}

function pod(json: Json, id: number, isPodLevel: boolean): HpaPod {
  return {
    id,
    phase: json.phase,
    ready: json.readyCondition === null ? null : json.readyCondition === 'True',
    startedAtMs: json.hasStartTime === false ? null : timeMs(json.startTimeSec),
    readyChangedAtMs: timeMs(json.readyTransitionSec),
    deleting: json.deleting,
    containers: [...(json.containers ?? []), ...(json.initContainers ?? []).filter(keepsRunning)].map(
      (container: Json) => ({ name: container.name, requestMilli: container.requestMilli ?? null }),
    ),
    podRequestMilli: isPodLevel ? (json.podLevelRequestMilli ?? null) : null,
  };
}

/** Init containers that are restarted run beside the others, and their requests count. */
function keepsRunning(initContainer: Json): boolean {
  return initContainer.restartPolicy === 'Always' || initContainer.restartable === true;
}

/** Pods and samples are matched by name in the vectors, by number in the code; unknown names get numbers too. */
export function numbering(input: Json): {
  pods: HpaPod[];
  idOf: (name: string) => number;
  nameOf: (id: number) => string;
} {
  const names: string[] = (input.pods ?? []).map((one: Json) => one.name);
  const idOf = (name: string): number => {
    const known = names.indexOf(name);
    return known >= 0 ? known : names.push(name) - 1;
  };
  const pods = (input.pods ?? []).map((one: Json, id: number) =>
    pod(one, id, input.podLevelResourcesEnabled === true),
  );
  return { pods, idOf, nameOf: (id) => names[id] ?? String(id) };
}

function usages(input: Json, idOf: (name: string) => number): ReadonlyMap<number, PodUsage> {
  const metrics: Json[] = input.podMetrics;
  if (input.function === 'groupPods') {
    return new Map(
      metrics.map((metric) => [
        idOf(metric.pod),
        {
          usageMilli: metric.valueMilli,
          takenAtMs: timeMs(metric.timestampSec),
          windowMs: metric.windowSec * 1000,
        },
      ]),
    );
  }
  if (input.function === 'podsAverageValue') {
    const samples = metrics.map((metric) => ({ podId: idOf(metric.pod), valueMilli: metric.valueMilli }));
    return podValues(samples, 'qps');
  }
  const samples = metrics.map((metric) => ({
    podId: idOf(metric.pod),
    takenAtMs: timeMs(metric.timestampSec),
    windowMs: metric.windowSec * 1000,
    containers: metric.containers,
  }));
  return resourceUsages(samples, { resource: input.resource, container: input.container || null });
}

/** The input of the replica calculator for a metric of pods. */
export function podMetricInput(input: Json): PodMetricInput & { nameOf: (id: number) => string } {
  const { pods, idOf, nameOf } = numbering(input);
  return {
    currentReplicas: input.currentReplicas,
    pods,
    usages: usages(input, idOf),
    tolerance: { ...input.tolerance, form: 'band' },
    grouping: {
      resource: input.resource ?? '',
      cpuInitializationPeriodMs: input.cpuInitializationPeriodSec * 1000,
      initialReadinessDelayMs: input.initialReadinessDelaySec * 1000,
      nowMs,
    },
    nameOf,
  };
}

/** The input of the replica calculator for an object or external metric. */
export function valueInput(input: Json): ValueMetricInput {
  return {
    currentReplicas: input.currentReplicas,
    valuesMilli: input.metricValuesMilli.map((value: Json) =>
      typeof value === 'string' ? BigInt(value) : value,
    ),
    targetMilli: Number(input.targetMilli),
    tolerance: { ...input.tolerance, form: 'band' as const },
  };
}

export function events(list: Json): HpaScaleEvent[] {
  return list.map((event: Json) => ({
    replicaChange: event.replicaChange,
    atMs: timeMs(event.timeSec),
    outdated: event.outdated ?? false,
  }));
}

export function rules(json: Json): HpaScalingRules | null {
  if (json === null || json === undefined) return null;
  return {
    stabilizationWindowSeconds: json.stabilizationWindowSeconds ?? null,
    selectPolicy: json.selectPolicy ?? null,
    policies: json.policies ?? null,
    tolerance: json.tolerance ?? null,
  };
}

export function recommendations(list: Json): HpaRecommendation[] {
  return list.map((one: Json) => ({ replicas: one.replicas, atMs: timeMs(one.timeSec) }));
}

export function logs(input: Json): ScaleLogs {
  return {
    scaleUpEvents: events(input.scaleUpEvents ?? []),
    scaleDownEvents: events(input.scaleDownEvents ?? []),
    nowMs,
  };
}

/** The levels of a reconcile: per pod (split evenly over two containers), or the values of the other metrics. */
export function reading(metric: Json, input: Json): HpaReading {
  switch (metric.kind) {
    case 'resourceUtilization':
      return {
        kind: 'resource',
        samples: input.levels.map((level: number, podId: number) => ({
          podId,
          takenAtMs: nowMs,
          windowMs: 60_000,
          containers: ['container1', 'container2'].map((name) => ({
            name,
            usageMilli: Math.trunc(level / 2),
          })),
        })),
      };
    case 'podsAverageValue':
      return {
        kind: 'pods',
        samples: input.levels.map((valueMilli: number, podId: number) => ({ podId, valueMilli })),
      };
    default:
      return { kind: 'values', valuesMilli: input.levels };
  }
}

export function metric(json: Json): HpaMetric {
  const metricName = 'qps';
  switch (json.kind) {
    case 'resourceUtilization':
      return {
        kind: 'resource-utilization',
        resource: 'cpu',
        container: json.container || null,
        targetPercent: json.targetUtilizationPercent,
      };
    case 'podsAverageValue':
      return { kind: 'pods-average-value', metricName, targetMilli: json.targetMilli };
    case 'objectValue':
      return { kind: 'object-value', metricName, targetMilli: json.targetMilli };
    case 'objectAverageValue':
      return { kind: 'object-average-value', metricName, targetMilli: json.targetMilli };
    case 'externalValue':
      return { kind: 'external-value', metricName, targetMilli: json.targetMilli };
    case 'externalAverageValue':
      return { kind: 'external-average-value', metricName, targetMilli: json.targetMilli };
    default:
      throw new Error(`unknown metric kind ${json.kind}`);
  }
}
