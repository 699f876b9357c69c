/**
 * A bill as text for a terminal, and as JSON.
 */
import Table from 'cli-table3';
import { type BillView, isPriceFound } from '../billing/bill-line.ts';
import { amountText, roundedAmountText } from '../billing/exact.ts';
import { billWarnings, notIncluded } from '../budget/assumptions.ts';
import type { Band, Forecast } from '../budget/forecast.ts';
import { marginalCosts, meanMarginalCost, oneMoreClass } from '../budget/marginal.ts';
import {
  breakdown,
  type Dimension,
  hasUnpriced,
  knownAmount,
  limitChecks,
  totalAmount,
  unitCosts,
} from '../budget/views.ts';
import { threeDigits } from '../charts/figures.ts';
import type { CostOfVariant } from './cost-source.ts';

export interface Costs {
  /** The first is shown in full. */
  readonly variants: readonly CostOfVariant[];
  readonly view: BillView;
  readonly by: Dimension;
}

/** What the views are, in words. */
const viewWords: Readonly<Record<BillView, string>> = {
  list: 'at list prices',
  contracted: 'at contracted prices',
  amortised: 'with commitments spread over the hours they are for',
  cash: 'as paid month by month',
};

export function costText({ variants, view, by }: Costs): string {
  const { forecast } = variants[0]!;
  const { budget } = forecast;
  const parts = [
    `${budget.name}: ${budget.currency}, ${viewWords[view]}, without tax`,
    ...unpricedText(forecast),
    ...(variants.length > 1 ? [variantsTable(variants, view)] : []),
    `${variants.length > 1 ? `${variants[0]!.variant}, ` : ''}by month`,
    monthsTable(forecast, view),
    `by ${by}`,
    breakdownTable(forecast, by, view),
    'what one costs, amortised',
    unitsTable(forecast),
    marginalText(forecast),
    ...limitChecks(forecast).map((check) => limitText(check, budget.currency, budget.resamples)),
    `not included: ${notIncluded(forecast).join('; ')}`,
  ];
  return parts.join('\n');
}

/** Said before any sum: what all of them are without. */
function unpricedText({ months }: Forecast): string[] {
  const lines = months.flatMap((month) => month.lines).filter((line) => !isPriceFound(line));
  const categories = [...new Set(lines.map(({ category }) => category))];
  return categories.length === 0
    ? []
    : [`price not found for some of ${categories.join(', ')}: every sum is what is known without it`];
}

/** The sum and its band; unknown where nothing that it adds up has a price. */
function sumCells(months: Forecast['months'], view: BillView, band: Band): string[] {
  const total = knownAmount(months, view);
  if (total === null) return new Array<string>(4).fill('unknown');
  return [roundedAmountText(total), ...bandCells(band)];
}

function newTable(head: readonly string[]): Table.Table {
  return new Table({
    head: [...head],
    colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')),
    style: { head: [], border: [] },
  });
}

function bandCells(band: Band): string[] {
  return [band.p10, band.p50, band.p90].map((value) => value.toFixed(2));
}

function variantsTable(variants: readonly CostOfVariant[], view: BillView): string {
  const table = newTable(['variant', 'expected', 'P10', 'P50', 'P90']);
  for (const { variant, forecast } of variants) {
    table.push([variant, ...sumCells(forecast.months, view, forecast.total[view])]);
  }
  return table.toString();
}

function monthsTable({ months, total }: Forecast, view: BillView): string {
  const table = newTable(['month', 'expected', 'P10', 'P50', 'P90']);
  for (const month of months) {
    table.push([month.month, ...sumCells([month], view, month.bands[view])]);
  }
  table.push(['all', ...sumCells(months, view, total[view])]);
  return table.toString();
}

function breakdownTable(forecast: Forecast, by: Dimension, view: BillView): string {
  const { months } = forecast;
  const table = newTable([by, 'a month', 'all months', 'share']);
  const all = Number(totalAmount(months, view));
  for (const { name, total, isIncomplete } of breakdown(forecast, by, view)) {
    const share = all === 0 ? '' : `${((100 * Number(total)) / all).toFixed(1)} %`;
    const mark = isIncomplete ? ' (price not found)' : '';
    const isUnknown = isIncomplete && total === 0n;
    const cells = isUnknown
      ? ['unknown', 'unknown', '']
      : [roundedAmountText(total / BigInt(months.length)), roundedAmountText(total), share];
    table.push([name + mark, ...cells]);
  }
  return table.toString();
}

function unitsTable(forecast: Forecast): string {
  const table = newTable(['unit', 'units', `${forecast.budget.currency} each`]);
  for (const { name, quantity, cost, perUnit } of unitCosts(forecast)) {
    if (quantity === 0) continue;
    const isUnknown = cost === 0 && hasUnpriced(forecast.months);
    const each = isUnknown ? 'unknown' : threeDigits(perUnit);
    table.push([name, quantity.toFixed(quantity < 100 ? 1 : 0), each]);
  }
  return table.toString();
}

function marginalText(forecast: Forecast): string {
  const { participants, hours, perMonth } = oneMoreClass;
  const mean = meanMarginalCost(forecast);
  const isUnknown = Number.isNaN(mean) || (mean === 0 && hasUnpriced(forecast.months));
  const price = isUnknown ? 'unknown' : `${forecast.budget.currency} ${threeDigits(mean)}`;
  return `one more class of ${participants} for ${hours} hour, ${perMonth} times a month: ${price} each`;
}

function limitText(
  { kind, limit, crossedIn, crossedRatio }: ReturnType<typeof limitChecks>[number],
  currency: string,
  years: number,
): string {
  const what = kind === 'month' ? `${currency} ${limit} a month` : `${currency} ${limit} in all`;
  const when = crossedIn.expected === null ? 'is kept in expectation' : `is crossed in ${crossedIn.expected}`;
  const share = `crossed in ${(100 * crossedRatio).toFixed(0)} % of ${years} drawn years`;
  return `the budget of ${what} ${when}; ${share}`;
}

export function costJson({ variants, view, by }: Costs): Record<string, unknown> {
  return {
    ok: true,
    view,
    variants: variants.map(({ variant, forecast }) => ({
      variant,
      name: forecast.budget.name,
      currency: forecast.budget.currency,
      isIncomplete: hasUnpriced(forecast.months),
      total: { expected: amountText(totalAmount(forecast.months, view)), ...forecast.total[view] },
      months: forecast.months.map((month) => ({
        month: month.month,
        expected: amountText(totalAmount([month], view)),
        ...month.bands[view],
        activity: month.activity,
      })),
      by: breakdown(forecast, by, view).map(({ name, total, months, isIncomplete }) => ({
        [by]: name,
        total: amountText(total),
        months: months.map(amountText),
        isIncomplete,
      })),
      unitCosts: unitCosts(forecast),
      marginalClass: { ...oneMoreClass, costByMonth: marginalCosts(forecast) },
      limits: limitChecks(forecast),
      notIncluded: notIncluded(forecast),
      warnings: billWarnings(forecast),
    })),
  };
}
