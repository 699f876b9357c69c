/**
 * The lines of a forecast as a table of words, for CSV files: every digit, nothing rounded.
 */
import { isPriceFound } from '../billing/bill-line.ts';
import { amountText, priceText, quantityText } from '../billing/exact.ts';
import type { Forecast } from './forecast.ts';

export const lineColumns = [
  'month',
  'category',
  'component',
  'shard',
  'provider',
  'region',
  'zone',
  'sku',
  'description',
  'pricing',
  'quantity',
  'unit',
  'listPrice',
  'contractedPrice',
  'effectivePrice',
  'list',
  'contracted',
  'amortised',
  'cash',
  'currency',
  'listCurrency',
  'listedPrice',
  'priceAsOf',
  'priceSource',
  'assumption',
] as const;

/** One row a line; prices and amounts of a line whose price nobody found are empty. */
export function lineRows({ months, budget }: Forecast): string[][] {
  return months.flatMap(({ lines }) =>
    lines.map((line) => {
      const isFound = isPriceFound(line);
      const price = (value: bigint | null): string => (value === null ? '' : priceText(value));
      const amount = (value: bigint): string => (isFound ? amountText(value) : '');
      return [
        line.month,
        line.category,
        line.component,
        line.shard ?? '',
        line.provider,
        line.region,
        line.zone ?? '',
        line.sku,
        line.description,
        isFound ? line.pricing : 'price not found',
        quantityText(line.quantity),
        line.unit,
        price(line.listPrice),
        price(line.contractedPrice),
        price(line.effectivePrice),
        amount(line.list),
        amount(line.contracted),
        amount(line.amortised),
        amount(line.cash),
        budget.currency,
        line.origin.currency,
        line.origin.listed === null ? '' : String(line.origin.listed),
        line.origin.asOf,
        line.origin.source,
        line.origin.assumption ?? '',
      ];
    }),
  );
}
