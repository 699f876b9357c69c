/**
 * The sheets of a workbook that say where figures come from: assumptions, every price, exchange rates.
 */
import { amountToNumber } from '../../billing/exact.ts';
import { findRate } from '../../billing/price-book.ts';
import { assumptions, notIncluded, type UsedPrice, usedPrices } from '../assumptions.ts';
import type { Forecast } from '../forecast.ts';
import { sum } from '../views.ts';
import {
  blankRow,
  figure,
  formula,
  heading,
  type SheetCell,
  text,
  type WorkbookSheet,
} from './sheet-cells.ts';
import { type LineColumn, lineRange } from './workbook-lines.ts';

export function assumptionsSheet(forecast: Forecast): WorkbookSheet {
  const rows: (readonly SheetCell[])[] = [['Assumption', 'Value', 'Source'].map(heading)];
  for (const { what, value, source } of assumptions(forecast)) rows.push([what, value, source].map(text));
  rows.push(blankRow, [heading('Not included')]);
  for (const what of notIncluded(forecast)) rows.push([text(what)]);
  return { name: 'Assumptions', widths: [36, 70, 60], frozenRows: 1, frozenColumns: 1, rows };
}

export function pricesSheet(forecast: Forecast): WorkbookSheet {
  const { currency } = forecast.budget;
  const rows: (readonly SheetCell[])[] = [
    [
      'Category',
      'Provider',
      'Region',
      'What',
      'Unit',
      'Listed price',
      'Currency',
      'As of',
      'Age',
      'Whose',
      `Cost at it, ${currency}, amortised`,
      'Source',
      'Assumption',
    ].map(heading),
  ];
  for (const price of usedPrices(forecast)) rows.push(priceRow(forecast, price, rows.length + 1));
  const widths = [18, 12, 16, 30, 12, 14, 10, 14, 20, 20, 24, 60, 40];
  return { name: 'Prices', widths, frozenRows: 1, frozenColumns: 4, rows };
}

function priceRow(forecast: Forecast, price: UsedPrice, row: number): SheetCell[] {
  const { category, provider, region, sku, unit, origin, isOutdated } = price;
  const listed = origin.listed === null ? text('price not found') : figure(origin.listed, '0.#########');
  return [
    ...[category, provider, region, sku, unit].map(text),
    listed,
    ...[origin.currency, origin.asOf, isOutdated ? 'older than 180 days' : '', ownerOf(price)].map(text),
    origin.listed === null ? text('unknown') : costAt(forecast, price, row),
    ...[origin.source, origin.assumption ?? ''].map(text),
  ];
}

/** Who answers for the price. */
function ownerOf({ origin, provider }: UsedPrice): string {
  if (origin.listed === null) return 'nobody';
  if (origin.assumption !== null) return 'jitsim: assumed';
  if (origin.source === 'the budget' || provider === '') return 'the budget';
  return `list of ${provider}`;
}

/** What of the bill hangs on the price: the lines that share all that is said of it. */
function costAt({ months }: Forecast, price: UsedPrice, row: number): SheetCell {
  const { category, provider, region, sku, unit, origin } = price;
  const lines = months.flatMap((month) => month.lines);
  const same = lines.filter(
    (line) =>
      line.category === category &&
      line.provider === provider &&
      line.region === region &&
      line.sku === sku &&
      line.unit === unit &&
      line.origin.listed === origin.listed,
  );
  const keys: readonly (readonly [LineColumn, string, string])[] = [
    ['category', 'A', category],
    ['provider', 'B', provider],
    ['region', 'C', region],
    ['what', 'D', sku],
    ['unit', 'E', unit],
  ];
  // A condition on an empty cell would look for zeros.
  const where = keys
    .filter(([, , value]) => value !== '')
    .map(([key, letter]) => `${lineRange(key)},$${letter}${row}`);
  const conditions = [...where, `${lineRange('listed')},$F${row}`].join(',');
  const cost = amountToNumber(sum(same.map(({ amortised }) => amortised)));
  return formula(`=SUMIFS(${lineRange('amortised')},${conditions})`, cost);
}

/** Every currency of a list price, and its rate: formulas of the lines look here. */
export function ratesSheet(forecast: Forecast): WorkbookSheet {
  const { budget } = forecast;
  const rows: (readonly SheetCell[])[] = [
    ['Currency', `${budget.currency} for one`, 'As of', 'Low', 'High', 'Source'].map(heading),
  ];
  const currencies = new Set(usedPrices(forecast).map(({ origin }) => origin.currency || budget.currency));
  for (const currency of currencies) {
    const rate = findRate(budget.book, currency, budget.currency);
    const end = (index: 0 | 1): SheetCell =>
      rate?.interval ? figure(rate.interval[index], '0.#########') : text('');
    rows.push([
      text(currency),
      figure(rate?.rate ?? 1, '0.#########'),
      text(rate?.asOf ?? ''),
      end(0),
      end(1),
      text(rate?.source ?? ''),
    ]);
  }
  return { name: 'Rates', widths: [12, 18, 14, 12, 12, 60], frozenRows: 1, frozenColumns: 0, rows };
}
