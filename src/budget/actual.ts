/**
 * A bill that was paid against the forecast, category by category. The actual bill is a FOCUS file, or a simple one with
 * the columns `category` and `cost`, and perhaps `month` and `currency`.
 */
import { type CostCategory, costCategories } from '../billing/bill-line.ts';
import { amountFromNumber, amountToNumber } from '../billing/exact.ts';
import { closest } from '../scenario/did-you-mean.ts';
import type { Issue } from '../scenario/issues.ts';
import { columnIndex, columnReport, type Table } from '../scenario/table.ts';
import { sampleQuantile } from '../stats/sample-quantile.ts';
import { focusCategory } from './focus-category.ts';
import type { Forecast } from './forecast.ts';
import { breakdown, sum } from './views.ts';

export interface ActualRow {
  readonly category: CostCategory;
  readonly forecast: number;
  /** Something of it has no price: the forecast is what is known. */
  readonly isForecastIncomplete: boolean;
  readonly actual: number;
  /** Actual minus forecast, and its share of the forecast; NaN where nothing was forecast. */
  readonly difference: number;
  readonly ratio: number;
}

export interface ActualComparison {
  /** Months that are both billed and forecast: the only ones compared. */
  readonly months: readonly string[];
  /** Months billed that the forecast does not hold, and what was paid in them. */
  readonly notForecast: readonly { readonly month: string; readonly actual: number }[];
  /** Months of the forecast between those billed of which the bill has no row. */
  readonly notBilled: readonly string[];
  readonly rows: readonly ActualRow[];
  readonly total: ActualRow;
  /** Whether the actual total lies between P10 and P90 of these months together; null where none is compared. */
  readonly isInsideBand: boolean | null;
}

/** What a bill says. */
export interface ActualBill {
  readonly costs: readonly ActualCost[];
  /** Tax on the bill, which no forecast holds. */
  readonly tax: number;
}

/**
 * Costs by category and month (null when the file has none), or everything that is wrong with the file. Tax of a FOCUS
 * bill is kept apart, and its purchases are the fees of commitments.
 */
export function readActual(
  table: Table,
  currency: string,
): ActualBill & { readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const isFocus = table.columns.includes('BilledCost');
  const names = isFocus
    ? {
        cost: 'BilledCost',
        category: 'ServiceCategory',
        month: 'ChargePeriodStart',
        currency: 'BillingCurrency',
      }
    : { cost: 'cost', category: 'category', month: 'month', currency: 'currency' };
  const cost = columnIndex(table, names.cost, issues);
  const category = columnIndex(table, names.category, issues);
  if (cost === null || category === null) return { costs: [], tax: 0, issues };
  const at = (name: string): number => table.columns.indexOf(name);
  const reports = {
    cost: columnReport(table, names.cost, issues),
    category: columnReport(table, names.category, issues),
    currency: columnReport(table, names.currency, issues),
    month: columnReport(table, names.month, issues),
  };
  let tax = 0n;
  const isMonthly = table.rows.some((row) => (row[at(names.month)] ?? '').trim() !== '');
  const costs = table.rows.flatMap((row, index): ActualCost[] => {
    const word = (column: number): string => (column < 0 ? '' : (row[column] ?? '').trim());
    const amount = word(cost) === '' ? Number.NaN : Number(word(cost));
    if (!Number.isFinite(amount)) reports.cost.add(index, 'must be a number', `"${word(cost)}"`);
    const billed = word(at(names.currency));
    if (billed !== '' && billed !== currency) {
      reports.currency.add(index, `must be the currency of the forecast (${currency})`, billed);
    }
    const month = word(at(names.month)).slice(0, 7);
    if (isMonthly && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
      const problem = month === '' ? 'must be given in every row or in none' : 'must be a month';
      reports.month.add(index, problem, month === '' ? 'nothing' : `"${month}"`);
    }
    const charge = isFocus ? word(at('ChargeCategory')) : '';
    if (charge === 'Tax' && Number.isFinite(amount)) {
      tax += amountFromNumber(amount);
      return [];
    }
    const found = isFocus
      ? focusCategory({
          serviceCategory: word(category),
          serviceSubcategory: word(at('ServiceSubcategory')),
          chargeCategory: charge,
          skuMeter: word(at('SkuMeter')),
          component: word(at('x_Component')),
          words: `${word(at('ChargeDescription'))} ${word(at('x_UsageType'))}`,
        })
      : costCategories.find((name) => name === word(category));
    if (found === undefined) {
      const near = closest(word(category), costCategories);
      reports.category.add(
        index,
        near === null ? 'is no category of a bill' : `is no category; did you mean ${near}?`,
        word(category),
      );
      return [];
    }
    return Number.isFinite(amount) ? [{ category: found, month: month || null, amount }] : [];
  });
  for (const report of Object.values(reports)) report.finish();
  return { costs, tax: amountToNumber(tax), issues };
}

