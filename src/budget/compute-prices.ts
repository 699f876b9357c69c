/**
 * What the instances of a budget cost: by the price of the scenario or, where the budget bills another type, by the
 * price book; with spot price, monthly cap and included traffic as the book knows them.
 */

import type { PriceOrigin } from '../billing/bill-line.ts';
import { type CatalogueEntry, priceOf } from '../billing/catalogue.ts';
import type { ComputeUse } from '../billing/month-usage.ts';
import type { InstancePrice } from '../billing/price.ts';
import type { Place, PriceBook } from '../billing/price-book.ts';
import { sustainedUseOf } from '../billing/sustained-use.ts';
import type { ComputeKind, TimeRule } from './day-type.ts';

/** Gigabytes of a terabyte of included traffic, as Hetzner's tiers count it. */
const GIGABYTES_PER_TERABYTE = 1024;

const unknownPlace: Place = { provider: 'unknown', region: 'unknown', fallbackRegion: null };

/** Where an instance type is bought, by its name; unknown for names that are not provider/region/type. */
export function placeOfType(instanceType: string, fallbackRegion: string | null): Place {
  const [provider, ...rest] = instanceType.split('/');
  // OVH's region has slashes of no kind, but a type of the user's may be a bare word.
  if (provider === undefined || rest.length < 2) return unknownPlace;
  return { provider, region: rest.slice(0, -1).join('/'), fallbackRegion };
}

/** The price that the scenario gave a pool; null when the results hold none for it. */
export type ScenarioPrice = InstancePrice | null;

/** How a kind is billed. `scenarioPrice` counts when the kind is billed as what was simulated. */
export function computeUse(
  kind: ComputeKind,
  scenarioPrice: ScenarioPrice,
  book: PriceBook,
  fallbackRegion: string | null,
): ComputeUse {
  const entry = book.catalogue.find(kind.instanceType);
  const isAsSimulated = kind.instanceType === kind.simulatedType;
  const onDemand =
    isAsSimulated && scenarioPrice !== null && entry?.isOwn !== true
      ? originOf(scenarioPrice)
      : listedOrigin(kind.instanceType, entry, entry?.costPerHour ?? null, entry?.currency ?? '');
  return {
    component: kind.component,
    shard: null,
    instanceType: kind.instanceType,
    place: placeOfType(kind.instanceType, fallbackRegion),
    zone: null,
    purchase: kind.purchase,
    onDemand,
    spot: listedOrigin(`spot ${kind.instanceType}`, entry, entry?.spotUsdPerHour ?? null, 'USD'),
    costPerMonthMax: entry?.costPerMonthMax ?? null,
    sustainedUse: entry === null ? null : sustainedUseOf(entry.provider, entry.instanceType),
    includedGigabytes: includedGigabytes(entry),
  };
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
