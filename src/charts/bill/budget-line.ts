/**
 * Chart `budget-line`: what has been paid by the end of each month, against the budget, and the month in which it is crossed.
 */
import { amountToNumber } from '../../billing/exact.ts';
import type { Forecast } from '../../budget/forecast.ts';
import { type LimitCheck, limitChecks, totalAmount } from '../../budget/views.ts';
import { sampleQuantile } from '../../stats/sample-quantile.ts';
import type { Chart, Layer } from '../chart.ts';
import { formatNumber } from '../figures.ts';
import { limitColour, variantColour } from '../palette.ts';
import { plotWidth, sentences, theme, titleOf } from '../parts.ts';
import { cents, limitLayers } from './bill-by-month.ts';
import { madeOf, monthAxis } from './parts.ts';

export function budgetLineChart(forecast: Forecast): Chart {
  const { budget, months } = forecast;
  const title = 'What has been paid by the end of each month';
  const check = limitChecks(forecast).find(({ kind }) => kind === 'total') ?? null;
  const caption = sentences(
    'Line: expected, in cash. Pale band: P10 to P90 of the drawn years.',
    check === null ? '' : 'Red: the budget, and the first month over it.',
    madeOf(forecast),
  );
  const values = rowsOf(forecast);
  const colour = variantColour(0);
  const y = {
    type: 'quantitative' as const,
    axis: { title: `${budget.currency} since ${months[0]!.month}` },
  };
  return {
    name: 'budget-line',
    title,
    caption,
    description: sentences(
      `By the end ${budget.currency} ${formatNumber(Math.round(values.at(-1)!.expected))} are expected.`,
      check === null ? 'No budget is given.' : crossingText(check, budget.currency),
    ),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      width: plotWidth,
      height: 280,
      encoding: { x: monthAxis() },
      layer: [
        {
          data: { values },
          mark: { type: 'area', color: colour, opacity: 0.25 },
          encoding: { y: { ...y, field: 'p10' }, y2: { field: 'p90' } },
        },
        {
          data: { values },
          mark: {
            type: 'line',
            color: colour,
            strokeWidth: 2,
            point: { color: colour, size: 30 },
            tooltip: true,
          },
          encoding: { y: { ...y, field: 'expected' } },
        },
        ...(check === null ? [] : crossingLayers(check, forecast)),
      ],
    },
  };
}

function rowsOf({ months, drawn }: Forecast) {
  const running = drawn.map(() => 0);
  let expected = 0;
  return months.map((month, index) => {
    expected += amountToNumber(totalAmount([month], 'cash'));
    for (const [year, costs] of drawn.entries()) running[year]! += costs[index]!;
    return {
      month: month.month,
      expected: cents(expected),
      p10: cents(sampleQuantile(running, 0.1)),
      p90: cents(sampleQuantile(running, 0.9)),
    };
  });
}

function crossingLayers(check: LimitCheck, { budget }: Forecast): Layer[] {
  const { crossedIn, limit } = check;
  const marks = [
    { month: crossedIn.expected, words: 'crossed' },
    ...(crossedIn.p90 === crossedIn.expected ? [] : [{ month: crossedIn.p90, words: 'in a dear year' }]),
  ].filter(({ month }) => month !== null);
  return [
    ...limitLayers(limit, crossingText(check, budget.currency), 24),
    {
      data: { values: marks.map((mark) => ({ ...mark, limit })) },
      mark: { type: 'point', filled: true, color: limitColour, size: 90, opacity: 1 },
      encoding: { y: { field: 'limit', type: 'quantitative' } },
    },
    {
      data: { values: marks.map((mark) => ({ ...mark, limit })) },
      mark: { type: 'text', color: limitColour, dy: -12, fontSize: 11 },
      encoding: { y: { field: 'limit', type: 'quantitative' }, text: { field: 'words', type: 'nominal' } },
    },
  ];
}

function crossingText({ limit, crossedIn, crossedRatio }: LimitCheck, currency: string): string {
  const when = crossedIn.expected === null ? 'kept in expectation' : `crossed in ${crossedIn.expected}`;
  return `The budget of ${currency} ${formatNumber(limit)} is ${when}, and crossed in ${Math.round(100 * crossedRatio)} % of drawn years.`;
}
