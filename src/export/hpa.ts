/**
 * A HorizontalPodAutoscaler manifest (autoscaling/v2) from the policy `kubernetes-hpa`. What the object has no field for
 * (flags of kube-controller-manager, the pods' CPU request, sidecars) stands in an annotation, so that reading the
 * manifest back gives the same policy.
 */
import { stringify } from 'yaml';
import type { HpaBehavior, HpaMetric, HpaScalingRules } from '../autoscaling/kubernetes-hpa/policy.ts';
import type { HpaMetricReading, KubernetesHpaScaling } from '../scenario/scenario.ts';
import type { ExportedText, ExportPool } from './export-target.ts';
import { type MetricReading, metricName, metricQuery } from './metric-names.ts';
import { quantityText } from './quantity.ts';

/** Annotation of a manifest with the settings that an HPA object has no field for, as JSON. */
export const settingsAnnotation = 'jitsim/settings';

/** Name of the Deployment that is scaled. */
export const workloadNames: Readonly<Record<ExportPool, string>> = { bridges: 'jvb', jibris: 'jibri' };

export interface HpaPool {
  readonly pool: ExportPool;
  readonly scaling: KubernetesHpaScaling;
}

export function exportHpa(pools: readonly HpaPool[]): ExportedText {
  const manifests = pools.map(manifest);
  // A List is one document that kubectl applies and that one reader reads.
  const value = manifests.length === 1 ? manifests[0] : { apiVersion: 'v1', kind: 'List', items: manifests };
  const comments = pools.flatMap(metricComments);
  const text = `${[...comments, ''].join('\n')}${stringify(value, { lineWidth: 0 })}`;
  return { ok: true, text, notes: pools.flatMap(notesOf) };
}

function manifest({ pool, scaling }: HpaPool): unknown {
  const { hpa, readings } = scaling;
  const name = workloadNames[pool];
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: `${name}-hpa`,
      annotations: { [settingsAnnotation]: JSON.stringify(settingsOf(pool, scaling)) },
    },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: hpa.minReplicas,
      maxReplicas: hpa.maxReplicas,
      ...(hpa.behavior === null ? {} : { behavior: behaviorOf(hpa.behavior) }),
      metrics: hpa.metrics.map((metric, index) => metricOf(metric, readings[index]!)),
    },
  };
}

/** By the names of the scenario. */
function settingsOf(pool: ExportPool, scaling: KubernetesHpaScaling): Record<string, unknown> {
  const { hpa, cpuRequestCores, metricsPeriodSeconds, podDeletionCost, detachesBusy } = scaling;
  return {
    pool,
    toleranceRatio: hpa.toleranceRatio,
    toleranceForm: hpa.toleranceForm,
    downscaleStabilizationSeconds: hpa.downscaleStabilizationSeconds,
    syncPeriodSeconds: hpa.syncPeriodSeconds,
    cpuInitializationPeriodSeconds: hpa.cpuInitializationPeriodSeconds,
    initialReadinessDelaySeconds: hpa.initialReadinessDelaySeconds,
    scaleUpLimitFactor: hpa.scaleUpLimitFactor,
    scaleUpLimitMinimum: hpa.scaleUpLimitMinimum,
    ...(cpuRequestCores === null ? {} : { cpuRequestCores }),
    metricsPeriodSeconds,
    podDeletionCost,
    ...(pool === 'jibris' ? { detachBusy: detachesBusy } : {}),
  };
}

export function behaviorOf({ scaleUp, scaleDown }: HpaBehavior): unknown {
  return {
    ...(scaleUp === null ? {} : { scaleUp: rulesOf(scaleUp) }),
    ...(scaleDown === null ? {} : { scaleDown: rulesOf(scaleDown) }),
  };
}

