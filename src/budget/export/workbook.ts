/**
 * A forecast as a workbook whose figures are formulas: the lines are usage times price, everything else adds them up, so
 * that a reader may change a price, a rate or a quantity and see what follows. What each formula comes to is stored beside
 * it, for viewers that do not compute.
 */
import type { BillView } from '../../billing/bill-line.ts';
import { amountToNumber } from '../../billing/exact.ts';
import { billWarnings } from '../assumptions.ts';
import type { ComparisonTable } from '../comparison-table.ts';
import type { Forecast } from '../forecast.ts';
import { lineColumns, lineRows } from '../line-table.ts';
import { breakdown, limitChecks, totalAmount } from '../views.ts';
import {
  blankRow,
  formula,
  heading,
  money,
  percentFormat,
  quotient,
  type SheetCell,
  text,
  type WorkbookSheet,
} from './sheet-cells.ts';
import { commitmentSheet, sensitivitySheet, unitCostsSheet } from './workbook-analysis.ts';
import { lineRange, linesSheet, viewColumns } from './workbook-lines.ts';
import { monthsSheet, usageSheet } from './workbook-months.ts';
import { assumptionsSheet, pricesSheet, ratesSheet } from './workbook-sources.ts';

/** @param tables comparisons with other bills, each a part of the sheet Alternatives */
export function workbook(forecast: Forecast, tables: readonly ComparisonTable[] = []): WorkbookSheet[] {
  return [
    summarySheet(forecast),
    monthsSheet(forecast),
    usageSheet(forecast),
    linesSheet(forecast),
    unitCostsSheet(forecast),
    commitmentSheet(forecast),
    sensitivitySheet(forecast),
    ...(tables.length === 0 ? [] : [alternativesSheet(tables)]),
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

/** Row of the first view. */
const VIEWS_ROW = 6;

function summarySheet(forecast: Forecast): WorkbookSheet {
  const { budget, months } = forecast;
  const { currency } = budget;
  const range = `${months[0]!.month} to ${months.at(-1)!.month}`;
  const rows: (readonly SheetCell[])[] = [
    [heading(budget.name)],
    [text(`${range}, ${currency}, without tax; simulated by jitsim, not an invoice`)],
    [text(`Scenario: ${budget.scenario}, ${budget.variant}`)],
    blankRow,
    [
      `View, ${currency}`,
      'Expected',
      'P10',
      'P50',
      'P90',
      'Contingency P90 - P50',
      'Computed by jitsim',
      'Difference',
    ].map(heading),
    ...viewNames.map(([view, name], index) => viewRow(forecast, view, name, VIEWS_ROW + index)),
    [
      text(
        `P10 to P90: 8 in 10 of ${budget.resamples} years drawn from the simulated days lie between. It holds the chance of days, how few were simulated, and intervals of growth and rates; not wrong prices (see Sensitivity), not a wrong model.`,
      ),
    ],
    blankRow,
  ];
  rows.push(...categoryRows(forecast, rows.length + 1), blankRow, ...limitRows(forecast), blankRow);
  rows.push([heading('Before you rely on it')]);
  for (const warning of billWarnings(forecast)) rows.push([text(warning)]);
  rows.push(blankRow, [heading('How to follow a figure'), heading('Where it stands')], ...guide);
  const widths = [36, 16, 14, 14, 14, 22, 20, 12];
  return { name: 'Summary', widths, frozenRows: 0, frozenColumns: 0, rows };
}

function viewRow({ months, total }: Forecast, view: BillView, name: string, row: number): SheetCell[] {
  const expected = amountToNumber(totalAmount(months, view));
  const band = total[view];
  return [
    text(name),
    formula(`=SUM(${lineRange(viewColumns[view])})`, expected),
    money(band.p10),
    money(band.p50),
    money(band.p90),
    formula(`=E${row}-D${row}`, band.p90 - band.p50),
    money(expected),
    formula(`=ROUND(B${row}-G${row},2)`, 0),
  ];
}

/** What the money goes to, in cash, with shares. */
function categoryRows(forecast: Forecast, firstRow: number): (readonly SheetCell[])[] {
  const all = amountToNumber(totalAmount(forecast.months, 'cash'));
  const cashRow = VIEWS_ROW + 3;
  const rows = breakdown(forecast, 'category', 'cash').map(({ name, total, isIncomplete }, index) => {
    const row = firstRow + 1 + index;
    const cost = amountToNumber(total);
    return [
      text(name),
      formula(`=SUMIFS(${lineRange('cash')},${lineRange('category')},A${row})`, cost),
      quotient([`B${row}`, `B$${cashRow}`], [cost, all], percentFormat),
      text(isIncomplete ? 'some prices not found: see Lines' : ''),
    ];
  });
  return [
    [`What it is paid for, ${forecast.budget.currency}, cash`, 'Expected', 'Share'].map(heading),
    ...rows,
  ];
}

function limitRows(forecast: Forecast): (readonly SheetCell[])[] {
  const limits = limitChecks(forecast);
  if (limits.length === 0) return [[heading('Budget line'), text('none given')]];
  return [
    ['Budget line', 'Limit', 'In expectation', 'In drawn years'].map(heading),
    ...limits.map(({ kind, limit, crossedIn, crossedRatio }) => [
      text(kind === 'month' ? 'A month may cost' : 'All months may cost'),
      money(limit),
      text(crossedIn.expected === null ? 'kept' : `crossed in ${crossedIn.expected}`),
      text(`crossed in ${Math.round(100 * crossedRatio)} % of them`),
    ]),
  ];
}

const guide: readonly (readonly SheetCell[])[] = [
  ['Months', 'categories by month, in cash and amortised, with P10 to P90: sums of Lines'],
  ['Usage', 'the days, demand and activity of each month that quantities come from'],
  [
    'Lines',
    'every line of the bill: quantity x listed price x rate x what is paid of the list; source and day',
  ],
  ['Unit costs', 'the cost of a participant-hour, conference-hour, recorded hour'],
  ['Commitment', 'the cost of an hour over what is committed, and the optimum'],
  ['Sensitivity', 'what moves the bill: each price, rate and growth alone'],
  ['Alternatives', 'the same work bought otherwise, where asked for'],
  ['Assumptions', 'what it rests on, and what is not included'],
  ['Prices', 'every price once, with source, day, owner, and the cost that hangs on it'],
  ['Rates', 'exchange rates: change one and the workbook follows'],
  ['Raw', 'the same lines with every digit, as the CSV has them'],
].map((row) => row.map(text));

function alternativesSheet(tables: readonly ComparisonTable[]): WorkbookSheet {
  const rows = tables.flatMap(({ title, columns, rows: body, notes }): (readonly SheetCell[])[] => [
    [heading(title)],
    columns.map(heading),
    ...body.map((cells) => cells.map(amountOrText)),
    ...notes.map((note) => [text(note)]),
    blankRow,
  ]);
  return {
    name: 'Alternatives',
    widths: [36, 20, 18, 16, 16, 16, 16],
    frozenRows: 0,
    frozenColumns: 1,
    rows,
  };
}

function amountOrText(cell: string): SheetCell {
  return /^-?\d+\.\d{2}$/.test(cell) ? money(Number(cell)) : text(cell);
}

function rawSheet(forecast: Forecast): WorkbookSheet {
  const rows = [[...lineColumns].map(heading), ...lineRows(forecast).map((row) => row.map(text))];
  return { name: 'Raw', widths: lineColumns.map(() => 14), frozenRows: 1, frozenColumns: 2, rows };
}
