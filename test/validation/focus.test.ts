// Goal: the FOCUS file is FOCUS 1.2, and bill, CSV, FOCUS and workbook are the same bill.
// Method: every row of a bill with all kinds of charges against the published columns, types, allowed values and null
// rules; sums of the four forms to the cent; formulas of the workbook computed by a reader of its own.
//
// Known upstream defects, and what is done here:
//   - The validator's model 1.2 codes CommitmentDiscountStatus as Active, Expired or Pending; the specification says Used or
//     Unused. We follow the specification.
//   - Its rules InvoiceId-C-004 and C-005 contradict each other, so one always fails. InvoiceId is null: there is no invoice.
//   - ConsumedQuantity "MUST NOT be null when ChargeClass is not Correction" lost its scope in the published text and
//     contradicts "MUST be null when ChargeCategory is not Usage". The narrower rule counts.
//   - Identifiers that are purely numeric are read back as integers by CSV readers; ours never are.
import { beforeAll, describe, expect, it } from 'vitest';
import { billViews } from '../../src/billing/bill-line.ts';
import { amountToNumber } from '../../src/billing/exact.ts';
import { focusColumns, focusTable } from '../../src/budget/export/focus.ts';
import { workbook } from '../../src/budget/export/workbook.ts';
import { forecast } from '../../src/budget/forecast.ts';
import { lineColumns, lineRows } from '../../src/budget/line-table.ts';
import { breakdown, totalAmount } from '../../src/budget/views.ts';
import { xlsxBytes } from '../../src/io/write-workbook.ts';
import { renderCostPage } from '../../src/report/cost-page.ts';
import { yearSection } from '../../src/report/year-section.ts';
import { aBudget, aDay } from '../support/budget.ts';
import { nullRules } from '../support/focus-rules.ts';
import { readDataset } from '../support/read-dataset.ts';
import { OpenWorkbook } from '../support/workbook.ts';

const published = await readDataset('datasets/focus-1-2/focus_1_2_columns.csv');

const usage = [
  { measure: 'participant-hours', quantity: 400 },
  { measure: 'egress-gigabytes', quantity: 1234.5678 },
  { measure: 'relay-inter-zone-gigabytes', quantity: 45 },
  { measure: 'recorded-hours', quantity: 3.21 },
] as const;
const day = (name: string, hours: number, purchase: 'on-demand' | 'spot' = 'on-demand') =>
  aDay({
    name,
    bridges: [
      [
        [0, 24],
        [0, 24],
        [8, 8 + hours],
      ],
      [
        [0, 24],
        [8, 9 + hours],
      ],
    ],
    policy: 'react',
    usage,
    purchase,
  });
const bill = forecast(
  aBudget(
    `
months: 12
resamples: 20
currency: EUR
start: 2026-09
place: { provider: aws, region: eu-west-1, fallbackRegion: us-east-1 }
calendar: { weekend: spot day }
prices: { discounts: [ { ratio: 0.07, category: egress } ] }
commitments:
  - { id: floor, plan: reserved, instanceType: aws/us-east-1/m5.xlarge, count: 1, costPerHour: 0.1, payment: all-upfront }
  - { id: plan one, plan: compute-savings-plan, perHour: 0.4, payment: partial-upfront, discountRatio: 0.34 }
fixed:
  shards: 2
  diskGigabytesPerInstance: 20
  instances: [ { component: signalling, instanceType: aws/us-east-1/m5.xlarge, perShard: true } ]
  services: [ { service: load-balancer, perShard: true }, { service: metric } ]
  other: [ { name: support, perMonth: 100 } ]
`,
    [day('term day', 6), day('spot day', 2, 'spot')],
  ),
);
const table = focusTable(bill);
const number = (text: string | undefined): number => Number(text ?? '0');

