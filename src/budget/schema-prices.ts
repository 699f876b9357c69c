/**
 * The keys of a budget about money itself: prices, discounts, exchange rates, commitments.
 */
import { z } from 'zod';
import { discountCategories } from '../billing/price-sheet.ts';
import { parseWallTime } from '../scenario/clock.ts';
import { nonNegative, positive, ratio, text, wholeNumber } from '../scenario/values.ts';

export const currencyCode = (description: string): z.ZodString =>
  z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR')
    .describe(description);
export const monthText = (description: string): z.ZodString =>
  z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-09')
    .describe(description);
export const dayText = (description: string): z.ZodString =>
  z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be a day such as 2026-12-21')
    .refine((day) => parseWallTime(day) !== null, 'is no day of the calendar')
    .describe(description);

const rateInterval = z
  .tuple([z.number().positive().max(1e9), z.number().positive().max(1e9)])
  .refine(([low, high]) => low <= high, { message: 'must be [low, high]' });

export const commitmentSchema = z
  .strictObject({
    id: text('Name of the commitment.'),
    plan: z
      .enum(['reserved', 'instance-savings-plan', 'compute-savings-plan'])
      .describe('What is bought; see docs/background/billing.md for the order in which they apply.'),
    provider: text('Whose commitment it is. Default that of place.').optional(),
    instanceType: text('For reserved: provider/region/type.').optional(),
    zone: text('For reserved: the zone of a zonal reservation. Default regional.').optional(),
    count: z
      .union([wholeNumber('Instances.', 1), z.literal('optimal')])
      .describe('For reserved: instances, or optimal.')
      .optional(),
    costPerHour: nonNegative(
      'For reserved: what one costs an hour in the currency of the budget, upfront money spread. Default the listed 1 or 3 year price.',
    ).optional(),
    family: text('For instance-savings-plan: the family, such as aws/eu-west-1/c5.').optional(),
    perHour: z
      .union([positive('Money an hour.'), z.literal('optimal')])
      .describe('For plans: money committed an hour in the currency of the budget, or optimal.')
      .optional(),
    discountRatio: ratio(
      'For plans: off the on-demand price. Default an author’s estimate for the term and payment, marked as assumed.',
    ).optional(),
    years: z
      .union([z.literal(1), z.literal(3)])
      .describe('Length of the term.')
      .default(1),
    payment: z
      .enum(['no-upfront', 'partial-upfront', 'all-upfront'])
      .describe('When it is paid.')
      .default('no-upfront'),
    start: monthText('First month of the term. Default the first of the budget.').optional(),
  })
  .describe('A reservation or savings plan.');

export const pricesSchema = z.strictObject({
  sheets: z
    .array(text('CSV or JSON file, relative to the budget.'))
    .max(50)
    .describe('Prices of your own; later ones count first. A prices.json beside the budget is one of them.')
    .default([]),
  discounts: z
    .array(
      z.strictObject({
        category: z.enum(discountCategories).describe('What it is off. Default everything.').optional(),
        provider: text('Whose prices it is off. Default all.').optional(),
        ratio: ratio('Off the list price.'),
        source: text('Contract it stands in. Default the budget.').optional(),
      }),
    )
    .max(100)
    .describe('Negotiated discounts, multiplied.')
    .default([]),
  exchangeRates: z
    .array(
      z.strictObject({
        from: currencyCode('Currency of a list.'),
        to: currencyCode('Currency it is turned into.'),
        rate: z
          .union([positive('Units of the second for one of the first.', 1e9), rateInterval])
          .describe(
            'Units of the second for one of the first: a value, or an interval [low, high] of which one is drawn a year and the middle is expected.',
          ),
        asOf: text('Day of the rate.'),
        source: text('Who says so. Default the budget.').optional(),
      }),
    )
    .max(100)
    .describe('Exchange rates, before that of the European Central Bank of 2026-10-28 (EUR and USD).')
    .default([]),
});
