/**
 * `scaling` with the policies of the literature, a timetable, staffing by forecast, the oracle, or a formula. The same for
 * bridges and Jibris, but for the load one instance is to carry: stress, or the share of busy Jibris.
 */
import { z } from 'zod';
import { COUNT_MAX, nonNegative, positive, ratio, seconds, text, wholeNumber } from './values.ts';

const controlIntervalSeconds = wholeNumber('Time between two decisions, seconds.', 1, 3600);

/** The load that one instance is asked to carry. */
const targets = {
  bridges: {
    targetStress: positive(
      'Stress to aim at: the load one bridge is asked to carry, in the unit of stress (1 is full).',
      10,
    ),
  },
  jibris: { targetBusyRatio: ratio('Share of the Jibris that may be busy.') },
} as const;
type Pool = keyof typeof targets;

const loadBounds = {
  minCount: wholeNumber('Lowest desired count.'),
  maxCount: wholeNumber('Highest desired count.'),
};

const presetKey = (policy: string) =>
  text(`A preset: the file models/policies/${policy}-<preset>.yaml. Default default.`).optional();
const bounds = {
  min: wholeNumber('Lowest desired count. Default: that of the preset.').optional(),
  max: wholeNumber('Highest desired count. Default: that of the preset.').optional(),
};

/** Policies that follow the load, by name. */
export const loadPolicies = ['react', 'hist', 'reg', 'adapt', 'conpaas'] as const;

const loadSchema = <Name extends string, const In extends Pool>(name: Name, description: string, pool: In) =>
  z.strictObject({
    policy: z.literal(name).describe(description),
    preset: presetKey(name),
    ...bounds,
    ...z.strictObject(targets[pool]).partial().shape,
    controlIntervalSeconds: controlIntervalSeconds.optional(),
  });

const forecastKeys = {
  forecastRatio: positive(
    'The forecast over the expected demand: how wrong it is. Ratio, above 0. Default 1.',
    100,
  ).optional(),
};

const staffingSettings = {
  overflowProbability: z
    .number()
    .gt(0)
    .lt(1)
    .describe(
      'Probability with which the load may exceed the instances, 0 to 1: the margin follows from it.',
    ),
  leadSeconds: seconds(
    'How long before it is needed an instance is asked for, seconds: the boot delay to allow for.',
  ),
  controlIntervalSeconds,
};

const mpcSettings = {
  horizonSteps: wholeNumber('Control intervals looked ahead beyond the launch lag.', 1, 120),
  launchLagSeconds: seconds('Time from a launch until it serves, as the controller believes, seconds.'),
  shortagePenalty: nonNegative('Cost of one instance too few for an interval, in instance-intervals.', 1e6),
  changePenalty: nonNegative('Cost of adding or removing one instance, in instance-intervals.', 1e6),
  rateMax: wholeNumber('Most instances added or removed at a time.', 1, 1000),
  observedWeightDecay: ratio(
    'What remains after an interval of the difference between observed load and forecast.',
  ),
  controlIntervalSeconds,
};

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
        count: wholeNumber('Instances wanted from then until the next entry.', 0, COUNT_MAX),
      }),
    )
    .min(1)
    .max(100)
    .describe('The counts, in any order.'),
  prewarmSeconds: scheduledSettings.prewarmSeconds.optional(),
  controlIntervalSeconds: scheduledSettings.controlIntervalSeconds.optional(),
});

