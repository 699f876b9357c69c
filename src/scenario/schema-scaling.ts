/**
 * `scaling` as users write it: one policy for each pool, chosen by `policy`, begun from a preset of
 * `models/policies`, with single settings replaced under the names that upstream gives them.
 */
import { z } from 'zod';
import { type JitsiAutoscalerParameters, jitsiGroupTypes } from '../autoscaling/jitsi-autoscaler/policy.ts';
import {
  adaptSchema,
  histSchema,
  loadPresetSchema,
  reactSchema,
  regSchema,
  scheduledPresetSchema,
  scheduledSchema,
} from './schema-reference-policies.ts';
import { COUNT_MAX, nonNegative, positive, ratio, seconds, text, wholeNumber } from './values.ts';

const bounds = {
  min: wholeNumber('Lowest desired count. Default: that of the preset.').optional(),
  max: wholeNumber('Highest desired count. Default: that of the preset.').optional(),
};

const staticSchema = z.strictObject({
  policy: z.literal('static').describe('A fixed number of instances.'),
  count: wholeNumber('Instances to keep.'),
});

const constantFreeSchema = z.strictObject({
  policy: z.literal('constant-free').describe('As many as are busy, and a number of free ones.'),
  free: wholeNumber('Instances that should be free or on their way.'),
  min: wholeNumber('Lowest desired count. Default 0.').optional(),
  max: wholeNumber('Highest desired count. Default 100.').optional(),
});

/** Settings of a jitsi-autoscaler group that a preset gives and a scenario may replace; upstream's names. */
export const jitsiAutoscalerSettings = {
  enableAutoScale: z.boolean().describe('False: metrics never change the desired count.'),
  enableLaunch: z.boolean().describe('False: nothing is launched and nothing is shut down.'),
  enableUntrackedThrottle: z
    .boolean()
    .describe('False: launching goes on however many unknown instances are running.'),
  enableCloudGuard: z.boolean().describe('True: ask the cloud how many instances run before launching more.'),
  scaleUpQuantity: wholeNumber('Most instances added by one decision.', 1),
  scaleDownQuantity: wholeNumber('Most instances removed by one decision.', 1),
  scaleUpThreshold: nonNegative(
    'Bridges: up at or above this mean stress. Jibris: up below this many available. No unit.',
    COUNT_MAX,
  ),
  scaleDownThreshold: nonNegative(
    'Bridges: down below this mean stress. Jibris: down above this many available. No unit.',
    COUNT_MAX,
  ),
  scalePeriod: positive('Length of one metric period, seconds.', 86_400),
  scaleUpPeriodsCount: wholeNumber('Newest periods that must all ask for more.', 1, 1000),
  scaleDownPeriodsCount: wholeNumber('Newest periods that must all ask for less.', 1, 1000),
  cloudGuardGraceCount: wholeNumber(
    'Instances the cloud may run beyond desired before the cloud guard stops.',
  ),
  gracePeriodTTLSec: seconds(
    'Time after a change of the desired count in which metrics change nothing, seconds.',
  ),
  protectedTTLSec: seconds(
    'Time for which instances launched in protected mode are kept from scale-down, seconds.',
  ),
  groupJobsCreationIntervalSec: positive('Between group jobs, seconds.', 86_400),
  sanityJobsCreationIntervalSec: positive('Between sanity jobs, seconds.', 86_400),
  metricTTLSec: seconds('How long a sample is kept, seconds.'),
  idleTTLSec: seconds('After its last report until a running instance is forgotten, seconds.'),
  provisioningTTLSec: seconds(
    'After its launch until an instance that never reported is forgotten, seconds.',
  ),
  shutdownStatusTTLSec: seconds(
    'After its last report until an instance that shuts down is forgotten, seconds.',
  ),
  shutdownTTLSec: seconds('How long a shutdown order is kept, seconds.'),
  serviceLevelMetricsTTLSec: seconds('How long the count of unknown instances is believed, seconds.'),
  maxThrottleThreshold: wholeNumber('Most unknown instances that still allow a launch.'),
  sidecarStatsIntervalSec: positive(
    'Between readings of the local statistics by the sidecar, seconds.',
    86_400,
  ),
  sidecarPollIntervalSec: positive('Between reports of the sidecar, seconds.', 86_400),
};

const partialScalingOptions = z
  .strictObject({
    minDesired: wholeNumber('Lowest desired count.'),
    maxDesired: wholeNumber('Highest desired count.'),
    desiredCount: wholeNumber('Desired count set when the period begins.'),
    scaleUpQuantity: jitsiAutoscalerSettings.scaleUpQuantity,
    scaleDownQuantity: jitsiAutoscalerSettings.scaleDownQuantity,
    scaleUpThreshold: jitsiAutoscalerSettings.scaleUpThreshold,
    scaleDownThreshold: jitsiAutoscalerSettings.scaleDownThreshold,
    scalePeriod: jitsiAutoscalerSettings.scalePeriod,
    scaleUpPeriodsCount: jitsiAutoscalerSettings.scaleUpPeriodsCount,
    scaleDownPeriodsCount: jitsiAutoscalerSettings.scaleDownPeriodsCount,
  })
  .partial();

