// Goal: the charts of a bill show the bill: months, the line and where it is crossed, the optimum of a commitment, and what
// moves the bill most.
// Method: bills worked out by hand (two bridges at a round price, 30 days), looked up in the data of the charts; what a
// price moves is a tenth of what is bought at it, where the bill is linear.
import { describe, expect, it } from 'vitest';
import { commitmentAdvice } from '../../../src/budget/commitment-advice.ts';
import { forecast } from '../../../src/budget/forecast.ts';
import { priceTornado } from '../../../src/budget/price-tornado.ts';
import { billByMonthChart } from '../../../src/charts/bill/bill-by-month.ts';
import { budgetLineChart } from '../../../src/charts/bill/budget-line.ts';
import { commitmentCurveChart } from '../../../src/charts/bill/commitment-curve.ts';
import { costChartsOf } from '../../../src/charts/bill/cost-charts.ts';
import type { Chart } from '../../../src/charts/chart.ts';
import { aBudget, aDay } from '../../support/budget.ts';

const plain = 'resamples: 20\nstart: 2026-09\nfixed: { addresses: none }\n';
const day = (changes: Partial<Parameters<typeof aDay>[0]> = {}) =>
  aDay({
    bridges: [
      [
        [0, 24],
        [0, 24],
      ],
    ],
    costPerHour: 1,
    ...changes,
  });

/** Every row of data in a chart, once however many layers draw it. */
function rowsOf(chart: Chart): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { values } = node as { values?: unknown };
    if (Array.isArray(values) && typeof values[0] === 'object') found.push(...values);
    for (const child of Object.values(node)) walk(child);
  };
  walk(chart.spec);
  return [...new Map(found.map((row) => [JSON.stringify(row), row])).values()];
}

describe('the months', () => {
  it('are bars of what is paid, with the limit of a month', () => {
    // 2 x 24 x 30 = 1440 in September, 1488 in October.
    const chart = billByMonthChart(
      forecast(aBudget(`${plain}months: 2\nlimit: { perMonth: 1450 }`, [day()])),
    );
    const rows = rowsOf(chart);
    expect(rows.filter(({ category }) => category === 'compute').map(({ cost }) => cost)).toEqual([
      1440, 1488,
    ]);
    expect(rows.filter(({ p50 }) => p50 !== undefined).map(({ p10, p50, p90 }) => [p10, p50, p90])).toEqual([
      [1440, 1440, 1440],
      [1488, 1488, 1488],
    ]);
    expect(rows.some(({ limit }) => limit === 1450)).toBe(true);
    expect(chart.description).toMatch(/dearest month is 2026-10 \(1,488\), the cheapest 2026-09 \(1,440\)/);
  });

  it('add up to the budget line, which says where it is crossed', () => {
    const made = forecast(aBudget(`${plain}months: 3\nlimit: { total: 3000 }`, [day()]));
    const chart = budgetLineChart(made);
    expect(rowsOf(chart).flatMap(({ expected }) => expected ?? [])).toEqual([1440, 2928, 4368]);
    expect(rowsOf(chart)).toContainEqual({ month: '2026-11', words: 'crossed', limit: 3000 });
    expect(chart.description).toMatch(/USD 3,000 is crossed in 2026-11, and crossed in 100 %/);
  });
});

describe('the commitment', () => {
  it('is best at the (1 - p) quantile of the hourly usage', () => {
    // One bridge all day and three more for 6 hours: 18 hours use 1, 6 hours use 4. At p = 0.6 the 40 % quantile is 1:
    // commit 0.6 an hour; the mean hour costs 0.6 + 3 x 6 / 24 = 1.35 instead of 1.75.
    const evening = [18, 24] as const;
    const made = forecast(
      aBudget(
        `${plain}months: 1\ncommitments: [ { id: p, plan: compute-savings-plan, perHour: 0.9, discountRatio: 0.4 } ]`,
        [day({ bridges: [[[0, 24], evening, evening, evening]] })],
      ),
    );
    const [advice] = commitmentAdvice(made.budget);
    expect(advice!.optimum).toMatchObject({
      commitPerHour: 0.6,
      cost: 1.35,
      onDemandCost: 1.75,
      priceRatio: 0.6,
    });
    const chart = commitmentCurveChart(made, advice!, 'commitment-curve')!;
    expect(chart.caption).toContain('40 % quantile of the hourly usage: commit USD 0.600 an hour');
    const marks = rowsOf(chart).filter(({ kind }) => kind !== undefined);
    expect(marks).toContainEqual(expect.objectContaining({ kind: 'optimum', committed: 0.6, cost: 1.35 }));
    // 0.9 buys 1.5 an hour: 0.9 + 2.5 x 6 / 24.
    const budgeted = marks.find(({ kind }) => kind === 'budget')!;
    expect(budgeted.committed).toBe(0.9);
    expect(budgeted.cost).toBeCloseTo(1.525, 2);
  });
});

