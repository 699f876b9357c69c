/**
 * `deployment`, `prices` and `objectives` as users write them.
 */
import { z } from 'zod';
import { modelReference, modelValueSchemas } from './model-values.ts';
import {
  bridgePresetSchema,
  bridgeShapeSchema,
  lastNSchema,
  stressSchema,
} from './schema-bridge-settings.ts';
import { cloudSchema, supplyKeys } from './schema-cloud.ts';
import { drainKeys } from './schema-drains.ts';
import { jibriKeys } from './schema-jibris.ts';
import {
  bridgeHealthSchema,
  conferenceStartSchema,
  healthChecksSchema,
  iceFailureDetectionSchema,
  redistributionSchema,
} from './schema-jicofo.ts';
import { mediaSettingsSchema } from './schema-media.ts';
import { bridgeNodesSchema, jibriNodesSchema } from './schema-nodes.ts';
import { latencySchema, placesSchema, spreadSchema } from './schema-regions.ts';
import { shardsSchema } from './schema-signalling.ts';
import { pinsSchema, versionsSchema } from './schema-versions.ts';
import { visitorsSchema } from './schema-visitors.ts';
import { distributionSchema, nonNegative, positive, ratio, seconds, text, wholeNumber } from './values.ts';

/** Most instances of a pool. */
const POOL_MAX = 100_000;

const selectionSchema = z.strictObject({
  preset: z
    .enum(['shipped-default', '8x8-production'])
    .describe(
      'Where the other keys come from unless they are given: Jicofo as shipped, or as 8x8 runs it. Default: the defaults of the keys.',
    )
    .optional(),
  strategy: z
    .enum(['single', 'region-based', 'intra-region', 'split'])
    .describe("Jicofo's bridge selection strategy. Default region-based.")
    .optional(),
  relays: z
    .boolean()
    .describe(
      "Jicofo's octo.enabled: whether a conference may use several bridges. Without relays it stays on its first one, except with split. Default true.",
    )
    .optional(),
  stressThreshold: positive(
    "Jicofo's stress-threshold: stress from which a bridge counts as overloaded; no unit. Default 0.8.",
    100,
  ).optional(),
  averageParticipantStress: nonNegative(
    "Jicofo's average-participant-stress: stress added for each recent join; no unit. Default 0.01.",
    1,
  ).optional(),
  participantRampupIntervalSeconds: seconds(
    "Jicofo's participant-rampup-interval: how long a join counts as recent, seconds. Default 20.",
  ).optional(),
  maxBridgeParticipants: wholeNumber(
    "Jicofo's max-bridge-participants: most participants of one conference on one bridge; -1 for no limit. Default 80.",
    -1,
  ).optional(),
  maxBridgeParticipantsPerInterval: wholeNumber(
    "Jicofo's max-bridge-participants-per-interval: most participants that one conference may add to one bridge within the interval; -1 for no limit. Default -1; 8x8 uses 30.",
    -1,
  ).optional(),
  maxBridgeParticipantsIntervalSeconds: positive(
    "Jicofo's max-bridge-participants-interval, seconds. Default 60.",
    3600,
  ).optional(),
  regionGroups: z
    .array(z.array(text('Name of a region.')).min(1).max(100))
    .max(100)
    .describe(
      "Jicofo's region-groups: lists of regions that count as close to each other. Default: every region alone.",
    )
    .optional(),
  redistribution: redistributionSchema.optional(),
  healthChecks: healthChecksSchema.optional(),
  iceFailureDetection: iceFailureDetectionSchema.optional(),
  conferenceStart: conferenceStartSchema.optional(),
  allowMixedVersions: z
    .boolean()
    .describe(
      "Jicofo's octo.allow-mixed-versions: whether a conference may have bridges of several versions. Default false.",
    )
    .optional(),
  pins: pinsSchema.optional(),
  localRegion: text(
    "Jicofo's local-region: the region that it prefers for those who tell none, and for conferences of its group. Default none.",
  ).optional(),
});

const poolCount = (description: string): z.ZodNumber => wholeNumber(description, 0, POOL_MAX);