const referenceSchemas = <const In extends Pool>(pool: In) => {
  const target = z.strictObject(targets[pool]).partial().shape;
  return [
    scheduledSchema,
    loadSchema('react', 'Follows the load with a fifth to spare.', pool),
    loadSchema('hist', 'What the same hour of the day needed before.', pool),
    loadSchema('reg', 'Adds at once and releases along a fitted curve.', pool),
    loadSchema('adapt', 'Follows the change of the load, and releases slowly.', pool),
    loadSchema('conpaas', 'The best of three forecasts of the load.', pool),
    z.strictObject({
      policy: z
        .literal('square-root-staffing')
        .describe('The expected load and a margin that grows as its square root, ahead of time.'),
      preset: presetKey('square-root-staffing'),
      ...bounds,
      ...target,
      ...z.strictObject(staffingSettings).partial().shape,
      ...forecastKeys,
    }),
    z.strictObject({
      policy: z
        .literal('mpc')
        .describe(
          'Model-predictive control: the cheapest plan over a horizon, of which the first step is taken.',
        ),
      preset: presetKey('mpc'),
      ...bounds,
      ...target,
      ...z.strictObject(mpcSettings).partial().shape,
      ...forecastKeys,
    }),
    z.strictObject({
      policy: z
        .literal('oracle')
        .describe(
          'Perfect foresight: the cheapest fleet that always carries the load to come. No real policy.',
        ),
      preset: presetKey('oracle'),
      ...bounds,
      ...target,
    }),
    z.strictObject({
      policy: z.literal('custom').describe('The count by a formula of what can be observed.'),
      preset: presetKey('custom'),
      ...bounds,
      expression: text(
        'Count wanted, rounded up: a formula of desired, ready, launching, draining, load, mean, max, sum figures and the clock.',
      ),
      controlIntervalSeconds: controlIntervalSeconds.optional(),
    }),
  ] as const;
};

export const bridgeReferenceSchemas = referenceSchemas('bridges');
export const jibriReferenceSchemas = referenceSchemas('jibris');

const targetPresets = { ...targets.bridges, targetBusyRatio: targets.jibris.targetBusyRatio };
const loadPresetSchema = z.strictObject({ ...targetPresets, controlIntervalSeconds, ...loadBounds });
const presetSchemas: Readonly<Record<string, z.ZodObject>> = {
  scheduled: z.strictObject(scheduledSettings),
  react: loadPresetSchema,
  hist: loadPresetSchema,
  reg: loadPresetSchema,
  adapt: loadPresetSchema,
  conpaas: loadPresetSchema,
  'square-root-staffing': z.strictObject({ ...targetPresets, ...loadBounds, ...staffingSettings }),
  mpc: z.strictObject({ ...targetPresets, ...loadBounds, ...mpcSettings }),
  oracle: z.strictObject({ ...targetPresets, ...loadBounds }),
  custom: z.strictObject({ ...loadBounds, controlIntervalSeconds }),
};

/** What a preset of such a policy must give; null for the presets of other policies. */
export function referencePresetSchema(name: string): z.ZodObject | null {
  const policy = Object.keys(presetSchemas).find((known) => name.startsWith(`${known}-`));
  return policy === undefined ? null : presetSchemas[policy]!;
}

/** Names of a policy's settings: what its preset gives. */
export function referenceSettings(policy: keyof typeof presetSchemas): readonly string[] {
  return Object.keys(presetSchemas[policy]!.shape);
}

type Written =
  | z.output<(typeof bridgeReferenceSchemas)[number]>
  | z.output<(typeof jibriReferenceSchemas)[number]>;
export type WrittenScheduled = z.output<typeof scheduledSchema>;
export type WrittenLoadPolicy = Extract<Written, { readonly policy: (typeof loadPolicies)[number] }>;
export type WrittenStaffing = Extract<Written, { readonly policy: 'square-root-staffing' }>;
export type WrittenMpc = Extract<Written, { readonly policy: 'mpc' }>;
export type WrittenOracle = Extract<Written, { readonly policy: 'oracle' }>;
export type WrittenCustom = Extract<Written, { readonly policy: 'custom' }>;

interface Targets {
  readonly targetStress: number;
  readonly targetBusyRatio: number;
  readonly minCount: number;
  readonly maxCount: number;
}
export type LoadPreset = Targets & { readonly controlIntervalSeconds: number };
export type StaffingPreset = Targets & Readonly<Record<keyof typeof staffingSettings, number>>;
export type MpcPreset = Targets & Readonly<Record<keyof typeof mpcSettings, number>>;
export type OraclePreset = Targets;
export type CustomPreset = Pick<LoadPreset, 'minCount' | 'maxCount' | 'controlIntervalSeconds'>;
export type ScheduledPreset = Readonly<Record<keyof typeof scheduledSettings, number>>;
