/**
 * `scaling` with the autoscalers of the clouds: EC2 Auto Scaling, Google's managed instance groups, Azure's scale sets.
 * Names are those of their APIs, written as ours.
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
import { daysOfWeek } from './schema-keda.ts';
import { nonNegative, positive, ratio, seconds, text, wholeNumber } from './values.ts';

type Names = readonly [string, ...string[]];
const ofBridges = [...bridgeMetrics, ...bridgePoolMetrics] as const;
const ofJibris = [...jibriMetrics, ...jibriPoolMetrics] as const;

const metricOf = <const Given extends Names>(names: Given) =>
  z.enum(names).describe(`What is measured. ${metricUnits}.`);
const aggregate = z
  .enum(metricAggregates)
  .describe('How the figures of instances become one. Default mean.')
  .optional();
const presetOf = (policy: string) =>
  text(`A preset: the file models/policies/${policy}-<preset>.yaml. Default default.`).optional();
const bounds = {
  min: wholeNumber('Lowest count. Default: that of the preset.').optional(),
  max: wholeNumber('Highest count. Default: that of the preset.').optional(),
};
const presetBounds = { minCount: wholeNumber('Lowest count.'), maxCount: wholeNumber('Highest count.') };
const timesOfDay = {
  start: text('Time of day from which it holds, HH:MM in the time zone of the horizon.'),
  end: text('Time of day until which it holds; before the start means on the next day.'),
  days: daysOfWeek.optional(),
};

/** How figures of instances get to the autoscaler. */
const monitoring = {
  metricSampleSeconds: positive(
    'Interval at which instances send their figures to the monitoring, seconds.',
    3600,
  ),
  metricDelaySeconds: seconds('Until a figure that was sent is seen by the autoscaler, seconds.'),
};

// --- Amazon -------------------------------------------------------------------------------------------------------

const awsSettings = {
  defaultCooldownSeconds: seconds('After an activity of a simple policy until the next, seconds.'),
  instanceWarmupSeconds: seconds(
    'After an instance serves until it counts, seconds; while one warms nothing is scaled in.',
  ),
  alarmPeriodSeconds: positive(
    'Period of the alarms, seconds: the figures of so long are one datapoint, and one look.',
    3600,
  ),
  ...monitoring,
  terminationPolicy: z
    .enum(['default', 'oldest-instance', 'newest-instance', 'closest-to-next-instance-hour'])
    .describe('Which instances go first.'),
  protectBusy: z
    .boolean()
    .describe(
      'True: instances with participants or a recording are protected from scale-in until they are idle.',
    ),
  scaleOutPeriods: wholeNumber('Target tracking: periods above the target before scaling out.', 1, 60),
  scaleInPeriods: wholeNumber(
    'Target tracking: periods below scaleInRatio of the target before scaling in.',
    1,
    60,
  ),
  scaleInRatio: ratio('Target tracking: share of the target below which it scales in.'),
};

const awsAlarm = {
  threshold: nonNegative('Threshold of the alarm, in the unit of the metric.'),
  comparison: z.enum(['>', '>=', '<', '<=']).describe('On which side of the threshold the alarm is.'),
  evaluationPeriods: wholeNumber('Newest periods that are evaluated (N). Default 1.', 1, 60).optional(),
  datapointsToAlarm: wholeNumber(
    'How many of them must be beyond the threshold (M). Default all.',
    1,
    60,
  ).optional(),
  treatMissingData: z
    .enum(['missing', 'ignore', 'breaching', 'notBreaching'])
    .describe('What a period without figures counts as. Default missing.')
    .optional(),
  adjustmentType: z
    .enum(['ChangeInCapacity', 'ExactCapacity', 'PercentChangeInCapacity'])
    .describe('What an adjustment means.'),
  minAdjustmentMagnitude: wholeNumber('Least change of a percentage, instances. Default none.', 1).optional(),
};

const bound = (side: string) =>
  z.number().nullable().describe(`${side} bound, relative to the threshold; null for none.`);

