/**
 * `scaling` with KEDA's ScaledObject and ScaledJob.
 */
import type { ScaledJobStrategy } from '../autoscaling/keda/scaled-job.ts';
import type { ScaledObjectTrigger } from '../autoscaling/keda/scaled-object.ts';
import { windowsOf } from './daily-windows.ts';
import type { Path } from './parse.ts';
import { warnOfLowStress } from './policy-checks.ts';
import { areBounds, presetValues } from './presets.ts';
import { type ResolveContext, report, resolveTime, type ZonedHorizon } from './resolve-context.ts';
import { behaviorOf } from './resolve-kubernetes-hpa.ts';
import type {
  KedaScaledJobScaling,
  KedaScaledObjectScaling,
  KedaTrigger,
  Monitoring,
  TimeWindow,
} from './scenario.ts';
import {
  type ScaledJobPreset,
  type ScaledObjectPreset,
  scaledObjectSettings,
  type WrittenScaledJob,
  type WrittenScaledObject,
} from './schema-keda.ts';

export function resolveScaledObject(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenScaledObject,
  path: Path,
): KedaScaledObjectScaling | null {
  const { preset = 'default', min, max, fallback } = written;
  const settings = Object.keys(scaledObjectSettings).map((name) => [
    name,
    (written as Readonly<Record<string, unknown>>)[name],
  ]);
  const values = presetValues(
    context,
    {
      policy: 'keda-scaled-object',
      preset,
      replaced: { ...Object.fromEntries(settings), minReplicaCount: min, maxReplicaCount: max },
      unused: [],
    },
    path,
  );
  const triggers = written.triggers.map((trigger, index) =>
    resolveTrigger(context, horizon, trigger, [...path, 'triggers', index]),
  );
  if (values === null) return null;
  const flat = values as unknown as ScaledObjectPreset;
  const { minReplicaCount, maxReplicaCount } = flat;
  const isRangeRight = areBounds(context, minReplicaCount, maxReplicaCount, path);
  if (written.idleReplicaCount !== undefined && minReplicaCount <= written.idleReplicaCount) {
    report(context, [...path, 'idleReplicaCount'], `must be below min (${minReplicaCount})`, {
      got: written.idleReplicaCount,
      hint: 'with min 0 the pool goes to zero anyway',
    });
    return null;
  }
  if (!isRangeRight || triggers.includes(null)) return null;
  const resolved = triggers as ResolvedTrigger[];
  return {
    policy: 'keda-scaled-object',
    scaledObject: {
      triggers: resolved.map(({ trigger }) => trigger),
      pollingIntervalSeconds: flat.pollingIntervalSeconds,
      cooldownPeriodSeconds: flat.cooldownPeriodSeconds,
      initialCooldownPeriodSeconds: flat.initialCooldownPeriodSeconds,
      idleReplicaCount: written.idleReplicaCount ?? null,
      minReplicaCount,
      maxReplicaCount,
      fallback: fallback === undefined ? null : { behavior: 'static', ...withoutUndefined(fallback) },
      hpa: {
        behavior: behaviorOf(flat.behavior),
        toleranceRatio: flat.toleranceRatio,
        toleranceForm: flat.toleranceForm,
        downscaleStabilizationSeconds: flat.downscaleStabilizationSeconds,
        syncPeriodSeconds: flat.syncPeriodSeconds,
      },
    },
    triggers: resolved.map(({ source }) => source),
    monitoring: scrapedEvery(flat.scrapeIntervalSeconds),
    podDeletionCost: written.podDeletionCost ?? 'none',
  };
}

function withoutUndefined({
  failureThreshold,
  replicas,
  behavior,
}: NonNullable<WrittenScaledObject['fallback']>) {
  return { failureThreshold, replicas, ...(behavior === undefined ? {} : { behavior }) };
}

interface ResolvedTrigger {
  readonly trigger: ScaledObjectTrigger;
  readonly source: KedaTrigger;
}

function resolveTrigger(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenScaledObject['triggers'][number],
  path: Path,
): ResolvedTrigger | null {
  if (written.kind === 'cron') {
    const windows = windowsOf(context, horizon, written, path);
    if (windows === null) return null;
    return {
      trigger: {
        name: `cron ${written.start} to ${written.end}`,
        targetMilli: 1000,
        activationThreshold: 0,
      },
      source: { kind: 'cron', windows, desiredReplicas: written.desiredReplicas },
    };
  }
  const outages = (written.outages ?? []).map(({ from, until }, index): TimeWindow | null => {
    const fromMs = resolveTime(context, horizon, from, [...path, 'outages', index, 'from']);
    const untilMs = resolveTime(context, horizon, until, [...path, 'outages', index, 'until']);
    return fromMs === null || untilMs === null ? null : { fromMs, untilMs };
  });
  if (outages.includes(null)) return null;
  if (written.metric === 'stress') warnOfLowStress(context, written.threshold, 'the threshold of stress');
  return {
    trigger: {
      name: written.metric,
      targetMilli: Math.max(1, Math.round(written.threshold * 1000)),
      activationThreshold: written.activationThreshold ?? 0,
    },
    source: {
      kind: 'metric',
      metric: written.metric,
      aggregate: written.aggregate ?? 'sum',
      outages: outages as TimeWindow[],
      usesCachedMetrics: written.useCachedMetrics ?? false,
    },
  };
}

export function resolveScaledJob(
  context: ResolveContext,
  written: WrittenScaledJob,
  path: Path,
): KedaScaledJobScaling | null {
  const { policy: _policy, preset = 'default', min, max, ...rest } = written;
  const {
    customScalingQueueLengthDeduction: deduction,
    customScalingRunningJobPercentage: percentage,
    ...given
  } = rest;
  const values = presetValues(
    context,
    {
      policy: 'keda-scaled-job',
      preset,
      replaced: { ...given, minReplicaCount: min, maxReplicaCount: max },
      unused: [],
    },
    path,
  );
  if (values === null) return null;
  const { strategy, wantedFree, scrapeIntervalSeconds, ...flat } = values as unknown as ScaledJobPreset;
  const isRangeRight = areBounds(context, flat.minReplicaCount, flat.maxReplicaCount, path);
  if (strategy !== 'custom' && (deduction ?? percentage) !== undefined) {
    report(context, [...path, 'strategy'], 'must be custom for the custom settings to count', {
      got: strategy,
    });
    return null;
  }
  if (!isRangeRight) return null;
  const resolved: ScaledJobStrategy =
    strategy === 'custom'
      ? { strategy, queueLengthDeduction: deduction ?? null, runningJobPercentage: percentage ?? null }
      : { strategy };
  return {
    policy: 'keda-scaled-job',
    scaledJob: { ...flat, strategy: resolved },
    wantedFree,
    monitoring: scrapedEvery(scrapeIntervalSeconds),
  };
}

/** What is scraped is seen at once, and as it was until the next scrape. */
function scrapedEvery(seconds: number): Monitoring {
  return { sampleSeconds: seconds, windowSeconds: seconds, delaySeconds: 0 };
}
