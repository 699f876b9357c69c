/**
 * `scaling`, resolved: which policy scales a pool, with every parameter it needs. What a policy looks at and when is here;
 * its rules are in `autoscaling`.
 */

import type { AutoScalingGroupPolicy } from '../autoscaling/aws/group-policy.ts';
import type { AutoscalePolicy } from '../autoscaling/azure/autoscale.ts';
import type { ConstantFreePolicy } from '../autoscaling/constant-free.ts';
import type { InstanceGroupPolicy } from '../autoscaling/gcp/managed-instance-group.ts';
import type { JitsiAutoscalerPolicy, ScalingOptions } from '../autoscaling/jitsi-autoscaler/policy.ts';
import type { ScaledJobPolicy } from '../autoscaling/keda/scaled-job.ts';
import type { ScaledObjectPolicy } from '../autoscaling/keda/scaled-object.ts';
import type { KubernetesHpaPolicy } from '../autoscaling/kubernetes-hpa/policy.ts';
import type { CustomPolicy } from '../autoscaling/reference-policies/custom.ts';
import type { LoadPolicy } from '../autoscaling/reference-policies/load-policy.ts';
import type { MpcPolicy } from '../autoscaling/reference-policies/mpc.ts';
import type { ScheduledPolicy } from '../autoscaling/reference-policies/scheduled.ts';
import type { StaticPolicy } from '../autoscaling/static.ts';
import type { ExpressionNode } from './expression.ts';
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
  /** What the triggers ask: a Prometheus that scrapes the pods. */
  readonly monitoring: Monitoring;
  readonly podDeletionCost: 'none' | 'load';
}

export type KedaTrigger =
  | {
      readonly kind: 'metric';
      readonly metric: ScalingMetric;
      readonly aggregate: MetricAggregate;
      /** Times in which it cannot be read. */
      readonly outages: readonly TimeWindow[];
      /** The HPA gets what the last poll read (useCachedMetrics). */
      readonly usesCachedMetrics: boolean;
    }
  | { readonly kind: 'cron'; readonly windows: readonly TimeWindow[]; readonly desiredReplicas: number };

export interface KedaScaledJobScaling {
  readonly policy: 'keda-scaled-job';
  readonly scaledJob: ScaledJobPolicy;
  /** Free Jibris to have ready; missing ones count as waiting work. */
  readonly wantedFree: number;
  readonly monitoring: Monitoring;
}

/** How figures of instances get to an autoscaler that does not ask them itself. */
export interface Monitoring {
  /** Interval at which instances send their figures. */
  readonly sampleSeconds: number;
  /** Over which they are averaged; at least the interval. */
  readonly windowSeconds: number;
  /** Until a figure that was sent can be read. */
  readonly delaySeconds: number;
}

/** An EC2 Auto Scaling group. */
export interface AwsAutoScaling {
  readonly policy: 'aws-auto-scaling';
  readonly group: AutoScalingGroupPolicy;
  /** What each of `group.policies` is read from, in their order. */
  readonly readings: readonly HpaMetricReading[];
  readonly alarmPeriodSeconds: number;
  readonly monitoring: Monitoring;
  /** After an instance serves until it counts as warm, seconds. */
  readonly warmupSeconds: number;
  readonly terminationPolicy:
    | 'default'
    | 'oldest-instance'
    | 'newest-instance'
    | 'closest-to-next-instance-hour';
  /** Instances with work are protected from scale-in. */
  readonly protectBusy: boolean;
  /** Predictive scaling; null for none. */
  readonly predictive: {
    /** Load one instance is to carry. */
    readonly target: number;
    readonly bufferSeconds: number;
    /** Whether it forecasts from the run's own hours or from the demand that is expected. */
    readonly history: 'run' | 'demand';
  } | null;
}

/** The autoscaler of a Google managed instance group. */
export interface GcpScaling {
  readonly policy: 'gcp-mig';
  readonly group: InstanceGroupPolicy;
  /** What each of `group.signals` is read from, in their order. */
  readonly metrics: readonly ScalingMetric[];
  readonly initializationPeriodSeconds: number;
  readonly controlIntervalSeconds: number;
  readonly monitoring: Monitoring;
}

/** Azure Monitor's autoscale of a scale set. */
export interface AzureScaling {
  readonly policy: 'azure-vmss';
  readonly autoscale: AutoscalePolicy;
  /** What each of `autoscale.rules` is read from, in their order. */
  readonly readings: readonly HpaMetricReading[];
  readonly controlIntervalSeconds: number;
  readonly monitoring: Monitoring;
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

/** A policy that follows the load: for bridges the sum of their published stress, for Jibris the busy ones. */
export interface LoadScaling {
  readonly policy: 'react' | 'hist' | 'reg' | 'adapt' | 'conpaas';
  readonly load: LoadPolicy;
  /** Time between two decisions, seconds. */
  readonly controlIntervalSeconds: number;
}

/** Square-root staffing of the expected load. */
export interface StaffingScaling {
  readonly policy: 'square-root-staffing';
  /** Load one instance is to carry: stress, or the share of busy Jibris. */
  readonly target: number;
  /** Probability with which the load may exceed what the instances are to carry. */
  readonly overflowProbability: number;
  /** How long before it is needed an instance is asked for, seconds. */
  readonly leadSeconds: number;
  readonly minCount: number;
  readonly maxCount: number;
  /** The forecast over the expected demand. */
  readonly forecastRatio: number;
  readonly controlIntervalSeconds: number;
}

/** Model-predictive control over the expected load, corrected by what is observed. */
export interface MpcScaling {
  readonly policy: 'mpc';
  readonly mpc: MpcPolicy;
  readonly target: number;
  readonly horizonSteps: number;
  readonly launchLagSeconds: number;
  /** What remains after an interval of the difference between observed load and forecast. */
  readonly observedWeightDecay: number;
  readonly forecastRatio: number;
  readonly controlIntervalSeconds: number;
}

/** Perfect foresight. A run first plays the demand to see it, and then again with the plan. */
export interface OracleScaling {
  readonly policy: 'oracle';
  readonly target: number;
  readonly minCount: number;
  readonly maxCount: number;
  /** Instances required at times 0, stepMs ...; null until the demand has been seen. */
  readonly plan: { readonly required: readonly number[]; readonly stepMs: number } | null;
}

/** A formula over what can be observed. */
export interface CustomScaling {
  readonly policy: 'custom';
  readonly custom: CustomPolicy;
  /** As written, and parsed and checked: plain data, so that a scenario can be sent to other threads. */
  readonly expression: string;
  readonly tree: ExpressionNode;
  readonly controlIntervalSeconds: number;
}

export type BridgeScaling =
  | StaticScaling
  | ConstantFreeScaling
  | ScheduledScaling
  | LoadScaling
  | StaffingScaling
  | MpcScaling
  | OracleScaling
  | CustomScaling
  | KubernetesHpaScaling
  | KedaScaledObjectScaling
  | AwsAutoScaling
  | GcpScaling
  | AzureScaling
  | JitsiAutoscalerScaling;

export type JibriScaling = BridgeScaling | KedaScaledJobScaling;
