// Goal: traffic costs what the providers' tiers say, however a month is cut into bills.
// Method: monthly bills worked out by hand from the published tiers; random volumes cut in two; rows with a mistake.

import { describe, expect, it } from 'vitest';
import { amountToNumber, quantityOf, quantityToNumber } from '../../../src/billing/exact.ts';
import { findTraffic, type Place } from '../../../src/billing/price-book.ts';
import type { SheetRow } from '../../../src/billing/sheet-row.ts';
import { buildTrafficPrices, chargeTiers, type TrafficTier } from '../../../src/billing/traffic-prices.ts';
import { shippedBook } from '../../support/price-book.ts';
import { fc } from '../../support/property.ts';

const at = (provider: string, region: string): Place => ({ provider, region, fallbackRegion: null });

function internet(place: Place, destination = 'worldwide') {
  return findTraffic(shippedBook, place, { kind: 'internet-out', destination })!.price;
}

/** What a month's volume costs in whole units of the list's currency. */
function monthly(place: Place, gigabytes: number, destination = 'worldwide'): number {
  const charges = chargeTiers({ quantity: quantityOf(gigabytes), tiers: internet(place, destination).tiers });
  return amountToNumber(charges.reduce((sum, { amount }) => sum + amount!, 0n));
}

describe('a month of internet traffic', () => {
  // AWS: 100 GB free, 0.09 to 10 TiB, 0.085 to 50, 0.07 to 150, then 0.05 USD. By hand, e.g. 50 000 GB:
  // 10 140 x 0.09 + 39 760 x 0.085 = 912.6 + 3379.6 = 4292.2; 500 000 GB adds 1 200 x 0.085, 102 400 x 0.07, 346 400 x 0.05.
  it.each([
    ['aws', 'eu-west-1', 100, 0],
    ['aws', 'eu-west-1', 1_000, 81],
    ['aws', 'eu-west-1', 10_000, 891],
    ['aws', 'us-east-1', 50_000, 4_292.2],
    ['aws', 'us-east-1', 100_000, 7_810.2],
    ['aws', 'us-east-1', 500_000, 28_882.2],
    // Azure counts thousands: 9 900 x 0.087 = 861.3; 40 000 x 0.083 = 3320.
    ['azure', 'westeurope', 10_000, 861.3],
    ['azure', 'eastus', 50_000, 4_181.3],
    // Oracle: 10 TiB free, then 0.0085: (50 000 - 10 240) x 0.0085 = 337.96.
    ['oci', 'all-commercial', 10_000, 0],
    ['oci', 'all-commercial', 50_000, 337.96],
    // Google from Europe: 1 024 x 0.12 + 9 216 x 0.11 + 39 760 x 0.085 = 122.88 + 1 013.76 + 3 379.6.
    ['gcp', 'europe-west1', 50_000, 4_516.24],
    ['scaleway', 'fr-par-1', 500_000, 0],
  ])('%s %s, %d GB', (provider, region, gigabytes, cost) => {
    expect(monthly(at(provider, region), gigabytes)).toBeCloseTo(cost, 9);
  });

  it('depends on where it goes: 1 024 GB to China from Google cost 0.23 each', () => {
    expect(monthly(at('gcp', 'europe-west3'), 1_024, 'china')).toBeCloseTo(235.52, 9);
  });

  it('is unknown where nobody found a price, not free', () => {
    expect(
      findTraffic(shippedBook, at('aws', 'eu-west-2'), { kind: 'internet-out', destination: 'worldwide' }),
    ).toBe(null);
    const asia = internet(at('azure', 'Asia/other'));
    const charges = chargeTiers({ quantity: quantityOf(150), tiers: asia.tiers });
    expect(charges.map(({ amount }) => amount)).toEqual([null, null]);
  });

  it('takes the price of the fallback region when the user asks for it, and says so', () => {
    const place = { provider: 'aws', region: 'eu-west-2', fallbackRegion: 'eu-west-1' };
    expect(findTraffic(shippedBook, place, { kind: 'inter-zone', destination: 'worldwide' })).toMatchObject({
      isFallback: true,
      price: { region: 'eu-west-1', chargedTimes: 2 },
    });
  });
});

describe('tiers', () => {
  const tiers: readonly TrafficTier[] = [
    { fromGigabytes: 0, toGigabytes: 100, pricePerGigabyte: 0 },
    { fromGigabytes: 100, toGigabytes: 10_240, pricePerGigabyte: 0.09 },
    { fromGigabytes: 10_240, toGigabytes: null, pricePerGigabyte: 0.085 },
  ];
  const total = (quantity: bigint, alreadyUsed = 0n): bigint =>
    chargeTiers({ quantity, alreadyUsed, tiers }).reduce((sum, { amount }) => sum + amount!, 0n);

  it('give two bills of a month that add up to the month, to the last digit', () => {
    const volume = fc.integer({ min: 0, max: 30_000_000_000 }).map(BigInt);
    fc.assert(
      fc.property(volume, volume, (first, second) => {
        expect(total(first) + total(second, first)).toBe(total(first + second));
      }),
    );
  });

  it('cover every volume once', () => {
    const charges = chargeTiers({ quantity: quantityOf(20_000), tiers });
    expect(charges.reduce((sum, { quantity }) => sum + quantity, 0n)).toBe(quantityOf(20_000));
  });
});

describe('a volume above the last tier of a list', () => {
  const tiers: readonly TrafficTier[] = [{ fromGigabytes: 0, toGigabytes: 100, pricePerGigabyte: 0.05 }];

  it('has no price, and is not left out', () => {
    const charged = (quantity: number, alreadyUsed = 0) =>
      chargeTiers({ quantity: quantityOf(quantity), alreadyUsed: quantityOf(alreadyUsed), tiers }).map(
        (charge) => [charge.fromGigabytes, quantityToNumber(charge.quantity), charge.price],
      );
    expect(charged(100)).toEqual([[0, 100, 50_000_000n]]);
    expect(charged(150)).toEqual([
      [0, 100, 50_000_000n],
      [100, 50, null],
    ]);
    expect(charged(150, 120)).toEqual([[100, 150, null]]);
  });
});

describe('rows of traffic', () => {
  const row = (line: number, words: Record<string, string>): SheetRow => ({
    line,
    words: { provider: 'aws', region: 'here', kind: 'internet_out', list_currency: 'USD', ...words },
  });

  it.each([
    [[row(2, { kind: 'sideways' })], 2, 'kind', /must be one of internet_out/],
    [[row(2, { tier_from_gb: '0' }), row(3, { tier_from_gb: '0' })], 3, 'tier_from_gb', /listed twice/],
    [
      [row(2, { tier_from_gb: '0', tier_to_gb: '10' }), row(3, { tier_from_gb: '20' })],
      3,
      'tier_from_gb',
      /where the tier before ends \(10\)/,
    ],
    [
      [row(2, { tier_from_gb: '100', tier_to_gb: '50' })],
      2,
      'tier_to_gb',
      /must be above tier_from_gb \(100\)/,
    ],
    [
      [row(2, { tier_from_gb: '0', tier_to_gb: '10' }), row(3, { tier_from_gb: '10', list_currency: 'EUR' })],
      3,
      'list_currency',
      /must be that of the tiers before \(USD\)/,
    ],
    [[row(2, { list_price_per_gb: '-1' })], 2, 'list_price_per_gb', /0 or more/],
  ])('are refused with their line: %#', (rows, line, column, problem) => {
    const { problems } = buildTrafficPrices(rows);
    expect(problems[0]).toMatchObject({ line, column });
    expect(problems[0]!.problem).toMatch(problem);
  });
});
