/**
 * `scaling` with KEDA: a ScaledObject for either pool, a ScaledJob for Jibris. Names are those of KEDA's objects.
 */
import { z } from 'zod';
import {
  bridgeMetrics,
  bridgePoolMetrics,
  jibriMetrics,
  jibriPoolMetrics,
  metricAggregates,
  metricUnits,
} from './scaling-metrics.ts';
import { kubernetesHpaSettings } from './schema-kubernetes-hpa.ts';
import { nonNegative, positive, seconds, text, wholeNumber } from './values.ts';

export const daysOfWeek = z
  .array(wholeNumber('A day: 0 is Sunday, 6 is Saturday.', 0, 6))
  .min(1)
  .max(7)
  .describe('Days of the week: 0 is Sunday, 6 is Saturday. Default every day.');

const cronTrigger = z.strictObject({
  kind: z.literal('cron').describe('Replicas by the clock.'),
  start: text('Time of day from which it asks for replicas, HH:MM in the time zone of the horizon.'),
  end: text('Time of day until which it does; before the start means on the next day.'),
  days: daysOfWeek.optional(),
  desiredReplicas: wholeNumber('Replicas it asks for.', 1),
});

const metricTrigger = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.strictObject({
    kind: z.literal('metric').describe('A figure of the pool, such as a Prometheus query.'),
    metric: z.enum(names).describe(`What is measured. ${metricUnits}.`),
    aggregate: z
      .enum(metricAggregates)
      .describe('How the figures of ready instances become one. Default sum.')
      .optional(),
    threshold: positive('Figure for each replica (AverageValue), in the unit of the metric.'),
    activationThreshold: nonNegative('The trigger is active above this. Default 0.').optional(),
    useCachedMetrics: z
      .boolean()
      .describe('True: the HPA gets what the last poll read, instead of asking anew. Default false.')
      .optional(),
    outages: z
      .array(
        z.strictObject({
          from: text('When the metric begins to fail: HH:MM or YYYY-MM-DDTHH:MM.'),
          until: text('When it works again.'),
        }),
      )
      .max(100)
      .describe('Times in which the metric cannot be read. Default none.')
      .optional(),
  });

const triggersOf = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z
    .array(z.discriminatedUnion('kind', [metricTrigger(names), cronTrigger]))
    .min(1)
    .max(10)
    .describe('Triggers; the one that asks for most replicas decides.');

const fallback = z
  .strictObject({
    failureThreshold: wholeNumber('Failures in a row that are still borne.'),
    replicas: wholeNumber('Replicas while a trigger fails.'),
    behavior: z
      .enum(['static', 'currentReplicas', 'currentReplicasIfHigher', 'currentReplicasIfLower'])
      .describe('How replicas and the present count are weighed. Default static.')
      .optional(),
  })
  .describe('What holds while a trigger fails. Default nothing: the count stays.');

const { behavior, toleranceRatio, toleranceForm, downscaleStabilizationSeconds, syncPeriodSeconds } =
  kubernetesHpaSettings;

const scrapeIntervalSeconds = positive(
  'Interval at which the Prometheus behind the triggers scrapes the pods, seconds.',
  3600,
);

export const scaledObjectSettings = {
  pollingIntervalSeconds: positive('Time between two polls of the triggers by KEDA, seconds.', 3600),
  scrapeIntervalSeconds,
  cooldownPeriodSeconds: seconds('After the last activity until the pool goes to zero (or idle), seconds.'),
  initialCooldownPeriodSeconds: seconds(
    'The same for a pool whose triggers have never been active, seconds from the start.',
  ),
  minReplicaCount: wholeNumber('Lowest count while active; 0 lets the pool go to zero.'),
  maxReplicaCount: wholeNumber('Highest count.', 1),
  behavior,
  toleranceRatio,
  toleranceForm,
  downscaleStabilizationSeconds,
  syncPeriodSeconds,
};

const scaledObject = <const Names extends readonly [string, ...string[]]>(names: Names) => {
  const { minReplicaCount: _min, maxReplicaCount: _max, ...settings } = scaledObjectSettings;
  return z.strictObject({
    policy: z
      .literal('keda-scaled-object')
      .describe("KEDA's ScaledObject: from 0 to 1 by KEDA, further by the HPA that it makes."),
    preset: text(
      'A preset: the file models/policies/keda-scaled-object-<preset>.yaml. Default default.',
    ).optional(),
    min: wholeNumber('minReplicaCount. Default: that of the preset.').optional(),
    max: wholeNumber('maxReplicaCount. Default: that of the preset.', 1).optional(),
    ...z.strictObject(settings).partial().shape,
    idleReplicaCount: wholeNumber(
      'Count while no trigger is active, below min (KEDA supports 0 only). Default none.',
      0,
      0,
    ).optional(),
    triggers: triggersOf(names),
    fallback: fallback.optional(),
    podDeletionCost: kubernetesHpaSettings.podDeletionCost.optional(),
  });
};

export const bridgeScaledObjectSchema = scaledObject([...bridgeMetrics, ...bridgePoolMetrics]);
export const jibriScaledObjectSchema = scaledObject([...jibriMetrics, ...jibriPoolMetrics]);
export const scaledObjectPresetSchema = z.strictObject(scaledObjectSettings);

const scaledJobSettings = {
  pollingIntervalSeconds: positive('Time between two polls, seconds.', 3600),
  scrapeIntervalSeconds,
  minReplicaCount: wholeNumber('Jobs that always run.'),
  maxReplicaCount: wholeNumber('Most jobs at a time.', 1),
  targetQueueLength: positive('Waiting pieces of work that one job takes.', 1000),
  activationQueueLength: nonNegative('The trigger is active above this many waiting pieces of work.', 1000),
  strategy: z
    .enum(['default', 'custom', 'accurate', 'eager'])
    .describe('How running and pending jobs are counted against the queue (scalingStrategy).'),
  wantedFree: wholeNumber(
    'Free Jibris to have ready: those missing count as waiting work, beside the recordings that were refused.',
  ),
};

export const scaledJobSchema = z.strictObject({
  policy: z
    .literal('keda-scaled-job')
    .describe("KEDA's ScaledJob: a Jibri is a job that ends with its recording."),
  preset: text(
    'A preset: the file models/policies/keda-scaled-job-<preset>.yaml. Default default.',
  ).optional(),
  min: wholeNumber('minReplicaCount. Default: that of the preset.').optional(),
  max: wholeNumber('maxReplicaCount. Default: that of the preset.', 1).optional(),
  ...z.strictObject(scaledJobSettings).omit({ minReplicaCount: true, maxReplicaCount: true }).partial().shape,
  customScalingQueueLengthDeduction: wholeNumber(
    'Strategy custom: waiting pieces of work that are left out. Default 0.',
  ).optional(),
  customScalingRunningJobPercentage: nonNegative(
    'Strategy custom: share of running jobs taken off, 0 to 1 (a ratio despite its name). Default: as strategy default.',
    1,
  ).optional(),
});
export const scaledJobPresetSchema = z.strictObject(scaledJobSettings);

export type WrittenScaledObject =
  | z.output<typeof bridgeScaledObjectSchema>
  | z.output<typeof jibriScaledObjectSchema>;
export type ScaledObjectPreset = z.output<typeof scaledObjectPresetSchema>;
export type WrittenScaledJob = z.output<typeof scaledJobSchema>;
export type ScaledJobPreset = z.output<typeof scaledJobPresetSchema>;
