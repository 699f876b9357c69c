/**
 * Where what ran in a region of a deployment is bought. The deployment's own region is that of its instance type, or the
 * `place` of the budget; another one goes by its name, or by the name that `regions` gives it.
 */
import type { InstancePrice } from '../billing/price.ts';
import type { Place, PriceBook } from '../billing/price-book.ts';
import { nearest } from '../scenario/did-you-mean.ts';
import type { BudgetContext } from './budget-context.ts';

const unknownPlace: Place = { provider: 'unknown', region: 'unknown', fallbackRegion: null };

/** Where an instance type is bought, by its name; unknown for names that are not provider/region/type. */
export function placeOfType(instanceType: string, fallbackRegion: string | null): Place {
  const [provider, ...rest] = instanceType.split('/');
  // OVH's region has slashes of no kind, but a type of the user's may be a bare word.
  if (provider === undefined || rest.length < 2) return unknownPlace;
  return { provider, region: rest.slice(0, -1).join('/'), fallbackRegion };
}

/**
 * Where an instance type is bought: by its name, or for a bare word such as `gp1-xs` where the lists have a type of that name
 * in the scenario's currency, if one region alone does.
 */
export function placeOfPriced(
  instanceType: string,
  given: {
    readonly price: InstancePrice | null;
    readonly book: PriceBook;
    readonly fallbackRegion: string | null;
  },
): Place {
  const { price, book, fallbackRegion } = given;
  const named = placeOfType(instanceType, fallbackRegion);
  if (!isUnknownPlace(named) || price === null) return named;
  const listed = book.catalogue.entries.filter(
    (entry) =>
      entry.instanceType.toLowerCase() === instanceType.toLowerCase() && entry.currency === price.currency,
  );
  const [only] = listed;
  if (only === undefined || listed.length > 1) return named;
  return { provider: only.provider, region: only.region, fallbackRegion };
}

/** Whether nobody knows where it is bought. */
export function isUnknownPlace({ provider }: Place): boolean {
  return provider === unknownPlace.provider;
}

/** The provider's region for each region of the deployment but its own; null for the own. */
export type RegionNames = (region: string) => string | null;

/** The names as the budget writes them, or its mistakes. */
export function regionNames({ written, days, book, refuse }: BudgetContext, provider: string): RegionNames {
  const simulated = new Set(days.flatMap(({ variant }) => variant.lives.map(({ region }) => region)));
  const priced = [...book.catalogue.entries, ...book.traffic, ...book.services]
    .filter((price) => price.provider === provider)
    .map(({ region }) => region);
  for (const [name, region] of Object.entries(written.regions)) {
    if (!simulated.has(name)) {
      refuse(['regions', name], 'is no region of the deployment', {
        hint: `instances ran in ${[...simulated].join(', ') || 'none'}`,
      });
    } else if (priced.length > 0 && !priced.includes(region)) {
      refuse(['regions', name], `is no region of ${provider} with prices`, {
        got: region,
        hint: `the nearest are ${nearest(region, [...new Set(priced)], 3).join(', ')}`,
      });
    }
  }
  const own = new Set(days.map(({ variant }) => variant.region));
  return (region) => written.regions[region] ?? (own.has(region) || region === '' ? null : region);
}

/** Where traffic and services of a region are bought; the own region's price is taken where the other has none. */
export function placeIn(own: Place, region: string | null): Place {
  return region === null || region === own.region ? own : { ...own, region, fallbackRegion: own.region };
}
