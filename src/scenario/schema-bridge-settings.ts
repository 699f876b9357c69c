/**
 * Settings of the bridges as users write them: presets, stress, how many videos are forwarded.
 */
import { z } from 'zod';
import { bridgePresetNames, bridgeShapes } from '../jitsi/load-management/bridge-presets.ts';
import { nonNegative, positive, ratio, seconds, wholeNumber } from './values.ts';

/** Most entries of conference-last-n-limits. */
const LIMITS_MAX = 100;

export const bridgePresetSchema = z
  .enum(bridgePresetNames)
  .describe(
    'Where stress.measure, the load threshold, averageParticipantStress, lastN.jvbLastN and the longest graceful shutdown come from unless they are given: a bridge as shipped, or as 8x8 runs it. Default: the defaults of the keys.',
  );

export const bridgeShapeSchema = z
  .enum(bridgeShapes)
  .describe(
    'Kind of machine, for which 8x8 sets the load threshold and averageParticipantStress; only with preset 8x8-production. Default other.',
  );

export const stressSchema = z
  .strictObject({
    measure: z
      .enum(['packet-rate', 'cpu-usage'])
      .describe(
        'What stress is made of: packets over load-threshold, or CPU over 0.9, which is how bridges are shipped since November 2024. Default packet-rate.',
      )
      .optional(),
    cpuStealRatio: ratio(
      "Share of a machine's time that its hypervisor gives to others; bridges add it to their CPU load when they measure cpu-usage. Default 0.",
    ).optional(),
    samplePeriodSeconds: positive(
      "Interval of the bridge's load sampler, seconds. Default 10, as upstream.",
      3600,
    ).optional(),
    publishPeriodSeconds: positive(
      'Interval at which a bridge publishes its statistics, seconds. Default 5, as upstream.',
      3600,
    ).optional(),
    overstressedAbove: positive(
      'True stress above which participants count as overstressed; no unit. Default 1.',
      100,
    ).optional(),
  })
  .describe('How stress is measured and reported.');

const limit = (description: string): z.ZodNumber => wholeNumber(description, -1);

const reducerSchema = z.strictObject({
  enabled: z.boolean().describe('Whether overloaded bridges lower their last-n. Default true.').optional(),
  reductionScale: positive(
    'What the largest number of videos forwarded to one endpoint is multiplied by, rounded down. Default 0.75.',
    1,
  ).optional(),
  recoverScale: positive(
    'What the limit is multiplied by when it is raised, rounded down, but by 1 at least. Default 1.25.',
    100,
  ).optional(),
  minLastN: wholeNumber('The limit is never lower, videos. Default 1.').optional(),
  maxEnforcedLastN: wholeNumber('From here on the limit is lifted, videos. Default 40.').optional(),
  impactSeconds: seconds('Least time between two actions, seconds. Default 60.').optional(),
  recoveryThresholdRatio: nonNegative(
    'Load below which the limit is raised, as a share of the load threshold. Default 0.8, as 0.72 of 0.9 and 40000 of 50000.',
    1,
  ).optional(),
});

export const lastNSchema = z
  .strictObject({
    jvbLastN: limit(
      "The bridge's cc.jvb-last-n: most videos that anybody is sent; -1 for no limit. Default -1; 8x8 uses 25.",
    ).optional(),
    ssrcLimit: limit(
      "The bridge's ssrc-limit.video: most videos that anybody is sent, whatever else is set; -1 for no limit. Default 50.",
    ).optional(),
    conferenceLimits: z
      .array(
        z.strictObject({
          size: wholeNumber('Participants of a conference from which on the limit holds.', 1),
          lastN: limit('Most videos that anybody in it is sent; -1 for no limit.'),
        }),
      )
      .max(LIMITS_MAX)
      .describe(
        "The bridge's conference-last-n-limits: the entry of the largest size that the conference reaches counts. Default none.",
      )
      .optional(),
    reducer: reducerSchema.describe("The bridge's load reducer, off as shipped. Default off.").optional(),
  })
  .describe('How many videos bridges forward to one receiver, besides what the media model says of clients.');

export interface WrittenBridgeSettings {
  readonly preset?: z.output<typeof bridgePresetSchema> | undefined;
  readonly shape?: z.output<typeof bridgeShapeSchema> | undefined;
  readonly stress?: z.output<typeof stressSchema> | undefined;
  readonly lastN?: z.output<typeof lastNSchema> | undefined;
}
