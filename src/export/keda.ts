/**
 * The policies `keda-scaled-object` and `keda-scaled-job` as manifests of KEDA.
 * Source: kedacore/keda-docs scaledobject-spec.md, scaledjob-spec.md, scalers prometheus and cron (2.21).
 */
import { stringify } from 'yaml';
import { zoneClock } from '../scenario/clock.ts';
import type {
  KedaScaledJobScaling,
  KedaScaledObjectScaling,
  KedaTrigger,
  Scenario,
} from '../scenario/scenario.ts';
import type { ExportedText, ExportPool } from './export-target.ts';
import { behaviorOf, workloadNames } from './hpa.ts';
import { given } from './imported-policy.ts';
import { metricQuery } from './metric-names.ts';

export interface KedaPool {
  readonly pool: ExportPool;
  readonly scaling: KedaScaledObjectScaling | KedaScaledJobScaling;
}

const serverAddress = 'http://prometheus.monitoring:9090';

export function exportKeda(scenario: Scenario, pools: readonly KedaPool[]): ExportedText {
  const manifests = pools.map(({ pool, scaling }) =>
    scaling.policy === 'keda-scaled-object'
      ? scaledObject(scenario, pool, scaling)
      : scaledJob(pool, scaling),
  );
  const value = manifests.length === 1 ? manifests[0] : { apiVersion: 'v1', kind: 'List', items: manifests };
  const notes = [`put the address of your Prometheus in place of ${serverAddress}`];
  for (const { scaling } of pools) {
    if (scaling.policy === 'keda-scaled-job')
      notes.push(
        'complete the template of the Jibri pod: a scenario does not know it',
        'refused recordings are no part of the query: no common exporter counts them',
      );
    else notes.push(...notesOn(scaling));
  }
  return { ok: true, text: stringify(value, { lineWidth: 0 }), notes };
}

/** What the object cannot say. */
function notesOn({ triggers, scaledObject, monitoring, podDeletionCost }: KedaScaledObjectScaling): string[] {
  const notes = [`the simulation reads what Prometheus scrapes every ${monitoring.sampleSeconds} s`];
  if (triggers.some(({ kind }) => kind === 'cron')) notes.push('cron triggers are written for every day');
  if (triggers.some((trigger) => trigger.kind === 'metric' && trigger.outages.length > 0)) {
    notes.push('outages of metrics are of the simulation only and left out');
  }
  if (podDeletionCost === 'load') {
    notes.push('podDeletionCost is no field: write controller.kubernetes.io/pod-deletion-cost on the pods');
  }
  const { toleranceRatio, syncPeriodSeconds, downscaleStabilizationSeconds } = scaledObject.hpa;
  if (toleranceRatio !== 0.1 || syncPeriodSeconds !== 15 || downscaleStabilizationSeconds !== 300) {
    notes.push(
      `the HPA's tolerance ${toleranceRatio}, sync period ${syncPeriodSeconds} s and downscale stabilisation ${downscaleStabilizationSeconds} s are flags of kube-controller-manager`,
    );
  }
  return notes;
}

function scaledObject(
  scenario: Scenario,
  pool: ExportPool,
  { scaledObject, triggers }: KedaScaledObjectScaling,
): unknown {
  const { behavior } = scaledObject.hpa;
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: `${workloadNames[pool]}-scaled-object` },
    spec: {
      scaleTargetRef: { name: workloadNames[pool] },
      pollingInterval: scaledObject.pollingIntervalSeconds,
      cooldownPeriod: scaledObject.cooldownPeriodSeconds,
      initialCooldownPeriod: scaledObject.initialCooldownPeriodSeconds,
      ...given({ idleReplicaCount: scaledObject.idleReplicaCount ?? undefined }),
      minReplicaCount: scaledObject.minReplicaCount,
      maxReplicaCount: scaledObject.maxReplicaCount,
      ...given({ fallback: scaledObject.fallback === null ? undefined : { ...scaledObject.fallback } }),
      ...(behavior === null
        ? {}
        : { advanced: { horizontalPodAutoscalerConfig: { behavior: behaviorOf(behavior) } } }),
      triggers: triggers.map((source, index) => triggerOf(scenario, source, scaledObject.triggers[index]!)),
    },
  };
}

function triggerOf(
  { horizon }: Scenario,
  source: KedaTrigger,
  {
    targetMilli,
    activationThreshold,
  }: { readonly targetMilli: number; readonly activationThreshold: number },
): unknown {
  if (source.kind === 'metric') {
    return {
      type: 'prometheus',
      metricType: 'AverageValue',
      ...(source.usesCachedMetrics ? { useCachedMetrics: true } : {}),
      metadata: {
        serverAddress,
        query: metricQuery(source),
        threshold: String(targetMilli / 1000),
        activationThreshold: String(activationThreshold),
      },
    };
  }
  const clock = zoneClock(horizon.timeZone);
  const cron = (ms: number): string => {
    const wall = clock?.toWall(horizon.startEpochMs + ms) ?? { hour: 0, minute: 0 };
    return `${wall.minute} ${wall.hour} * * *`;
  };
  // Of the window of a day that lies wholly in the horizon, if there is one: the others may be cut off.
  const whole = source.windows.find(({ fromMs, untilMs }) => fromMs > 0 && untilMs < horizon.durationMs);
  const window = whole ?? source.windows[0] ?? { fromMs: 0, untilMs: 0 };
  return {
    type: 'cron',
    metadata: {
      timezone: horizon.timeZone,
      start: cron(window.fromMs),
      end: cron(window.untilMs),
      desiredReplicas: String(source.desiredReplicas),
    },
  };
}

function scaledJob(pool: ExportPool, { scaledJob, wantedFree }: KedaScaledJobScaling): unknown {
  const { strategy } = scaledJob;
  const custom =
    strategy.strategy === 'custom'
      ? given({
          customScalingQueueLengthDeduction: strategy.queueLengthDeduction ?? undefined,
          customScalingRunningJobPercentage: strategy.runningJobPercentage?.toString(),
        })
      : {};
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledJob',
    metadata: { name: `${workloadNames[pool]}-scaled-job` },
    spec: {
      jobTargetRef: {
        template: {
          spec: { restartPolicy: 'Never', containers: [{ name: 'jibri', image: 'jitsi/jibri' }] },
        },
      },
      pollingInterval: scaledJob.pollingIntervalSeconds,
      minReplicaCount: scaledJob.minReplicaCount,
      maxReplicaCount: scaledJob.maxReplicaCount,
      scalingStrategy: { strategy: strategy.strategy, ...custom },
      triggers: [
        {
          type: 'prometheus',
          metadata: {
            serverAddress,
            query: `clamp_min(${wantedFree} - sum(jibri_busystatus == bool 0), 0)`,
            threshold: String(scaledJob.targetQueueLength),
            activationThreshold: String(scaledJob.activationQueueLength),
          },
        },
      ],
    },
  };
}
