/**
 * The kinds of values scenarios and models are made of, as zod schemas. Every schema takes its description first,
 * because keys, JSON Schema and reference page are generated from them. Limits that only catch slips of the pen
 * (a million bridges) are named here.
 */
import { z } from 'zod';
import type { Distribution } from '../engine/random/distribution.ts';

/** Most participants of one conference, bridges of one pool, and so on: beyond it a value is a slip. */
export const COUNT_MAX = 1_000_000;
/** Longest time given in seconds or minutes: a year of seconds. */
export const SECONDS_MAX = 366 * 86_400;
/** Longest name and path. */
const TEXT_LENGTH_MAX = 400;

/** 0 to 1. */
export function ratio(description: string): z.ZodNumber {
  return z.number().min(0).max(1).describe(`${description} Ratio, 0 to 1.`);
}

/** A whole number from `min` (default 0). */
export function wholeNumber(description: string, min = 0, max = COUNT_MAX): z.ZodNumber {
  return z.number().int().min(min).max(max).describe(description);
}

/** A number from 0; `description` says the unit. */
export function nonNegative(description: string, max = Number.MAX_SAFE_INTEGER): z.ZodNumber {
  return z.number().min(0).max(max).describe(description);
}

/** A number above 0; `description` says the unit. */
export function positive(description: string, max = Number.MAX_SAFE_INTEGER): z.ZodNumber {
  return z.number().gt(0).max(max).describe(description);
}

export function seconds(description: string): z.ZodNumber {
  return nonNegative(description, SECONDS_MAX);
}

export function text(description: string): z.ZodString {
  return z.string().min(1).max(TEXT_LENGTH_MAX).describe(description);
}

const finite = (description: string): z.ZodNumber => z.number().describe(description);
const spread = (description: string): z.ZodNumber => nonNegative(description, 1e9);

/** What a user may write for a distribution; see {@link distributionOf}. */
export type WrittenDistribution =
  | number
  | readonly [number, number]
  | Exclude<Distribution, { readonly kind: 'clamped' }>
  | {
      readonly kind: 'clamped';
      readonly of: WrittenDistribution;
      readonly min?: number | undefined;
      readonly max?: number | undefined;
    };

const kind = <Kind extends string>(name: Kind, description: string): z.ZodLiteral<Kind> =>
  z.literal(name).describe(description);

const distributionObjectSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: kind('constant', 'Always the same value.'), value: finite('The value.') }),
    z.strictObject({
      kind: kind('uniform', 'Evenly between two values.'),
      low: finite('Lowest value.'),
      high: finite('Highest value; not below low.'),
    }),
    z.strictObject({ kind: kind('exponential', 'Exponential.'), mean: positive('Mean.') }),
    z.strictObject({
      kind: kind('normal', 'Normal (Gaussian).'),
      mean: finite('Mean.'),
      standardDeviation: spread('Standard deviation.'),
    }),
    z.strictObject({
      kind: kind('lognormal', 'exp(Normal(ln median, logStandardDeviation)): skewed to large values.'),
      median: positive('Median.'),
      logStandardDeviation: nonNegative('Standard deviation of the natural logarithm.', 10),
    }),
    z.strictObject({
      kind: kind('gamma', 'Gamma.'),
      shape: positive('Shape.'),
      scale: positive('Scale; the mean is shape times scale.'),
    }),
    z.strictObject({
      kind: kind('weibull', 'Weibull.'),
      shape: positive('Shape.'),
      scale: positive('Scale: about 63 % of values lie below.'),
    }),
    z.strictObject({ kind: kind('poisson', 'Poisson: whole numbers.'), mean: positive('Mean.') }),
    z
      .strictObject({
        kind: kind('discrete', 'One of a list of values.'),
        values: z.array(z.number()).min(1).max(10_000).describe('The values.'),
        weights: z
          .array(z.number().min(0))
          .min(1)
          .max(10_000)
          .describe('Weight of each value; they need not add up to 1.'),
      })
      .refine((given) => given.values.length === given.weights.length, {
        message: 'must have as many weights as values',
        path: ['weights'],
      })
      .refine((given) => given.weights.some((weight) => weight > 0), {
        message: 'must have a weight above 0',
        path: ['weights'],
      }),
    z.strictObject({
      kind: kind('empirical', 'Between measured values, linearly.'),
      values: z.array(z.number()).min(1).max(100_000).describe('Measured values, in any order.'),
    }),
    z.strictObject({
      kind: kind('clamped', 'Another distribution, limited to a range.'),
      get of(): z.ZodType<WrittenDistribution, unknown> {
        return distributionSchema.describe('The distribution that is limited.');
      },
      min: finite('Values below become this.').optional(),
      max: finite('Values above become this.').optional(),
    }),
  ])
  .meta({
    id: 'distributionOfKind',
    description: 'A distribution by its kind. The unit is that of the key.',
  });

