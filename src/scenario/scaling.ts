/**
 * `scaling`, resolved: which policy scales a pool, with every parameter it needs. What a policy looks at and when is here;
 * its rules are in `autoscaling`.
 */
import type { ConstantFreePolicy } from '../autoscaling/constant-free.ts';
import type { JitsiAutoscalerPolicy, ScalingOptions } from '../autoscaling/jitsi-autoscaler/policy.ts';
import type { ScaledJobPolicy } from '../autoscaling/keda/scaled-job.ts';
import type { ScaledObjectPolicy } from '../autoscaling/keda/scaled-object.ts';
import type { KubernetesHpaPolicy } from '../autoscaling/kubernetes-hpa/policy.ts';
import type { LoadPolicy } from '../autoscaling/reference-policies/load-policy.ts';
import type { ScheduledPolicy } from '../autoscaling/reference-policies/scheduled.ts';
import type { StaticPolicy } from '../autoscaling/static.ts';
import type { MetricAggregate, ScalingMetric } from './scaling-metrics.ts';

/** Simulated milliseconds; `untilMs` is not in it. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** A time at which an operator changes the bounds of a policy by hand. */
export interface BoundsChange {
  readonly atMs: number;
  readonly minCount: number;
  readonly maxCount: number;
}

export interface KubernetesHpaScaling {
  readonly policy: 'kubernetes-hpa';
  readonly hpa: KubernetesHpaPolicy;
  /** What each of `hpa.metrics` is read from, in their order. */
  readonly readings: readonly HpaMetricReading[];
  /** CPU request of one bridge pod, cores: the base of utilisation; null when nothing is measured against it. */
  readonly cpuRequestCores: number | null;
  /** Interval at which the metrics are read anew, seconds. */
  readonly metricsPeriodSeconds: number;
  readonly boundsChanges: readonly BoundsChange[];
  /** Whether pods with little load go first, by their deletion cost, or simply the youngest. */
  readonly podDeletionCost: 'none' | 'load';
  /** Busy Jibris are no replicas: they left their Deployment until they are idle again. */
  readonly detachesBusy: boolean;
}

export interface HpaMetricReading {
  readonly metric: ScalingMetric;
  /** How the figures of ready instances become one, for object and external metrics. */
  readonly aggregate: MetricAggregate;
}

export interface JitsiAutoscalerScaling {
  readonly policy: 'jitsi-autoscaler';
  readonly autoscaler: JitsiAutoscalerPolicy;
  /** The launch job of a tick runs before its autoscale job. */
  readonly launchJobFirst: boolean;
  /** What operators and schedulers ask of the API, in order of time. */
  readonly requests: readonly JitsiAutoscalerRequest[];
}

export type JitsiAutoscalerRequest =
  | {
      readonly atMs: number;
      readonly request: 'full-scaling';
      readonly direction: 'up' | 'down';
      readonly options: Partial<ScalingOptions>;
    }
  | { readonly atMs: number; readonly request: 'launch-protected'; readonly count: number };

export interface KedaScaledObjectScaling {
  readonly policy: 'keda-scaled-object';
  readonly scaledObject: ScaledObjectPolicy;
  /** What each trigger of the policy is read from, in their order. */
  readonly triggers: readonly KedaTrigger[];
  readonly podDeletionCost: 'none' | 'load';
}

export type KedaTrigger =
  | {
      readonly kind: 'metric';
      readonly metric: ScalingMetric;
      readonly aggregate: MetricAggregate;
      /** Times in which it cannot be read. */
      readonly outages: readonly TimeWindow[];
    }
  | { readonly kind: 'cron'; readonly windows: readonly TimeWindow[]; readonly desiredReplicas: number };

export interface KedaScaledJobScaling {
  readonly policy: 'keda-scaled-job';
  readonly scaledJob: ScaledJobPolicy;
  /** Free Jibris to have ready; missing ones count as waiting work. */
  readonly wantedFree: number;
}

export interface StaticScaling {
  readonly policy: 'static';
  readonly static: StaticPolicy;
}

export interface ConstantFreeScaling {
  readonly policy: 'constant-free';
  readonly constantFree: ConstantFreePolicy;
}

export interface ScheduledScaling {
  readonly policy: 'scheduled';
  readonly scheduled: ScheduledPolicy;
  /** Time between two decisions, seconds. */
  readonly controlIntervalSeconds: number;
}

/** A policy that follows the load; that of bridges is the sum of their published stress. */
export interface LoadScaling {
  readonly policy: 'react' | 'hist' | 'reg' | 'adapt';
  readonly load: LoadPolicy;
  /** Time between two decisions, seconds. */
  readonly controlIntervalSeconds: number;
}

export type BridgeScaling =
  | StaticScaling
  | ScheduledScaling
  | LoadScaling
  | KubernetesHpaScaling
  | KedaScaledObjectScaling
  | JitsiAutoscalerScaling;
export type JibriScaling =
  | StaticScaling
  | KubernetesHpaScaling
  | KedaScaledObjectScaling
  | KedaScaledJobScaling
  | JitsiAutoscalerScaling
  | ConstantFreeScaling;
