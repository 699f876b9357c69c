/**
 * What a bill rests on: every price with source and day, how it was made, and what is not in it.
 */

import { isPriceFound, type PriceOrigin } from '../billing/bill-line.ts';
import { isOutdated, PRICE_AGE_DAYS_MAX } from '../billing/catalogue.ts';
import { findRate } from '../billing/price-book.ts';
import type { Forecast } from './forecast.ts';
import { growthCheck, growthWords } from './growth-check.ts';

export interface UsedPrice {
  readonly category: string;
  readonly provider: string;
  readonly region: string;
  readonly sku: string;
  readonly unit: string;
  readonly origin: PriceOrigin;
  /** Older than `PRICE_AGE_DAYS_MAX` days in the first month, or undated. */
  readonly isOutdated: boolean;
}

/** Every price of the bill once; those nobody found have none. */
export function usedPrices({ months }: Forecast): UsedPrice[] {
  const firstDay = Date.parse(`${months[0]!.month}-01T00:00:00Z`);
  const prices = new Map<string, UsedPrice>();
  for (const { lines } of months) {
    for (const { category, provider, region, sku, unit, origin } of lines) {
      const key = [category, provider, region, sku, unit, origin.listed, origin.source].join('|');
      if (prices.has(key)) continue;
      const isOwn = origin.asOf === '' || origin.asOf === 'not given';
      prices.set(key, {
        category,
        provider,
        region,
        sku,
        unit,
        origin,
        isOutdated:
          origin.listed !== null && origin.listed > 0 && !isOwn && isOutdated(origin.asOf, firstDay),
      });
    }
  }
  return [...prices.values()];
}

export interface Assumption {
  readonly what: string;
  readonly value: string;
  readonly source: string;
}

export function assumptions(forecast: Forecast): Assumption[] {
  const { budget, months } = forecast;
  const { written } = budget;
  const currencies = [...new Set(usedPrices(forecast).map(({ origin }) => origin.currency))];
  const rates = currencies.flatMap((from): Assumption[] => {
    const rate =
      from === '' || from === budget.currency ? null : findRate(budget.book, from, budget.currency);
    if (rate === null) return [];
    return [
      {
        what: `${budget.currency} for one ${from}`,
        value: String(Number(rate.rate.toPrecision(8))),
        source: `${rate.source}, ${rate.asOf}`,
      },
    ];
  });
  const fixed = budget.kinds.filter(({ isFixed }) => isFixed).map(({ component }) => component);
  return [
    { what: 'scenario', value: `${budget.scenario}, ${budget.variant}`, source: 'the budget' },
    { what: 'months', value: `${months[0]!.month} to ${months.at(-1)!.month}`, source: 'the budget' },
    {
      what: 'days simulated',
      value: budget.days.map(({ name, samples }) => `${name}: ${samples.length}`).join('; '),
      source: 'replications of the scenarios; a drawn year resamples them, and each of its days takes one',
    },
    { what: 'growth of demand', value: budget.growth.text, source: 'the budget' },
    { what: 'demand of later months', value: growthWords(growthCheck(budget)), source: 'the calendar' },
    {
      what: 'P10 to P90',
      value: `${budget.resamples} drawn years, seed ${budget.seed}`,
      source:
        'chance of days, the number of days simulated, intervals of growth and rates; not prices, not the model',
    },
    ...rates,
    ...budget.book.discounts.map(({ provider, category, ratio, source }) => ({
      what: `discount on ${category ?? 'everything'}${provider === null ? '' : ` of ${provider}`}`,
      value: String(ratio),
      source,
    })),
    {
      what: 'size of a recorded hour',
      value: `${budget.recordedGigabytesPerHour} GB, kept ${written.recordings.keepDays} days`,
      source: budget.recordedGigabytesSource,
    },
    ...(fixed.length === 0
      ? []
      : [
          {
            what: 'fixed pools',
            value: [...new Set(fixed)].join(', '),
            source: 'policy static: they do not grow with demand',
          },
        ]),
    { what: 'tax', value: 'not included', source: 'all prices are without tax' },
  ];
}

/** What the bill leaves out, said so that nobody takes it for 0. */
export function notIncluded(forecast: Forecast): string[] {
  const { budget, months } = forecast;
  const lines = months.flatMap((month) => month.lines);
  const unpriced = lines.filter((line) => !isPriceFound(line));
  const missing = [
    ...new Set(
      unpriced.map(({ category, sku, provider, region }) => `${category}: ${sku} in ${provider}/${region}`),
    ),
  ];
  const { fixed } = budget.written;
  return [
    'tax',
    ...missing.map((what) => `price not found for ${what}`),
    ...(fixed.instances.length === 0 ? ['signalling and TURN servers (fixed.instances)'] : []),
    ...(fixed.services.length === 0 ? ['load balancers and control planes (fixed.services)'] : []),
    ...(fixed.diskGigabytesPerInstance === 0 ? ['disk volumes (fixed.diskGigabytesPerInstance)'] : []),
    'staff, support and software',
    'traffic into the cloud, which no provider here charges for',
  ];
}

/** Warnings that belong on every view of the bill. */
export function billWarnings(forecast: Forecast): string[] {
  const prices = usedPrices(forecast);
  const old = prices.filter((price) => price.isOutdated);
  const missing = [
    ...new Set(
      prices
        .filter(({ origin }) => origin.listed === null)
        .map(({ sku, category }) => `${category} (${sku})`),
    ),
  ];
  const assumed = prices.filter(({ origin }) => origin.assumption !== null);
  return [
    ...forecast.budget.warnings,
    ...(missing.length === 0
      ? []
      : [`price not found: ${missing.join(', ')}; the total is what is known without it`]),
    ...(old.length === 0
      ? []
      : [
          `${old.length} of ${prices.length} prices are older than ${PRICE_AGE_DAYS_MAX} days in the first month, or undated`,
        ]),
    ...(assumed.length === 0 ? [] : [`${assumed.length} prices are assumed, see the assumptions`]),
  ];
}
