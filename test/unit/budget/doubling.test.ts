// Goal: a bill is linear in its prices, whatever it charges for.
// Method: a budget with everything in it (on demand, spot, monthly caps, tiers, storage, requests, addresses, disks, logs,
// load balancers, sums of the user's own), billed at the shipped prices and at twice each of them.
import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '../../../src/billing/catalogue.ts';
import type { PriceBook } from '../../../src/billing/price-book.ts';
import type { BudgetInput } from '../../../src/budget/budget-context.ts';
import { forecast } from '../../../src/budget/forecast.ts';
import { resolveBudget } from '../../../src/budget/resolve.ts';
import { breakdown, totalAmount } from '../../../src/budget/views.ts';
import { aBudgetInput, aDay } from '../../support/budget.ts';

const twice = (price: number | null): number | null => (price === null ? null : 2 * price);

function doubled(book: PriceBook): PriceBook {
  const entryOf = (entry: CatalogueEntry): CatalogueEntry => ({
    ...entry,
    costPerHour: twice(entry.costPerHour),
    costPerMonthMax: twice(entry.costPerMonthMax),
    spotUsdPerHour: twice(entry.spotUsdPerHour),
  });
  return {
    ...book,
    catalogue: {
      entries: book.catalogue.entries.map(entryOf),
      find: (name) => {
        const found = book.catalogue.find(name);
        return found === null ? null : entryOf(found);
      },
    },
    traffic: book.traffic.map((price) => ({
      ...price,
      tiers: price.tiers.map((tier) => ({ ...tier, pricePerGigabyte: twice(tier.pricePerGigabyte) })),
    })),
    services: book.services.map((service) => ({ ...service, price: twice(service.price) })),
  };
}

const everything = (perMonth: number) => `
months: 2
resamples: 20
place: { provider: aws, region: us-east-1 }
traffic: { turnRatio: 0.1, interZoneRatio: 0.2, interRegionRatio: 0.1, throughNat: true }
recordings: { viewsPerRecording: 2, keptGigabytes: 100 }
fixed:
  addresses: all
  diskGigabytesPerInstance: 20
  logGigabytesPerInstanceHour: 0.1
  instances:
    - { component: signalling, instanceType: hetzner/fsn1/cx33, count: 2 }
    - { component: turn, instanceType: aws/us-east-1/c5.large }
  services: [ { service: load-balancer }, { service: control-plane }, { service: alarm, count: 10 } ]
  other: [ { name: support, perMonth: ${perMonth}, currency: USD } ]
prices: { discounts: [ { category: egress, ratio: 0.1 } ] }
`;

function bill(change: (input: BudgetInput) => BudgetInput, perMonth: number, costPerHour: number) {
  const usage = [
    { measure: 'participant-hours', quantity: 400 },
    { measure: 'egress-gigabytes', quantity: 1234 },
    { measure: 'recorded-hours', quantity: 30 },
  ] as const;
  const days = [
    aDay({
      bridges: [
        [
          [0, 24],
          [8, 17],
        ],
      ],
      instanceType: 'aws/us-east-1/c5.xlarge',
      costPerHour,
      usage,
    }),
    aDay({
      name: 'spot day',
      bridges: [[[3, 19]]],
      instanceType: 'aws/us-east-1/c5.xlarge',
      purchase: 'spot',
      costPerHour,
      usage,
    }),
  ];
  const yaml = `${everything(perMonth)}calendar: { weekend: spot day }\n`;
  const resolved = resolveBudget(change(aBudgetInput(yaml, days)));
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return forecast(resolved.budget);
}

describe('twice every price', () => {
  const once = bill((input) => input, 500, 0.17);
  const both = bill((input) => ({ ...input, book: doubled(input.book) }), 1000, 0.34);

  it('is twice the bill, in every view and category, to the last digit', () => {
    for (const view of ['list', 'contracted', 'amortised', 'cash'] as const) {
      expect(totalAmount(both.months, view)).toBe(2n * totalAmount(once.months, view));
      const categories = breakdown(once, 'category', view);
      expect(categories.length).toBeGreaterThan(9);
      for (const [index, row] of breakdown(both, 'category', view).entries()) {
        expect([row.name, row.total]).toEqual([categories[index]!.name, 2n * categories[index]!.total]);
      }
    }
  });

  it('is twice the band', () => {
    expect(both.total.cash.p90).toBeCloseTo(2 * once.total.cash.p90, 6);
  });
});
