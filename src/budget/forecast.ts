/**
 * The months of a budget: the expected bill, line by line, and how sure it is, by drawing whole years anew from the
 * simulated days.
 *
 * Expected: every sample of a kind of day counts as often as every other, growth is in the middle of its interval. The
 * lines of the bill are those of the expected usage. Drawn: the samples are drawn anew for each year, because few of them
 * leave open what a day costs on average; then each day of each month takes one of them; growth
 * and exchange rates take one value of their intervals a year. Where replications drew model parameters of their own, a drawn year keeps to one
 * replication, because a parameter that is off is off on all days alike.
 */
import type { BillContext, BoughtCommitment } from '../billing/bill-context.ts';
import { type BillLine, type BillView, billViews, sumOf } from '../billing/bill-line.ts';
import { amountToNumber } from '../billing/exact.ts';
import { billMonth } from '../billing/month-bill.ts';
import { contractedRatio, findRate } from '../billing/price-book.ts';
import type { RandomStream } from '../engine/random/random-stream.ts';
import { createRandomStreams } from '../engine/random/random-streams.ts';
import { sampleQuantile } from '../stats/sample-quantile.ts';
import type { Budget } from './budget.ts';
import { addMonths, countDays, daysIn, monthOf, monthText } from './calendar.ts';
import { splitNames } from './day-type.ts';
import { activityOf, type MonthActivity, type MonthDays, totalOf } from './month-days.ts';
import { monthUsage } from './month-usage.ts';
import { storedGigabyteMonths } from './recordings.ts';