export const bridgesSchema = z.strictObject({
  instanceType: text(
    'Instance type, for the bill, such as aws/eu-west-1/c5.xlarge. Default: the name of the model.',
  ).optional(),
  model: modelReference('bridges', 'CPU and capacity of a bridge. Default gp1-xs.').optional(),
  boot: modelReference(
    'boot',
    'Time from the launch request to serving. Default openfun-kubernetes.',
  ).optional(),
  places: placesSchema.optional(),
  spread: spreadSchema.optional(),
  ...supplyKeys,
  nodes: bridgeNodesSchema
    .describe(
      'Bridges are pods on nodes, which are launched and paid for. Default: each bridge is a machine of its own.',
    )
    .optional(),
  initialCount: poolCount(
    'Bridges ready at the beginning. Default 2, or the count or min of the policy if that is more.',
  ).optional(),
  preset: bridgePresetSchema.optional(),
  shape: bridgeShapeSchema.optional(),
  stress: stressSchema.optional(),
  lastN: lastNSchema.optional(),
  health: bridgeHealthSchema.describe('What becomes of bridges that say they are unwell.').optional(),
  versions: versionsSchema.optional(),
  selection: selectionSchema.describe('How Jicofo chooses a bridge.').optional(),
  ...drainKeys,
  shutdownDelaySeconds: seconds(
    'From the end of the last conference of a draining bridge until it is gone and no longer billed, seconds. Default 10, the pause of 8x8’s terminate script.',
  ).optional(),
});

export const jibrisSchema = z.strictObject({
  instanceType: text('Instance type, for the bill. Default: jibri.').optional(),
  boot: modelReference(
    'boot',
    'Time from the launch request to serving. Default openfun-kubernetes.',
  ).optional(),
  ...supplyKeys,
  nodes: jibriNodesSchema
    .describe(
      'Jibris are pods on nodes, which are launched and paid for. Default: each Jibri is a machine of its own.',
    )
    .optional(),
  initialCount: poolCount(
    'Jibris ready at the beginning. Default 2, or the count or min of the policy if that is more.',
  ).optional(),
  ...jibriKeys,
  finaliseSeconds: distributionSchema
    .describe(
      'How long a recorder stays busy after the recording ended (finalise, and upload unless uploadMbps is given), seconds. Default 30, an assumption.',
    )
    .optional(),
});

export const deploymentSchema = z.strictObject({
  region: text(
    'Name of the region, where everybody is of whom nothing else is said. Default: that of the first place of the bridges, or default.',
  ).optional(),
  latency: latencySchema.optional(),
  shards: shardsSchema.describe('Signalling sets. Default one, not simulated.').optional(),
  cloud: cloudSchema
    .describe('What the cloud grants, to all pools together. Default: everything at once.')
    .optional(),
  media: mediaSettingsSchema.optional(),
  bridges: bridgesSchema.describe('The bridges.').optional(),
  jibris: jibrisSchema.describe('The recorders. Default none.').optional(),
  visitors: visitorsSchema
    .describe(
      'Visitor nodes, for conferences with many who only watch. Default none: everybody is a participant.',
    )
    .optional(),
});

const inlinePrice = modelValueSchemas.prices
  .partial({ grain: true, minimumSeconds: true, asOf: true })
  .extend({ source: text('Where the price comes from. Default: the scenario.').optional() });

const price = (what: string): z.ZodType<string | z.output<typeof inlinePrice>, unknown> =>
  z
    .union([
      text('Name of a file in models/prices, without .yaml, or of an instance type of jitsim prices.'),
      inlinePrice,
    ])
    .describe(`Price of ${what}: a model in models/prices, an instance type, or currency and costPerHour.`);

export const pricesSchema = z.strictObject({
  bridges: price(
    'a bridge. Default that of its instanceType in jitsim prices, else scaleway-gp1-xs-2022',
  ).optional(),
  jibris: price(
    'a Jibri. Default that of its instanceType in jitsim prices, else that of a bridge',
  ).optional(),
});

const ratioObjective = (description: string): z.ZodOptional<z.ZodObject<{ max: z.ZodNumber }>> =>
  z
    .strictObject({ max: ratio('Largest mean that meets the objective.') })
    .describe(description)
    .optional();

export const objectivesSchema = z.strictObject({
  joinFailureRatio: ratioObjective('Share of joins that found no bridge.'),
  overstressedParticipantMinutesRatio: ratioObjective(
    'Share of participant-minutes spent on overstressed bridges.',
  ),
  degradedParticipantMinutesRatio: ratioObjective(
    'Share of participant-minutes spent on bridges that lost too many packets.',
  ),
  disconnectedParticipantMinutesRatio: ratioObjective(
    'Share of the participant-minutes wanted in which participants were out of their conference: no signalling, or no bridge.',
  ),
  recordingRefusedRatio: ratioObjective('Share of recordings refused because no Jibri was free.'),
  costPerDay: z
    .strictObject({
      max: nonNegative('Largest mean that meets the objective, in the currency of the prices.'),
    })
    .describe('Cost of 24 hours, all pools.')
    .optional(),
});

export type WrittenBridges = z.output<typeof bridgesSchema>;
export type WrittenJibris = z.output<typeof jibrisSchema>;
export type WrittenPrices = z.output<typeof pricesSchema>;
export type WrittenPrice = z.output<typeof inlinePrice> | string;
export type WrittenObjectives = z.output<typeof objectivesSchema>;
