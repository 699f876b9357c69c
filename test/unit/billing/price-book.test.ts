// Goal: one book answers what anything costs, a user's sheet before the shipped lists, and never with 0 for unknown.
// Method: prices typed in from the published lists; sheets of a few rows over them; exact decimals worked out by hand.
import { describe, expect, it } from 'vitest';
import {
  amountFromNumber,
  amountOf,
  amountText,
  priceOfNumber,
  quantityOf,
  roundedAmountText,
} from '../../../src/billing/exact.ts';
import {
  contractedRatio,
  findRate,
  findService,
  type PriceBook,
  withSheet,
} from '../../../src/billing/price-book.ts';
import { buildSheet, type SheetRows } from '../../../src/billing/price-sheet.ts';
import type { Service } from '../../../src/billing/service-prices.ts';
import { shippedBook } from '../../support/price-book.ts';

function service(provider: string, region: string, name: Service, fallbackRegion: string | null = null) {
  return findService(shippedBook, { provider, region, fallbackRegion }, name)?.price ?? null;
}

describe('the shipped book', () => {
  it.each([
    ['aws', 'us-east-1', 'object-storage', 0.023],
    ['aws', 'us-east-1', 'object-put', 0.005],
    ['aws', 'us-east-1', 'object-put-infrequent', 0.01],
    ['aws', 'eu-west-1', 'public-ipv4', 0.005],
    ['aws', 'eu-central-1', 'control-plane', 0.1],
    ['oci', 'all-commercial', 'object-storage', 0.0255],
    // 10 000 class A operations cost 0.05: a thousand 0.005.
    ['gcp', 'multi-region', 'object-put', 0.005],
    // OVH's floating IP costs EUR 1.80 a month of 730 hours.
    ['ovhcloud', 'EU', 'public-ipv4', 1.8 / 730],
  ] as const)('%s %s %s', (provider, region, name, price) => {
    expect(service(provider, region, name)?.price).toBeCloseTo(price, 12);
  });

  it('knows no price of S3 in Ireland unless told to take that of Virginia', () => {
    expect(service('aws', 'eu-west-1', 'object-storage')).toBeNull();
    expect(service('aws', 'eu-west-1', 'object-storage', 'us-east-1')?.price).toBe(0.023);
  });

  it('keeps what was looked for and not found without a price', () => {
    expect(service('aws', 'us-east-1', 'metric')).toMatchObject({ price: null });
    expect(service('oci', 'all', 'nat-gateway')).toMatchObject({ price: null });
  });

  it('converts by the rate of the European Central Bank, either way', () => {
    expect(findRate(shippedBook, 'EUR', 'USD')).toMatchObject({ rate: 1.1133, asOf: '2026-10-28' });
    expect(findRate(shippedBook, 'USD', 'EUR')!.rate).toBeCloseTo(0.898230486, 9);
    expect(findRate(shippedBook, 'USD', 'GBP')).toBeNull();
  });
});

const noRows: SheetRows = { instances: [], traffic: [], services: [], discounts: [] };

function bookWith(rows: Partial<SheetRows>): PriceBook {
  const { sheet, problems } = buildSheet({ ...noRows, ...rows }, shippedBook.catalogue, 'mine.csv');
  expect(problems).toEqual([]);
  return withSheet(shippedBook, sheet);
}

/** A row of an exchange rate. */
const rate = (line: number, price: string) => ({
  line,
  words: { provider: 'x', region: 'all', item: 'USD per EUR', list_currency: 'USD', list_price: price },
});
const internet = {
  provider: 'p',
  region: 'r',
  kind: 'internet_out',
  tier_from_gb: '0',
  list_currency: 'EUR',
};