const scheduledPeriod = z.strictObject({
  name: text('Name of the period.'),
  dayOfWeek: z
    .array(wholeNumber('A day: 0 is Sunday, 6 is Saturday.', 0, 6))
    .min(1)
    .max(7)
    .describe('Days on which it begins: 0 is Sunday, 6 is Saturday.'),
  startHour: wholeNumber('Hour in which it begins.', 0, 23),
  startMinute: wholeNumber('Minute of that hour. Default 0.', 0, 59).optional(),
  endHour: wholeNumber('Hour in which it ends; before the start means on the next day.', 0, 23),
  endMinute: wholeNumber('Minute of that hour. Default 0.', 0, 59).optional(),
  priority: z.number().int().describe('Of several periods at one time the highest counts.'),
  scalingOptions: partialScalingOptions.describe('Options replaced while the period lasts.'),
  inhibitScaleDown: z
    .boolean()
    .describe('True: metrics do not scale down while the period lasts.')
    .optional(),
});

const scheduledScaling = z
  .strictObject({
    enabled: z.boolean().describe('Whether the periods count. Default true.').optional(),
    timezone: text('IANA time zone of the periods. Default: that of the horizon.').optional(),
    periods: z.array(scheduledPeriod).max(100).describe('The periods.'),
  })
  .describe("Options by time of day and week (upstream's scheduledScaling). Default none.");

const jitsiAutoscalerSchema = z.strictObject({
  policy: z.literal('jitsi-autoscaler').describe("Jitsi's own autoscaler with its sidecars."),
  preset: text(
    'A preset: the file models/policies/jitsi-autoscaler-<preset>.yaml. Default 8x8-production, for Jibris 8x8-production-jibri.',
  ).optional(),
  ...bounds,
  ...z.strictObject(jitsiAutoscalerSettings).partial().shape,
  scheduledScaling: scheduledScaling.optional(),
});

const hpaRules = z
  .strictObject({
    stabilizationWindowSeconds: wholeNumber('', 0, 3600)
      .nullable()
      .describe('Window of the stabilisation, seconds; null for the default of the direction.'),
    selectPolicy: z
      .enum(['Max', 'Min', 'Disabled'])
      .nullable()
      .describe('Which of several policies decides.'),
    policies: z
      .array(
        z.strictObject({
          type: z.enum(['Pods', 'Percent']).describe('Whether value is pods or percent of the pods.'),
          value: wholeNumber('Largest change within a period: pods, or percent.', 1),
          periodSeconds: wholeNumber('Length of the period, seconds.', 1, 1800),
        }),
      )
      .max(20)
      .nullable()
      .describe('Limits of the change; null for the defaults of Kubernetes.'),
    tolerance: ratio('')
      .nullable()
      .describe('Usage ratio around 1 that changes nothing in this direction; null for toleranceRatio.'),
  })
  .partial();

/** Settings of a HorizontalPodAutoscaler that a preset gives and a scenario may replace. */
export const kubernetesHpaSettings = {
  targetPercent: wholeNumber('Wanted CPU usage in percent of the request (averageUtilization).', 1, 1000),
  behavior: z
    .strictObject({
      scaleUp: hpaRules.nullable().describe('Upwards; null for the defaults of Kubernetes.').optional(),
      scaleDown: hpaRules.nullable().describe('Downwards; null for the defaults of Kubernetes.').optional(),
    })
    .nullable()
    .describe('Rate limits and stabilisation (spec.behavior); null for none.'),
  toleranceRatio: ratio('Usage ratio around 1 that changes nothing.'),
  toleranceForm: z
    .enum(['band', 'distance'])
    .describe('How the tolerance is compared: as since Kubernetes 1.33, or as before.'),
  downscaleStabilizationSeconds: wholeNumber(
    'How long a higher recommendation holds the count up, seconds.',
    0,
    3600,
  ),
  syncPeriodSeconds: positive('Time between two reconciles, seconds.', 3600),
  cpuInitializationPeriodSeconds: seconds(
    'Age below which a CPU sample counts only if taken after readiness, seconds.',
  ),
  initialReadinessDelaySeconds: seconds('Time after start in which readiness changes do not count, seconds.'),
  scaleUpLimitFactor: positive('Without behavior: one sync may at most multiply the count by this.', 1000),
  scaleUpLimitMinimum: wholeNumber('Without behavior: the count that one sync may always reach.'),
  cpuRequestCores: positive('CPU request of one bridge pod, cores: the base of the usage in percent.', 1024),
  metricsPeriodSeconds: positive('Interval at which the metrics server takes a new average, seconds.', 3600),
};

