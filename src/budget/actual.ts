/**
 * A bill that was paid against the forecast, category by category. The actual bill is a FOCUS file, or a simple one with
 * the columns `category` and `cost`, and perhaps `month` and `currency`.
 */
import { type CostCategory, costCategories } from '../billing/bill-line.ts';
import { amountFromNumber, amountToNumber } from '../billing/exact.ts';
import { closest } from '../scenario/did-you-mean.ts';
import type { Issue } from '../scenario/issues.ts';
import { columnIndex, columnReport, type Table } from '../scenario/table.ts';
import type { Forecast } from './forecast.ts';
import { breakdown, sum } from './views.ts';

export interface ActualRow {
  readonly category: CostCategory;
  readonly forecast: number;
  readonly actual: number;
  /** Actual minus forecast, and its share of the forecast; NaN where nothing was forecast. */
  readonly difference: number;
  readonly ratio: number;
}

export interface ActualComparison {
  readonly months: readonly string[];
  readonly rows: readonly ActualRow[];
  readonly total: ActualRow;
  /** Whether the actual total lies between P10 and P90 of these months. */
  readonly isInsideBand: boolean | null;
}

/** Costs by category and month (null when the file has none), or everything that is wrong with the file. */
export function readActual(
  table: Table,
  currency: string,
): { readonly costs: readonly ActualCost[]; readonly issues: readonly Issue[] } {
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
  if (cost === null || category === null) return { costs: [], issues };
  const at = (name: string): number => table.columns.indexOf(name);
  const reports = {
    cost: columnReport(table, names.cost, issues),
    category: columnReport(table, names.category, issues),
    currency: columnReport(table, names.currency, issues),
    month: columnReport(table, names.month, issues),
  };
  const costs = table.rows.flatMap((row, index): ActualCost[] => {
    const word = (column: number): string => (column < 0 ? '' : (row[column] ?? '').trim());
    const amount = word(cost) === '' ? Number.NaN : Number(word(cost));
    if (!Number.isFinite(amount)) reports.cost.add(index, 'must be a number', `"${word(cost)}"`);
    const billed = word(at(names.currency));
    if (billed !== '' && billed !== currency) {
      reports.currency.add(index, `must be the currency of the forecast (${currency})`, billed);
    }
    const month = word(at(names.month)).slice(0, 7);
    if (month !== '' && !/^\d{4}-\d{2}$/.test(month))
      reports.month.add(index, 'must be a month', `"${month}"`);
    const component = word(at('x_Component'));
    const meter = word(at('SkuMeter'));
    const found = isFocus
      ? focusCategory({ category: word(category), service: word(at('ServiceSubcategory')), meter, component })
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
  return { costs, issues };
}

export interface ActualCost {
  readonly category: CostCategory;
  readonly month: string | null;
  readonly amount: number;
}

/** The category of a FOCUS row: its own word where jitsim wrote the file, else by service. */
function focusCategory(row: {
  readonly category: string;
  readonly service: string;
  readonly meter: string;
  readonly component: string;
}): CostCategory {
  const own = row.component === '' ? undefined : costCategories.find((name) => name === row.meter);
  if (own !== undefined) return own;
  switch (row.category) {
    case 'Compute':
      return row.service === 'Containers' ? 'control-planes' : 'compute';
    case 'Networking':
      if (row.service === 'Application Networking') return 'load-balancers';
      if (row.service === 'Network Infrastructure') return 'addresses';
      return row.service === 'Network Routing' ? 'nat' : 'egress';
    case 'Storage':
      return row.service === 'Object Storage' ? 'recordings' : 'disk';
    case 'Management and Governance':
      return 'monitoring';
    default:
      return 'other';
  }
}

/** The actual costs against the same months of the forecast, in cash; of a file without months, against the first. */
export function compareActual(forecast: Forecast, costs: readonly ActualCost[]): ActualComparison {
  const named = [...new Set(costs.flatMap(({ month }) => (month === null ? [] : [month])))].sort();
  const months = named.length === 0 ? [forecast.months[0]!.month] : named;
  const chosen = [...forecast.months.keys()].filter((index) =>
    months.includes(forecast.months[index]!.month),
  );
  const expected = new Map(
    breakdown(forecast, 'category', 'cash').map(({ name, months: all }) => [
      name,
      amountToNumber(sum(chosen.map((index) => all[index]!))),
    ]),
  );
  const rowOf = (category: CostCategory, forecastCost: number, actual: number): ActualRow => ({
    category,
    forecast: forecastCost,
    actual,
    difference: actual - forecastCost,
    ratio: forecastCost === 0 ? Number.NaN : (actual - forecastCost) / forecastCost,
  });
  const rows = costCategories.flatMap((category) => {
    const of = costs.filter((one) => one.category === category);
    // Added as whole millionths: an invoice of thousands of rows must not drift.
    const actual = amountToNumber(sum(of.map(({ amount }) => amountFromNumber(amount))));
    const forecastCost = expected.get(category) ?? 0;
    return actual === 0 && forecastCost === 0 ? [] : [rowOf(category, forecastCost, actual)];
  });
  const add = (of: (row: ActualRow) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const total = rowOf(
    'other',
    add((row) => row.forecast),
    add((row) => row.actual),
  );
  const band = chosen.length === 1 ? forecast.months[chosen[0]!]!.bands.cash : null;
  return {
    months,
    rows,
    total,
    isInsideBand: band === null ? null : total.actual >= band.p10 && total.actual <= band.p90,
  };
}
