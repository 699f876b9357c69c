/**
 * The sheet of lines: quantity, listed price, rate and discount as numbers, and from them prices and costs as formulas.
 */
import type { BillLine, BillView } from '../../billing/bill-line.ts';
import { isPriceFound } from '../../billing/bill-line.ts';
import { priceToNumber, quantityToNumber } from '../../billing/exact.ts';
import type { Budget } from '../budget.ts';
import type { Forecast } from '../forecast.ts';
import { formula, heading, type SheetCell, text, type WorkbookSheet } from './sheet-cells.ts';

const columns = [
  'Month', 'Category', 'Component', 'Shard', 'Provider', 'Region', 'What', 'Description', 'Quantity', 'Unit',
  'Listed price', 'Currency', 'Paid share of list', 'List price', 'Contracted price', 'Effective price', 'List',
  'Contracted', 'Amortised', 'Cash', 'As of', 'Source',
]; // biome-ignore format: a list of names

/** Where the four views stand. */
export const viewColumns: Readonly<Record<BillView, string>> = {
  list: 'Q',
  contracted: 'R',
  amortised: 'S',
  cash: 'T',
};

export function linesSheet({ months, budget }: Forecast): WorkbookSheet {
  const lines = months.flatMap((month) => month.lines);
  const rows = lines.map((line, index) => lineCells(line, index + 2, budget));
  return {
    name: 'Lines',
    widths: [9, 16, 14, 6, 10, 14, 30, 34, 14, 10, 12, 9, 10, 12, 12, 12, 13, 13, 13, 13, 12, 50],
    frozenRows: 1,
    rows: [columns.map(heading), ...rows],
  };
}

const priceFormat = '0.000000000';

function lineCells(line: BillLine, row: number, budget: Budget): SheetCell[] {
  const { origin } = line;
  const head = [
    ...[line.month, line.category, line.component, line.shard ?? '', line.provider, line.region].map(text),
    text(line.sku),
    text(line.description),
    { value: quantityToNumber(line.quantity), format: '#,##0.000000' },
    text(line.unit),
  ];
  const tail = [text(origin.asOf), text([origin.source, origin.assumption].filter(Boolean).join('; '))];
  if (!isPriceFound(line)) {
    const blank = Array.from({ length: 9 }, () => text(''));
    return [...head, text('price not found'), ...blank, ...tail];
  }
  const listPrice = priceToNumber(line.listPrice!);
  const contracted = priceToNumber(line.contractedPrice!);
  return [
    ...head,
    { value: origin.listed!, format: '0.#########' },
    text(origin.currency || budget.currency),
    { value: listPrice === 0 ? 1 : contracted / listPrice, format: '0.######' },
    formula(`=ROUND(K${row}*VLOOKUP(L${row},Rates!$A$2:$B$50,2,FALSE),9)`, priceFormat),
    formula(`=ROUND(N${row}*M${row},9)`, priceFormat),
    effectivePrice(line, row, contracted),
    ...costs(line, row),
    ...tail,
  ];
}

/** The contracted price where that is what is paid; the commitment's or sustained-use price as a number. */
function effectivePrice(line: BillLine, row: number, contracted: number): SheetCell {
  const effective = priceToNumber(line.effectivePrice!);
  return effective === contracted
    ? formula(`=O${row}`, priceFormat)
    : { value: effective, format: priceFormat };
}

function costs({ pricing }: BillLine, row: number): SheetCell[] {
  const at = (column: string): SheetCell => formula(`=I${row}*${column}${row}`);
  const nothing: SheetCell = { value: 0, format: '#,##0.00' };
  switch (pricing) {
    case 'standard':
    case 'spot':
      return [at('N'), at('O'), at('P'), at('P')];
    case 'committed':
      return [at('N'), at('O'), at('P'), nothing];
    case 'unused':
      return [nothing, nothing, at('P'), nothing];
    case 'purchase':
      return [nothing, nothing, nothing, at('N')];
  }
}
