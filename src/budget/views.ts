/**
 * A forecast's lines summed up the ways readers ask for: by month, category, component, region, shard and class of
 * conference, and per unit of what was done.
 */
import { type BillLine, type BillView, costCategories, isPriceFound } from '../billing/bill-line.ts';
import { amountToNumber } from '../billing/exact.ts';
import type { UsageRow } from '../simulation/rows.ts';
import { splitNames } from './day-type.ts';
import type { Forecast, MonthForecast } from './forecast.ts';
import { totalOf } from './month-days.ts';

export type Dimension = 'category' | 'component' | 'region' | 'shard' | 'class';
export const dimensions = [
  'category',
  'component',
  'region',
  'shard',
  'class',
] as const satisfies readonly Dimension[];

export interface BreakdownRow {
  readonly name: string;
  /** By month, exact. */
  readonly months: readonly bigint[];
  readonly total: bigint;
  /** Some of it has no price: the sum is what is known. */
  readonly isIncomplete: boolean;
}

/** The lines by a dimension; the rows add up to the bill to the last digit. */
export function breakdown(forecast: Forecast, dimension: Dimension, view: BillView): BreakdownRow[] {
  if (dimension === 'class') return byClass(forecast, view);
  const rows = new Map<string, { months: bigint[]; isIncomplete: boolean }>();
  for (const [index, { lines }] of forecast.months.entries()) {
    for (const line of lines) {
      const name = nameOf(line, dimension);
      let row = rows.get(name);
      if (row === undefined) {
        row = { months: forecast.months.map(() => 0n), isIncomplete: false };
        rows.set(name, row);
      }
      row.months[index]! += line[view];
      if (!isPriceFound(line)) row.isIncomplete = true;
    }
  }
  const named = [...rows].map(([name, row]) => ({ name, ...row, total: sum(row.months) }));
  const isNothing = ({ total, isIncomplete, months }: BreakdownRow): boolean =>
    total === 0n && !isIncomplete && months.every((month) => month === 0n);
  const shown = named.filter((row) => !isNothing(row));
  return dimension === 'category' ? shown.sort((a, b) => rank(a.name) - rank(b.name)) : shown;
}

function nameOf(line: BillLine, dimension: Exclude<Dimension, 'class'>): string {
  switch (dimension) {
    case 'category':
      return line.category;
    case 'component':
      return line.component;
    case 'region':
      return line.provider === '' ? '(no region)' : [line.provider, line.region].filter(Boolean).join('/');
    case 'shard':
      return line.shard ?? '(shared)';
  }
}

function rank(category: string): number {
  return (costCategories as readonly string[]).indexOf(category);
}

/** By what a category is shared out among classes: traffic by gigabytes, all else by participant-hours. */
function measureOf({ category }: BillLine): UsageRow['measure'] {
  switch (category) {
    case 'egress':
    case 'turn':
    case 'nat':
      return 'class-egress-gigabytes';
    case 'inter-zone':
    case 'inter-region':
      return 'class-relay-gigabytes';
    default:
      return 'class-participant-hours';
  }
}

function byClass(forecast: Forecast, view: BillView): BreakdownRow[] {
  const { budget } = forecast;
  const names = splitNames(budget.days, 'class-participant-hours');
  const rows = names.map((name) => ({ name, months: forecast.months.map(() => 0n), isIncomplete: false }));
  for (const [index, { lines, days }] of forecast.months.entries()) {
    const sharesBy = new Map<UsageRow['measure'], number[]>();
    const sharesOf = (measure: UsageRow['measure']): number[] => {
      const known = sharesBy.get(measure);
      if (known !== undefined) return known;
      const used = names.map((name) => totalOf(budget, days, measure, name));
      const all = used.reduce((total, value) => total + value, 0);
      const isSplit = all > 0 || measure === 'class-participant-hours';
      const shares = isSplit
        ? used.map((value) => (all === 0 ? 1 / names.length : value / all))
        : sharesOf('class-participant-hours');
      sharesBy.set(measure, shares);
      return shares;
    };
    for (const line of lines) {
      for (const [row, part] of shareOut(line[view], sharesOf(measureOf(line))).entries()) {
        rows[row]!.months[index]! += part;
      }
    }
  }
  return rows.map((row) => ({ ...row, total: sum(row.months) }));
}