describe('the FOCUS file', () => {
  it('has every published column and its own last', () => {
    const names = published.map(({ column }) => column!);
    expect(focusColumns.slice(0, names.length).toSorted()).toEqual(names.toSorted());
    expect(focusColumns.slice(names.length).every((name) => name.startsWith('x_'))).toBe(true);
    expect(table.rows.every((row) => Object.keys(row).every((name) => focusColumns.includes(name)))).toBe(
      true,
    );
  });

  it('has usage and purchases, used and unused commitments, spot, and leaves out what has no price', () => {
    const seen = (column: string) => [...new Set(table.rows.map((row) => row[column] ?? ''))].toSorted();
    expect(seen('ChargeCategory')).toEqual(['Purchase', 'Usage']);
    expect(seen('CommitmentDiscountStatus')).toEqual(['', 'Unused', 'Used']);
    expect(seen('PricingCategory')).toEqual(['Committed', 'Dynamic', 'Standard']);
    // The price of a CloudWatch metric was not found: one line a month.
    expect(table.omitted).toBe(12);
  });

  it('has what is paid upfront as one-time charges in the first month, the rest as recurring ones', () => {
    const purchases = table.rows.filter(({ ChargeCategory }) => ChargeCategory === 'Purchase');
    const charged = (name: string, frequency: string) =>
      purchases
        .filter((row) => row.CommitmentDiscountName === name && row.ChargeFrequency === frequency)
        .map((row) => [row.ChargePeriodStart!.slice(0, 7), number(row.BilledCost)]);
    // 8760 hours at 0.1 at once; of 0.4 an hour half the year at once and half of each month: 720 h in September.
    expect(charged('floor', 'One-Time')).toEqual([['2026-09', 876]]);
    expect(charged('floor', 'Recurring')).toEqual([]);
    expect(charged('plan one', 'One-Time')).toEqual([['2026-09', 1752]]);
    expect(charged('plan one', 'Recurring')).toHaveLength(12);
    expect(charged('plan one', 'Recurring')[0]).toEqual(['2026-09', 144]);
  });

  it.each(published.map((row) => [row.column!, row] as const))('%s keeps its rules', (column, rules) => {
    const allowed =
      rules.allowed_values === '' || column === 'ChargeClass' ? null : rules.allowed_values!.split('|');
    const patterns: Readonly<Record<string, RegExp>> = {
      Decimal: /^-?\d+(\.\d+)?$/,
      DateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    };
    const nulls = nullRules(column, rules.null_rules!);
    for (const row of table.rows) {
      const value = row[column] ?? '';
      const isForced = nulls.some((rule) => rule.kind === 'must-be-null' && rule.when(row));
      for (const rule of nulls) {
        if (rule.kind === 'must-be-null' && rule.when(row))
          expect([value, rule.text]).toEqual(['', rule.text]);
        if (rule.kind === 'must-not-be-null' && rule.when(row) && !isForced)
          expect([value === '', rule.text]).toEqual([false, rule.text]);
        if (rule.kind === 'product' && rule.when(row)) {
          const product = number(row[rule.factors[0]]) * number(row[rule.factors[1]]);
          expect(number(value)).toBeCloseTo(product, 6);
        }
      }
      if (value === '') continue;
      expect(value).toMatch(patterns[rules.type!] ?? /./);
      if (allowed !== null) expect(allowed).toContain(value);
      if (column.endsWith('Id')) expect(value).not.toMatch(/^\d+$/);
      if (column.endsWith('Currency')) expect(value).toMatch(/^[A-Z]{3}$/);
      if (column.endsWith('Unit'))
        expect(['Hours', 'GB', 'GB-Months', 'Requests', 'Units', 'EUR']).toContain(value);
    }
  });

  it('is checked by all published rules that speak of columns; the rest is prose', () => {
    const rules = published.flatMap((row) => nullRules(row.column!, row.null_rules!));
    const count = (kind: string) => rules.filter((rule) => rule.kind === kind).length;
    expect([count('must-be-null'), count('must-not-be-null'), count('product')]).toEqual([24, 42, 2]);
    const prose = published.filter((row) =>
      nullRules(row.column!, row.null_rules!).some(({ kind }) => kind === 'prose'),
    );
    expect(prose.map(({ column }) => column)).toEqual([
      'BillingAccountName', 'ChargeClass', 'CapacityReservationId', 'CommitmentDiscountId', 'RegionId', 'ResourceId',
      'ResourceName', 'SubAccountId', 'AvailabilityZone', 'InvoiceId',
    ]); // biome-ignore format: a list of names
  });

  it('bills over the term what it spreads over the term, to the last digit', () => {
    expect(totalAmount(bill.months, 'amortised')).toBe(totalAmount(bill.months, 'cash'));
    const sum = (column: string) => table.rows.reduce((total, row) => total + number(row[column]), 0);
    expect(sum('EffectiveCost')).toBeCloseTo(sum('BilledCost'), 6);
  });

  it('has list cost at least contracted cost at least effective cost on plain usage', () => {
    for (const row of table.rows) {
      if (row.PricingCategory === 'Committed' || row.ChargeCategory === 'Purchase') continue;
      expect(number(row.ListCost)).toBeGreaterThanOrEqual(number(row.ContractedCost));
      expect(number(row.ContractedCost)).toBeGreaterThanOrEqual(number(row.EffectiveCost));
    }
  });
});