export interface Band {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

export interface MonthForecast {
  readonly month: string;
  readonly days: MonthDays;
  readonly activity: MonthActivity;
  /** The expected bill. */
  readonly lines: readonly BillLine[];
  readonly bands: Readonly<Record<BillView, Band>>;
}

export interface Forecast {
  readonly budget: Budget;
  readonly months: readonly MonthForecast[];
  /** Of all months together. */
  readonly total: Readonly<Record<BillView, Band>>;
  /** Totals of every drawn year by month, of each view: for the month in which a limit is crossed. */
  readonly drawn: readonly (readonly number[])[];
  /** Recordings kept in each month in expectation, GB on average. */
  readonly stored: readonly number[];
}

/** The months of the budget. Same budget, same figures: all draws come from its seed. */
export function forecast(budget: Budget): Forecast {
  const classes = splitNames(budget.days, 'class-conference-hours');
  const expected = expectedDays(budget);
  const lines = billYear(budget, expected);
  const totals: Record<BillView, number[][]> = { list: [], contracted: [], amortised: [], cash: [] };
  const streams = createRandomStreams({ seed: budget.seed, replication: 0 });
  for (let year = 0; year < budget.resamples; year++) {
    const drawn = drawDays(budget, {
      days: streams.stream('budget/days').at(year),
      growth: streams.stream('budget/growth').at(year),
      replications: streams.stream('budget/replications').at(year),
    });
    const bills = billYear(withDrawnRates(budget, streams.stream('budget/rates').at(year)), drawn);
    for (const view of billViews) {
      totals[view].push(bills.map((bill) => amountToNumber(sumOf(bill, view))));
    }
  }
  const band = (values: readonly number[]): Band => ({
    p10: sampleQuantile(values, 0.1),
    p50: sampleQuantile(values, 0.5),
    p90: sampleQuantile(values, 0.9),
  });
  const bands = (of: (year: readonly number[]) => number): Record<BillView, Band> => ({
    list: band(totals.list.map(of)),
    contracted: band(totals.contracted.map(of)),
    amortised: band(totals.amortised.map(of)),
    cash: band(totals.cash.map(of)),
  });
  return {
    budget,
    months: expected.map((days, index) => ({
      month: monthText(addMonths(budget.start, index)),
      days,
      activity: activityOf(budget, days, classes),
      lines: lines[index]!,
      bands: bands((year) => year[index]!),
    })),
    total: bands((year) => year.reduce((sum, month) => sum + month, 0)),
    drawn: totals.cash,
    stored: storedIn(budget, expected),
  };
}

/** The lines of every month in expectation. */
export function expectedBill(budget: Budget): BillLine[][] {
  return billYear(budget, expectedDays(budget));
}

/** Every month with its days in expectation. */
export function expectedDays(budget: Budget): MonthDays[] {
  return months(budget).map((index) => ({
    index,
    demand: demandOf(budget, index, 0.5),
    weights: countDays(budget.calendar, addMonths(budget.start, index), budget.days.length).map(
      (count, kind) => {
        const { samples } = budget.days[kind]!;
        return samples.map(() => count / samples.length);
      },
    ),
  }));
}

/**
 * The days of one year. First the simulated days are drawn anew with replacement: few of them leave open what a
 * day costs on average, and that is off on all days of a year alike. Each day then takes one of those.
 *
 * Source: Davison and Hinkley 1997, Bootstrap Methods and their Application, section 3.8 (hierarchical data).
 *
 * Simplification: resampling n simulated days understates the variance of their mean by the factor 1 - 1/n; the days of one
 * replication of several days are drawn as if they were independent.
 */
function drawDays(
  budget: Budget,
  streams: {
    readonly days: RandomStream;
    readonly growth: RandomStream;
    readonly replications: RandomStream;
  },
): MonthDays[] {
  const { days, replications } = streams;
  const drawn = streams.growth.nextUnit();
  const isKept = budget.days.some(({ isParameterDrawn }) => isParameterDrawn);
  const kept = days.nextUnit();
  const pools = budget.days.map(({ samples }) => samples.map(() => replications.nextIndex(samples.length)));
  return months(budget).map((index) => ({
    index,
    demand: demandOf(budget, index, drawn),
    weights: countDays(budget.calendar, addMonths(budget.start, index), budget.days.length).map(
      (count, kind) => {
        const { samples } = budget.days[kind]!;
        const weights = new Array<number>(samples.length).fill(0);
        for (let day = 0; day < count; day++) {
          const sample = isKept
            ? Math.floor(kept * samples.length)
            : pools[kind]![days.nextIndex(samples.length)]!;
          weights[sample]! += 1;
        }
        return weights;
      },
    ),
  }));
}

/** One value of each exchange rate that is an interval, for the whole year. */
function withDrawnRates(budget: Budget, stream: RandomStream): Budget {
  const { rates } = budget.book;
  if (rates.every(({ interval }) => interval === null)) return budget;
  const drawn = rates.map((rate) =>
    rate.interval === null
      ? rate
      : { ...rate, rate: rate.interval[0] + (rate.interval[1] - rate.interval[0]) * stream.nextUnit() },
  );
  return { ...budget, book: { ...budget.book, rates: drawn } };
}

function months(budget: Budget): number[] {
  return Array.from({ length: budget.months }, (_, index) => index);
}

/** Demand of the month over that simulated: growth up to it, times its season. */
function demandOf(budget: Budget, index: number, drawn: number): number {
  let grown = 1;
  for (let month = 1; month <= index; month++) grown *= Math.max(0, 1 + budget.growth.ratioOf(month, drawn));
  const { month } = addMonths(budget.start, index);
  return grown * budget.seasonality[month - 1]!;
}

function billYear(budget: Budget, year: readonly MonthDays[]): BillLine[][] {
  const stored = storedIn(budget, year);
  return year.map((days, index) => forecastMonth(budget, days, stored[index]!));
}

/** @param storedGigabytes recordings kept, on average over the month */
export function forecastMonth(budget: Budget, days: MonthDays, storedGigabytes: number): BillLine[] {
  const usage = monthUsage(budget, days, storedGigabytes);
  return billMonth(usage, billContext(budget, usage.month));
}

function storedIn(budget: Budget, year: readonly MonthDays[]): number[] {
  const { recordings } = budget.written;
  const months = year.map((days) => ({
    gigabytes: totalOf(budget, days, 'recorded-hours') * budget.recordedGigabytesPerHour,
    days: daysIn(addMonths(budget.start, days.index)),
  }));
  return storedGigabyteMonths(months, {
    keepDays: recordings.keepDays,
    keptBefore: recordings.keptGigabytes,
  });
}

/** What the bill of a month is made with. */
function billContext(budget: Budget, month: string): BillContext {
  const { book, currency } = budget;
  return {
    book,
    currency,
    commitments: budget.commitments.filter((bought) => isInForce(bought, month)),
    // Rates were looked for when the budget was resolved.
    rateOf: (from) => findRate(book, from, currency)!.rate,
    contractedRatio: (provider, category) => contractedRatio(book, { provider, category }),
    hoursOfTerm,
  };
}

function isInForce({ startMonth, years }: BoughtCommitment, month: string): boolean {
  return month >= startMonth && month < monthText(addMonths(monthOf(startMonth), 12 * years));
}

/** Hours of the months of the term: what its fee is paid for, whenever it is paid. */
function hoursOfTerm({ startMonth, years }: BoughtCommitment): number {
  const first = monthOf(startMonth);
  let hours = 0;
  for (let index = 0; index < 12 * years; index++) hours += 24 * daysIn(addMonths(first, index));
  return hours;
}
