/**
 * `scaling` with the policy `kubernetes-hpa`: a HorizontalPodAutoscaler on any metric, for bridges and for Jibris.
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
import { positive, ratio, seconds, text, wholeNumber } from './values.ts';

export const hpaRules = z
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

export const hpaBehaviorSchema = z
  .strictObject({
    scaleUp: hpaRules.nullable().describe('Upwards; null for the defaults of Kubernetes.').optional(),
    scaleDown: hpaRules.nullable().describe('Downwards; null for the defaults of Kubernetes.').optional(),
  })
  .nullable()
  .describe('Rate limits and stabilisation (spec.behavior); null for none.');

const hpaMetricSources = ['resource', 'pods', 'object', 'external'] as const;

const hpaMetric = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.strictObject({
    metric: z.enum(names).describe(`What is measured. ${metricUnits}.`),
    source: z
      .enum(hpaMetricSources)
      .describe(
        'Type of the metric: resource (of the metrics server; cpu only), pods (each pod its own figure), object or external (one figure). Default resource for cpu, object for joinsFailed and recordingsRefused, else pods.',
      )
      .optional(),
    aggregate: z
      .enum(metricAggregates)
      .describe('Object and external: how the figures of ready pods become one. Default sum.')
      .optional(),
    averageUtilizationPercent: wholeNumber(
      'Target: usage in percent of the request (averageUtilization; resource only).',
      1,
      1000,
    ).optional(),
    averageValue: positive('Target for each pod (averageValue), in the unit of the metric.').optional(),
    value: positive(
      'Target for the figure itself (value; object and external only), in the unit of the metric.',
    ).optional(),
  });

const metricsList = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.array(hpaMetric(names)).min(1).max(10).describe('Metrics; the one that asks for most pods decides.');

/** Settings of a HorizontalPodAutoscaler that a preset gives and a scenario may replace. */
export const kubernetesHpaSettings = {
  targetPercent: wholeNumber(
    'Wanted CPU usage in percent of the request (averageUtilization): short for one metric cpu.',
    1,
    1000,
  ),
  behavior: hpaBehaviorSchema,
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
  metricsPeriodSeconds: positive('Interval at which the metrics are read anew, seconds.', 3600),
  podDeletionCost: z
    .enum(['none', 'load'])
    .describe(
      'Which pods go first: none, the youngest; load, those with fewest participants, idle Jibris before busy ones (a sidecar writes controller.kubernetes.io/pod-deletion-cost).',
    ),
  detachBusy: z
    .boolean()
    .describe(
      'Jibris: true, a busy pod leaves its Deployment and is replaced (its label changes), and returns when it is idle.',
    ),
};

const bounds = {
  min: wholeNumber('Lowest desired count. Default: that of the preset.').optional(),
  max: wholeNumber('Highest desired count. Default: that of the preset.').optional(),
};

const hpaSchema = <const Names extends readonly [string, ...string[]]>(names: Names, description: string) =>
  z.strictObject({
    policy: z.literal('kubernetes-hpa').describe(description),
    preset: text(
      'A preset: the file models/policies/kubernetes-hpa-<preset>.yaml. Default default (Kubernetes as shipped, on CPU), for Jibris openfun-jibri.',
    ).optional(),
    ...bounds,
    ...z.strictObject(kubernetesHpaSettings).partial().shape,
    metrics: metricsList(names).optional(),
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

export const bridgeHpaSchema = hpaSchema(
  [...bridgeMetrics, ...bridgePoolMetrics],
  'A Kubernetes HorizontalPodAutoscaler.',
);
export const jibriHpaSchema = hpaSchema(
  [...jibriMetrics, ...jibriPoolMetrics],
  'A Kubernetes HorizontalPodAutoscaler.',
);

/** What a preset of an HPA must give: all settings, but the CPU request, which belongs to the pods. */
export const kubernetesHpaPresetSchema = z.strictObject({
  ...kubernetesHpaSettings,
  targetPercent: kubernetesHpaSettings.targetPercent.optional(),
  metrics: metricsList([
    ...bridgeMetrics,
    ...bridgePoolMetrics,
    ...jibriMetrics,
    ...jibriPoolMetrics,
  ]).optional(),
  cpuRequestCores: kubernetesHpaSettings.cpuRequestCores.optional(),
  podDeletionCost: kubernetesHpaSettings.podDeletionCost.optional(),
  detachBusy: kubernetesHpaSettings.detachBusy.optional(),
  minReplicas: wholeNumber('Lowest desired count.'),
  maxReplicas: wholeNumber('Highest desired count.'),
});

export type KubernetesHpaRules = z.output<typeof hpaRules>;
export type WrittenHpaBehavior = z.output<typeof hpaBehaviorSchema>;
export type KubernetesHpaPreset = z.output<typeof kubernetesHpaPresetSchema>;
export type WrittenHpaMetric = NonNullable<KubernetesHpaPreset['metrics']>[number];
export type WrittenKubernetesHpa = z.output<typeof bridgeHpaSchema> | z.output<typeof jibriHpaSchema>;