describe('the same bill', () => {
  let book: OpenWorkbook;
  beforeAll(async () => {
    book = new OpenWorkbook(await xlsxBytes(workbook(bill)));
  });
  const cash = amountToNumber(totalAmount(bill.months, 'cash'));
  const cents = (value: unknown): string => Number(value).toFixed(2);

  it('is in the CSV to the last digit', () => {
    const column = lineColumns.indexOf('cash');
    const total = lineRows(bill).reduce((sum, row) => sum + number(row[column]), 0);
    expect(total).toBeCloseTo(cash, 8);
  });

  it('is in the FOCUS file to the cent', () => {
    expect(cents(table.rows.reduce((sum, row) => sum + number(row.BilledCost), 0))).toBe(cents(cash));
  });

  it('is in the workbook to the cent, computed from usage x price by its formulas, in every view', () => {
    expect(book.names).toEqual([
      'Summary', 'Months', 'Usage', 'Lines', 'Unit costs', 'Commitment', 'Sensitivity', 'Assumptions', 'Prices', 'Rates',
      'Raw',
    ]); // biome-ignore format: a list of names
    for (const [index, view] of billViews.entries()) {
      const row = 6 + index;
      expect(cents(book.value('Summary', `B${row}`))).toBe(
        cents(amountToNumber(totalAmount(bill.months, view))),
      );
      expect(book.value('Summary', `H${row}`)).toBeCloseTo(0, 9);
    }
    expect(book.formulas('Lines').length).toBeGreaterThan(1000);
  });

  it('has beside every formula of the workbook what it comes to, for viewers that do not compute', () => {
    let formulas = 0;
    for (const [sheet, reference, stored] of book.storedValues()) {
      const computed = book.value(sheet, reference);
      formulas += 1;
      if (typeof computed === 'string') expect(stored, `${sheet}!${reference}`).toBe(computed);
      else expect(stored, `${sheet}!${reference}`).toBeCloseTo(computed, 6);
    }
    expect(formulas).toBeGreaterThan(1000);
  });

  it('traces every price of the workbook to the cost that hangs on it, and these to the whole bill', () => {
    let sum = 0;
    for (let row = 2; book.value('Prices', `A${row}`) !== 0; row++) {
      const cost = book.value('Prices', `K${row}`);
      if (typeof cost === 'number') sum += cost;
      expect(book.value('Prices', `L${row}`)).toMatch(/./);
      expect(book.value('Prices', `J${row}`)).toMatch(/^(list of|the budget|jitsim: assumed|nobody)/);
    }
    expect(cents(sum)).toBe(cents(amountToNumber(totalAmount(bill.months, 'amortised'))));
  });

  it('is in both reports to the cent, by month and by category', () => {
    const page = renderCostPage({ forecasts: [bill], charts: [], parts: [], version: 'test' });
    const year = yearSection({ forecast: bill, charts: [] })!.text;
    for (const text of [page, year]) {
      const row = (name: string): string[] =>
        [...tableRows(text)].find(([head]) => head === name)?.slice(1) ?? [];
      const plain = (cell: string): string => cell.replaceAll(',', '');
      for (const month of bill.months) {
        expect(plain(row(month.month)[0]!)).toBe(cents(amountToNumber(totalAmount([month], 'cash'))));
      }
      for (const { name, total, isIncomplete } of breakdown(bill, 'category', 'cash')) {
        const shown = isIncomplete && total === 0n ? 'price not found' : cents(amountToNumber(total));
        expect(plain(row(name)[3]!)).toBe(shown);
      }
      expect(text.replaceAll(',', '')).toContain(`EUR ${cents(cash)} expected`);
    }
  });

  it('is in its months and categories to the cent', () => {
    for (const [index, { name, months, total, isIncomplete }] of breakdown(
      bill,
      'category',
      'cash',
    ).entries()) {
      const row = index + 2;
      expect(book.value('Months', `A${row}`)).toBe(name);
      expect(cents(book.value('Months', `B${row}`))).toBe(cents(amountToNumber(months[0]!)));
      expect(cents(book.value('Months', `N${row}`))).toBe(cents(amountToNumber(total)));
      // A sum that lacks something says so beside itself.
      const note = isIncomplete ? 'price not found for some of it: the sum is without it' : 0;
      expect(book.value('Months', `O${row}`), name).toBe(note);
    }
  });
});

/** Cells of every row of every table of a page. */
function* tableRows(page: string): Generator<string[]> {
  for (const [, row] of page.matchAll(/<tr>(.*?)<\/tr>/gs)) {
    yield [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell!);
  }
}
