// Goal: the catalogue says what the providers' lists say, and nothing where they say nothing.
// Method: prices on the published sheets, typed in here; a year-old and an undated price; rows with one mistake each.
import { describe, expect, it } from 'vitest';
import {
  buildCatalogue,
  type Catalogue,
  type CatalogueRow,
  catalogueColumns,
  isOutdated,
  priceOf,
} from '../../../src/billing/catalogue.ts';
import { billInstance } from '../../../src/billing/instance-cost.ts';
import { readDataset } from '../../support/read-dataset.ts';

const shippedRows = (await readDataset('datasets/prices/prices.csv')).map((words, index) => ({
  line: index + 2,
  words: words as Readonly<Record<string, string>>,
}));

function catalogueOf(rows: readonly CatalogueRow[]): Catalogue {
  const built = buildCatalogue(rows);
  if (!built.ok) throw new Error(JSON.stringify(built.problems));
  return built.catalogue;
}

const shipped = catalogueOf(shippedRows);
const row = (changes: Readonly<Record<string, string>> = {}, line = 2): CatalogueRow => ({
  line,
  words: {
    ...Object.fromEntries(catalogueColumns.map((column) => [column, ''])),
    provider: 'aws',
    region: 'eu-west-1',
    instance_type: 'c5.xlarge',
    vcpu: '4',
    memory_gib: '8',
    list_currency: 'USD',
    list_price_per_hour: '0.192',
    as_of: '2024-02-21',
    source: 'a sheet',
    ...changes,
  },
});

describe('the shipped catalogue', () => {
  // AWS Price List and EC2 on-demand page; Scaleway's Product Catalog API of 2026-07-03.
  it.each([
    ['aws/us-east-1/c5.xlarge', 'USD', 0.17, 'per-second', 60],
    ['aws/eu-west-1/c5.xlarge', 'USD', 0.192, 'per-second', 60],
    ['aws/eu-central-1/c5.xlarge', 'USD', 0.194, 'per-second', 60],
    ['scaleway/fr-par-1/GP1-XS', 'EUR', 0.09282, 'started-hour', 0],
    ['scaleway/fr-par-1/POP2-HC-4C-8G', 'EUR', 0.1064, 'started-hour', 0],
  ])('prices %s as its published sheet does', (name, currency, costPerHour, grain, minimumSeconds) => {
    const entry = shipped.find(name);
    expect(entry).not.toBeNull();
    expect(priceOf(entry!)).toMatchObject({ currency, costPerHour, grain, minimumSeconds });
  });

  it('bills a minute and a half of a Scaleway GP1-XS as the hour, of an AWS c5.xlarge as 90 seconds', () => {
    // 0.09282 EUR; 90 / 3600 x 0.17 USD = 0.00425 USD.
    const bill = (name: string): bigint =>
      billInstance({ startMs: 0, endMs: 90_000, price: priceOf(shipped.find(name)!)! }).costMicroUnits;
    expect(bill('scaleway/fr-par-1/GP1-XS')).toBe(92_820n);
    expect(bill('aws/us-east-1/c5.xlarge')).toBe(4_250n);
  });

  it('holds all 685 rows, 14 of them without a price, which stays unknown', () => {
    expect(shipped.entries).toHaveLength(685);
    const unpriced = shipped.entries.filter(({ costPerHour }) => costPerHour === null);
    expect(unpriced).toHaveLength(14);
    expect(unpriced.map((entry) => priceOf(entry))).toEqual(unpriced.map(() => null));
  });

  it('finds names whatever their case, and nothing under a name it does not have', () => {
    expect(shipped.find('SCALEWAY/fr-par-1/gp1-xs')?.instanceType).toBe('GP1-XS');
    expect(shipped.find('scaleway/fr-par-1/GP1-XXS')).toBeNull();
    expect(shipped.find('GP1-XS')).toBeNull();
  });
});

describe('a catalogue', () => {
  it('refuses a type listed twice, with both lines', () => {
    const built = buildCatalogue([row(), row({ instance_type: 'C5.XLARGE' }, 7)]);
    expect(built).toMatchObject({
      ok: false,
      problems: [{ line: 7, column: 'instance_type', problem: 'is listed twice, first on line 2' }],
    });
  });

  it.each([
    ['list_price_per_hour', '-0.1', /0 or more/],
    ['list_price_per_hour', '0,17', /number/],
    ['spot_usd_per_hour', 'NaN', /number/],
    ['list_currency', 'euro', /ISO 4217/],
    ['provider', '', /empty/],
    ['vcpu', '', /empty/],
  ])('refuses %s %j', (column, word, problem) => {
    const built = buildCatalogue([row({ [column]: word })]);
    expect(built.ok ? [] : built.problems.map((one) => [one.line, one.column])).toEqual([[2, column]]);
    expect(built.ok ? '' : built.problems[0]!.problem).toMatch(problem);
  });

  it('has no price of a provider whose way of counting time it does not know', () => {
    expect(priceOf(catalogueOf([row({ provider: 'elsewhere' })]).entries[0]!)).toBeNull();
  });
});

describe('a price is outdated', () => {
  const on = (day: string): number => Date.parse(`${day}T00:00:00Z`);

  it('after 180 days: one of 2026-01-01 is fresh on 30 June and outdated on 1 July', () => {
    // January to June 2026 has 181 days, so 30 June is day 180.
    expect(isOutdated('2026-01-01', on('2026-06-30'))).toBe(false);
    expect(isOutdated('2026-01-01', on('2026-07-01'))).toBe(true);
  });

  it('by the first day of what it says, and when it says nothing', () => {
    expect(isOutdated('2026-05/06', on('2026-10-29'))).toBe(true);
    expect(isOutdated('2026-05/06', on('2026-10-28'))).toBe(false);
    expect(isOutdated('2026 (a catalogue)', on('2026-07-01'))).toBe(true);
    expect(isOutdated('undated page copy', on('2026-01-01'))).toBe(true);
  });
});
