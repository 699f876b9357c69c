/**
 * The configuration of one jitsi-autoscaler group, in the names operators know from `groups.json`, and the timers
 * of the service and of the sidecar that sits on every instance.
 *
 * Upstream keeps the live desired count inside the scaling options; here the policy is immutable and the live
 * options are in the memory (`decide.ts`), so `scalingOptions.desiredCount` is only where a run begins.
 *
 * Source: jitsi/jitsi-autoscaler@c302ef1 src/instance_store.ts, src/config.ts, groups.json;
 * jitsi/jitsi-autoscaler-sidecar@4d8bca8 src/config.ts.
 */
export interface JitsiAutoscalerPolicy {
  /** What the instances of the group run; decides metric, predicates and the order of shutdown. */
  readonly type: JitsiGroupType;
  /** False: the desired count is never changed by metrics. */
  readonly enableAutoScale: boolean;
  /** False: nothing is launched and nothing is shut down. */
  readonly enableLaunch: boolean;
  /** False: launching goes on however many instances are running that the service does not know. */
  readonly enableUntrackedThrottle: boolean;
  /** True: ask the cloud how many instances run before launching or scaling above the tracked count. */
  readonly enableCloudGuard: boolean;
  readonly scalingOptions: ScalingOptions;
  /** Seconds after any change of the desired count in which metrics change nothing. One for both directions. */
  readonly gracePeriodTTLSec: number;
  /** Seconds for which instances launched in protected mode, and the mode itself, are kept from scale-down. */
  readonly protectedTTLSec: number;
  /** Options by time of day and week, or null. */
  readonly scheduledScaling: ScheduledScaling | null;
  readonly timers: JitsiAutoscalerTimers;
}

/**
 * The group types of upstream. For `jibri`, `sip-jibri` and `availability` the metric is the number of available
 * instances; for all others it is their mean stress.
 */
export const jitsiGroupTypes = [
  'JVB',
  'jibri',
  'sip-jibri',
  'jigasi',
  'nomad',
  'whisper',
  'stress',
  'selenium-grid',
  'availability',
] as const;
export type JitsiGroupType = (typeof jitsiGroupTypes)[number];

/** Upstream's `scalingOptions`, name for name. Counts are non-negative integers. */
export interface ScalingOptions {
  readonly minDesired: number;
  readonly maxDesired: number;
  /** Instances wanted: at the start (policy) or now (memory). */
  readonly desiredCount: number;
  /** Most instances added by one decision. */
  readonly scaleUpQuantity: number;
  /** Most instances removed by one decision. */
  readonly scaleDownQuantity: number;
  /** Stress types: up at or above this mean stress (0 to 1 and more). Jibri types: up below this many available. */
  readonly scaleUpThreshold: number;
  /** Stress types: down below this mean stress. Jibri types: down above this many available. */
  readonly scaleDownThreshold: number;
  /** Length of one metric period, seconds. */
  readonly scalePeriod: number;
  /** Newest periods that must all ask for more. At least 1. */
  readonly scaleUpPeriodsCount: number;
  /** Newest periods that must all ask for less. At least 1. */
  readonly scaleDownPeriodsCount: number;
  /** Instances the cloud may run beyond desired before the cloud guard stops. 0 when absent. */
  readonly cloudGuardGraceCount?: number;
  /** Groups of type `selenium-grid`: reserved nodes not yet covered that make the group grow. 1 when absent. */
  readonly reservationScaleUpThreshold?: number;
}

/** Upstream's `scheduledScaling` of a group. */
export interface ScheduledScaling {
  readonly enabled: boolean;
  /** IANA zone of the periods; absent: from the region, else the service's default (UTC). */
  readonly timezone?: string;
  readonly periods: readonly ScheduledPeriod[];
}

export interface ScheduledPeriod {
  readonly name: string;
  /** Days on which it starts: 0 is Sunday, 6 is Saturday. */
  readonly dayOfWeek: readonly number[];
  readonly startHour: number;
  readonly startMinute?: number;
  /** End, exclusive. Equal to the start: the whole day. Before the start: runs into the next day. */
  readonly endHour: number;
  readonly endMinute?: number;
  /** The highest wins; on a tie the first listed. */
  readonly priority: number;
  /** Options replaced while the period lasts. */
  readonly scalingOptions: Partial<ScalingOptions>;
  /** True: metrics do not scale down while the period lasts. */
  readonly inhibitScaleDown?: boolean;
}

/** Clocks of the service and of the sidecars; names and units of upstream's environment variables. */
export interface JitsiAutoscalerTimers {
  /** Milliseconds from the start of the service to its first group job. */
  readonly initialWaitForPoolingMs: number;
  /** Seconds between group jobs: schedule, autoscale and launch. */
  readonly groupJobsCreationIntervalSec: number;
  /** Seconds between sanity jobs, which recount untracked instances; the first is at once. */
  readonly sanityJobsCreationIntervalSec: number;
  /** Seconds a sample is kept. */
  readonly metricTTLSec: number;
  /** Seconds after its last report until a running instance is forgotten. */
  readonly idleTTLSec: number;
  /** Seconds after its launch until an instance that never reported is forgotten. */
  readonly provisioningTTLSec: number;
  /** Seconds after its last report until an instance that reported its shutdown is forgotten. */
  readonly shutdownStatusTTLSec: number;
  /** Seconds a shutdown order is kept. */
  readonly shutdownTTLSec: number;
  /** Seconds the untracked count is believed. */
  readonly serviceLevelMetricsTTLSec: number;
  /** The most untracked instances that still allow a launch; in force is min(maxDesired + 1, this). */
  readonly maxThrottleThreshold: number;
  /** Sidecar: seconds between readings of the local statistics. */
  readonly sidecarStatsIntervalSec: number;
  /** Sidecar: seconds between reports, each answered with the pending shutdown order. */
  readonly sidecarPollIntervalSec: number;
}