export interface ActualCost {
  readonly category: CostCategory;
  readonly month: string | null;
  readonly amount: number;
}

/**
 * The actual costs against the same months of the forecast, in cash; of a file without months, against the first. What was
 * paid in months that are not forecast is told apart, not compared.
 */
export function compareActual(forecast: Forecast, costs: readonly ActualCost[]): ActualComparison {
  const first = forecast.months[0]!.month;
  const monthOf = ({ month }: ActualCost): string => month ?? first;
  const billed = [...new Set(costs.map(monthOf))].sort();
  const chosen = [...forecast.months.keys()].filter((index) =>
    billed.includes(forecast.months[index]!.month),
  );
  const months = chosen.map((index) => forecast.months[index]!.month);
  // Added as whole millionths: an invoice of thousands of rows must not drift.
  const paid = (isOf: (cost: ActualCost) => boolean): number =>
    amountToNumber(sum(costs.filter(isOf).map(({ amount }) => amountFromNumber(amount))));
  const compared = rowsOf(forecast, chosen, (category) =>
    paid((cost) => cost.category === category && months.includes(monthOf(cost))),
  );
  const isBetween = ({ month }: { readonly month: string }): boolean =>
    month > billed[0]! && month < billed.at(-1)! && !billed.includes(month);
  return {
    months,
    notForecast: billed
      .filter((month) => !months.includes(month))
      .map((month) => ({ month, actual: paid((cost) => monthOf(cost) === month) })),
    notBilled: forecast.months.filter(isBetween).map(({ month }) => month),
    ...compared,
    isInsideBand: isInside(forecast, chosen, compared.total.actual),
  };
}

function rowsOf(
  forecast: Forecast,
  chosen: readonly number[],
  paidFor: (category: CostCategory) => number,
): Pick<ActualComparison, 'rows' | 'total'> {
  const expected = new Map(
    breakdown(forecast, 'category', 'cash').map(({ name, months, isIncomplete }) => [
      name,
      { cost: amountToNumber(sum(chosen.map((index) => months[index]!))), isIncomplete },
    ]),
  );
  const rowOf = (
    category: CostCategory,
    forecastCost: number,
    isForecastIncomplete: boolean,
    actual: number,
  ): ActualRow => ({
    category,
    forecast: forecastCost,
    isForecastIncomplete,
    actual,
    difference: actual - forecastCost,
    ratio: forecastCost === 0 ? Number.NaN : (actual - forecastCost) / forecastCost,
  });
  const rows = costCategories.flatMap((category) => {
    const actual = paidFor(category);
    const { cost, isIncomplete } = expected.get(category) ?? { cost: 0, isIncomplete: false };
    return actual === 0 && cost === 0 && !isIncomplete ? [] : [rowOf(category, cost, isIncomplete, actual)];
  });
  const add = (of: (row: ActualRow) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const total = rowOf(
    'other',
    add((row) => row.forecast),
    rows.some((row) => row.isForecastIncomplete),
    add((row) => row.actual),
  );
  return { rows, total };
}

/** Whether what was paid lies within the band of the drawn years, of these months together. */
function isInside({ drawn }: Forecast, chosen: readonly number[], actual: number): boolean | null {
  if (chosen.length === 0) return null;
  const totals = drawn.map((year) => chosen.reduce((total, index) => total + year[index]!, 0));
  return actual >= sampleQuantile(totals, 0.1) && actual <= sampleQuantile(totals, 0.9);
}