const kubernetesHpaSchema = z.strictObject({
  policy: z.literal('kubernetes-hpa').describe('A Kubernetes HorizontalPodAutoscaler on CPU.'),
  preset: text(
    'A preset: the file models/policies/kubernetes-hpa-<preset>.yaml. Default default: Kubernetes as shipped.',
  ).optional(),
  ...bounds,
  ...z.strictObject(kubernetesHpaSettings).partial().shape,
  boundsChanges: z
    .array(
      z.strictObject({
        at: text('When: HH:MM in the time zone of the horizon, or YYYY-MM-DDTHH:MM.'),
        min: wholeNumber('Lowest desired count from then on.'),
        max: wholeNumber('Highest desired count from then on.'),
      }),
    )
    .max(1000)
    .describe('Changes of min and max made by hand. Default none.')
    .optional(),
});

/** What a preset of an HPA must give: all settings, but the CPU request, which belongs to the pods. */
const kubernetesHpaPresetSchema = z.strictObject({
  ...kubernetesHpaSettings,
  cpuRequestCores: kubernetesHpaSettings.cpuRequestCores.optional(),
  minReplicas: wholeNumber('Lowest desired count.'),
  maxReplicas: wholeNumber('Highest desired count.'),
});

/** What a preset of the jitsi-autoscaler must give; the rest is as upstream ships it. */
const jitsiAutoscalerPresetSchema = z.strictObject({
  ...z.strictObject(jitsiAutoscalerSettings).partial().shape,
  // A run begins with the service long started, so a scenario has no use for its first wait.
  initialWaitForPoolingMs: nonNegative(
    'From the start of the service to its first group job, milliseconds.',
  ).optional(),
  type: z.enum(jitsiGroupTypes).describe('What the instances of the group run.'),
  minDesired: wholeNumber('Lowest desired count.'),
  maxDesired: wholeNumber('Highest desired count.'),
  desiredCount: wholeNumber('Desired count at the start.'),
  scaleUpQuantity: jitsiAutoscalerSettings.scaleUpQuantity,
  scaleDownQuantity: jitsiAutoscalerSettings.scaleDownQuantity,
  scaleUpThreshold: jitsiAutoscalerSettings.scaleUpThreshold,
  scaleDownThreshold: jitsiAutoscalerSettings.scaleDownThreshold,
  scalePeriod: jitsiAutoscalerSettings.scalePeriod,
  scaleUpPeriodsCount: jitsiAutoscalerSettings.scaleUpPeriodsCount,
  scaleDownPeriodsCount: jitsiAutoscalerSettings.scaleDownPeriodsCount,
});

/** The schema of a model of the kind `policies` by its name; null when the name begins with no policy. */
export function presetSchema(name: string): z.ZodObject | null {
  if (name.startsWith('kubernetes-hpa-')) return kubernetesHpaPresetSchema;
  if (name.startsWith('scheduled-')) return scheduledPresetSchema;
  if (/^(react|hist|reg|adapt)-/.test(name)) return loadPresetSchema;
  return name.startsWith('jitsi-autoscaler-') ? jitsiAutoscalerPresetSchema : null;
}

export type KubernetesHpaRules = z.output<typeof hpaRules>;
export type KubernetesHpaPreset = z.output<typeof kubernetesHpaPresetSchema>;
/** Keys that are not given are absent, not undefined: they come from a file. */
export type JitsiAutoscalerPreset = JitsiAutoscalerParameters;

export const bridgeScalingSchema = z
  .discriminatedUnion('policy', [
    staticSchema,
    scheduledSchema,
    reactSchema,
    histSchema,
    regSchema,
    adaptSchema,
    kubernetesHpaSchema,
    jitsiAutoscalerSchema,
  ])
  .describe('Policy of the bridges. Default jitsi-autoscaler, preset 8x8-production, min 2, max 20.');

export const jibriScalingSchema = z
  .discriminatedUnion('policy', [staticSchema, jitsiAutoscalerSchema, constantFreeSchema])
  .describe('Policy of the Jibris. Default constant-free with 2 free.');

export const scalingSchema = z.strictObject({
  bridges: bridgeScalingSchema.optional(),
  jibris: jibriScalingSchema.optional(),
});

export type WrittenBridgeScaling = z.output<typeof bridgeScalingSchema>;
export type WrittenJibriScaling = z.output<typeof jibriScalingSchema>;
export type WrittenKubernetesHpa = z.output<typeof kubernetesHpaSchema>;
export type WrittenJitsiAutoscaler = z.output<typeof jitsiAutoscalerSchema>;
