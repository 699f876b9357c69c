/**
 * The traffic of a month as lines, one a tier. Volumes of one provider, kind and destination are added up over regions
 * and components before they go through the tiers, in the order of the usage, as the account is billed.
 */
import type { BillContext } from './bill-context.ts';
import { type BillLine, type LineHead, notFound, usageLine } from './bill-line.ts';
import { quantityOf } from './exact.ts';
import type { MonthUsage, TrafficUse } from './month-usage.ts';
import { findTraffic } from './price-book.ts';
import { chargeTiers, type TrafficPrice } from './traffic-prices.ts';

export function trafficLines(usage: MonthUsage, context: BillContext): BillLine[] {
  /** Volume already through the tiers, by provider, kind and destination. */
  const through = new Map<string, bigint>();
  let included = quantityOf(includedGigabytes(usage));
  return usage.traffic.flatMap((use) => {
    if (use.gigabytes <= 0) return [];
    const found = findTraffic(context.book, use.place, use);
    const head = headOf(usage, use);
    if (found === null) {
      const what = `${use.kind} from ${use.place.provider}/${use.place.region}`;
      const origin = notFound(what);
      return [usageLine(head, { quantity: quantityOf(use.gigabytes), origin, rate: 1, contractedRatio: 1 })];
    }
    const { price } = found;
    const lines: BillLine[] = [];
    let quantity = quantityOf(use.gigabytes) * BigInt(price.chargedTimes);
    if (isPerServer(price)) {
      const free = quantity < included ? quantity : included;
      included -= free;
      quantity -= free;
      if (free > 0n) lines.push(tierLine(head, free, { price, isFallback: found.isFallback }, 0, context));
    }
    const key = `${price.provider}|${price.kind}|${price.destination}`;
    const before = through.get(key) ?? 0n;
    through.set(key, before + quantity);
    const tiers = isPerServer(price) ? withoutFreeTier(price) : price.tiers;
    for (const charge of chargeTiers({ quantity, alreadyUsed: before, tiers })) {
      const listed = charge.tier.pricePerGigabyte;
      const from = charge.fromGigabytes === 0 ? '' : ` above ${charge.fromGigabytes} GB`;
      const described = { ...head, description: `${head.description}${from}` };
      lines.push(tierLine(described, charge.quantity, found, listed, context));
    }
    return lines;
  });
}

/**
 * Whether free traffic comes with each server instead of with the account.
 *
 * Simplification: Hetzner's allowance is taken in proportion to the time that servers existed, and pooled; the
 * provider states it for a server and month.
 */
function isPerServer({ provider, kind }: TrafficPrice): boolean {
  return provider === 'hetzner' && kind === 'internet-out';
}

/** The tiers with the allowance of one server taken out: what is left of the volume begins at 0. */
function withoutFreeTier({ tiers }: TrafficPrice): TrafficPrice['tiers'] {
  const paid = tiers.filter(({ pricePerGigabyte }) => pricePerGigabyte !== 0);
  const from = paid[0]?.fromGigabytes ?? 0;
  return paid.map((tier) => ({
    ...tier,
    fromGigabytes: tier.fromGigabytes - from,
    toGigabytes: tier.toGigabytes === null ? null : tier.toGigabytes - from,
  }));
}

/** Traffic that comes with the servers of the month, in proportion to the hours they existed. */
function includedGigabytes({ compute, hours, hoursInMonth }: MonthUsage): number {
  return compute.reduce((sum, { includedGigabytes: each }, index) => {
    if (each === 0) return sum;
    const serverHours = hours.reduce((total, { weight, used }) => total + weight * used[index]!, 0);
    return sum + (each * serverHours) / hoursInMonth;
  }, 0);
}

function headOf(usage: MonthUsage, use: TrafficUse): LineHead {
  const to = use.destination === 'worldwide' ? '' : ` to ${use.destination}`;
  return {
    month: usage.month,
    category: use.category,
    component: use.component,
    shard: use.shard,
    zone: null,
    provider: use.place.provider,
    region: use.place.region,
    sku: `${use.kind}${to}`,
    description: use.description + to,
    unit: 'GB',
  };
}

function tierLine(
  head: LineHead,
  quantity: bigint,
  found: { readonly price: TrafficPrice; readonly isFallback: boolean },
  listed: number | null,
  context: BillContext,
): BillLine {
  const { price, isFallback } = found;
  const origin = {
    currency: price.currency,
    listed,
    asOf: price.asOf,
    source: price.source,
    assumption: isFallback ? `the price of ${price.region} is taken` : null,
  };
  const contractedRatio = context.contractedRatio(price.provider, 'egress');
  return usageLine(head, { quantity, origin, rate: context.rateOf(price.currency), contractedRatio });
}