const awsPolicies = <const Given extends Names>(names: Given) =>
  z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('target-tracking').describe('Keeps the mean of the metric at the target.'),
          metric: metricOf(names),
          target: positive('Wanted mean over the instances, in the unit of the metric.'),
          disableScaleIn: z.boolean().describe('True: it only scales out. Default false.').optional(),
        }),
        z.strictObject({
          kind: z.literal('step').describe('The further beyond the threshold, the larger the change.'),
          metric: metricOf(names),
          aggregate,
          ...awsAlarm,
          steps: z
            .array(
              z.strictObject({
                lower: bound('Lower'),
                upper: bound('Upper'),
                adjust: z
                  .number()
                  .int()
                  .describe('Instances, or percent of the capacity; negative to scale in.'),
              }),
            )
            .min(1)
            .max(20)
            .describe('Steps; they must neither overlap nor leave gaps.'),
        }),
        z.strictObject({
          kind: z.literal('simple').describe('One adjustment, then a wait for it and a cooldown.'),
          metric: metricOf(names),
          aggregate,
          ...awsAlarm,
          adjustment: z
            .number()
            .int()
            .describe('Instances, or percent of the capacity; negative to scale in.'),
          cooldownSeconds: seconds('Cooldown, seconds. Default: that of the group.').optional(),
        }),
      ]),
    )
    .max(20)
    .describe('Dynamic scaling policies; the one that gives the largest capacity decides. Default none.');

const awsSchema = <const Given extends Names>(names: Given) =>
  z.strictObject({
    policy: z.literal('aws-auto-scaling').describe('An EC2 Auto Scaling group.'),
    preset: presetOf('aws-auto-scaling'),
    ...bounds,
    ...z.strictObject(awsSettings).partial().shape,
    policies: awsPolicies(names).optional(),
    scheduledActions: z
      .array(
        z.strictObject({
          at: text('Time of day, HH:MM in the time zone of the horizon.'),
          days: daysOfWeek.optional(),
          min: wholeNumber('Minimum set then. Default as it is.').optional(),
          max: wholeNumber('Maximum set then. Default as it is.').optional(),
          desired: wholeNumber('Desired capacity set then. Default as it is.').optional(),
        }),
      )
      .max(100)
      .describe('Scheduled actions. Default none.')
      .optional(),
    predictive: z
      .strictObject({
        target: positive('Load one instance is to carry: stress, or busy Jibris.'),
        bufferSeconds: seconds(
          'SchedulingBufferTime: how long before it is forecast capacity is there, seconds. Default 300.',
        ).optional(),
        history: z
          .enum(['run', 'demand'])
          .describe(
            'What it forecasts from: the hours of the run itself, once there are 24, or the demand expected of the scenario. Default run.',
          )
          .optional(),
        maxCapacityBreachBehavior: z
          .enum(['HonorMaxCapacity', 'IncreaseMaxCapacity'])
          .describe('Whether a forecast may exceed the maximum. Default HonorMaxCapacity.')
          .optional(),
        maxCapacityBufferPercent: wholeNumber(
          'MaxCapacityBuffer: beyond the forecast, percent. Default 0.',
          0,
          100,
        ).optional(),
        mode: z
          .enum(['ForecastAndScale', 'ForecastOnly'])
          .describe('ForecastOnly changes nothing. Default ForecastAndScale.')
          .optional(),
      })
      .describe('Predictive scaling. Default none.')
      .optional(),
  });

export const bridgeAwsSchema = awsSchema(ofBridges);
export const jibriAwsSchema = awsSchema(ofJibris);
export const awsPresetSchema = z.strictObject({ ...awsSettings, ...presetBounds });
export const awsSettingNames = Object.keys(awsSettings);

// --- Google -------------------------------------------------------------------------------------------------------

const gcpSettings = {
  stabilizationPeriodSeconds: wholeNumber('How long a peak holds the size up, seconds.', 0, 86_400),
  initializationPeriodSeconds: wholeNumber('Age below which an instance does not count, seconds.', 0, 3600),
  mode: z
    .enum(['ON', 'ONLY_SCALE_OUT', 'OFF'])
    .describe('Whether it scales both ways, out only, or not at all.'),
  controlIntervalSeconds: positive('Time between two looks, seconds.', 3600),
  metricWindowSeconds: positive('Over which the figures of an instance are averaged, seconds.', 3600),
  ...monitoring,
};

