/**
 * What the instances of a budget cost: by the price of the scenario or, where the budget bills another type, by the
 * price book; with spot price, monthly cap and included traffic as the book knows them.
 */

import type { PriceOrigin } from '../billing/bill-line.ts';
import { type CatalogueEntry, priceOf } from '../billing/catalogue.ts';
import type { ComputeUse } from '../billing/month-usage.ts';
import type { InstancePrice } from '../billing/price.ts';
import type { PriceBook } from '../billing/price-book.ts';
import { sustainedUseOf } from '../billing/sustained-use.ts';
import type { ComputeKind, TimeRule } from './day-type.ts';
import { placeIn, placeOfPriced, placeOfType } from './places.ts';

/** Gigabytes of a terabyte of included traffic, as Hetzner's tiers count it. */
const GIGABYTES_PER_TERABYTE = 1024;

/** The price that the scenario gave a pool; null when the results hold none for it. */
export type ScenarioPrice = InstancePrice | null;

/**
 * How a kind is billed. The price of the scenario counts when the kind is billed as what was simulated, where it was
 * simulated; in another region the book's price of the type there does, and without one the price of the type itself,
 * which is then an assumption unless the user gave it.
 */
export function computeUse(
  kind: ComputeKind,
  given: {
    /** Provider's region; null for that of the instance type. */
    readonly region: string | null;
    /** Of the scenario. */
    readonly price: ScenarioPrice;
    readonly book: PriceBook;
    readonly fallbackRegion: string | null;
  },
): ComputeUse {
  const { price, book, fallbackRegion } = given;
  const here = book.catalogue.find(kind.instanceType);
  const place = placeOfPriced(kind.instanceType, { price, book, fallbackRegion });
  const region = given.region === place.region ? null : given.region;
  const there = region === null ? null : book.catalogue.find(typeIn(kind.instanceType, region));
  const isOwnPrice = price !== null && here !== null && price.costPerHour !== here.costPerHour;
  const isListedThere = there !== null && there.costPerHour !== null && !isOwnPrice;
  const entry = isListedThere ? there : here;
  const name = isListedThere ? there.name : kind.instanceType;
  const isAsSimulated = !isListedThere && kind.instanceType === kind.simulatedType;
  const isTaken = region !== null && !isListedThere && !isOwnPrice && here !== null;
  const priced = (origin: PriceOrigin): PriceOrigin =>
    isTaken && origin.listed !== null
      ? { ...origin, assumption: `the price of ${place.region} is taken` }
      : origin;
  const onDemand =
    isAsSimulated && price !== null && entry?.isOwn !== true
      ? originOf(price)
      : listedOrigin(name, entry, entry?.costPerHour ?? null, entry?.currency ?? '');
  return {
    component: kind.component,
    shard: kind.site.shard === '' ? null : kind.site.shard,
    instanceType: name,
    place: placeIn(place, region),
    zone: kind.site.zone === '' ? null : kind.site.zone,
    purchase: kind.purchase,
    onDemand: priced(onDemand),
    spot: priced(listedOrigin(`spot ${name}`, entry, entry?.spotUsdPerHour ?? null, 'USD')),
    costPerMonthMax: entry?.costPerMonthMax ?? null,
    sustainedUse: entry === null ? null : sustainedUseOf(entry.provider, entry.instanceType),
    includedGigabytes: includedGigabytes(entry),
  };
}

/** The same type in another region of its provider. */
function typeIn(instanceType: string, region: string): string {
  const parts = instanceType.split('/');
  return [parts[0], region, parts.at(-1)].join('/');
}

/** How the time of a kind is counted: the grain of the one who bills it. */
export function timeRule(kind: ComputeKind, scenarioPrice: ScenarioPrice, book: PriceBook): TimeRule {
  const entry = book.catalogue.find(kind.instanceType);
  const provider = placeOfType(kind.instanceType, null).provider;
  const isAsSimulated = kind.instanceType === kind.simulatedType;
  if (isAsSimulated && scenarioPrice !== null) return { price: scenarioPrice, provider };
  const listed = entry === null ? null : priceOf({ ...entry, costPerHour: entry.costPerHour ?? 0 });
  const bySecond: InstancePrice = {
    currency: '',
    costPerHour: 0,
    grain: 'per-second',
    minimumSeconds: 60,
    source: 'assumed',
    asOf: '',
  };
  return { price: listed ?? bySecond, provider };
}

function originOf({ currency, costPerHour, asOf, source }: InstancePrice): PriceOrigin {
  return { currency, listed: costPerHour, asOf, source, assumption: null };
}

function listedOrigin(
  what: string,
  entry: CatalogueEntry | null,
  listed: number | null,
  currency: string,
): PriceOrigin {
  if (entry === null || listed === null) {
    return {
      currency: '',
      listed: null,
      asOf: '',
      source: `no price of ${what} was found`,
      assumption: null,
    };
  }
  return { currency, listed, asOf: entry.asOf, source: entry.source, assumption: null };
}

/** Traffic that comes with each server; AWS's, Azure's and Oracle's free traffic comes with the account's tiers. */
function includedGigabytes(entry: CatalogueEntry | null): number {
  if (entry?.provider !== 'hetzner') return 0;
  const terabytes = Number(entry.includedTraffic);
  return Number.isFinite(terabytes) ? terabytes * GIGABYTES_PER_TERABYTE : 0;
}
