/**
 * Months of usage for tests of bills: a constant fleet at given prices, and a context without discounts.
 */
import type { BillContext } from '../../src/billing/bill-context.ts';
import type { PriceOrigin } from '../../src/billing/bill-line.ts';
import type { ComputeUse, MonthUsage } from '../../src/billing/month-usage.ts';
import { contractedRatio, findRate, type PriceBook } from '../../src/billing/price-book.ts';
import { shippedBook } from './price-book.ts';

export function anOrigin(listed: number | null, currency = 'USD'): PriceOrigin {
  return { currency, listed, asOf: '2026-11-01', source: 'a list', assumption: null };
}

export function aComputeUse(changes: Partial<ComputeUse> = {}): ComputeUse {
  return {
    component: 'bridges',
    shard: null,
    instanceType: 'aws/eu-west-1/c5.xlarge',
    place: { provider: 'aws', region: 'eu-west-1', fallbackRegion: null },
    zone: null,
    purchase: 'on-demand',
    onDemand: anOrigin(0.192),
    spot: anOrigin(0.09408),
    costPerMonthMax: null,
    sustainedUse: null,
    includedGigabytes: 0,
    ...changes,
  };
}

/** A 30-day month in which `count` instances run all the time. */
export function aMonth(count: number, changes: Partial<MonthUsage> = {}): MonthUsage {
  return {
    month: '2026-09',
    hoursInMonth: 720,
    compute: [aComputeUse()],
    hours: [{ weight: 720, used: [count] }],
    traffic: [],
    services: [],
    flat: [],
    ...changes,
  };
}

export function aContext(changes: Partial<BillContext> & { readonly book?: PriceBook } = {}): BillContext {
  const book = changes.book ?? shippedBook;
  const currency = changes.currency ?? 'USD';
  return {
    book,
    currency,
    commitments: [],
    rateOf: (from) => findRate(book, from, currency)!.rate,
    contractedRatio: (provider, category) => contractedRatio(book, { provider, category }),
    hoursOfTerm: ({ years }) => years * 12 * 720,
    ...changes,
  };
}
