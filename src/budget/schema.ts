/**
 * What users write in a `budget.yaml`: how simulated days become months, and what a bill charges besides instances.
 * The authority on its keys; defaults stand here.
 */
import { z } from 'zod';
import { services } from '../billing/service-prices.ts';
import { nonNegative, positive, ratio, text, wholeNumber } from '../scenario/values.ts';
import { commitmentSchema, currencyCode, dayText, monthText, pricesSchema } from './schema-prices.ts';

export const monthNames = [
  'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november',
  'december',
] as const; // biome-ignore format: a list of months

const daySchema = z
  .strictObject({
    name: text('Name of the kind of day.'),
    scenario: text('Scenario that is one such day: a file or directory, relative to the budget.').optional(),
    results: text('Results directory of one such day, instead of a scenario.').optional(),
    variant: text('Variant to take. Default the one asked for, else the first.').optional(),
  })
  .refine(({ scenario, results }) => (scenario === undefined) !== (results === undefined), {
    message: 'must have either scenario or results',
  });

const periodSchema = z.strictObject({
  name: text('What the period is, such as Christmas or the spring term.'),
  from: dayText('First day.'),
  to: dayText('Last day.'),
  weekday: text('Kind of its weekdays. Default as outside the period.').optional(),
  weekend: text('Kind of its Saturdays and Sundays. Default as outside the period.').optional(),
});

const calendarSchema = z.strictObject({
  weekday: text('Kind of day of Monday to Friday. Default the first.').optional(),
  weekend: text('Kind of day of Saturday and Sunday. Default as weekdays.').optional(),
  periods: z.array(periodSchema).max(200).describe('Terms, holidays; later ones count first.').default([]),
});

const perMonth = z
  .union([
    z.number().min(-0.9).max(10),
    z.tuple([z.number().min(-0.9).max(10), z.number().min(-0.9).max(10)]),
    z.string().min(1).max(500),
  ])
  .describe(
    'Growth of demand from month to month, ratio: a value, an interval [low, high] of which one is drawn a year, or a formula of `month` (0 for the first).',
  );

const growthSchema = z.strictObject({
  perMonth: perMonth.default(0),
  simulateAt: z
    .array(positive('Demand over that of the scenario.', 1000))
    .min(1)
    .max(8)
    .describe(
      'Demands, as multiples of that of the scenarios, at which every kind of day is simulated as well, such as [0.6, 1.3]; between them the bill is interpolated. Default none: hours, traffic and recordings in proportion to demand.',
    )
    .optional(),
});

const trafficSchema = z.strictObject({
  gigabytesPerParticipantHour: nonNegative(
    'Traffic to participants where the results hold none, GB.',
  ).optional(),
  turnRatio: ratio(
    'Share of traffic to participants that a TURN server relays once more. Default 0.',
  ).default(0),
  interZoneRatio: ratio(
    'Traffic between zones, as a share of that to participants, where the results hold none.',
  ).default(0),
  interRegionRatio: ratio(
    'Traffic between regions, as a share of that to participants, where the results hold none.',
  ).default(0),
  destinations: z
    .record(z.string(), z.number().min(0).max(1))
    .describe('Share of traffic that goes to a destination with a price of its own, such as china.')
    .default({}),
  throughNat: z
    .boolean()
    .describe('Traffic of bridges passes a NAT gateway, which charges for it.')
    .default(false),
});

const recordingsSchema = z.strictObject({
  gigabytesPerHour: positive(
    'Size of a recorded hour, GB. Default that of models/recorders/jibri.',
    1000,
  ).optional(),
  keepDays: wholeNumber('Days that a recording is kept.', 0, 36_500).default(365),
  store: z
    .enum(['object-storage', 'object-storage-infrequent'])
    .describe('Class of storage.')
    .default('object-storage'),
  partMegabytes: positive('Size of the parts of an upload, MB: each is a request.', 5000).default(8),
  viewsPerRecording: nonNegative('How often a recording is downloaded.', 1e6).default(0),
  keptGigabytes: nonNegative('Recordings already kept when the budget begins, GB; they stay.').default(0),
});

