/**
 * What `jitsim prices show provider/region` prints: traffic by tier, and services.
 */
import { isOutdated, PRICE_AGE_DAYS_MAX } from '../../billing/catalogue.ts';
import { findService, findTraffic, type Place, type PriceBook } from '../../billing/price-book.ts';
import { services, serviceUnits } from '../../billing/service-prices.ts';
import { isInPricedRegion, type TrafficPrice, type TrafficTier } from '../../billing/traffic-prices.ts';
import { exitCodes } from '../exit-codes.ts';
import { note, print, printJson } from '../print.ts';

/** Whether the book knows that region. */
export function isPlace({ catalogue, traffic }: PriceBook, provider: string, region: string): boolean {
  return (
    catalogue.entries.some((entry) => entry.provider === provider && entry.region === region) ||
    traffic.some((price) => price.provider === provider && isInPricedRegion(provider, region, price.region))
  );
}

const trafficKinds = ['internet-out', 'inter-zone', 'inter-region', 'object-storage-out'] as const;

export function showPlace(book: PriceBook, place: Place, asJson: boolean): number {
  const traffic = trafficKinds.map((kind) => ({
    kind,
    price: findTraffic(book, place, { kind, destination: 'worldwide' })?.price ?? null,
  }));
  const found = services.map((service) => ({
    service,
    price: findService(book, place, service)?.price ?? null,
  }));
  if (asJson) {
    printJson({ ok: true, place, traffic, services: found });
    return exitCodes.done;
  }
  print(`${place.provider}/${place.region}`);
  let outdated = 0;
  const dated = (asOf: string): string => {
    const isOld = isOutdated(asOf, Date.now());
    if (isOld) outdated += 1;
    return `${asOf}${isOld ? ' *' : ''}`;
  };
  for (const { kind, price } of traffic) {
    const text = price === null ? 'price not found' : `${tiersText(price)}   ${dated(price.asOf)}`;
    print(`  ${kind.padEnd(25)}  ${text}`);
  }
  for (const { service, price } of found) {
    const isKnown = price !== null && price.price !== null;
    const text = isKnown
      ? `${price.currency} ${price.price} for one ${serviceUnits[service]}   ${dated(price.asOf)}`
      : 'price not found';
    print(`  ${service.padEnd(25)}  ${text}`);
  }
  if (outdated > 0) note(`${outdated} prices (*) are older than ${PRICE_AGE_DAYS_MAX} days or undated`);
  return exitCodes.done;
}

function tiersText({ tiers, currency, chargedTimes }: TrafficPrice): string {
  const one = ({ fromGigabytes, toGigabytes, pricePerGigabyte }: TrafficTier): string => {
    const price = pricePerGigabyte === null ? 'price not found' : `${currency} ${pricePerGigabyte}`;
    return toGigabytes === null ? `${price} from ${fromGigabytes} GB` : `${price} to ${toGigabytes} GB`;
  };
  const times = chargedTimes === 1 ? '' : `, charged ${chargedTimes} times (in and out)`;
  return `${tiers.map(one).join(', ')}${times}`;
}
