/**
 * Keys that the autoscalers of the clouds have in common in a scenario.
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
import { positive, seconds, text, wholeNumber } from './values.ts';

export type Names = readonly [string, ...string[]];
export const ofBridges = [...bridgeMetrics, ...bridgePoolMetrics] as const;
export const ofJibris = [...jibriMetrics, ...jibriPoolMetrics] as const;

export const metricOf = <const Given extends Names>(names: Given) =>
  z.enum(names).describe(`What is measured. ${metricUnits}.`);
export const aggregate = z
  .enum(metricAggregates)
  .describe('How the figures of instances become one. Default mean.')
  .optional();
export const presetOf = (policy: string) =>
  text(`A preset: the file models/policies/${policy}-<preset>.yaml. Default default.`).optional();
export const bounds = {
  min: wholeNumber('Lowest count. Default: that of the preset.').optional(),
  max: wholeNumber('Highest count. Default: that of the preset.').optional(),
};
export const presetBounds = {
  minCount: wholeNumber('Lowest count.'),
  maxCount: wholeNumber('Highest count.'),
};
export const timesOfDay = {
  start: text('Time of day from which it holds, HH:MM in the time zone of the horizon.'),
  end: text('Time of day until which it holds; before the start means on the next day.'),
  days: daysOfWeek.optional(),
};

/** How figures of instances get to the autoscaler. */
export const monitoring = {
  metricSampleSeconds: positive(
    'Interval at which instances send their figures to the monitoring, seconds.',
    3600,
  ),
  metricDelaySeconds: seconds('Until a figure that was sent is seen by the autoscaler, seconds.'),
};