/** As shipped. Source: jitsi/jitsi-autoscaler@c302ef1 src/config.ts; sidecar@4d8bca8 src/config.ts. */
export const defaultJitsiAutoscalerTimers: JitsiAutoscalerTimers = {
  initialWaitForPoolingMs: 120_000,
  groupJobsCreationIntervalSec: 30,
  sanityJobsCreationIntervalSec: 240,
  metricTTLSec: 3600,
  idleTTLSec: 300,
  provisioningTTLSec: 900,
  shutdownStatusTTLSec: 600,
  shutdownTTLSec: 86_400,
  serviceLevelMetricsTTLSec: 600,
  maxThrottleThreshold: 40,
  sidecarStatsIntervalSec: 30,
  sidecarPollIntervalSec: 60,
};

/** Whether the metric of a group is a number of available instances (true) or their mean stress (false). */
export function countsAvailable(type: JitsiGroupType): boolean {
  return type === 'jibri' || type === 'sip-jibri' || type === 'availability';
}

/**
 * The parameters of a policy in one flat record, as a model file or a scenario gives them: the fields of the group,
 * of its `scalingOptions` and of the timers, each under its own name.
 */
export type JitsiAutoscalerParameters = Pick<JitsiAutoscalerPolicy, 'type'> &
  Partial<Omit<JitsiAutoscalerPolicy, 'type' | 'scalingOptions' | 'timers'> & JitsiAutoscalerTimers> &
  ScalingOptions;

/** Builds a policy from flat parameters; what is not given has upstream's shipped default. */
export function jitsiAutoscalerPolicy(parameters: JitsiAutoscalerParameters): JitsiAutoscalerPolicy {
  const timers = defaultJitsiAutoscalerTimers;
  return {
    type: parameters.type,
    enableAutoScale: parameters.enableAutoScale ?? true,
    enableLaunch: parameters.enableLaunch ?? true,
    enableUntrackedThrottle: parameters.enableUntrackedThrottle ?? true,
    enableCloudGuard: parameters.enableCloudGuard ?? false,
    scalingOptions: scalingOptionsOf(parameters),
    // 480 s and 600 s: the values of the sample group in upstream's groups.json; the API has no default.
    gracePeriodTTLSec: parameters.gracePeriodTTLSec ?? 480,
    protectedTTLSec: parameters.protectedTTLSec ?? 600,
    scheduledScaling: parameters.scheduledScaling ?? null,
    timers: {
      initialWaitForPoolingMs: parameters.initialWaitForPoolingMs ?? timers.initialWaitForPoolingMs,
      groupJobsCreationIntervalSec:
        parameters.groupJobsCreationIntervalSec ?? timers.groupJobsCreationIntervalSec,
      sanityJobsCreationIntervalSec:
        parameters.sanityJobsCreationIntervalSec ?? timers.sanityJobsCreationIntervalSec,
      metricTTLSec: parameters.metricTTLSec ?? timers.metricTTLSec,
      idleTTLSec: parameters.idleTTLSec ?? timers.idleTTLSec,
      provisioningTTLSec: parameters.provisioningTTLSec ?? timers.provisioningTTLSec,
      shutdownStatusTTLSec: parameters.shutdownStatusTTLSec ?? timers.shutdownStatusTTLSec,
      shutdownTTLSec: parameters.shutdownTTLSec ?? timers.shutdownTTLSec,
      serviceLevelMetricsTTLSec: parameters.serviceLevelMetricsTTLSec ?? timers.serviceLevelMetricsTTLSec,
      maxThrottleThreshold: parameters.maxThrottleThreshold ?? timers.maxThrottleThreshold,
      sidecarStatsIntervalSec: parameters.sidecarStatsIntervalSec ?? timers.sidecarStatsIntervalSec,
      sidecarPollIntervalSec: parameters.sidecarPollIntervalSec ?? timers.sidecarPollIntervalSec,
    },
  };
}

function scalingOptionsOf(given: ScalingOptions): ScalingOptions {
  const { cloudGuardGraceCount, reservationScaleUpThreshold } = given;
  return {
    minDesired: given.minDesired,
    maxDesired: given.maxDesired,
    desiredCount: given.desiredCount,
    scaleUpQuantity: given.scaleUpQuantity,
    scaleDownQuantity: given.scaleDownQuantity,
    scaleUpThreshold: given.scaleUpThreshold,
    scaleDownThreshold: given.scaleDownThreshold,
    scalePeriod: given.scalePeriod,
    scaleUpPeriodsCount: given.scaleUpPeriodsCount,
    scaleDownPeriodsCount: given.scaleDownPeriodsCount,
    ...(cloudGuardGraceCount === undefined ? {} : { cloudGuardGraceCount }),
    ...(reservationScaleUpThreshold === undefined ? {} : { reservationScaleUpThreshold }),
  };
}
