/**
 * A forecast as a workbook whose figures are formulas: the lines are usage times price, everything else adds them up, so
 * that a reader may change a price, a rate or a quantity and see what follows. Sheets: summary, months, lines, unit costs,
 * assumptions, prices, rates, raw. What jitsim computed stands beside the summary as numbers, to check against.
 */
import type { BillView } from '../../billing/bill-line.ts';
import { amountToNumber } from '../../billing/exact.ts';
import { findRate } from '../../billing/price-book.ts';
import { assumptions, billWarnings, notIncluded, usedPrices } from '../assumptions.ts';
import { commitmentAdvice } from '../commitment-advice.ts';
import type { Forecast } from '../forecast.ts';
import { lineColumns, lineRows } from '../line-table.ts';
import { breakdown, limitChecks, totalAmount, unitCosts } from '../views.ts';
import {
  columnName,
  formula,
  heading,
  money,
  type SheetCell,
  text,
  type WorkbookSheet,
} from './sheet-cells.ts';
import { linesSheet, viewColumns } from './workbook-lines.ts';

export function workbook(forecast: Forecast): WorkbookSheet[] {
  const lines = linesSheet(forecast);
  return [
    summarySheet(forecast),
    monthsSheet(forecast),
    lines,
    unitCostsSheet(forecast),
    commitmentSheet(forecast),
    assumptionsSheet(forecast),
    pricesSheet(forecast),
    ratesSheet(forecast),
    rawSheet(forecast),
  ];
}

const viewNames: readonly (readonly [BillView, string])[] = [
  ['list', 'List prices'],
  ['contracted', 'Contracted (after discounts)'],
  ['amortised', 'Amortised (commitments spread)'],
  ['cash', 'Cash (as paid)'],
];

function summarySheet(forecast: Forecast): WorkbookSheet {
  const { budget, months, total } = forecast;
  const rows: SheetCell[][] = [
    [heading(budget.name)],
    [
      text(
        `${months[0]!.month} to ${months.at(-1)!.month}, ${budget.currency}, without tax; simulated, not an invoice`,
      ),
    ],
    [],
    [
      'View',
      'Expected',
      'P10',
      'P50',
      'P90',
      'Contingency P90 - P50',
      'Computed by jitsim',
      'Difference',
    ].map(heading),
  ];
  for (const [view, name] of viewNames) {
    const row = rows.length + 1;
    const column = viewColumns[view];
    rows.push([
      text(name),
      formula(`=SUM(Lines!${column}:${column})`),
      money(total[view].p10),
      money(total[view].p50),
      money(total[view].p90),
      formula(`=E${row}-D${row}`),
      money(amountToNumber(totalAmount(months, view))),
      formula(`=ROUND(B${row}-G${row},2)`),
    ]);
  }
  rows.push([], [heading('Budget line')]);
  const limits = limitChecks(forecast);
  for (const { kind, limit, crossedIn, crossedRatio } of limits) {
    rows.push([
      text(kind === 'month' ? 'A month may cost' : 'All months may cost'),
      money(limit),
      text(crossedIn.expected === null ? 'kept in expectation' : `crossed in ${crossedIn.expected}`),
      text(`crossed in ${Math.round(100 * crossedRatio)} % of drawn years`),
    ]);
  }
  if (limits.length === 0) rows.push([text('none given')]);
  rows.push([], [heading('Before you rely on it')]);
  for (const warning of billWarnings(forecast)) rows.push([text(warning)]);
  return { name: 'Summary', widths: [34, 16, 14, 14, 14, 22, 20, 12], frozenRows: 0, rows };
}

function monthsSheet(forecast: Forecast): WorkbookSheet {
  const { months } = forecast;
  const categories = breakdown(forecast, 'category', 'cash').map(({ name }) => name);
  const others = breakdown(forecast, 'category', 'amortised').map(({ name }) => name);
  const names = [...new Set([...categories, ...others])];
  const last = columnName(months.length);
  const rows: SheetCell[][] = [
    [heading('Cash'), ...months.map(({ month }) => heading(month)), heading('All')],
  ];
  for (const [index, name] of names.entries()) {
    const row = index + 2;
    rows.push([
      text(name),
      ...months.map((_, month) => {
        const column = columnName(month + 1);
        const { cash } = viewColumns;
        return formula(`=SUMIFS(Lines!$${cash}:$${cash},Lines!$A:$A,${column}$1,Lines!$B:$B,$A${row})`);
      }),
      formula(`=SUM(B${row}:${last}${row})`),
    ]);
  }
  const end = names.length + 1;
  const totals = [...months, null].map((_, month) => {
    const column = columnName(month + 1);
    return formula(`=SUM(${column}2:${column}${end})`);
  });
  rows.push([heading('Total'), ...totals]);
  for (const band of ['p10', 'p50', 'p90'] as const) {
    rows.push([
      text(band.toUpperCase()),
      ...months.map(({ bands }) => money(bands.cash[band])),
      money(forecast.total.cash[band]),
    ]);
  }
  return { name: 'Months', widths: [22, ...months.map(() => 13), 14], frozenRows: 1, rows };
}

