/**
 * Services of a month as lines: storage, requests, addresses, load balancers, control planes, disks, monitoring.
 */
import type { BillContext } from './bill-context.ts';
import { type BillLine, type BillUnit, notFound, usageLine } from './bill-line.ts';
import { quantityOf } from './exact.ts';
import type { MonthUsage, ServiceUse } from './month-usage.ts';
import { findService } from './price-book.ts';
import { type Service, serviceUnits } from './service-prices.ts';

export function fixedLines(usage: MonthUsage, context: BillContext): BillLine[] {
  return usage.services
    .filter(({ quantity }) => quantity > 0)
    .map((use) => serviceLine(usage.month, use, context));
}

function serviceLine(month: string, use: ServiceUse, context: BillContext): BillLine {
  const { place, service } = use;
  const [unit, times] = billUnit(service);
  const head = {
    month,
    category: use.category,
    component: use.component,
    shard: use.shard,
    zone: null,
    provider: place.provider,
    region: place.region,
    sku: service,
    description: use.description,
    unit,
  };
  const quantity = quantityOf(use.quantity * times);
  const found = findService(context.book, place, service);
  if (found === null || found.price.price === null) {
    const origin = notFound(`${service} in ${place.provider}/${place.region}`);
    return usageLine(head, { quantity, origin, rate: 1, contractedRatio: 1 });
  }
  const { price, isFallback } = found;
  const origin = {
    currency: price.currency,
    listed: price.price! / times,
    asOf: price.asOf,
    source: `${price.item}: ${price.source}`,
    assumption: isFallback ? `the price of ${price.region} is taken` : null,
  };
  const contractedRatio = context.contractedRatio(price.provider, discountCategory(service));
  return usageLine(head, { quantity, origin, rate: context.rateOf(price.currency), contractedRatio });
}

/** The unit a bill counts in, and how many of it one unit of the list is. */
function billUnit(service: Service): readonly [BillUnit, number] {
  const unit = serviceUnits[service];
  switch (unit) {
    case 'hour':
    case 'LCU-hour':
      return ['Hours', 1];
    case 'GB':
      return ['GB', 1];
    case 'GB-month':
      return ['GB-Months', 1];
    case '1000 requests':
      return ['Requests', 1000];
    case 'alarm-month':
    case 'metric-month':
      return ['Units', 1];
  }
}

function discountCategory(service: Service): string {
  switch (service) {
    case 'object-storage':
    case 'object-storage-infrequent':
    case 'object-put':
    case 'object-put-infrequent':
    case 'object-get':
      return 'storage';
    case 'disk':
      return 'disk';
    case 'nat-data':
    case 'nat-gateway':
    case 'public-ipv4':
    case 'load-balancer':
    case 'load-balancer-capacity':
      return 'network';
    default:
      return 'fixed';
  }
}
