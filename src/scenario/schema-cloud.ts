/**
 * `deployment.cloud`, and how a pool buys its instances, as users write them.
 */
import { z } from 'zod';
import { modelReference } from './model-values.ts';
import { distributionSchema, positive, ratio, text, wholeNumber } from './values.ts';

/** Most entries of a list here: more are a slip. */
const LIST_MAX = 200;
/** Most zones: no region of any provider has more than a dozen. */
const ZONES_MAX = 100;

const window = {
  from: text(
    'When it begins: HH:MM in the time zone of the horizon, or YYYY-MM-DDTHH:MM. Default the start of the horizon.',
  ).optional(),
  to: text('When it ends, written alike. Default never.').optional(),
};

const poolName = z.enum(['bridges', 'jibris']);
const zoneName = (what: string): z.ZodOptional<z.ZodString> => text(`${what} Default every zone.`).optional();

const quotaSchema = z.strictObject({
  max: wholeNumber('Most instances that the account may run, draining ones counted too.'),
  pool: poolName.describe('Only instances of this pool count. Default both.').optional(),
  instanceType: text('Only instances of this type count. Default all types.').optional(),
  ...window,
});

const stockOutSchema = z.strictObject({
  instanceType: text('The type that is short. Default all types.').optional(),
  zone: zoneName('The zone where it is short.'),
  purchase: z.enum(['on-demand', 'spot']).describe('How it is bought. Default both ways.').optional(),
  refusedRatio: ratio('Probability that a request is refused. Default 1.').optional(),
  ...window,
});

const slowBootSchema = z.strictObject({
  factor: positive('Factor on the boot delay of instances launched within the window; no unit.', 1000),
  zone: zoneName('The zone where boots are slow.'),
  ...window,
});

const apiSchema = z.strictObject({
  requestsPerSecond: positive(
    'Launch requests that the allowance gains, per second; one instance each.',
    1e6,
  ),
  burstRequests: positive(
    'Launch requests that may come at once after a quiet time. Default 5, an assumption.',
    1e6,
  ).optional(),
});

export const cloudSchema = z.strictObject({
  zones: z
    .array(text('Name of a zone.'))
    .min(1)
    .max(ZONES_MAX)
    .describe('Zones that instances are spread over, the one with fewest first. Default one zone, a.')
    .optional(),
  quotas: z
    .array(quotaSchema)
    .max(LIST_MAX)
    .describe('Limits of the account; a launch beyond one is refused. Default none.')
    .optional(),
  stockOuts: z
    .array(stockOutSchema)
    .max(LIST_MAX)
    .describe('Times when the cloud has too few instances of a type. Default none.')
    .optional(),
  slowBoots: z
    .array(slowBootSchema)
    .max(LIST_MAX)
    .describe('Times when instances boot slowly. Default none.')
    .optional(),
  retrySeconds: positive(
    'From a refusal until the launch is asked for again, seconds. Default 60, an assumption.',
    86_400,
  ).optional(),
  api: apiSchema
    .describe("Rate limit of the cloud's API, a token bucket shared by all pools. Default none.")
    .optional(),
});

const fallbackTypeSchema = z.strictObject({
  instanceType: text('Instance type, such as aws/eu-west-1/c5a.xlarge.'),
  priceRatio: positive(
    "Its price as a ratio of the first type's. Default from jitsim prices, where both are listed.",
    1000,
  ).optional(),
});

const spotSchema = z.strictObject({
  model: modelReference(
    'spot',
    'Price, notice and frequency of interruptions. Default aws-eu-west-1-c5-xlarge.',
  ).optional(),
  onDemandBaseCount: wholeNumber(
    "Instances bought on demand before any spot instance (AWS's OnDemandBaseCapacity). Default 0.",
  ).optional(),
  onDemandAboveBaseRatio: ratio(
    "Share of the rest bought on demand (AWS's OnDemandPercentageAboveBaseCapacity / 100). Default 0.",
  ).optional(),
  fallsBackToOnDemand: z
    .boolean()
    .describe(
      'Whether an on-demand instance is taken when no spot instance is to be had. Default false, as AWS.',
    )
    .optional(),
});

const warmPoolSettings = {
  startSeconds: distributionSchema.describe(
    'From taking a prepared instance until it serves, seconds. Default 60 stopped, 45 hibernated, 10 running; assumptions.',
  ),
  preparedPriceRatio: ratio(
    'Price of a prepared instance as a ratio of its price while it runs: its volume. Default 0.02, an assumption; 1 for running.',
  ),
};

/** What differs by the state of prepared instances; a preset for each. */
export const warmPoolPresetSchema = z.strictObject(warmPoolSettings);

const warmPoolSchema = z.strictObject({
  minCount: wholeNumber('Prepared instances kept whatever the pool has. Default 0.').optional(),
  maxPreparedCount: wholeNumber(
    "Instances in service and prepared together (AWS's MaxGroupPreparedCapacity): the pool holds what is missing to it. Default none.",
  ).optional(),
  state: z
    .enum(['stopped', 'hibernated', 'running'])
    .describe('What prepared instances do until they are needed. Default stopped, as AWS.')
    .optional(),
  ...warmPoolPresetSchema.partial().shape,
  reusesOnScaleIn: z
    .boolean()
    .describe(
      'Whether an instance that is no longer needed goes back to the warm pool. Default false, as AWS.',
    )
    .optional(),
});

/** Keys of a pool that say how its instances are bought. */
export const supplyKeys = {
  fallbackTypes: z
    .array(fallbackTypeSchema)
    .max(20)
    .describe(
      'Types tried in this order when instanceType is refused; they serve like it, only their price differs. Default none.',
    )
    .optional(),
  spot: spotSchema
    .describe('Instances bought on spot, which the cloud may take back. Default none: all on demand.')
    .optional(),
  warmPool: warmPoolSchema
    .describe('Instances prepared beforehand, so that a scale-up only has to start them. Default none.')
    .optional(),
  rebalanceSeconds: positive(
    'Between two looks whether zones have got out of balance by two instances; one is then replaced, launched before the other leaves, seconds. Default never.',
    86_400,
  ).optional(),
};

const supplySchema = z.strictObject(supplyKeys);

export type WrittenCloud = z.output<typeof cloudSchema>;
export type WrittenWindow = { readonly from?: string | undefined; readonly to?: string | undefined };
export type WrittenSupply = z.output<typeof supplySchema>;
export type WarmPoolPreset = z.output<typeof warmPoolPresetSchema>;
