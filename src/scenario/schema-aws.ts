/**
 * `scaling` with EC2 Auto Scaling. Names are those of its API, written as ours.
 */
import { z } from 'zod';
import {
  aggregate,
  bounds,
  metricOf,
  monitoring,
  type Names,
  ofBridges,
  ofJibris,
  presetBounds,
  presetOf,
} from './cloud-autoscaler-keys.ts';
import { daysOfWeek } from './schema-keda.ts';
import { nonNegative, positive, ratio, seconds, text, wholeNumber } from './values.ts';

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
export const awsPresetSchema = z.strictObject({
  ...awsSettings,
  ...presetBounds,
  predictiveBufferSeconds: seconds('SchedulingBufferTime of predictive scaling, seconds.'),
});
export const awsSettingNames = Object.keys(awsSettings);

export type WrittenAws = z.output<typeof bridgeAwsSchema> | z.output<typeof jibriAwsSchema>;
export type AwsPreset = z.output<typeof awsPresetSchema>;
