// Goal: a bill that was paid is compared with the same months of the forecast, and with nothing else.
// Method: a bridge of 24 hours a day at 1 an hour costs 720 in November and 744 in December and January, to the digit;
// bills with months before, after and between; FOCUS rows of tax and of a purchase; rows that cannot be read.
import { describe, expect, it } from 'vitest';
import { compareActual, readActual } from '../../../src/budget/actual.ts';
import { forecast } from '../../../src/budget/forecast.ts';
import { aBudget, aDay } from '../../support/budget.ts';

const aForecast = (yaml = '') =>
  forecast(
    aBudget(`start: 2026-11\nmonths: 3\nresamples: 20\nfixed: { addresses: none }\n${yaml}`, [
      aDay({ bridges: [[[0, 24]]], costPerHour: 1 }),
    ]),
  );

const aTable = (text: string) => {
  const [header, ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','));
  return { file: 'paid.csv', columns: header!, rows, lines: rows.map((_, index) => index + 2) };
};

const compared = (text: string) => {
  const { costs, issues } = readActual(aTable(text), 'USD');
  expect(issues).toEqual([]);
  return compareActual(aForecast(), costs);
};

describe('a bill that was paid', () => {
  it('leaves out a month that is not forecast, and says so', () => {
    const { months, rows, notForecast, notBilled } = compared(`category,cost,month
      compute,700,2026-10
      compute,730,2026-11`);
    expect(months).toEqual(['2026-11']);
    expect(rows).toMatchObject([{ category: 'compute', forecast: 720, actual: 730, difference: 10 }]);
    expect(notForecast).toEqual([{ month: '2026-10', actual: 700 }]);
    expect(notBilled).toEqual([]);
  });

  it('with a gap is compared without the months in between', () => {
    const { months, total, notBilled, isInsideBand } = compared(`category,cost,month
      compute,720,2026-11
      compute,744,2027-01`);
    expect(months).toEqual(['2026-11', '2027-01']);
    expect(notBilled).toEqual(['2026-12']);
    expect(total).toMatchObject({ forecast: 1464, actual: 1464, ratio: 0 });
    // Every drawn year has the same days: the band of both months together is the sum itself.
    expect(isInsideBand).toBe(true);
  });

  it('is outside the band of its months together where it costs more', () => {
    const { isInsideBand } = compared(`category,cost,month
      compute,720,2026-11
      compute,745,2027-01`);
    expect(isInsideBand).toBe(false);
  });

  it('with months in some rows only is refused, and one that is no month', () => {
    const { issues } = readActual(
      aTable('category,cost,month\ncompute,1,2026-11\ncompute,1,\ncompute,1,2026-13'),
      'USD',
    );
    expect(issues).toMatchObject([
      { line: 3, path: 'month', problem: 'must be given in every row or in none' },
      { line: 4, path: 'month', got: '"2026-13"' },
    ]);
  });

  it('in FOCUS keeps tax apart, and takes purchases as fees of commitments', () => {
    const { costs, tax, issues } = readActual(
      aTable(`BilledCost,ServiceCategory,ServiceSubcategory,ChargePeriodStart,BillingCurrency,ChargeCategory
        100,Compute,Virtual Machines,2026-11-01T00:00:00Z,USD,Usage
        50,Compute,Virtual Machines,2026-11-01T00:00:00Z,USD,Purchase
        30,Other,Other (Other),2026-11-01T00:00:00Z,USD,Tax`),
      'USD',
    );
    expect(issues).toEqual([]);
    expect(tax).toBe(30);
    expect(costs).toEqual([
      { category: 'compute', month: '2026-11', amount: 100 },
      { category: 'commitment-fee', month: '2026-11', amount: 50 },
    ]);
  });
});