describe('what moves the bill', () => {
  it('is a tenth of what is bought at a price, up and down', () => {
    // 30 days: 1440 of bridges; 10 100 GB, of which 10 000 cost 0.09.
    const made = forecast(
      aBudget(`${plain}months: 1`, [
        day({ usage: [{ measure: 'egress-gigabytes', quantity: 10_100 / 30 }] }),
      ]),
    );
    const bars = priceTornado(made);
    expect(bars.map(({ name }) => name)).toEqual(['aws/eu-west-1/c5.xlarge, on demand', 'aws internet-out']);
    expect(bars[0]!.high).toBeCloseTo(144, 6);
    expect(bars[0]!.low).toBeCloseTo(-144, 6);
    expect(bars[1]!.high).toBeCloseTo(90, 2);
    expect(bars[1]!.low).toBeCloseTo(-90, 2);
  });

  it('leaves out the fee of a commitment, and counts what it covers less', () => {
    // Both bridges are covered at 1 - 0.4: at a price 10 % lower the same money covers more than there is.
    const made = forecast(
      aBudget(
        `${plain}months: 1\ncommitments: [ { id: p, plan: compute-savings-plan, perHour: 1.2, discountRatio: 0.4 } ]`,
        [day()],
      ),
    );
    const [bar] = priceTornado(made);
    expect(bar!.low).toBeCloseTo(0, 6);
    // At 1.1 the plan covers 1.2 / 0.66 = 1.818 bridges; 0.1818 x 1.1 x 720 remain on demand.
    expect(bar!.high).toBeCloseTo(720 * 1.1 * (2 - 1.2 / 0.66), 4);
  });

  it('moves rates by their interval and growth from end to end', () => {
    const made = forecast(
      aBudget(
        `${plain}months: 2
growth: { perMonth: [0, 0.2] }
currency: EUR
prices: { exchangeRates: [ { from: USD, to: EUR, rate: [0.8, 1], asOf: 2026-11-01 } ] }`,
        [day({ policy: 'react' })],
      ),
    );
    const bars = new Map(priceTornado(made).map((bar) => [bar.name, bar]));
    // Expected: 0.9 x (1440 + 1488 x 1.1).
    expect(bars.get('EUR for one USD')!.high).toBeCloseTo(0.1 * (1440 + 1488 * 1.1), 6);
    expect(bars.get('EUR for one USD')!.low).toBeCloseTo(-0.1 * (1440 + 1488 * 1.1), 6);
    expect(bars.get('growth of demand')!.high).toBeCloseTo(0.9 * 1488 * 0.1, 6);
    expect(bars.get('growth of demand')!.low).toBeCloseTo(-0.9 * 1488 * 0.1, 6);
  });
});

describe('every chart of a bill', () => {
  const made = forecast(aBudget(`${plain}months: 2\nname: My budget`, [day({ policy: 'react' })]));
  it.each(costChartsOf(made).map((chart) => [chart.name, chart] as const))(
    '%s says what it shows and how it was made',
    (_, chart) => {
      for (const part of ['My budget', '20 drawn years', 'seed 1', 'without tax']) {
        expect(chart.caption).toContain(part);
      }
      expect(chart.description).not.toBe('');
      expect(chart.spec).toHaveProperty('title.text', chart.title);
    },
  );

  it('is left out where nothing in the bill has a price, for an axis needs a figure', () => {
    // Nobody found a spot price of Hetzner, which sells none.
    const yaml = `${plain}instances: { bridges: hetzner/fsn1/cx33, purchase: spot }`;
    expect(costChartsOf(forecast(aBudget(yaml, [day()])))).toEqual([]);
  });

  it('is there', () => {
    expect(costChartsOf(made).map(({ name }) => name)).toEqual([
      'bill-by-month',
      'budget-line',
      'commitment-curve',
      'price-tornado',
    ]);
  });
});