const gcpSchema = <const Given extends Names>(names: Given) =>
  z.strictObject({
    policy: z.literal('gcp-mig').describe('The autoscaler of a Google managed instance group.'),
    preset: presetOf('gcp-mig'),
    ...bounds,
    ...z.strictObject(gcpSettings).partial().shape,
    signals: z
      .array(
        z.strictObject({
          metric: metricOf(names),
          target: positive('Load one instance is to carry, in the unit of the metric.'),
        }),
      )
      .min(1)
      .max(10)
      .describe('Signals; the one that asks for most instances decides.'),
    scaleInControl: z
      .strictObject({
        maxScaledInReplicas: wholeNumber('Most instances below the peak of the window.', 1).optional(),
        maxScaledInPercent: wholeNumber('The same in percent of the peak.', 1, 100).optional(),
        timeWindowSeconds: wholeNumber('The trailing window, seconds.', 60, 3600),
      })
      .refine(
        (given) => (given.maxScaledInReplicas === undefined) !== (given.maxScaledInPercent === undefined),
        {
          message: 'must have maxScaledInReplicas or maxScaledInPercent',
        },
      )
      .describe('Limit of scaling in. Default none.')
      .optional(),
    schedules: z
      .array(
        z.strictObject({ ...timesOfDay, minRequiredInstances: wholeNumber('Minimum while it holds.', 1) }),
      )
      .max(100)
      .describe('Scaling schedules, which raise the minimum. Default none.')
      .optional(),
  });

export const bridgeGcpSchema = gcpSchema(ofBridges);
export const jibriGcpSchema = gcpSchema(ofJibris);
export const gcpPresetSchema = z.strictObject({ ...gcpSettings, ...presetBounds });
export const gcpSettingNames = Object.keys(gcpSettings);

// --- Microsoft ----------------------------------------------------------------------------------------------------

const azureSettings = {
  controlIntervalSeconds: positive('Time between two runs of the engine, seconds.', 3600),
  timeWindowSeconds: wholeNumber('Window over which a rule averages its metric, seconds.', 60, 43_200),
  cooldownSeconds: seconds('After an action until a rule may act again, seconds.'),
  ...monitoring,
};

const azureSchema = <const Given extends Names>(names: Given) =>
  z.strictObject({
    policy: z.literal('azure-vmss').describe("Azure Monitor's autoscale of a scale set."),
    preset: presetOf('azure-vmss'),
    ...bounds,
    ...z.strictObject(azureSettings).partial().shape,
    default: wholeNumber('Count while metrics are missing. Default: min.').optional(),
    rules: z
      .array(
        z.strictObject({
          metric: metricOf(names),
          aggregate,
          direction: z.enum(['out', 'in']).describe('Whether the rule adds or removes instances.'),
          operator: z.enum(['>', '>=', '<', '<=']).describe('How the mean is compared.'),
          threshold: nonNegative('Mean over instances and window, in the unit of the metric.'),
          timeWindowSeconds: azureSettings.timeWindowSeconds.optional(),
          cooldownSeconds: azureSettings.cooldownSeconds.optional(),
          changeCount: wholeNumber('Instances to add or remove. Default 1.', 1).optional(),
          changePercent: wholeNumber('The same in percent of the count, at least one.', 1, 1000).optional(),
          exactCount: wholeNumber('Count to go to.').optional(),
        }),
      )
      .min(1)
      .max(20)
      .describe('Rules: out if any fires, in if all of them do.'),
    profiles: z
      .array(
        z.strictObject({
          ...timesOfDay,
          min: wholeNumber('Lowest count while it holds.'),
          max: wholeNumber('Highest count while it holds.'),
        }),
      )
      .max(100)
      .describe('Recurring profiles with bounds of their own. Default none.')
      .optional(),
  });

export const bridgeAzureSchema = azureSchema(ofBridges);
export const jibriAzureSchema = azureSchema(ofJibris);
export const azurePresetSchema = z.strictObject({ ...azureSettings, ...presetBounds });
export const azureSettingNames = Object.keys(azureSettings);

export type WrittenAws = z.output<typeof bridgeAwsSchema> | z.output<typeof jibriAwsSchema>;
export type WrittenGcp = z.output<typeof bridgeGcpSchema> | z.output<typeof jibriGcpSchema>;
export type WrittenAzure = z.output<typeof bridgeAzureSchema> | z.output<typeof jibriAzureSchema>;
export type AwsPreset = z.output<typeof awsPresetSchema>;
export type GcpPreset = z.output<typeof gcpPresetSchema>;
export type AzurePreset = z.output<typeof azurePresetSchema>;
