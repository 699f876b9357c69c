/**
 * The parts of a report about the bill of the months ahead: the headline, months, categories, views, units, limits. Amounts
 * are those of the bill, rounded to the cent only here.
 */
import { type BillView, billViews } from '../billing/bill-line.ts';
import { roundedAmountText } from '../billing/exact.ts';
import { billWarnings } from '../budget/assumptions.ts';
import type { Band, Forecast } from '../budget/forecast.ts';
import { meanMarginalCost, oneMoreClass } from '../budget/marginal.ts';
import {
  breakdown,
  type Dimension,
  hasUnpriced,
  knownAmount,
  type LimitCheck,
  limitChecks,
  unitCosts,
} from '../budget/views.ts';
import { formatNumber, threeDigits } from '../charts/figures.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { table } from './table.ts';

/** `12345.678` as `12,345.68`. */
function amountWords(amount: bigint): string {
  return separated(roundedAmountText(amount));
}

function numberWords(value: number): string {
  return separated(value.toFixed(2));
}

function separated(text: string): string {
  return text.replace(/\B(?=(\d{3})+(?!\d)(?=\.))/g, ',');
}

/** What the months cost, and how sure that is, in a sentence or two. */
export function headline(forecast: Forecast): string {
  const { months, budget, total } = forecast;
  const { p10, p90 } = total.cash;
  const expected = knownAmount(months, 'cash');
  const range = `${months[0]!.month} to ${months.at(-1)!.month}`;
  if (expected === null) return `What ${range} cost is unknown: nothing of it has a price.`;
  return [
    `${budget.currency} ${amountWords(expected)} expected for ${range}, in 8 of 10 drawn years between ${numberWords(p10)} and ${numberWords(p90)}.`,
    ...(hasUnpriced(months) ? ['Some prices were not found: this is what is known without them.'] : []),
    ...limitChecks(forecast).map((check) => limitWords(check, budget.currency)),
  ].join(' ');
}

function limitWords({ kind, limit, crossedIn, crossedRatio }: LimitCheck, currency: string): string {
  const what = kind === 'month' ? 'a month' : 'in all';
  const when = crossedIn.expected === null ? 'kept in expectation' : `crossed in ${crossedIn.expected}`;
  return `The budget of ${currency} ${formatNumber(limit)} ${what} is ${when}, and crossed in ${Math.round(100 * crossedRatio)} % of the drawn years.`;
}

export function billWarningsBox(forecast: Forecast): Html | null {
  const warnings = billWarnings(forecast);
  if (warnings.length === 0) return null;
  return html`<aside class="box warning" aria-label="Warnings about the bill"><h2>Before you rely on the bill</h2>
<ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul></aside>
`;
}

/** The sum and its band; unknown where nothing that it adds up has a price. */
export function sumCells(months: Forecast['months'], view: BillView, band: Band): string[] {
  const total = knownAmount(months, view);
  if (total === null) return new Array<string>(4).fill('unknown');
  return [amountWords(total), ...[band.p10, band.p50, band.p90].map(numberWords)];
}

export function monthsTable({ months, budget, total }: Forecast): Html {
  const rows = [
    ...months.map((month) => ({
      head: month.month,
      cells: sumCells([month], 'cash', month.bands.cash),
    })),
    { head: 'all', cells: sumCells(months, 'cash', total.cash) },
  ];
  return table({
    caption: `By month, ${budget.currency}, as paid; P10 to P90 of ${budget.resamples} drawn years`,
    columns: ['Month', 'Expected', 'P10', 'P50', 'P90'],
    rows,
    figures: true,
  });
}

/** Totals of a dimension in all four views. */
export function breakdownTable(forecast: Forecast, by: Dimension): Html {
  const { months, budget } = forecast;
  const views = billViews.map((view) => ({ view, rows: breakdown(forecast, by, view) }));
  const names = [...new Set(views.flatMap(({ rows }) => rows.map(({ name }) => name)))];
  const cell = (name: string, view: BillView): string => {
    const row = views.find((one) => one.view === view)!.rows.find((one) => one.name === name);
    if (row === undefined) return amountWords(0n);
    if (row.isIncomplete && row.total === 0n) return 'price not found';
    return `${amountWords(row.total)}${row.isIncomplete ? ' and more' : ''}`;
  };
  return table({
    caption: `By ${by}, all months, ${budget.currency}`,
    columns: [by, 'List', 'Contracted', 'Amortised', 'Cash'],
    rows: [
      ...names.map((name) => ({ head: name, cells: billViews.map((view) => cell(name, view)) })),
      {
        head: 'all',
        cells: billViews.map((view) => {
          const total = knownAmount(months, view);
          return total === null ? 'unknown' : amountWords(total);
        }),
      },
    ],
    figures: true,
  });
}

export function unitsTable(forecast: Forecast): Html {
  const { currency } = forecast.budget;
  const isIncomplete = hasUnpriced(forecast.months);
  const rows = unitCosts(forecast)
    .filter(({ quantity }) => quantity > 0)
    .map(({ name, quantity, cost, perUnit }) => ({
      head: name,
      cells: [
        formatNumber(Math.round(quantity)),
        cost === 0 && isIncomplete ? 'unknown' : threeDigits(perUnit),
      ],
    }));
  const marginal = meanMarginalCost(forecast);
  const { participants, hours } = oneMoreClass;
  return table({
    caption: 'What one costs, amortised',
    columns: ['Unit', 'Units', `${currency} each`],
    rows: [
      ...rows,
      ...(Number.isNaN(marginal)
        ? []
        : [
            {
              head: `one more class of ${participants} for ${hours} hour`,
              cells: ['1', marginal === 0 && isIncomplete ? 'unknown' : threeDigits(marginal)],
            },
          ]),
    ],
    figures: true,
  });
}
