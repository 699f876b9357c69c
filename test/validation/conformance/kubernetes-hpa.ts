/**
 * Runs the Kubernetes HPA vectors: replica calculator, behaviour, whole reconciles. Times in the vectors are seconds
 * relative to now; null is Go's zero time.
 */
import { decideKubernetesHpa } from '../../../src/autoscaling/kubernetes-hpa/decide.ts';
import {
  resolveScaleDownRules,
  resolveScaleUpRules,
} from '../../../src/autoscaling/kubernetes-hpa/default-rules.ts';
import { HpaMetricError } from '../../../src/autoscaling/kubernetes-hpa/metric-error.ts';
import { groupPods } from '../../../src/autoscaling/kubernetes-hpa/pod-groups.ts';
import type {
  HpaMetric,
  HpaPod,
  HpaReading,
  HpaScaleEvent,
  HpaScalingRules,
  KubernetesHpaPolicy,
} from '../../../src/autoscaling/kubernetes-hpa/policy.ts';
import {
  limitByCap,
  limitByRules,
  replicasChanged,
  scaleDownLimit,
  scaleUpLimit,
  storeScaleEvent,
} from '../../../src/autoscaling/kubernetes-hpa/rate-limits.ts';
import {
  type PodMetricInput,
  type PodUsage,
  replicasForAverage,
  replicasForUtilization,
} from '../../../src/autoscaling/kubernetes-hpa/replica-calculator.ts';
import { podRequestsMilli } from '../../../src/autoscaling/kubernetes-hpa/requests.ts';
import { stabiliseBothWays, stabiliseDown } from '../../../src/autoscaling/kubernetes-hpa/stabilisation.ts';
import {
  replicasForValue,
  replicasForValuePerPod,
} from '../../../src/autoscaling/kubernetes-hpa/value-metrics.ts';
import type { VectorCase, VectorRunner } from './runner.ts';

/** Whatever stands in a vector: JSON of many shapes, read field by field. */
// biome-ignore lint/suspicious/noExplicitAny: vectors are untyped JSON; a wrong field shows as a failing case
type Json = any;

/** Far enough from 0 that no relative time becomes negative. */
const nowMs = 1e9;

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
    containers: (json.containers ?? []).map((container: Json) => ({
      name: container.name,
      requestMilli: container.requestMilli ?? null,
    })),
    podRequestMilli: isPodLevel ? (json.podLevelRequestMilli ?? null) : null,
  };
}