/** Members that are null have the default of Kubernetes, which an absent field has too. */
function rulesOf(rules: HpaScalingRules): unknown {
  const { stabilizationWindowSeconds, selectPolicy, policies, tolerance } = rules;
  return {
    ...(stabilizationWindowSeconds === null ? {} : { stabilizationWindowSeconds }),
    ...(selectPolicy === null ? {} : { selectPolicy }),
    ...(policies === null ? {} : { policies: policies.map((one) => ({ ...one })) }),
    // A quantity, so a word: 0.05 may be read as a float by YAML and then refused by the API.
    ...(tolerance === null ? {} : { tolerance: String(tolerance) }),
  };
}

/** The namespace of OpenFUN's manifests: what a metric of the whole pool is a metric of. */
const describedObject = { apiVersion: 'v1', kind: 'Namespace', name: 'jitsi' };

function metricOf(metric: HpaMetric, reading: HpaMetricReading): unknown {
  const named = { name: metricName(readingOf(metric, reading)) };
  switch (metric.kind) {
    case 'resource-utilization':
      return {
        type: 'Resource',
        resource: {
          name: metric.resource,
          target: { type: 'Utilization', averageUtilization: metric.targetPercent },
        },
      };
    case 'resource-average-value':
      return {
        type: 'Resource',
        resource: { name: metric.resource, target: averageTarget(metric.targetMilli) },
      };
    case 'pods-average-value':
      return { type: 'Pods', pods: { metric: named, target: averageTarget(metric.targetMilli) } };
    case 'object-value':
      return {
        type: 'Object',
        object: { describedObject, metric: named, target: valueTarget(metric.targetMilli) },
      };
    case 'object-average-value':
      return {
        type: 'Object',
        object: { describedObject, metric: named, target: averageTarget(metric.targetMilli) },
      };
    case 'external-value':
      return { type: 'External', external: { metric: named, target: valueTarget(metric.targetMilli) } };
    case 'external-average-value':
      return { type: 'External', external: { metric: named, target: averageTarget(metric.targetMilli) } };
  }
}

const averageTarget = (milli: number): unknown => ({
  type: 'AverageValue',
  averageValue: quantityText(milli),
});
const valueTarget = (milli: number): unknown => ({ type: 'Value', value: quantityText(milli) });

function readingOf(metric: HpaMetric, { metric: name, aggregate }: HpaMetricReading): MetricReading {
  return { metric: name, aggregate: metric.kind === 'pods-average-value' ? null : aggregate };
}

function metricComments({ scaling: { hpa, readings } }: HpaPool): string[] {
  return hpa.metrics.flatMap((metric, index) => {
    if (metric.kind.startsWith('resource-')) return [];
    const reading = readingOf(metric, readings[index]!);
    return [`# prometheus-adapter must serve ${metricName(reading)}: ${metricQuery(reading)}`];
  });
}

function notesOf({ pool, scaling }: HpaPool): string[] {
  const notes: string[] = [];
  const { hpa, cpuRequestCores, boundsChanges, podDeletionCost, detachesBusy } = scaling;
  notes.push(
    `${pool}: tolerance ${hpa.toleranceRatio}, sync period ${hpa.syncPeriodSeconds} s and downscale stabilisation ${hpa.downscaleStabilizationSeconds} s are flags of kube-controller-manager, not of the manifest`,
  );
  if (cpuRequestCores !== null && hpa.metrics.some(({ kind }) => kind === 'resource-utilization')) {
    notes.push(
      `${pool}: the percentage is of a CPU request of ${cpuRequestCores} cores; set it in the Deployment`,
    );
  }
  if (boundsChanges.length > 0) {
    notes.push(
      `${pool}: ${boundsChanges.length} changes of min and max by hand are no part of a manifest and are left out`,
    );
  }
  if (podDeletionCost === 'load') {
    notes.push(`${pool}: needs a sidecar that writes controller.kubernetes.io/pod-deletion-cost`);
  }
  if (detachesBusy) notes.push(`${pool}: needs a sidecar that takes busy Jibris out of their Deployment`);
  return notes;
}
