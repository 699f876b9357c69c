/**
 * `scaling` as users write it: one policy for each pool, chosen by `policy`, begun from a preset of
 * `models/policies`, with single settings replaced under the names that upstream gives them.
 */
import { z } from 'zod';
import { type JitsiAutoscalerParameters, jitsiGroupTypes } from '../autoscaling/jitsi-autoscaler/policy.ts';
import { awsPresetSchema, bridgeAwsSchema, jibriAwsSchema } from './schema-aws.ts';
import { warmPoolPresetSchema } from './schema-cloud.ts';
import {
  azurePresetSchema,
  bridgeAzureSchema,
  bridgeGcpSchema,
  gcpPresetSchema,
  jibriAzureSchema,
  jibriGcpSchema,
} from './schema-cloud-autoscalers.ts';
import {
  bridgeScaledObjectSchema,
  jibriScaledObjectSchema,
  scaledJobPresetSchema,
  scaledJobSchema,
  scaledObjectPresetSchema,
} from './schema-keda.ts';
import { bridgeHpaSchema, jibriHpaSchema, kubernetesHpaPresetSchema } from './schema-kubernetes-hpa.ts';
import {
  clusterAutoscalerPresetSchema,
  karpenterPresetSchema,
  nodeGroupPresetSchema,
} from './schema-nodes.ts';
import {
  bridgeReferenceSchemas,
  jibriReferenceSchemas,
  referencePresetSchema,
} from './schema-reference-policies.ts';
import { COUNT_MAX, nonNegative, positive, seconds, text, wholeNumber } from './values.ts';

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

export const scheduledScaling = z
  .strictObject({
    enabled: z.boolean().describe('Whether the periods count. Default true.').optional(),
    timezone: text('IANA time zone of the periods. Default: that of the horizon.').optional(),
    periods: z.array(scheduledPeriod).max(100).describe('The periods.'),
  })
  .describe("Options by time of day and week (upstream's scheduledScaling). Default none.");

const jitsiRequest = z.discriminatedUnion('request', [
  z.strictObject({
    at: text('When: HH:MM in the time zone of the horizon, or YYYY-MM-DDTHH:MM.'),
    request: z.literal('full-scaling').describe('An external scheduler sets options (full-scaling).'),
    direction: z.enum(['up', 'down']).describe('up never lowers the desired count, down never raises it.'),
    scalingOptions: partialScalingOptions.describe('Options set from then on.'),
  }),
  z.strictObject({
    at: text('When: HH:MM in the time zone of the horizon, or YYYY-MM-DDTHH:MM.'),
    request: z
      .literal('launch-protected')
      .describe('Desired grows, and what is launched within protectedTTLSec is kept from scale-down.'),
    count: wholeNumber('Instances to add.', 1),
  }),
]);

const jitsiAutoscalerSchema = z.strictObject({
  policy: z.literal('jitsi-autoscaler').describe("Jitsi's own autoscaler with its sidecars."),
  preset: text(
    'A preset: the file models/policies/jitsi-autoscaler-<preset>.yaml. Default 8x8-production, for Jibris 8x8-production-jibri.',
  ).optional(),
  ...bounds,
  ...z.strictObject(jitsiAutoscalerSettings).partial().shape,
  scheduledScaling: scheduledScaling.optional(),
  groupType: z
    .enum(jitsiGroupTypes)
    .describe(
      'Type of the group: what its instances report and which go first. Default JVB, for Jibris jibri.',
    )
    .optional(),
  launchJobFirst: z
    .boolean()
    .describe(
      'True: the launch job of a tick runs before its autoscale job, as may happen when jobs run at once, so a decision is acted on a tick later. Default false.',
    )
    .optional(),
  requests: z
    .array(jitsiRequest)
    .max(1000)
    .describe('Requests to the API by operators or schedulers, in order of time. Default none.')
    .optional(),
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
  if (name.startsWith('keda-scaled-object-')) return scaledObjectPresetSchema;
  if (name.startsWith('aws-auto-scaling-')) return awsPresetSchema;
  if (name.startsWith('gcp-mig-')) return gcpPresetSchema;
  if (name.startsWith('azure-vmss-')) return azurePresetSchema;
  if (name.startsWith('keda-scaled-job-')) return scaledJobPresetSchema;
  if (name.startsWith('cluster-autoscaler-')) return clusterAutoscalerPresetSchema;
  if (name.startsWith('karpenter-')) return karpenterPresetSchema;
  if (name.startsWith('node-group-')) return nodeGroupPresetSchema;
  if (name.startsWith('warm-pool-')) return warmPoolPresetSchema;
  const reference = referencePresetSchema(name);
  if (reference !== null) return reference;
  return name.startsWith('jitsi-autoscaler-') ? jitsiAutoscalerPresetSchema : null;
}

/** Keys that are not given are absent, not undefined: they come from a file. */
export type JitsiAutoscalerPreset = JitsiAutoscalerParameters;

export const bridgeScalingSchema = z
  .discriminatedUnion('policy', [
    staticSchema,
    constantFreeSchema,
    ...bridgeReferenceSchemas,
    bridgeHpaSchema,
    bridgeScaledObjectSchema,
    bridgeAwsSchema,
    bridgeGcpSchema,
    bridgeAzureSchema,
    jitsiAutoscalerSchema,
  ])
  .describe('Policy of the bridges. Default jitsi-autoscaler, preset 8x8-production, min 2, max 20.');

export const jibriScalingSchema = z
  .discriminatedUnion('policy', [
    staticSchema,
    jitsiAutoscalerSchema,
    constantFreeSchema,
    ...jibriReferenceSchemas,
    jibriHpaSchema,
    jibriScaledObjectSchema,
    scaledJobSchema,
    jibriAwsSchema,
    jibriGcpSchema,
    jibriAzureSchema,
  ])
  .describe('Policy of the Jibris. Default constant-free with 2 free.');

export const scalingSchema = z.strictObject({
  bridges: bridgeScalingSchema.optional(),
  jibris: jibriScalingSchema.optional(),
});

export type WrittenBridgeScaling = z.output<typeof bridgeScalingSchema>;
export type WrittenJibriScaling = z.output<typeof jibriScalingSchema>;
export type WrittenJitsiAutoscaler = z.output<typeof jitsiAutoscalerSchema>;