/** Pods and samples are matched by name in the vectors, by number in the code; unknown names get numbers too. */
function numbering(input: Json): {
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

function usages(input: Json, idOf: (name: string) => number): Map<number, PodUsage> {
  const map = new Map<number, PodUsage>();
  for (const metric of input.podMetrics ?? []) {
    let usageMilli = metric.valueMilli;
    if (metric.containers !== undefined) {
      const counted = metric.containers.filter(
        (container: Json) => !input.container || container.name === input.container,
      );
      if (counted.length === 0) continue;
      usageMilli = counted.reduce((sum: number, container: Json) => sum + container.usageMilli, 0);
    }
    const takenAtMs = timeMs(metric.timestampSec);
    map.set(idOf(metric.pod), { usageMilli, takenAtMs, windowMs: metric.windowSec * 1000 });
  }
  return map;
}

function podMetricInput(input: Json): PodMetricInput & { nameOf: (id: number) => string } {
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

function valueInput(input: Json) {
  return {
    currentReplicas: input.currentReplicas,
    valuesMilli: input.metricValuesMilli.map((value: Json) =>
      typeof value === 'string' ? BigInt(value) : value,
    ),
    targetMilli: Number(input.targetMilli),
    tolerance: { ...input.tolerance, form: 'band' as const },
  };
}

function events(list: Json): HpaScaleEvent[] {
  return list.map((event: Json) => ({
    replicaChange: event.replicaChange,
    atMs: timeMs(event.timeSec),
    outdated: event.outdated ?? false,
  }));
}

function rules(json: Json): HpaScalingRules | null {
  if (json === null || json === undefined) return null;
  return {
    stabilizationWindowSeconds: json.stabilizationWindowSeconds ?? null,
    selectPolicy: json.selectPolicy ?? null,
    policies: json.policies ?? null,
    tolerance: json.tolerance ?? null,
  };
}

const downDefault = { downscaleStabilizationSeconds: 300 };

function recommendations(list: Json) {
  return list.map((one: Json) => ({ replicas: one.replicas, atMs: timeMs(one.timeSec) }));
}

/** One function of the replica calculator or of the behaviour, by its name in the vectors. */
const functions: Readonly<Record<string, (input: Json) => Json>> = {
  resourceUtilization(input) {
    const { nameOf, ...metric } = podMetricInput(input);
    const request = { resource: input.resource, container: input.container || null };
    const proposal = replicasForUtilization(metric, {
      targetPercent: input.targetUtilizationPercent,
      request: { ...request, nameOf: (one) => nameOf(one.id) },
    });
    const { replicas, current, rawAverageMilli } = proposal;
    return { replicas, utilizationPercent: current, rawAverageMilli };
  },
  podsAverageValue(input) {
    const { replicas, current } = replicasForAverage(podMetricInput(input), input.targetMilli);
    return { replicas, usageMilli: current };
  },
  objectValue: valueTarget,
  externalValue: valueTarget,
  objectAverageValue: averageTarget,
  externalAverageValue: averageTarget,
  groupPods(input) {
    const { nameOf, grouping, ...metric } = podMetricInput(input);
    const groups = groupPods(metric.pods, metric.usages, grouping);
    const names = (ids: ReadonlySet<number>): string[] => [...ids].map(nameOf).sort();
    return {
      readyPodCount: groups.readyCount,
      unready: names(groups.unready),
      missing: names(groups.missing),
      ignored: names(groups.ignored),
    };
  },
  calculateRequests(input) {
    const { pods, nameOf } = numbering(input);
    const options = { resource: input.resource, container: input.container || null };
    const requests = podRequestsMilli(pods, { ...options, nameOf: (one) => nameOf(one.id) });
    return { requestsMilli: Object.fromEntries([...requests].map(([id, value]) => [nameOf(id), value])) };
  },
  normalizeNoBehavior: (input) => limitByCap(input),
  stabilizeNoBehavior(input) {
    const { replicas, recommendations: log } = stabiliseDown({
      desiredReplicas: input.desiredReplicas,
      recommendations: recommendations(input.recommendations),
      windowMs: input.downscaleStabilizationSec * 1000,
      nowMs,
    });
    return { replicas, recommendationLogLength: log.length };
  },
  stabilizeWithBehavior(input) {
    const { replicas, recommendations: log } = stabiliseBothWays({
      currentReplicas: input.currentReplicas,
      desiredReplicas: input.desiredReplicas,
      recommendations: recommendations(input.recommendations),
      upWindowMs: input.scaleUpStabilizationSec * 1000,
      downWindowMs: input.scaleDownStabilizationSec * 1000,
      nowMs,
    });
    return { replicas, recommendationLog: log.map((one) => one.replicas) };
  },
  limitRateWithBehavior(input) {
    return limitByRules({
      ...input,
      scaleUpEvents: events(input.scaleUpEvents),
      scaleDownEvents: events(input.scaleDownEvents),
      scaleUp: resolveScaleUpRules(rules(input.scaleUpRules)),
      scaleDown: resolveScaleDownRules(rules(input.scaleDownRules), downDefault),
      nowMs,
    });
  },
  scaleUpLimit: (input) => ({
    limit: scaleUpLimit(input.currentReplicas, resolveScaleUpRules(rules(input.rules)), logs(input)),
  }),
  scaleDownLimit: (input) => ({
    limit: scaleDownLimit(
      input.currentReplicas,
      resolveScaleDownRules(rules(input.rules), downDefault),
      logs(input),
    ),
  }),
  storeScaleEvent(input) {
    const before = events(input.events);
    const changed = replicasChanged(before, 60, nowMs);
    const stored =
      input.rules === null
        ? before
        : storeScaleEvent(before, input.rules, Math.abs(input.newReplicas - input.previousReplicas), nowMs);
    return {
      replicasChangeInLast60s: changed,
      events: stored.map(({ replicaChange, outdated }) => ({ replicaChange, outdated })),
    };
  },
  reconcile,
};

function logs(input: Json) {
  return {
    scaleUpEvents: events(input.scaleUpEvents ?? []),
    scaleDownEvents: events(input.scaleDownEvents ?? []),
    nowMs,
  };
}

function valueTarget(input: Json): Json {
  const { replicas, current } = replicasForValue(valueInput(input), numbering(input).pods);
  return { replicas, usageMilli: current };
}

function averageTarget(input: Json): Json {
  const { replicas, current } = replicasForValuePerPod(valueInput(input));
  return { replicas, usageMilli: current };
}

/** The vectors' levels: per pod for metrics of pods (split evenly over the containers), the values for the others. */
function reading(metric: Json, input: Json): HpaReading {
  switch (metric.kind) {
    case 'resourceUtilization':
      return {
        kind: 'resource',
        samples: input.levels.slice(0, input.pods.length).map((level: number, podId: number) => ({
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

function metric(json: Json): HpaMetric {
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

function reconcile(input: Json): Json {
  const behavior =
    input.behavior === null
      ? null
      : {
          scaleUp: rules(input.behavior.scaleUp),
          scaleDown: rules(input.behavior.scaleDown),
        };
  const policy: KubernetesHpaPolicy = {
    minReplicas: input.minReplicas,
    maxReplicas: input.maxReplicas,
    metrics: input.metrics.map(metric),
    behavior,
    toleranceRatio: input.tolerance.scaleUp,
    toleranceForm: 'band',
    downscaleStabilizationSeconds: input.downscaleStabilizationSec,
    syncPeriodSeconds: 15,
    cpuInitializationPeriodSeconds: input.cpuInitializationPeriodSec,
    initialReadinessDelaySeconds: input.initialReadinessDelaySec,
    scaleUpLimitFactor: input.scaleUpLimitFactor,
    scaleUpLimitMinimum: input.scaleUpLimitMinimum,
  };
  const prior = input.priorRecommendations;
  const decision = decideKubernetesHpa(
    policy,
    {
      recommendations: prior === null ? null : recommendations(prior),
      scaleUpEvents: [],
      scaleDownEvents: [],
      scaledToZero: input.scaledToZero ?? false,
    },
    {
      nowMs,
      specReplicas: input.specReplicas,
      statusReplicas: input.statusReplicas,
      pods: numbering(input).pods,
      readings: input.metrics.map((one: Json) => reading(one, input)),
    },
  );
  const { desiredCount, ableToScaleReason, scalingLimitedReason } = decision;
  return { replicas: desiredCount, ableToScaleReason, scalingLimitedReason };
}

export const kubernetesHpaRunner: VectorRunner = {
  name: 'Kubernetes HPA',
  handles: (_file, testCase) => functions[functionName(testCase)] !== undefined,
  run(testCase) {
    const { input, expected } = testCase as Json;
    let actual: Json;
    try {
      actual = functions[functionName(testCase)]?.(input);
    } catch (error) {
      if (!(error instanceof HpaMetricError)) throw error;
      const wanted: string | undefined = expected.errorContains;
      if (wanted !== undefined && error.message.includes(wanted)) return null;
      return `failed with "${error.message}"`;
    }
    if (expected.errorContains !== undefined) return `should have failed with "${expected.errorContains}"`;
    const mismatches = Object.entries(expected).filter(
      ([key, value]) => JSON.stringify(comparable(actual[key])) !== JSON.stringify(comparable(value)),
    );
    if (mismatches.length === 0) return null;
    return mismatches
      .map(([key, value]) => `${key} is ${JSON.stringify(actual[key])}, expected ${JSON.stringify(value)}`)
      .join('; ');
  },
};

/** Lists of names have no order; integers beyond 2^53 are strings in the vectors. */
function comparable(value: Json): Json {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return [...value].sort();
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

function functionName(testCase: VectorCase): string {
  const input = testCase.input as Json;
  return typeof input?.function === 'string' ? input.function : '';
}
