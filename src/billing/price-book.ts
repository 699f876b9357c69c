/**
 * Everything that has a price, in one place: instance types, traffic, services, exchange rates and discounts. The
 * shipped lists come first; a user's own sheet replaces what it names. Nothing here turns unknown into 0.
 */
import type { Catalogue, CatalogueEntry } from './catalogue.ts';
import type { AssumedDiscount, ExchangeRate, Service, ServicePrice } from './service-prices.ts';
import { isInPricedRegion, type TrafficKind, type TrafficPrice } from './traffic-prices.ts';

/** A negotiated discount: off the list price of what it names, null for all. */
export interface Discount {
  readonly provider: string | null;
  readonly category: string | null;
  /** 0 to 1. */
  readonly ratio: number;
  readonly source: string;
}

export interface PriceBook {
  readonly catalogue: Catalogue;
  readonly traffic: readonly TrafficPrice[];
  readonly services: readonly ServicePrice[];
  readonly assumedDiscounts: readonly AssumedDiscount[];
  readonly discounts: readonly Discount[];
  /** Later ones count first. */
  readonly rates: readonly ExchangeRate[];
}

/** What a user's sheet says, each entry complete. */
export interface PriceSheet {
  readonly instances: readonly CatalogueEntry[];
  readonly traffic: readonly TrafficPrice[];
  readonly services: readonly ServicePrice[];
  readonly discounts: readonly Discount[];
  readonly rates: readonly ExchangeRate[];
}

/** The catalogue in which the entries replace those of their names and new ones follow. */
function withEntries(catalogue: Catalogue, own: readonly CatalogueEntry[]): Catalogue {
  if (own.length === 0) return catalogue;
  const byKey = new Map(own.map((entry) => [entry.name.toLowerCase(), entry]));
  const kept = catalogue.entries.map((entry) => byKey.get(entry.name.toLowerCase()) ?? entry);
  const added = own.filter(({ name }) => catalogue.find(name) === null);
  return {
    entries: [...kept, ...added],
    find: (name) => byKey.get(name.toLowerCase()) ?? catalogue.find(name),
  };
}

/** The book with a user's sheet over it. */
export function withSheet(book: PriceBook, sheet: PriceSheet): PriceBook {
  return {
    ...book,
    catalogue: withEntries(book.catalogue, sheet.instances),
    traffic: [...sheet.traffic, ...book.traffic],
    services: [...sheet.services, ...book.services],
    discounts: [...book.discounts, ...sheet.discounts],
    rates: [...book.rates, ...sheet.rates],
  };
}

/** Where something is bought. `fallbackRegion` is the user's word to take its price where the own region has none. */
export interface Place {
  readonly provider: string;
  readonly region: string;
  readonly fallbackRegion: string | null;
}

/** A price found, and whether it is that of another region than asked for. */
export interface Found<Price> {
  readonly price: Price;
  readonly isFallback: boolean;
}

export function findTraffic(
  book: PriceBook,
  place: Place,
  wanted: { readonly kind: TrafficKind; readonly destination: string },
): Found<TrafficPrice> | null {
  const { kind } = wanted;
  const of = (destination: string): Found<TrafficPrice> | null =>
    findIn(
      book.traffic.filter((price) => price.kind === kind && price.destination === destination),
      place,
    );
  return of(wanted.destination) ?? of('worldwide');
}

export function findService(book: PriceBook, place: Place, service: Service): Found<ServicePrice> | null {
  return findIn(
    book.services.filter((price) => price.service === service),
    place,
  );
}

/** The exact region's price before that of a group of regions, then the same of the fallback region. */
function findIn<Price extends { readonly provider: string; readonly region: string }>(
  prices: readonly Price[],
  { provider, region, fallbackRegion }: Place,
): Found<Price> | null {
  const own = prices.filter((price) => price.provider === provider);
  const inRegion = (name: string): Price | undefined =>
    own.find((price) => price.region.toLowerCase() === name.toLowerCase()) ??
    own.find((price) => isInPricedRegion(provider, name, price.region));
  const direct = inRegion(region);
  if (direct !== undefined) return { price: direct, isFallback: false };
  const fallback = fallbackRegion === null ? undefined : inRegion(fallbackRegion);
  return fallback === undefined ? null : { price: fallback, isFallback: true };
}

/** Units of `to` for one of `from`; null when no rate between them is known. */
export function findRate(book: PriceBook, from: string, to: string): ExchangeRate | null {
  if (from === to) return { from, to, rate: 1, interval: null, asOf: '', source: '' };
  for (const rate of book.rates.toReversed()) {
    if (rate.from === from && rate.to === to) return rate;
    if (rate.from === to && rate.to === from) return inverse(rate);
  }
  return null;
}

function inverse({ from, to, rate, interval, ...rest }: ExchangeRate): ExchangeRate {
  const turned = interval === null ? null : ([1 / interval[1], 1 / interval[0]] as const);
  return { ...rest, from: to, to: from, rate: 1 / rate, interval: turned };
}

/** Share of the list price that is paid after every discount that applies, multiplied: 1 without any. */
export function contractedRatio(
  book: PriceBook,
  what: { readonly provider: string; readonly category: string },
): number {
  return book.discounts
    .filter(({ provider }) => provider === null || provider === what.provider)
    .filter(({ category }) => category === null || category === what.category)
    .reduce((share, { ratio }) => share * (1 - ratio), 1);
}
