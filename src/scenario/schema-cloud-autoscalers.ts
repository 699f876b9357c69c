/**
 * `scaling` with the autoscalers of Google's managed instance groups and Azure's scale sets. Names are those of their
 * APIs, written as ours.
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
  timesOfDay,
} from './cloud-autoscaler-keys.ts';
import { nonNegative, positive, seconds, wholeNumber } from './values.ts';

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

export type WrittenGcp = z.output<typeof bridgeGcpSchema> | z.output<typeof jibriGcpSchema>;
export type WrittenAzure = z.output<typeof bridgeAzureSchema> | z.output<typeof jibriAzureSchema>;
export type GcpPreset = z.output<typeof gcpPresetSchema>;
export type AzurePreset = z.output<typeof azurePresetSchema>;