describe("a user's sheet", () => {
  it('replaces the price of a type, keeps its size, and adds types of its own', () => {
    const words = { provider: 'aws', region: 'eu-west-1', list_currency: 'USD' };
    const book = bookWith({
      instances: [
        { line: 2, words: { ...words, instance_type: 'c5.xlarge', list_price_per_hour: '0.15' } },
        {
          line: 3,
          words: { ...words, instance_type: 'x9', list_price_per_hour: '1', vcpu: '2', memory_gib: '4' },
        },
      ],
    });
    expect(book.catalogue.find('AWS/eu-west-1/c5.xlarge')).toMatchObject({
      costPerHour: 0.15,
      vcpu: 4,
      isOwn: true,
      source: 'mine.csv',
    });
    expect(book.catalogue.find('aws/eu-west-1/x9')?.costPerHour).toBe(1);
    expect(book.catalogue.find('aws/eu-west-1/c5.large')?.costPerHour).toBe(0.096);
    expect(book.catalogue.entries).toHaveLength(shippedBook.catalogue.entries.length + 1);
  });

  it('multiplies its discounts: 10 % on all and 5 % on compute leave 0.855', () => {
    const book = bookWith({
      discounts: [
        { line: 2, words: { ratio: '0.1' } },
        { line: 3, words: { ratio: '0.05', category: 'compute' } },
        { line: 4, words: { ratio: '0.5', provider: 'gcp' } },
      ],
    });
    expect(contractedRatio(book, { provider: 'aws', category: 'compute' })).toBeCloseTo(0.855, 12);
    expect(contractedRatio(book, { provider: 'aws', category: 'egress' })).toBeCloseTo(0.9, 12);
  });

  it.each([
    [{ discounts: [{ line: 7, words: { ratio: '-0.1' } }] }, 7, 'ratio', /0 or more/],
    [{ discounts: [{ line: 7, words: { ratio: '10' } }] }, 7, 'ratio', /0 to 1/],
    [{ services: [rate(5, '0')] }, 5, 'list_price', /above 0/],
    [{ services: [rate(5, '')] }, 5, 'list_price', /not be empty/],
    [{ services: [rate(5, '1.1'), rate(6, '1.2')] }, 6, 'item', /listed twice/],
    [
      {
        services: [
          { ...rate(5, '1'), words: { ...rate(5, '1').words, item: 'assumed commitment discount 1yr' } },
        ],
      },
      5,
      'list_price',
      /ratio below 1/,
    ],
    [
      { traffic: [{ line: 3, words: { ...internet, list_price_per_gb: '1e400' } }] },
      3,
      'list_price_per_gb',
      /at most 1000000/,
    ],
    [{ discounts: [{ line: 7, words: { ratio: '0.1', category: 'cpu' } }] }, 7, 'category', /one of compute/],
    [
      { services: [{ line: 4, words: { provider: 'aws', region: 'x', item: 'tea', list_currency: 'USD' } }] },
      4,
      'item',
      /one of object-storage/,
    ],
    [
      {
        instances: [
          {
            line: 2,
            words: {
              provider: 'p',
              region: 'r',
              instance_type: 't',
              vcpu: '1',
              memory_gib: '1',
              list_currency: 'EUR',
            },
          },
          {
            line: 3,
            words: {
              provider: 'p',
              region: 'r',
              instance_type: 'T',
              vcpu: '1',
              memory_gib: '1',
              list_currency: 'EUR',
            },
          },
        ],
      },
      3,
      'instance_type',
      /listed twice, first on line 2/,
    ],
  ] satisfies [Partial<SheetRows>, number, string, RegExp][])(
    'is refused with the line: %#',
    (rows, line, column, problem) => {
      const { problems } = buildSheet({ ...noRows, ...rows }, shippedBook.catalogue, 'mine.csv');
      expect(problems[0]).toMatchObject({ line, column });
      expect(problems[0]!.problem).toMatch(problem);
    },
  );
});

describe('exact amounts', () => {
  it('are products of decimals without any rounding', () => {
    // 12.345678 h x 0.092820 EUR = 1.14592583196 (by hand).
    const amount = amountOf(quantityOf(12.345678), priceOfNumber(0.09282));
    expect(amountText(amount)).toBe('1.14592583196');
    expect(roundedAmountText(amount)).toBe('1.15');
    expect(roundedAmountText(-amount, 0)).toBe('-1');
  });

  it('round halves away from zero', () => {
    expect(roundedAmountText(amountFromNumber(0.005))).toBe('0.01');
    expect(roundedAmountText(amountFromNumber(-0.005))).toBe('-0.01');
    expect(roundedAmountText(amountFromNumber(-0.001))).toBe('0.00');
  });

  it('hold prices of any size: a contract of 25 thousand million dong, to the last digit of its double', () => {
    expect(amountText(amountOf(quantityOf(1), priceOfNumber(25e9)))).toBe('25000000000');
    expect(amountText(amountOf(quantityOf(2), priceOfNumber(9_000_000.125)))).toBe('18000000.25');
  });

  it('refuse what is no quantity or price', () => {
    expect(() => quantityOf(-1)).toThrow(/quantityOf/);
    expect(() => priceOfNumber(Number.NaN)).toThrow(/priceOfNumber/);
  });
});