/** Parts of an amount by shares; the last takes what rounding leaves, so that the parts add up to it. */
export function shareOut(amount: bigint, shares: readonly number[]): bigint[] {
  const scale = 1_000_000_000;
  const parts = shares.map((share) => (amount * BigInt(Math.round(share * scale))) / BigInt(scale));
  const rest = amount - sum(parts);
  return parts.map((part, index) => (index === parts.length - 1 ? part + rest : part));
}

export function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

/** The whole bill in a view, exact. */
export function totalAmount(months: readonly MonthForecast[], view: BillView): bigint {
  return sum(months.flatMap(({ lines }) => lines.map((line) => line[view])));
}

/** Whether something has no price, so that sums are what is known without it. */
export function hasUnpriced(months: readonly MonthForecast[]): boolean {
  return months.some(({ lines }) => lines.some((line) => !isPriceFound(line)));
}

/** The whole bill in a view; null where nothing that it adds up has a price. */
export function knownAmount(months: readonly MonthForecast[], view: BillView): bigint | null {
  const total = totalAmount(months, view);
  return total === 0n && hasUnpriced(months) ? null : total;
}

export interface UnitCost {
  readonly name: string;
  /** Units in all months; for a peak, the largest. */
  readonly quantity: number;
  /** Cost of all months that it is held against. */
  readonly cost: number;
  /** Cost of one; NaN when there was none. */
  readonly perUnit: number;
}

/** What a unit of work costs, amortised: recordings bear Jibris and storage, the rest bears everything. */
export function unitCosts({ months }: Forecast): UnitCost[] {
  const all = amountToNumber(totalAmount(months, 'amortised'));
  const ofRecordings = amountToNumber(
    sum(
      months.flatMap(({ lines }) =>
        lines
          .filter(({ category, component }) => category === 'recordings' || component === 'jibris')
          .map(({ amortised }) => amortised),
      ),
    ),
  );
  const total = (of: (month: MonthForecast['activity']) => number): number =>
    months.reduce((total, { activity }) => total + of(activity), 0);
  const peak = Math.max(...months.map(({ activity }) => activity.participantsPeak));
  const unit = (name: string, quantity: number, cost: number): UnitCost => ({
    name,
    quantity,
    cost,
    perUnit: quantity === 0 ? Number.NaN : cost / quantity,
  });
  return [
    unit(
      'participant-hour',
      total(({ participantHours }) => participantHours),
      all,
    ),
    unit(
      'conference-hour',
      total(({ conferenceHours }) => conferenceHours),
      all,
    ),
    unit(
      'recorded hour',
      total(({ recordedHours }) => recordedHours),
      ofRecordings,
    ),
    unit('peak participant and month', peak * months.length, all),
  ];
}

export interface LimitCheck {
  readonly kind: 'month' | 'total';
  readonly limit: number;
  /** First month over the limit in expectation, in the cheap (P10) and the dear (P90) tenth of drawn years; null: none. */
  readonly crossedIn: {
    readonly expected: string | null;
    readonly p10: string | null;
    readonly p90: string | null;
  };
  /** Share of drawn years in which it is crossed at all. */
  readonly crossedRatio: number;
}

/** When the budget line is crossed, in cash. */
export function limitChecks({ budget, months, drawn }: Forecast): LimitCheck[] {
  const { limit } = budget.written;
  const expected = months.map(({ lines }) => amountToNumber(sum(lines.map(({ cash }) => cash))));
  const check = (kind: LimitCheck['kind'], value: number): LimitCheck => {
    const first = (year: readonly number[]): number => {
      let total = 0;
      for (const [index, month] of year.entries()) {
        total += month;
        if ((kind === 'month' ? month : total) > value) return index;
      }
      return Number.POSITIVE_INFINITY;
    };
    const name = (index: number): string | null => months[index]?.month ?? null;
    const sorted = drawn.map(first).sort((a, b) => a - b);
    const at = (share: number): string | null => name(sorted[Math.floor(share * (sorted.length - 1))]!);
    return {
      kind,
      limit: value,
      // A dear year crosses early: its month is the lower quantile.
      crossedIn: { expected: name(first(expected)), p10: at(0.9), p90: at(0.1) },
      crossedRatio: sorted.filter(Number.isFinite).length / sorted.length,
    };
  };
  return [
    ...(limit?.perMonth === undefined ? [] : [check('month', limit.perMonth)]),
    ...(limit?.total === undefined ? [] : [check('total', limit.total)]),
  ];
}
