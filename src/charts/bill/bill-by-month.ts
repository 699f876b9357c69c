/**
 * Chart `bill-by-month`: what is paid each month, by category, with the range in which the month lies in 8 of 10 drawn years.
 */
import { amountToNumber } from '../../billing/exact.ts';
import type { Forecast } from '../../budget/forecast.ts';
import { totalAmount } from '../../budget/views.ts';
import type { Chart, Layer } from '../chart.ts';
import { formatNumber, wrapWords } from '../figures.ts';
import { ink, limitColour, variantColour } from '../palette.ts';
import { plotWidth, sentences, theme, titleOf } from '../parts.ts';
import { madeOf, monthAxis, shownCategories } from './parts.ts';

export function billByMonthChart(forecast: Forecast): Chart {
  const { budget } = forecast;
  const title = 'What is paid each month';
  const limit = budget.written.limit?.perMonth ?? null;
  const caption = sentences(
    'Bars: expected, in cash, by category. Black strokes: P10 to P90 of the month, its dot P50.',
    limit === null ? '' : 'Red: the most that a month may cost.',
    madeOf(forecast),
  );
  return {
    name: 'bill-by-month',
    title,
    caption,
    description: describe(forecast),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      width: plotWidth,
      height: 300,
      encoding: { x: monthAxis() },
      layer: [
        ...monthLayers(forecast),
        ...(limit === null ? [] : limitLayers(limit, `limit of a month: ${formatNumber(limit)}`)),
      ],
    },
  };
}

function monthLayers(forecast: Forecast): Layer[] {
  const { budget, months } = forecast;
  const categories = shownCategories(forecast);
  const values = months.flatMap(({ month }, index) =>
    categories.map(({ name, months: costs }, order) => ({
      month,
      category: name,
      order,
      cost: cents(costs[index]!),
    })),
  );
  const bands = months.map(({ month, bands: { cash } }) => ({
    month,
    p10: cents(cash.p10),
    p50: cents(cash.p50),
    p90: cents(cash.p90),
  }));
  const y = {
    field: 'cost',
    type: 'quantitative' as const,
    stack: 'zero' as const,
    axis: { title: `${budget.currency} a month` },
  };
  const color = {
    field: 'category',
    type: 'nominal' as const,
    scale: {
      domain: categories.map(({ name }) => name),
      range: categories.map((_, index) => variantColour(index)),
    },
    legend: { columns: 3, labelLimit: 240 },
  };
  return [
    {
      data: { values },
      mark: { type: 'bar', tooltip: true },
      encoding: { y, color, order: { field: 'order', type: 'quantitative' } },
    },
    {
      data: { values: bands },
      mark: { type: 'rule', color: ink, strokeWidth: 2 },
      encoding: { y: { field: 'p10', type: 'quantitative' }, y2: { field: 'p90' } },
    },
    {
      data: { values: bands },
      mark: { type: 'point', filled: true, color: ink, size: 30, opacity: 1 },
      encoding: { y: { field: 'p50', type: 'quantitative' } },
    },
  ];
}

/** @param above pixels between the line and its words */
export function limitLayers(limit: number, words: string, above = 3): Layer[] {
  return [
    {
      data: { values: [{ limit }] },
      mark: { type: 'rule', color: limitColour, strokeDash: [6, 3], strokeWidth: 1.5 },
      encoding: { x: { value: 0 }, x2: { value: 'width' }, y: { field: 'limit', type: 'quantitative' } },
    },
    {
      data: { values: [{ limit, words: wrapWords(words, 90) }] },
      mark: {
        type: 'text',
        color: limitColour,
        align: 'left',
        baseline: 'bottom',
        dx: 4,
        dy: -above,
        fontSize: 11,
      },
      encoding: {
        x: { value: 0 },
        y: { field: 'limit', type: 'quantitative' },
        text: { field: 'words', type: 'nominal' },
      },
    },
  ];
}

function describe({ months, budget, total }: Forecast): string {
  const expected = months.map((month) => amountToNumber(totalAmount([month], 'cash')));
  const dearest = expected.indexOf(Math.max(...expected));
  const cheapest = expected.indexOf(Math.min(...expected));
  const at = (index: number): string =>
    `${months[index]!.month} (${formatNumber(Math.round(expected[index]!))})`;
  return `The dearest month is ${at(dearest)}, the cheapest ${at(cheapest)}; all months together cost ${budget.currency} ${formatNumber(Math.round(expected.reduce((sum, cost) => sum + cost, 0)))}, in 8 of 10 drawn years ${formatNumber(Math.round(total.cash.p10))} to ${formatNumber(Math.round(total.cash.p90))}.`;
}

/** To the cent: a chart says what the bill says. */
export function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
