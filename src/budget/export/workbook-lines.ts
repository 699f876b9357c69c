/**
 * The sheet of lines: quantity, listed price, rate and discount as numbers, and from them prices and costs as formulas.
 */
import { type BillLine, type BillView, isPriceFound } from '../../billing/bill-line.ts';
import { amountToNumber, priceToNumber, quantityToNumber } from '../../billing/exact.ts';
import type { Budget } from '../budget.ts';
import type { Forecast } from '../forecast.ts';
import {
  columnName,
  figure,
  formula,
  heading,
  type SheetCell,
  text,
  type WorkbookSheet,
} from './sheet-cells.ts';

/** Columns of the sheet: key, heading and width; what they hold is in `lineCells`. */
const columns = [
  ['month', 'Month', 9],
  ['category', 'Category', 18],
  ['component', 'Component', 14],
  ['shard', 'Shard', 7],
  ['zone', 'Zone', 8],
  ['provider', 'Provider', 10],
  ['region', 'Region', 14],
  ['what', 'What', 30],
  ['description', 'Description', 34],
  ['quantity', 'Quantity', 16],
  ['unit', 'Unit', 11],
  ['listed', 'Listed price of a unit', 18],
  ['currency', 'Its currency', 11],
  ['share', 'Paid share of list', 15],
  ['listPrice', 'List price', 14],
  ['contractedPrice', 'Contracted price', 15],
  ['effectivePrice', 'Effective price', 14],
  ['list', 'List cost', 14],
  ['contracted', 'Contracted cost', 14],
  ['amortised', 'Amortised cost', 14],
  ['cash', 'Cash', 14],
  ['asOf', 'Price as of', 13],
  ['source', 'Source of the price', 60],
] as const;
export type LineColumn = (typeof columns)[number][0];

/** Letter of a column, `T`. */
function lineColumn(key: LineColumn): string {
  return columnName(columns.findIndex(([name]) => name === key));
}

/** A whole column of the sheet, `Lines!$T:$T`. */
export function lineRange(key: LineColumn): string {
  const letter = lineColumn(key);
  return `Lines!$${letter}:$${letter}`;
}

/** Where the four views stand. */
export const viewColumns = {
  list: 'list',
  contracted: 'contracted',
  amortised: 'amortised',
  cash: 'cash',
} as const satisfies Record<BillView, LineColumn>;

export function linesSheet({ months, budget }: Forecast): WorkbookSheet {
  const lines = months.flatMap((month) => month.lines);
  const rows = lines.map((line, index) => lineCells(line, index + 2, budget));
  const inCurrency = (key: string, name: string): string =>
    /Price$|^list$|^contracted$|^amortised$|^cash$/.test(key) ? `${name}, ${budget.currency}` : name;
  return {
    name: 'Lines',
    widths: columns.map(([, , width]) => width),
    frozenRows: 1,
    frozenColumns: 2,
    rows: [columns.map(([key, name]) => heading(inCurrency(key, name))), ...rows],
  };
}

const priceFormat = '0.000000000';
const costFormat = '#,##0.00';

function lineCells(line: BillLine, row: number, budget: Budget): SheetCell[] {
  const { origin } = line;
  const head = [
    ...[
      ...[line.month, line.category, line.component, line.shard ?? '', line.zone ?? ''],
      ...[line.provider, line.region, line.sku, line.description],
    ].map(text),
    figure(quantityToNumber(line.quantity), '#,##0.000000'),
    text(line.unit),
  ];
  const tail = [text(origin.asOf), text([origin.source, origin.assumption].filter(Boolean).join('; '))];
  if (!isPriceFound(line)) {
    const blank = Array.from({ length: 9 }, () => text(''));
    return [...head, text('price not found'), ...blank, ...tail];
  }
  const at = (key: LineColumn): string => `${lineColumn(key)}${row}`;
  const listPrice = priceToNumber(line.listPrice!);
  const contracted = priceToNumber(line.contractedPrice!);
  const rate = `VLOOKUP(${at('currency')},Rates!$A$2:$B$50,2,FALSE)`;
  return [
    ...head,
    figure(origin.listed!, '0.#########'),
    text(origin.currency || budget.currency),
    figure(listPrice === 0 ? 1 : contracted / listPrice, '0.######'),
    formula(`=ROUND(${at('listed')}*${rate},9)`, listPrice, priceFormat),
    formula(`=ROUND(${at('listPrice')}*${at('share')},9)`, contracted, priceFormat),
    effectivePrice(line, at('contractedPrice'), contracted),
    ...costs(line, at),
    ...tail,
  ];
}

/** The contracted price where that is what is paid; the commitment's or sustained-use price as a number. */
function effectivePrice(line: BillLine, contractedCell: string, contracted: number): SheetCell {
  const effective = priceToNumber(line.effectivePrice!);
  return effective === contracted
    ? formula(`=${contractedCell}`, contracted, priceFormat)
    : figure(effective, priceFormat);
}

function costs(line: BillLine, at: (key: LineColumn) => string): SheetCell[] {
  const times = (key: LineColumn, cost: bigint): SheetCell =>
    formula(`=${at('quantity')}*${at(key)}`, amountToNumber(cost), costFormat);
  const nothing = figure(0, costFormat);
  switch (line.pricing) {
    case 'standard':
    case 'spot':
      return [
        times('listPrice', line.list),
        times('contractedPrice', line.contracted),
        times('effectivePrice', line.amortised),
        times('effectivePrice', line.cash),
      ];
    case 'committed':
      return [
        times('listPrice', line.list),
        times('contractedPrice', line.contracted),
        times('effectivePrice', line.amortised),
        nothing,
      ];
    case 'unused':
      return [nothing, nothing, times('effectivePrice', line.amortised), nothing];
    case 'purchase':
    case 'upfront':
      return [nothing, nothing, nothing, times('listPrice', line.cash)];
  }
}
