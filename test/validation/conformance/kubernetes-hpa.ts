/**
 * Runs the Kubernetes HPA vectors: replica calculator, behaviour, whole reconciles.
 */
import { decideKubernetesHpa } from '../../../src/autoscaling/kubernetes-hpa/decide.ts';
import {
  resolveScaleDownRules,
  resolveScaleUpRules,
} from '../../../src/autoscaling/kubernetes-hpa/default-rules.ts';
import { HpaMetricError } from '../../../src/autoscaling/kubernetes-hpa/metric-error.ts';
import { groupPods } from '../../../src/autoscaling/kubernetes-hpa/pod-groups.ts';
import type { HpaScalingRules, KubernetesHpaPolicy } from '../../../src/autoscaling/kubernetes-hpa/policy.ts';
import {
  limitByCap,
  limitByRules,
  replicasChanged,
  scaleDownLimit,
  scaleUpLimit,
  storeScaleEvent,
} from '../../../src/autoscaling/kubernetes-hpa/rate-limits.ts';
import {
  replicasForAverage,
  replicasForUtilization,
} from '../../../src/autoscaling/kubernetes-hpa/replica-calculator.ts';
import { podRequestsMilli } from '../../../src/autoscaling/kubernetes-hpa/requests.ts';
import { stabiliseBothWays, stabiliseDown } from '../../../src/autoscaling/kubernetes-hpa/stabilisation.ts';
import {
  replicasForValue,
  replicasForValuePerPod,
} from '../../../src/autoscaling/kubernetes-hpa/value-metrics.ts';
import {
  events,
  type Json,
  logs,
  metric,
  nowMs,
  numbering,
  podMetricInput,
  reading,
  recommendations,
  rules,
  valueInput,
} from './kubernetes-hpa-case.ts';
import type { VectorCase, VectorRunner } from './runner.ts';

const downDefault = { downscaleStabilizationSeconds: 300 };

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
      ...logs(input),
      scaleUp: resolveScaleUpRules(rules(input.scaleUpRules)),
      scaleDown: resolveScaleDownRules(rules(input.scaleDownRules), downDefault),
    });
  },
  scaleUpLimit(input) {
    const { limit } = scaleUpLimit(
      input.currentReplicas,
      resolveScaleUpRules(rules(input.rules)),
      logs(input),
    );
    return { limit };
  },
  scaleDownLimit(input) {
    const resolved = resolveScaleDownRules(rules(input.rules), downDefault);
    const { limit } = scaleDownLimit(input.currentReplicas, resolved, logs(input));
    return { limit };
  },
  storeScaleEvent(input) {
    const before = events(input.events);
    const given = rules(input.rules);
    const isUp = input.newReplicas > input.previousReplicas;
    const resolved = isUp ? resolveScaleUpRules(given) : resolveScaleDownRules(given, downDefault);
    const change = Math.abs(input.newReplicas - input.previousReplicas);
    // Rules of null stand for an HPA without behaviour, which keeps no log.
    const stored = given === null ? before : storeScaleEvent(before, resolved, change, nowMs);
    return {
      replicasChangeInLast60s: replicasChanged(before, 60, nowMs),
      events: stored.map(({ replicaChange, outdated }) => ({ replicaChange, outdated })),
    };
  },
  reconcile,
};

function valueTarget(input: Json): Json {
  const { replicas, current } = replicasForValue(valueInput(input), numbering(input).pods);
  return { replicas, usageMilli: current };
}

function averageTarget(input: Json): Json {
  const { replicas, current } = replicasForValuePerPod(valueInput(input));
  return { replicas, usageMilli: current };
}

function reconcile(input: Json): Json {
  const { behavior, tolerance } = input;
  // The vectors give each direction its tolerance; where they differ it is the direction's own.
  const withTolerance = (given: Json, own: number): HpaScalingRules => ({
    stabilizationWindowSeconds: null,
    selectPolicy: null,
    policies: null,
    ...rules(given),
    tolerance: given?.tolerance ?? own,
  });
  const policy: KubernetesHpaPolicy = {
    minReplicas: input.minReplicas,
    maxReplicas: input.maxReplicas,
    metrics: input.metrics.map(metric),
    behavior:
      behavior === null
        ? null
        : {
            scaleUp: withTolerance(behavior.scaleUp, tolerance.scaleUp),
            scaleDown: withTolerance(behavior.scaleDown, tolerance.scaleDown),
          },
    toleranceRatio: tolerance.scaleUp,
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
      scaleUpEvents: events(input.scaleUpEvents ?? []),
      scaleDownEvents: events(input.scaleDownEvents ?? []),
      // Upstream's tests of scaling from 0 begin with an HPA that went there itself; the vectors do not say so.
      scaledToZero: input.scaledToZero ?? (input.specReplicas === 0 && input.minReplicas === 0),
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
