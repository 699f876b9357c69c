/**
 * `scaling` with the policy `kubernetes-hpa`.
 */
import type {
  HpaBehavior,
  HpaMetric,
  HpaScalingRules,
  KubernetesHpaPolicy,
} from '../autoscaling/kubernetes-hpa/policy.ts';
import type { Path } from './parse.ts';
import { warnOfLowStress } from './policy-checks.ts';
import { areBounds, presetValues } from './presets.ts';
import { type ResolveContext, report, resolveTime, type ZonedHorizon } from './resolve-context.ts';
import { isPoolMetric } from './scaling-metrics.ts';
import type { BoundsChange, HpaMetricReading, KubernetesHpaScaling } from './scenario.ts';
import {
  type KubernetesHpaPreset,
  type KubernetesHpaRules,
  kubernetesHpaSettings,
  type WrittenHpaBehavior,
  type WrittenHpaMetric,
  type WrittenKubernetesHpa,
} from './schema-kubernetes-hpa.ts';

/** The presets of an HPA that names none: Kubernetes as shipped, and the one HPA of Jibris that is published. */
export const defaultHpaPresets = { bridges: 'default', jibris: 'openfun-jibri' } as const;

const hpaSettingNames = Object.keys(kubernetesHpaSettings) as readonly (keyof typeof kubernetesHpaSettings)[];

/** The controller computes in thousandths of the unit of a metric. */
const MILLI = 1000;

export function resolveKubernetesHpa(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenKubernetesHpa,
  pool: 'bridges' | 'jibris',
  path: Path,
): KubernetesHpaScaling | null {
  const boundsChanges = resolveBoundsChanges(context, horizon, written, [...path, 'boundsChanges']);
  const { min, max, metrics } = written;
  const given = Object.fromEntries(hpaSettingNames.map((name) => [name, written[name]]));
  if (metrics !== undefined && written.targetPercent !== undefined) {
    report(context, [...path, 'targetPercent'], 'must not be given beside metrics', {
      atKey: true,
      hint: 'write { metric: cpu, averageUtilizationPercent: ... } among the metrics',
    });
    return null;
  }
  const values = presetValues(
    context,
    {
      policy: 'kubernetes-hpa',
      preset: written.preset ?? defaultHpaPresets[pool],
      replaced: { ...given, metrics, minReplicas: min, maxReplicas: max },
      unused: [
        ...(metrics === undefined ? [] : ['targetPercent']),
        ...(written.targetPercent === undefined ? [] : ['metrics']),
      ],
    },
    path,
  );
  if (values === null) return null;
  const flat = values as unknown as KubernetesHpaPreset;
  const asked = metrics === undefined && written.targetPercent !== undefined ? undefined : flat.metrics;
  const list = resolveMetrics(context, asked, flat.targetPercent, pool, path);
  if (list === null) return null;
  return assemble(context, flat, list, { boundsChanges, pool, path });
}

function assemble(
  context: ResolveContext,
  flat: KubernetesHpaPreset,
  list: readonly ResolvedMetric[],
  rest: {
    readonly boundsChanges: readonly BoundsChange[];
    readonly pool: 'bridges' | 'jibris';
    readonly path: Path;
  },
): KubernetesHpaScaling | null {
  const { path, pool } = rest;
  const { minReplicas, maxReplicas, behavior, cpuRequestCores, metricsPeriodSeconds } = flat;
  const { targetPercent: _target, metrics: _metrics, podDeletionCost, detachBusy, ...settings } = flat;
  if (minReplicas < 1 && !list.some(({ metric }) => /^(object|external)-/.test(metric.kind))) {
    const problem =
      'must be at least 1: an HPA scales to zero only with an object or external metric, which exists without pods';
    report(context, [...path, 'min'], problem, { got: minReplicas });
    return null;
  }
  const isRangeRight = areBounds(context, minReplicas, maxReplicas, path);
  if (cpuRequestCores === undefined && list.some(({ metric }) => metric.kind === 'resource-utilization')) {
    report(context, [...path, 'cpuRequestCores'], 'is missing', {
      hint: 'the CPU request of one bridge pod, cores',
    });
    return null;
  }
  if (!isRangeRight) return null;
  const { cpuRequestCores: _request, metricsPeriodSeconds: _period, ...hpaSettings } = settings;
  const hpa: KubernetesHpaPolicy = {
    ...hpaSettings,
    metrics: list.map(({ metric }) => metric),
    behavior: behaviorOf(behavior),
  };
  return {
    policy: 'kubernetes-hpa',
    hpa,
    readings: list.map(({ reading }) => reading),
    cpuRequestCores: cpuRequestCores ?? null,
    metricsPeriodSeconds,
    boundsChanges: rest.boundsChanges,
    podDeletionCost: podDeletionCost ?? 'none',
    detachesBusy: pool === 'jibris' && (detachBusy ?? false),
  };
}

interface ResolvedMetric {
  readonly metric: HpaMetric;
  readonly reading: HpaMetricReading;
}

