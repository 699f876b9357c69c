/**
 * `scaling`: a preset of `models/policies`, single settings replaced, bounds checked.
 */
import type { ConstantFreePolicy } from '../autoscaling/constant-free.ts';
import {
  countsAvailable,
  type JitsiAutoscalerParameters,
  jitsiAutoscalerPolicy,
} from '../autoscaling/jitsi-autoscaler/policy.ts';
import type { ScheduledScaling } from '../autoscaling/jitsi-autoscaler/schedule.ts';
import type {
  HpaMetric,
  HpaScalingRules,
  KubernetesHpaPolicy,
} from '../autoscaling/kubernetes-hpa/policy.ts';
import { closest } from './did-you-mean.ts';
import type { Model } from './model-registry.ts';
import type { Path } from './parse.ts';
import {
  citeParameters,
  type ResolveContext,
  report,
  resolveTime,
  type ZonedHorizon,
} from './resolve-context.ts';
import type { BoundsChange, BridgeScaling, JibriScaling, KubernetesHpaScaling } from './scenario.ts';
import {
  jitsiAutoscalerSettings,
  kubernetesHpaSettings,
  type WrittenBridgeScaling,
  type WrittenJibriScaling,
  type WrittenJitsiAutoscaler,
  type WrittenKubernetesHpa,
} from './schema-scaling.ts';

/** What scales the bridges of a scenario that says nothing. */
export const defaultBridgeScaling: WrittenBridgeScaling = {
  policy: 'jitsi-autoscaler',
  preset: '8x8-production',
  min: 2,
  max: 20,
};
/** What scales the Jibris of a scenario that has some and says nothing. */
export const defaultJibriScaling: WrittenJibriScaling = { policy: 'constant-free', free: 2 };

const defaultPresets = {
  hpa: 'openfun',
  bridges: '8x8-production',
  jibris: '8x8-production-jibri',
} as const;
/** Largest desired count of constant-free when none is given. */
const CONSTANT_FREE_MAX = 100;
/** Interval of the metrics server, seconds: kubernetes-sigs/metrics-server, flag --metric-resolution, default 15 s. */
const DEFAULT_METRICS_PERIOD_SECONDS = 15;

export function resolveBridgeScaling(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenBridgeScaling,
  initialCount: number,
  path: Path,
): BridgeScaling | null {
  switch (written.policy) {
    case 'static':
      return { policy: 'static', static: { count: written.count } };
    case 'kubernetes-hpa':
      return resolveKubernetesHpa(context, horizon, written, path);
    case 'jitsi-autoscaler':
      return resolveJitsiAutoscaler(context, horizon, written, 'bridges', initialCount, path);
  }
}

export function resolveJibriScaling(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenJibriScaling,
  initialCount: number,
  path: Path,
): JibriScaling | null {
  switch (written.policy) {
    case 'static':
      return { policy: 'static', static: { count: written.count } };
    case 'jitsi-autoscaler':
      return resolveJitsiAutoscaler(context, horizon, written, 'jibris', initialCount, path);
    case 'constant-free': {
      const policy: ConstantFreePolicy = {
        free: written.free,
        minCount: written.min ?? 0,
        maxCount: written.max ?? CONSTANT_FREE_MAX,
      };
      return areBounds(context, policy.minCount, policy.maxCount, path)
        ? { policy: 'constant-free', constantFree: policy }
        : null;
    }
  }
}

/** Smallest number of instances that the policy would keep: where a pool begins unless the scenario says more. */
export function floorOf(
  context: ResolveContext,
  written: WrittenBridgeScaling | WrittenJibriScaling,
): number {
  switch (written.policy) {
    case 'static':
      return written.count;
    case 'constant-free':
      return Math.max(written.min ?? 0, written.free);
    case 'kubernetes-hpa':
      return (
        written.min ??
        presetNumber(context, written.policy, written.preset ?? defaultPresets.hpa, 'minReplicas')
      );
    case 'jitsi-autoscaler':
      return (
        written.min ??
        presetNumber(context, written.policy, written.preset ?? defaultPresets.bridges, 'minDesired')
      );
  }
}

