/**
 * Every currency that a bill may meet must have a rate into its own: found out before anything is billed.
 */
import { findRate, findService, findTraffic } from '../billing/price-book.ts';
import { services } from '../billing/service-prices.ts';
import type { Budget } from './budget.ts';
import type { BudgetContext } from './budget-context.ts';

const trafficKinds = ['internet-out', 'inter-zone', 'inter-region', 'object-storage-out'] as const;

/** Refuses the budget's currency when one of its prices cannot be turned into it. */
export function checkRates({ refuse, written }: BudgetContext, budget: Budget): void {
  const { book, place, currency } = budget;
  const met = new Set<string>();
  for (const use of [...budget.compute, ...budget.constant.map(({ use: one }) => one)]) {
    if (use.onDemand.listed !== null) met.add(use.onDemand.currency);
    if (use.spot.listed !== null && use.purchase === 'spot') met.add(use.spot.currency);
    if (use.costPerMonthMax !== null) met.add(book.catalogue.find(use.instanceType)!.currency);
  }
  for (const kind of trafficKinds) {
    const found = findTraffic(book, place, { kind, destination: 'worldwide' });
    if (found !== null) met.add(found.price.currency);
  }
  for (const service of services) {
    const found = findService(book, place, service);
    if (found !== null) met.add(found.price.currency);
  }
  for (const { price } of budget.flat) met.add(price.currency);
  if (written.seats?.currency !== undefined) met.add(written.seats.currency);
  for (const from of met) {
    if (findRate(book, from, currency) !== null) continue;
    refuse(['currency'], `has no exchange rate from ${from}`, {
      got: currency,
      hint: `write prices.exchangeRates: [{ from: ${from}, to: ${currency}, rate: ..., asOf: ... }]`,
    });
  }
}