const fixedSchema = z.strictObject({
  addresses: z
    .enum(['bridges', 'all', 'none'])
    .describe('Instances with a public IPv4 address of their own.')
    .default('bridges'),
  diskGigabytesPerInstance: nonNegative('Disk volume of every instance, GB; 0 for local disk.').default(0),
  logGigabytesPerInstanceHour: nonNegative('Logs that an instance sends in an hour, GB.').default(0),
  logKeepMonths: nonNegative('Months that logs are kept.', 1200).default(1),
  shards: wholeNumber('Number of shards.', 1, 10_000).default(1),
  instances: z
    .array(
      z.strictObject({
        component: text('What it is, such as signalling.'),
        instanceType: text('provider/region/type.'),
        count: wholeNumber('Instances.', 1).default(1),
        perShard: z.boolean().describe('That many in every shard.').default(false),
      }),
    )
    .max(100)
    .describe('Instances that run all the time and are not simulated: signalling, TURN.')
    .default([]),
  services: z
    .array(
      z.strictObject({
        service: z
          .enum(services as [(typeof services)[number], ...(typeof services)[number][]])
          .describe('Which.'),
        component: text('What it serves. Default shared.').optional(),
        count: positive('Units at a time, or a month where the unit is no time.', 1e9).default(1),
        perShard: z.boolean().describe('That many in every shard.').default(false),
      }),
    )
    .max(100)
    .describe('Load balancers, control planes, gateways, alarms.')
    .default([]),
  other: z
    .array(
      z.strictObject({
        name: text('What it is.'),
        perMonth: nonNegative('Cost of a month.'),
        currency: currencyCode('Currency. Default that of the budget.').optional(),
        source: text('Who says so. Default the budget.').optional(),
      }),
    )
    .max(100)
    .describe('Costs that are known as such: support, monitoring as a service.')
    .default([]),
});

export const budgetSchema = z
  .strictObject({
    name: text('Name of the budget. Default that of the scenario.').optional(),
    currency: currencyCode('Currency of the bill. Default that of the simulated prices.').optional(),
    start: monthText('First month. Default the month simulated.').optional(),
    months: wholeNumber('Months.', 1, 36).default(12),
    resamples: wholeNumber('Years drawn for P10, P50 and P90.', 20, 100_000).default(300),
    seed: wholeNumber('Seed of these draws.', 0, 2 ** 32 - 1).default(1),
    days: z.array(daySchema).min(1).max(50).describe('Kinds of days. Default the day simulated.').optional(),
    calendar: calendarSchema.describe('Which day is of which kind.').default({ periods: [] }),
    growth: growthSchema.describe('Growth of demand. Default none.').prefault({}),
    seasonality: z
      .partialRecord(z.enum(monthNames), nonNegative('Demand of the month over that simulated.', 100))
      .describe('Demand of calendar months over that simulated. Default 1.')
      .default({}),
    place: z
      .strictObject({
        provider: text('Provider.'),
        region: text('Region.'),
        fallbackRegion: text(
          'Region whose price is taken where the region has none; marked as assumed.',
        ).optional(),
      })
      .describe('Where traffic and services are bought. Default as the bridges.')
      .optional(),
    regions: z
      .record(z.string(), text("The provider's name of the region."))
      .describe(
        "For regions of the deployment that the provider knows by another name, such as { us: us-east-1 }. Default the same name; where it has no prices, those of the deployment's own region are taken and marked as assumed.",
      )
      .default({}),
    instances: z
      .strictObject({
        bridges: text('Instance type that bridges are billed as. Default that simulated.').optional(),
        jibris: text('Instance type that Jibris are billed as. Default that simulated.').optional(),
        purchase: z
          .enum(['as-simulated', 'on-demand', 'spot'])
          .describe('How bridges are bought.')
          .default('as-simulated'),
      })
      .describe('Bills the same hours as other instances.')
      .default({ purchase: 'as-simulated' }),
    prices: pricesSchema.describe('Prices, discounts and rates of your own.').prefault({}),
    commitments: z.array(commitmentSchema).max(50).describe('Reservations and savings plans.').default([]),
    traffic: trafficSchema.describe('Traffic.').prefault({}),
    recordings: recordingsSchema.describe('Recordings.').prefault({}),
    fixed: fixedSchema.describe('What runs all the time.').prefault({}),
    limit: z
      .strictObject({
        perMonth: nonNegative('Most that a month may cost.').optional(),
        total: nonNegative('Most that all months may cost.').optional(),
      })
      .describe('The budget line.')
      .optional(),
    seats: z
      .strictObject({
        perSeatMonth: nonNegative('Price of a seat a month at a meeting service.'),
        seats: wholeNumber('Seats.', 1, 1e9),
        currency: currencyCode('Currency. Default that of the budget.').optional(),
        source: text('Who says so. Default the budget.').optional(),
      })
      .describe('A meeting service to compare with.')
      .optional(),
    alternatives: z
      .array(text('provider/region/type that bridges could run on.'))
      .max(50)
      .describe('Instance types to compare with, at their own grain and traffic prices.')
      .default([]),
  })
  .describe('A jitsim budget.');

export type WrittenBudget = z.output<typeof budgetSchema>;

/** The JSON Schema (draft 2020-12) of budget files, for editors. */
export function budgetJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(budgetSchema, { io: 'input' }), title: 'jitsim budget' };
}