function presetNumber(context: ResolveContext, policy: string, preset: string, parameter: string): number {
  const value = context.registry.get('policies', `${policy}-${preset}`)?.parameters[parameter]?.value;
  return typeof value === 'number' ? value : 0;
}

function areBounds(context: ResolveContext, min: number, max: number, path: Path): boolean {
  if (min <= max) return true;
  report(context, [...path, 'max'], `must be at least min (${min})`, {
    got: max,
    hint: 'swap the two values?',
  });
  return false;
}

interface Preset {
  readonly values: Readonly<Record<string, unknown>>;
}

/** The preset `openfun` of the policy `kubernetes-hpa` is the model `policies/kubernetes-hpa-openfun`. */
function findPreset(context: ResolveContext, policy: string, name: string, path: Path): Model | null {
  const prefix = `${policy}-`;
  const model = context.registry.get('policies', `${prefix}${name}`);
  if (model !== null) return model;
  const names = context.registry
    .names('policies')
    .filter((known) => known.startsWith(prefix))
    .map((known) => known.slice(prefix.length));
  const near = closest(name, names);
  report(context, [...path, 'preset'], `names a preset that ${policy} does not have`, {
    got: name,
    hint:
      near === null ? `models/policies has ${names.join(', ') || 'none'} for it` : `did you mean ${near}?`,
  });
  return null;
}

/** The preset's parameters with the settings that the scenario gives. */
function presetWith(
  context: ResolveContext,
  name: string,
  given: Readonly<Record<string, unknown>>,
  settings: readonly string[],
  policy: string,
  path: Path,
): Preset | null {
  const model = findPreset(context, policy, name, path);
  if (model === null) return null;
  const replaced = settings.filter((key) => given[key] !== undefined);
  citeParameters(
    context,
    model,
    Object.keys(model.parameters).filter((key) => !replaced.includes(key)),
  );
  const values = Object.fromEntries(Object.entries(model.parameters).map(([key, { value }]) => [key, value]));
  for (const key of replaced) values[key] = given[key];
  return { values };
}

function resolveJitsiAutoscaler(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenJitsiAutoscaler,
  pool: 'bridges' | 'jibris',
  initialCount: number,
  path: Path,
): (BridgeScaling & JibriScaling) | null {
  const settings = [...Object.keys(jitsiAutoscalerSettings), 'scheduledScaling'];
  const preset = presetWith(
    context,
    written.preset ?? defaultPresets[pool],
    written,
    settings,
    'jitsi-autoscaler',
    path,
  );
  if (preset === null) return null;
  const flat = preset.values as Readonly<Record<string, unknown>> & JitsiAutoscalerParameters;
  if (countsAvailable(flat.type) !== (pool === 'jibris')) {
    report(context, [...path, 'preset'], `is a preset for instances of type ${flat.type}, not for ${pool}`, {
      got: written.preset,
    });
    return null;
  }
  const minDesired = written.min ?? flat.minDesired;
  const maxDesired = written.max ?? flat.maxDesired;
  if (!areBounds(context, minDesired, maxDesired, path)) return null;
  const scheduledScaling =
    written.scheduledScaling === undefined
      ? (flat.scheduledScaling ?? null)
      : scheduleOf(written.scheduledScaling, horizon);
  const autoscaler = jitsiAutoscalerPolicy({
    ...flat,
    type: pool === 'jibris' ? 'jibri' : 'JVB',
    minDesired,
    maxDesired,
    desiredCount: Math.min(maxDesired, Math.max(minDesired, initialCount)),
    scheduledScaling,
  });
  const { scaleUpThreshold: up, scaleDownThreshold: down } = autoscaler.scalingOptions;
  const key =
    written.scaleDownThreshold === undefined && written.scaleUpThreshold !== undefined
      ? 'scaleUpThreshold'
      : 'scaleDownThreshold';
  // Stress falls as bridges are added, the number of available Jibris rises: the band lies the other way round.
  if (pool === 'bridges' && down >= up) {
    const problem =
      key === 'scaleDownThreshold'
        ? `must be below scaleUpThreshold (${up})`
        : `must be above scaleDownThreshold (${down})`;
    report(context, [...path, key], problem, {
      got: key === 'scaleDownThreshold' ? down : up,
      hint: 'else every period scales up or down',
    });
    return null;
  }
  if (pool === 'jibris' && down < up) {
    const problem =
      key === 'scaleDownThreshold'
        ? `must be at least scaleUpThreshold (${up})`
        : `must be at most scaleDownThreshold (${down})`;
    report(context, [...path, key], problem, {
      got: key === 'scaleDownThreshold' ? down : up,
      hint: 'they count available Jibris: up below the one, down above the other',
    });
    return null;
  }
  return { policy: 'jitsi-autoscaler', autoscaler };
}