function resolveMetrics(
  context: ResolveContext,
  written: readonly WrittenHpaMetric[] | undefined,
  targetPercent: number | undefined,
  pool: 'bridges' | 'jibris',
  path: Path,
): ResolvedMetric[] | null {
  if (written === undefined) {
    if (targetPercent !== undefined && pool === 'bridges') {
      return [
        {
          metric: { kind: 'resource-utilization', resource: 'cpu', container: null, targetPercent },
          reading: { metric: 'cpu', aggregate: 'sum' },
        },
      ];
    }
    report(context, [...path, 'metrics'], 'is missing', {
      hint: 'name what the HPA looks at, such as { metric: busy, source: object, aggregate: mean, value: 0.8 }',
    });
    return null;
  }
  const resolved = written.map((one, index) => resolveMetric(context, one, [...path, 'metrics', index]));
  return resolved.includes(null) ? null : (resolved as ResolvedMetric[]);
}

/** One metric of the list; `path` may lie in a preset when the scenario gives none. */
function resolveMetric(
  context: ResolveContext,
  written: WrittenHpaMetric,
  path: Path,
): ResolvedMetric | null {
  const { metric: name, averageUtilizationPercent, averageValue, value } = written;
  const source =
    written.source ?? (name === 'cpu' ? 'resource' : isPoolMetric(name) ? 'object' : ('pods' as const));
  const refuse = (problem: string, hint: string): null => {
    report(context, path, problem, { got: written, hint });
    return null;
  };
  const targets = [averageUtilizationPercent, averageValue, value].filter((one) => one !== undefined);
  if (targets.length !== 1) {
    return refuse('must have one target', 'write averageUtilizationPercent, averageValue or value');
  }
  if ((source === 'resource') !== (name === 'cpu') && (source === 'resource' || source === 'pods')) {
    return refuse(
      source === 'resource' ? 'is not a resource' : 'is a resource, not a metric of pods',
      'cpu is the only resource, and all others are metrics of pods, objects or external ones',
    );
  }
  if (isPoolMetric(name) && source === 'pods') {
    return refuse('is no figure of single pods', 'write source: object');
  }
  if (name === 'stress' && averageValue !== undefined)
    warnOfLowStress(context, averageValue, 'the target of stress');
  const reading: HpaMetricReading = { metric: name, aggregate: written.aggregate ?? 'sum' };
  const milli = Math.round((averageValue ?? value ?? 0) * MILLI);
  if (averageUtilizationPercent === undefined && milli === 0) {
    return refuse('has a target below a thousandth', 'the controller computes in thousandths');
  }
  const metric = hpaMetricOf(source, written, milli);
  if (metric === null) {
    return refuse(
      `has a target that a metric of the source ${source} does not take`,
      'resource takes averageUtilizationPercent or averageValue, pods averageValue, object and external averageValue or value',
    );
  }
  return { metric, reading };
}

function hpaMetricOf(
  source: 'resource' | 'pods' | 'object' | 'external',
  { metric: metricName, averageUtilizationPercent, averageValue }: WrittenHpaMetric,
  targetMilli: number,
): HpaMetric | null {
  const isAverage = averageValue !== undefined;
  if (averageUtilizationPercent !== undefined) {
    if (source !== 'resource') return null;
    const targetPercent = averageUtilizationPercent;
    return { kind: 'resource-utilization', resource: 'cpu', container: null, targetPercent };
  }
  switch (source) {
    case 'resource':
      return isAverage
        ? { kind: 'resource-average-value', resource: 'cpu', container: null, targetMilli }
        : null;
    case 'pods':
      return isAverage ? { kind: 'pods-average-value', metricName, targetMilli } : null;
    case 'object':
      return { kind: isAverage ? 'object-average-value' : 'object-value', metricName, targetMilli };
    case 'external':
      return { kind: isAverage ? 'external-average-value' : 'external-value', metricName, targetMilli };
  }
}

/** `spec.behavior` as the controller takes it. */
export function behaviorOf(written: WrittenHpaBehavior): HpaBehavior | null {
  return written === null
    ? null
    : { scaleUp: rulesOf(written.scaleUp), scaleDown: rulesOf(written.scaleDown) };
}

/** Members that are not given take the defaults of their direction. */
function rulesOf(given: KubernetesHpaRules | null | undefined): HpaScalingRules | null {
  if (given === null || given === undefined) return null;
  return {
    stabilizationWindowSeconds: given.stabilizationWindowSeconds ?? null,
    selectPolicy: given.selectPolicy ?? null,
    policies: given.policies ?? null,
    tolerance: given.tolerance ?? null,
  };
}

function resolveBoundsChanges(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenKubernetesHpa,
  path: Path,
): BoundsChange[] {
  const changes: BoundsChange[] = [];
  (written.boundsChanges ?? []).forEach(({ at, min, max }, index) => {
    const atMs = resolveTime(context, horizon, at, [...path, index, 'at']);
    if (!areBounds(context, min, max, [...path, index]) || atMs === null) return;
    if (atMs < (changes.at(-1)?.atMs ?? 0)) {
      report(context, [...path, index, 'at'], 'must not be before the change above', { got: at });
    }
    changes.push({ atMs, minCount: min, maxCount: max });
  });
  return changes;
}
