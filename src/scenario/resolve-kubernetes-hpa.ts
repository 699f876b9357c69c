/**
 * `scaling.bridges` with the policy `kubernetes-hpa`.
 */
import type { HpaScalingRules, KubernetesHpaPolicy } from '../autoscaling/kubernetes-hpa/policy.ts';
import type { Path } from './parse.ts';
import { areBounds, presetValues } from './presets.ts';
import { type ResolveContext, report, resolveTime, type ZonedHorizon } from './resolve-context.ts';
import type { BoundsChange, KubernetesHpaScaling } from './scenario.ts';
import {
  type KubernetesHpaPreset,
  type KubernetesHpaRules,
  kubernetesHpaSettings,
  type WrittenKubernetesHpa,
} from './schema-scaling.ts';

/** The preset of an HPA that names none: Kubernetes as shipped. */
export const defaultHpaPreset = 'default';

const hpaSettingNames = Object.keys(kubernetesHpaSettings) as readonly (keyof typeof kubernetesHpaSettings)[];

export function resolveKubernetesHpa(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenKubernetesHpa,
  path: Path,
): KubernetesHpaScaling | null {
  const boundsChanges = resolveBoundsChanges(context, horizon, written, [...path, 'boundsChanges']);
  const { min, max } = written;
  const given = Object.fromEntries(hpaSettingNames.map((name) => [name, written[name]]));
  const values = presetValues(
    context,
    {
      policy: 'kubernetes-hpa',
      preset: written.preset ?? defaultHpaPreset,
      replaced: { ...given, minReplicas: min, maxReplicas: max },
      unused: [],
    },
    path,
  );
  if (values === null) return null;
  const flat = values as unknown as KubernetesHpaPreset;
  const {
    minReplicas,
    maxReplicas,
    targetPercent,
    behavior,
    cpuRequestCores,
    metricsPeriodSeconds,
    ...rest
  } = flat;
  if (minReplicas < 1) {
    report(context, [...path, 'min'], 'must be at least 1: an HPA on CPU cannot scale to zero', {
      got: minReplicas,
    });
    return null;
  }
  if (!areBounds(context, minReplicas, maxReplicas, path)) return null;
  if (cpuRequestCores === undefined) {
    report(context, [...path, 'cpuRequestCores'], 'is missing', {
      hint: 'the CPU request of one bridge pod, cores',
    });
    return null;
  }
  const hpa: KubernetesHpaPolicy = {
    ...rest,
    minReplicas,
    maxReplicas,
    metrics: [{ kind: 'resource-utilization', resource: 'cpu', container: null, targetPercent }],
    behavior:
      behavior === null
        ? null
        : { scaleUp: rulesOf(behavior.scaleUp), scaleDown: rulesOf(behavior.scaleDown) },
  };
  return { policy: 'kubernetes-hpa', hpa, cpuRequestCores, metricsPeriodSeconds, boundsChanges };
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