function scheduleOf(
  written: NonNullable<WrittenJitsiAutoscaler['scheduledScaling']>,
  horizon: ZonedHorizon,
): ScheduledScaling {
  return {
    enabled: written.enabled ?? true,
    timezone: written.timezone ?? horizon.timeZone,
    periods: written.periods as ScheduledScaling['periods'],
  };
}

function resolveKubernetesHpa(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenKubernetesHpa,
  path: Path,
): KubernetesHpaScaling | null {
  const boundsChanges = resolveBoundsChanges(context, horizon, written, [...path, 'boundsChanges']);
  const preset = presetWith(
    context,
    written.preset ?? defaultPresets.hpa,
    written,
    Object.keys(kubernetesHpaSettings),
    'kubernetes-hpa',
    path,
  );
  if (preset === null) return null;
  const { values } = preset;
  const flat = values as Partial<KubernetesHpaPolicy> & {
    readonly targetPercent?: number;
    readonly cpuRequestCores?: number;
    readonly metricsPeriodSeconds?: number;
  };
  const minReplicas = written.min ?? flat.minReplicas ?? 1;
  const maxReplicas = written.max ?? flat.maxReplicas ?? minReplicas;
  if (minReplicas < 1) {
    report(context, [...path, 'min'], 'must be at least 1: an HPA on CPU cannot scale to zero', {
      got: minReplicas,
    });
    return null;
  }
  if (!areBounds(context, minReplicas, maxReplicas, path)) return null;
  if (flat.cpuRequestCores === undefined) {
    report(context, [...path, 'cpuRequestCores'], 'is missing', {
      hint: 'the CPU request of one bridge pod, cores',
    });
    return null;
  }
  const metric: HpaMetric = {
    kind: 'resource-utilization',
    resource: 'cpu',
    container: null,
    targetPercent: flat.targetPercent ?? 80,
  };
  const hpa: KubernetesHpaPolicy = {
    minReplicas,
    maxReplicas,
    metrics: [metric],
    behavior:
      flat.behavior == null
        ? null
        : { scaleUp: rulesOf(flat.behavior.scaleUp), scaleDown: rulesOf(flat.behavior.scaleDown) },
    toleranceRatio: flat.toleranceRatio ?? 0.1,
    toleranceForm: flat.toleranceForm ?? 'band',
    downscaleStabilizationSeconds: flat.downscaleStabilizationSeconds ?? 300,
    syncPeriodSeconds: flat.syncPeriodSeconds ?? 15,
    cpuInitializationPeriodSeconds: flat.cpuInitializationPeriodSeconds ?? 300,
    initialReadinessDelaySeconds: flat.initialReadinessDelaySeconds ?? 30,
    scaleUpLimitFactor: flat.scaleUpLimitFactor ?? 2,
    scaleUpLimitMinimum: flat.scaleUpLimitMinimum ?? 4,
  };
  return {
    policy: 'kubernetes-hpa',
    hpa,
    cpuRequestCores: flat.cpuRequestCores,
    metricsPeriodSeconds: flat.metricsPeriodSeconds ?? DEFAULT_METRICS_PERIOD_SECONDS,
    boundsChanges,
  };
}

/** Members that are not given take the defaults of their direction. */
function rulesOf(given: Partial<HpaScalingRules> | null | undefined): HpaScalingRules | null {
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