/** A number (always that), `[low, high]` (uniform), or a mapping with `kind`. */
export const distributionSchema: z.ZodType<WrittenDistribution, unknown> = z
  .union([
    z.number().describe('Always this value.'),
    z
      .tuple([finite('Lowest value.'), finite('Highest value.')])
      .refine(([low, high]) => low <= high, { message: 'must not have the lower value last' })
      .describe('Evenly between the two.'),
    distributionObjectSchema,
  ])
  .meta({
    id: 'distribution',
    description:
      'A number (always that), [low, high] (evenly between), or a mapping with kind. The unit is that of the key.',
  });

/** The distribution behind a shorthand; empirical values come out sorted. */
export function distributionOf(written: WrittenDistribution): Distribution {
  if (typeof written === 'number') return { kind: 'constant', value: written };
  if (isPair(written)) return { kind: 'uniform', low: written[0], high: written[1] };
  switch (written.kind) {
    case 'empirical':
      return { kind: 'empirical', values: [...written.values].sort((a, b) => a - b) };
    case 'clamped':
      return {
        kind: 'clamped',
        of: distributionOf(written.of),
        ...(written.min === undefined ? {} : { min: written.min }),
        ...(written.max === undefined ? {} : { max: written.max }),
      };
    default:
      return written;
  }
}

function isPair(written: WrittenDistribution): written is readonly [number, number] {
  return Array.isArray(written);
}

/** Smallest and largest value the distribution can give, and a mean good enough to catch slips; units as given. */
export function rangeOf(distribution: Distribution): {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
} {
  switch (distribution.kind) {
    case 'constant':
      return { min: distribution.value, max: distribution.value, mean: distribution.value };
    case 'uniform': {
      const { low, high } = distribution;
      return { min: low, max: high, mean: (low + high) / 2 };
    }
    case 'exponential':
    case 'poisson':
      return { min: 0, max: Number.POSITIVE_INFINITY, mean: distribution.mean };
    case 'normal': {
      const { mean, standardDeviation } = distribution;
      const reach = standardDeviation === 0 ? 0 : Number.POSITIVE_INFINITY;
      return { min: mean - reach, max: mean + reach, mean };
    }
    case 'lognormal': {
      const mean = distribution.median * Math.exp(distribution.logStandardDeviation ** 2 / 2);
      return { min: 0, max: Number.POSITIVE_INFINITY, mean };
    }
    case 'gamma':
      return { min: 0, max: Number.POSITIVE_INFINITY, mean: distribution.shape * distribution.scale };
    case 'weibull':
      // The median: the mean needs the gamma function, and this only catches slips.
      return {
        min: 0,
        max: Number.POSITIVE_INFINITY,
        mean: distribution.scale * Math.LN2 ** (1 / distribution.shape),
      };
    case 'discrete': {
      const total = distribution.weights.reduce((sum, weight) => sum + weight, 0);
      const weighted = distribution.values.reduce(
        (sum, value, i) => sum + value * distribution.weights[i]!,
        0,
      );
      return {
        min: Math.min(...distribution.values),
        max: Math.max(...distribution.values),
        mean: weighted / total,
      };
    }
    case 'empirical': {
      const { values } = distribution;
      const sum = values.reduce((total, value) => total + value, 0);
      return { min: values[0]!, max: values.at(-1)!, mean: sum / values.length };
    }
    case 'clamped': {
      const { min, max, mean } = rangeOf(distribution.of);
      const limit = (value: number): number =>
        Math.min(distribution.max ?? value, Math.max(distribution.min ?? value, value));
      return { min: limit(min), max: limit(max), mean: limit(mean) };
    }
  }
}