function unitCostsSheet(forecast: Forecast): WorkbookSheet {
  const { amortised } = viewColumns;
  const rows: SheetCell[][] = [['Unit', 'Units', 'Cost, amortised', 'Cost of one'].map(heading)];
  for (const { name, quantity } of unitCosts(forecast)) {
    const row = rows.length + 1;
    const ofRecordings = `=SUMIFS(Lines!${amortised}:${amortised},Lines!B:B,"recordings")+SUMIFS(Lines!${amortised}:${amortised},Lines!C:C,"jibris")`;
    rows.push([
      text(name),
      { value: quantity, format: '#,##0.0' },
      formula(name === 'recorded hour' ? ofRecordings : `=SUM(Lines!${amortised}:${amortised})`),
      formula(`=IF(B${row}=0,"none",C${row}/B${row})`, '0.0000'),
    ]);
  }
  return { name: 'Unit costs', widths: [28, 16, 18, 16], frozenRows: 1, rows };
}

/** The cost of an hour over what is committed: flat near the optimum, so that a smaller sum costs little. */
function commitmentSheet({ budget }: Forecast): WorkbookSheet {
  const rows: SheetCell[][] = [];
  for (const { id, discountRatio, discountSource, committedPerHour, optimum } of commitmentAdvice(budget)) {
    rows.push(
      [heading(id), text(`${100 * discountRatio} % off: ${discountSource}`)],
      [text('Optimum, money an hour'), { value: optimum.commitPerHour, format: '0.000' }],
      [
        text('In the budget'),
        committedPerHour === null ? text('nothing') : { value: committedPerHour, format: '0.000' },
      ],
      ['Committed an hour', 'Mean cost of an hour', 'Utilisation', 'Coverage'].map(heading),
      ...optimum.curve.map(({ committed, cost, utilisation, coverage }) =>
        [committed * (1 - discountRatio), cost, utilisation, coverage].map(
          (value): SheetCell => (Number.isNaN(value) ? text('none') : { value, format: '0.000' }),
        ),
      ),
      [],
    );
  }
  if (rows.length === 0) rows.push([text('no discount of a commitment is known')]);
  return { name: 'Commitment', widths: [26, 24, 14, 14], frozenRows: 0, rows };
}

function assumptionsSheet(forecast: Forecast): WorkbookSheet {
  const rows: SheetCell[][] = [['Assumption', 'Value', 'Source'].map(heading)];
  for (const { what, value, source } of assumptions(forecast)) rows.push([what, value, source].map(text));
  rows.push([], [heading('Not included')]);
  for (const what of notIncluded(forecast)) rows.push([text(what)]);
  return { name: 'Assumptions', widths: [36, 40, 70], frozenRows: 1, rows };
}

function pricesSheet(forecast: Forecast): WorkbookSheet {
  const rows: SheetCell[][] = [
    [
      'Category',
      'Provider',
      'Region',
      'What',
      'Unit',
      'Listed price',
      'Currency',
      'As of',
      'Old',
      'Source',
      'Assumption',
    ].map(heading),
  ];
  for (const { category, provider, region, sku, unit, origin, isOutdated } of usedPrices(forecast)) {
    rows.push([
      ...[category, provider, region, sku, unit].map(text),
      origin.listed === null ? text('price not found') : { value: origin.listed, format: '0.#########' },
      ...[
        origin.currency,
        origin.asOf,
        isOutdated ? 'older than 180 days' : '',
        origin.source,
        origin.assumption ?? '',
      ].map(text),
    ]);
  }
  return { name: 'Prices', widths: [16, 12, 16, 30, 12, 14, 10, 14, 18, 60, 40], frozenRows: 1, rows };
}

/** Every currency of a list price, and its rate: formulas of the lines look here. */
function ratesSheet(forecast: Forecast): WorkbookSheet {
  const { budget } = forecast;
  const rows: SheetCell[][] = [['Currency', `${budget.currency} for one`, 'As of', 'Source'].map(heading)];
  const currencies = new Set(usedPrices(forecast).map(({ origin }) => origin.currency || budget.currency));
  for (const currency of currencies) {
    const rate = findRate(budget.book, currency, budget.currency);
    rows.push([
      text(currency),
      { value: rate?.rate ?? 1, format: '0.#########' },
      text(rate?.asOf ?? ''),
      text(rate?.source ?? ''),
    ]);
  }
  return { name: 'Rates', widths: [12, 18, 14, 60], frozenRows: 1, rows };
}

function rawSheet(forecast: Forecast): WorkbookSheet {
  const rows = [[...lineColumns].map(heading), ...lineRows(forecast).map((row) => row.map(text))];
  return { name: 'Raw', widths: lineColumns.map(() => 14), frozenRows: 1, rows };
}
