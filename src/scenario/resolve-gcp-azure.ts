/**
 * `scaling` with Google's managed instance groups and Azure's scale sets.
 */
import type { AutoscaleRule } from '../autoscaling/azure/autoscale.ts';
import { windowsOf } from './daily-windows.ts';
import type { Path } from './parse.ts';
import { areThresholdsApart, isSampledEnough, warnOfLowStress } from './policy-checks.ts';
import { areBounds, presetValues } from './presets.ts';
import { type ResolveContext, report, type ZonedHorizon } from './resolve-context.ts';
import type { AzureScaling, GcpScaling } from './scenario.ts';
import {
  type AzurePreset,
  azureSettingNames,
  type GcpPreset,
  gcpSettingNames,
  type WrittenAzure,
  type WrittenGcp,
} from './schema-cloud-autoscalers.ts';

function presetOf(
  context: ResolveContext,
  written: WrittenGcp | WrittenAzure,
  names: readonly string[],
  path: Path,
): Record<string, unknown> | null {
  const given = Object.fromEntries(
    names.map((name) => [name, (written as Readonly<Record<string, unknown>>)[name]]),
  );
  return presetValues(
    context,
    {
      policy: written.policy,
      preset: written.preset ?? 'default',
      replaced: { ...given, minCount: written.min, maxCount: written.max },
      unused: [],
    },
    path,
  );
}

export function resolveGcp(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenGcp,
  path: Path,
): GcpScaling | null {
  const values = presetOf(context, written, gcpSettingNames, path);
  const schedules = (written.schedules ?? []).map((one, index) => {
    const windows = windowsOf(context, horizon, one, [...path, 'schedules', index]);
    return windows === null ? null : { windows, minRequiredInstances: one.minRequiredInstances };
  });
  if (values === null) return null;
  const {
    initializationPeriodSeconds,
    controlIntervalSeconds,
    metricWindowSeconds: windowSeconds,
    metricSampleSeconds: sampleSeconds,
    metricDelaySeconds: delaySeconds,
    ...flat
  } = values as unknown as GcpPreset;
  const isSampled = isSampledEnough(context, { metricSampleSeconds: sampleSeconds }, windowSeconds, path);
  const isRangeRight = areBounds(context, flat.minCount, flat.maxCount, path);
  if (!isSampled || !isRangeRight || schedules.includes(null)) return null;
  for (const { metric, target } of written.signals) {
    if (metric === 'stress') warnOfLowStress(context, target, 'the target of stress');
  }
  const control = written.scaleInControl;
  return {
    policy: 'gcp-mig',
    group: {
      ...flat,
      signals: written.signals.map(({ metric, target }) => ({ name: metric, target })),
      scaleInControl:
        control === undefined
          ? null
          : {
              maxScaledIn:
                control.maxScaledInReplicas === undefined
                  ? { kind: 'percent', value: control.maxScaledInPercent! }
                  : { kind: 'fixed', value: control.maxScaledInReplicas },
              timeWindowSeconds: control.timeWindowSeconds,
            },
      schedules: schedules as GcpScaling['group']['schedules'],
    },
    metrics: written.signals.map(({ metric }) => metric),
    initializationPeriodSeconds,
    controlIntervalSeconds,
    monitoring: { sampleSeconds, windowSeconds, delaySeconds },
  };
}

export function resolveAzure(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenAzure,
  path: Path,
): AzureScaling | null {
  const values = presetOf(context, written, azureSettingNames, path);
  const profiles = (written.profiles ?? []).map((one, index) => {
    const windows = windowsOf(context, horizon, one, [...path, 'profiles', index]);
    const isBound = areBounds(context, one.min, one.max, [...path, 'profiles', index]);
    return windows === null || !isBound ? null : { windows, minCount: one.min, maxCount: one.max };
  });
  if (values === null) return null;
  const flat = values as unknown as AzurePreset;
  const isRangeRight = areBounds(context, flat.minCount, flat.maxCount, path);
  const rules = written.rules.map((rule, index) =>
    resolveRule(context, rule, flat, [...path, 'rules', index]),
  );
  const areApart = areRulesApart(context, written, [...path, 'rules']);
  if (!isRangeRight || profiles.includes(null) || rules.includes(null) || !areApart) return null;
  return {
    policy: 'azure-vmss',
    autoscale: {
      minCount: flat.minCount,
      maxCount: flat.maxCount,
      defaultCount: written.default ?? flat.minCount,
      rules: rules as AutoscaleRule[],
      profiles: profiles as AzureScaling['autoscale']['profiles'],
    },
    readings: written.rules.map(({ metric, aggregate }) => ({ metric, aggregate: aggregate ?? 'mean' })),
    controlIntervalSeconds: flat.controlIntervalSeconds,
    // A rule averages over its own window what monitoring has for each grain of time.
    monitoring: {
      sampleSeconds: flat.metricSampleSeconds,
      windowSeconds: flat.metricSampleSeconds,
      delaySeconds: flat.metricDelaySeconds,
    },
  };
}

function resolveRule(
  context: ResolveContext,
  written: WrittenAzure['rules'][number],
  flat: AzurePreset,
  path: Path,
): AutoscaleRule | null {
  const { changeCount, changePercent, exactCount } = written;
  if ([changeCount, changePercent, exactCount].filter((one) => one !== undefined).length > 1) {
    report(context, path, 'must have one change', { hint: 'write changeCount, changePercent or exactCount' });
    return null;
  }
  const isUpward = written.operator.startsWith('>');
  if (isUpward !== (written.direction === 'out')) {
    report(
      context,
      [...path, 'operator'],
      `would scale ${written.direction} when the metric is ${isUpward ? 'high' : 'low'}`,
      {
        got: written.operator,
        hint: 'out needs > or >=, in needs < or <=',
      },
    );
    return null;
  }
  return {
    name: written.metric,
    direction: written.direction,
    operator: written.operator,
    threshold: written.threshold,
    windowSeconds: written.timeWindowSeconds ?? flat.timeWindowSeconds,
    cooldownSeconds: written.cooldownSeconds ?? flat.cooldownSeconds,
    change:
      changePercent !== undefined
        ? { kind: 'percent', value: changePercent }
        : exactCount !== undefined
          ? { kind: 'exact', value: exactCount }
          : { kind: 'count', value: changeCount ?? 1 },
  };
}

function areRulesApart(context: ResolveContext, { rules }: WrittenAzure, path: Path): boolean {
  const areApart = rules.map((rule, index) => {
    if (rule.direction === 'out') {
      if (rule.metric === 'stress') warnOfLowStress(context, rule.threshold);
      return true;
    }
    const outward = rules.filter(({ metric, direction }) => direction === 'out' && metric === rule.metric);
    const up = Math.min(Number.POSITIVE_INFINITY, ...outward.map(({ threshold }) => threshold));
    return areThresholdsApart(context, { up, down: rule.threshold }, [...path, index, 'threshold']);
  });
  return !areApart.includes(false);
}
