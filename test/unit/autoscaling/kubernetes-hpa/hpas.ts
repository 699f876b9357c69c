/**
 * Builders for HPA tests: OpenFUN's policy, pods that have long been ready, and CPU samples of them.
 */
import type {
  HpaMetric,
  HpaPod,
  HpaReading,
  HpaScalingRules,
  KubernetesHpaObservation,
  KubernetesHpaPolicy,
} from '../../../../src/autoscaling/kubernetes-hpa/policy.ts';

export const cpu75: HpaMetric = {
  kind: 'resource-utilization',
  resource: 'cpu',
  container: null,
  targetPercent: 75,
};

/** Rules of one direction with defaults for what is not given. */
export function rules(given: Partial<HpaScalingRules>): HpaScalingRules {
  return { stabilizationWindowSeconds: null, selectPolicy: null, policies: null, tolerance: null, ...given };
}

/** OpenFUN's rules: up 2 pods in 120 s, down 20 % in 30 s after 60 s. */
export const openfunBehavior = {
  scaleUp: rules({ policies: [{ type: 'Pods', value: 2, periodSeconds: 120 }] }),
  scaleDown: rules({
    stabilizationWindowSeconds: 60,
    policies: [{ type: 'Percent', value: 20, periodSeconds: 30 }],
  }),
};

export function anHpa(given: Partial<KubernetesHpaPolicy> = {}): KubernetesHpaPolicy {
  return {
    minReplicas: 1,
    maxReplicas: 100,
    metrics: [cpu75],
    behavior: null,
    toleranceRatio: 0.1,
    toleranceForm: 'band',
    downscaleStabilizationSeconds: 300,
    syncPeriodSeconds: 15,
    cpuInitializationPeriodSeconds: 300,
    initialReadinessDelaySeconds: 30,
    scaleUpLimitFactor: 2,
    scaleUpLimitMinimum: 4,
    ...given,
  };
}

/** Pods that have long been ready, each with a request of one core. */
export function readyPods(count: number): HpaPod[] {
  return Array.from({ length: count }, (_, id) => aPod({ id }));
}

export function aPod(given: Partial<HpaPod> = {}): HpaPod {
  return {
    id: 0,
    phase: 'Running',
    ready: true,
    startedAtMs: Number.NEGATIVE_INFINITY,
    readyChangedAtMs: Number.NEGATIVE_INFINITY,
    deleting: false,
    containers: [{ name: 'jvb', requestMilli: 1000 }],
    podRequestMilli: null,
    ...given,
  };
}

/** One CPU sample a pod, by percent of a request of one core. */
export function cpuReading(percents: readonly number[]): HpaReading {
  return {
    kind: 'resource',
    samples: percents.map((percent, podId) => ({
      podId,
      takenAtMs: 0,
      windowMs: 15_000,
      containers: [{ name: 'jvb', usageMilli: percent * 10 }],
    })),
  };
}

/** What an HPA on CPU sees of `count` ready pods that all use the same. */
export function seen(nowMs: number, count: number, percent: number): KubernetesHpaObservation {
  return {
    nowMs,
    specReplicas: count,
    statusReplicas: count,
    pods: readyPods(count),
    readings: [cpuReading(Array.from({ length: count }, () => percent))],
  };
}
