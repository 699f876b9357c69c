/**
 * `scaling.bridges` with a timetable, or with one of the load-following policies of the literature.
 */
import { z } from 'zod';
import { COUNT_MAX, positive, seconds, text, wholeNumber } from './values.ts';

const controlIntervalSeconds = wholeNumber('Time between two decisions, seconds.', 1, 3600);

const loadSettings = {
  targetStress: positive(
    'Stress to aim at: the load one bridge is asked to carry, in the unit of stress (1 is full).',
    10,
  ),
  controlIntervalSeconds,
};

const loadBounds = {
  minCount: wholeNumber('Lowest desired count, bridges.'),
  maxCount: wholeNumber('Highest desired count, bridges.'),
};

const presetKey = (policy: string) =>
  text(`A preset: the file models/policies/${policy}-<preset>.yaml. Default default.`).optional();

const loadSchema = <Name extends string>(name: Name, description: string) =>
  z.strictObject({
    policy: z.literal(name).describe(description),
    preset: presetKey(name),
    min: wholeNumber('Lowest desired count, bridges. Default: that of the preset.').optional(),
    max: wholeNumber('Highest desired count, bridges. Default: that of the preset.').optional(),
    targetStress: loadSettings.targetStress.optional(),
    controlIntervalSeconds: loadSettings.controlIntervalSeconds.optional(),
  });

export const reactSchema = loadSchema('react', 'Follows the load with a fifth to spare.');
export const histSchema = loadSchema('hist', 'What the same hour of the day needed before.');
export const regSchema = loadSchema('reg', 'Adds at once and releases along a fitted curve.');
export const adaptSchema = loadSchema('adapt', 'Follows the change of the load, and releases slowly.');

const scheduledSettings = {
  prewarmSeconds: seconds('How long before a rise it is asked for, seconds: the boot delay to allow for.'),
  controlIntervalSeconds,
};

export const scheduledSchema = z.strictObject({
  policy: z.literal('scheduled').describe('A timetable of counts, with rises brought forward.'),
  preset: presetKey('scheduled'),
  timetable: z
    .array(
      z.strictObject({
        at: text(
          'From when: HH:MM for every day, in the time zone of the horizon, or YYYY-MM-DDTHH:MM for one.',
        ),
        count: wholeNumber('Bridges wanted from then until the next entry.', 0, COUNT_MAX),
      }),
    )
    .min(1)
    .max(100)
    .describe('The counts, in any order.'),
  prewarmSeconds: scheduledSettings.prewarmSeconds.optional(),
  controlIntervalSeconds: scheduledSettings.controlIntervalSeconds.optional(),
});

/** What a preset of a policy that follows the load must give. */
export const loadPresetSchema = z.strictObject({ ...loadSettings, ...loadBounds });

/** What a preset of a timetable must give: all but the timetable. */
export const scheduledPresetSchema = z.strictObject(scheduledSettings);

export type WrittenScheduled = z.output<typeof scheduledSchema>;
export type WrittenLoadPolicy =
  | z.output<typeof reactSchema>
  | z.output<typeof histSchema>
  | z.output<typeof regSchema>
  | z.output<typeof adaptSchema>;
export type LoadPreset = z.output<typeof loadPresetSchema>;
export type ScheduledPreset = z.output<typeof scheduledPresetSchema>;
