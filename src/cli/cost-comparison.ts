/**
 * Bills held against others: two forecasts by what made the difference, and the same work bought other ways.
 */
import Table from 'cli-table3';
import { amountText, roundedAmountText } from '../billing/exact.ts';
import { type ActualComparison, type ActualRow, compareActual, readActual } from '../budget/actual.ts';
import { type CommitmentAdvice, commitmentAdvice } from '../budget/commitment-advice.ts';
import type { ComparisonTable } from '../budget/comparison-table.ts';
import { type BreakEven, type BuyingOption, breakEvens, buyingOptions } from '../budget/options.ts';
import { variance } from '../budget/variance.ts';
import { sum } from '../budget/views.ts';
import { parseTable } from '../io/csv.ts';
import { readText } from '../io/read-text.ts';
import { formatIssues } from '../scenario/issues.ts';
import type { CostOfVariant } from './cost-source.ts';
import { checkedValue, costsOf } from './cost-source.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failures.ts';
import type { Arguments } from './options.ts';
import { sparkline } from './sparkline.ts';

/** What a further part of the answer says, as text and as data. */
export interface ComparisonPart {
  readonly text: string;
  readonly table: ComparisonTable;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The variance against another variant or source, when asked for. */
export async function varianceOf(
  variants: readonly CostOfVariant[],
  given: Arguments,
): Promise<ComparisonPart | null> {
  if (given.against === undefined) return null;
  const wanted = String(given.against);
  const before =
    variants.find(({ variant }) => variant === wanted) ??
    (await costsOf(wanted, { ...given, variant: undefined, budget: undefined }))[0]!;
  const after = variants[0]!;
  const currencies = [before.forecast.budget.currency, after.forecast.budget.currency];
  if (currencies[0] !== currencies[1]) {
    throw new Failure(
      exitCodes.wrongInput,
      `${wanted} is billed in ${currencies[0]} and this in ${currencies[1]}: give both the same currency`,
    );
  }
  const rows = variance(before.forecast, after.forecast);
  const parts = ['before', 'volume', 'mix', 'price', 'fx', 'after'] as const;
  const totals = parts.map((part) => roundedAmountText(sum(rows.map((row) => row[part]))));
  const table: ComparisonTable = {
    title: `Against ${before.variant}, amortised, ${currencies[0]}`,
    columns: ['category', ...parts],
    rows: [
      ...rows.map((row) => [row.category, ...parts.map((part) => roundedAmountText(row[part]))]),
      ['all', ...totals],
    ],
    notes: [
      'Before plus volume, mix, price and exchange rate is after. Volume: more of everything; mix: other proportions.',
    ],
  };
  return {
    text: `against ${before.variant}, amortised\n${drawn(table)}`,
    table,
    data: {
      against: before.variant,
      variance: rows.map((row) => ({
        category: row.category,
        ...Object.fromEntries(parts.map((part) => [part, amountText(row[part])])),
      })),
    },
  };
}

/** Other ways to buy the same work, when asked for or when the budget names any. */
export function optionsOf({ forecast, input }: CostOfVariant, given: Arguments): ComparisonPart | null {
  const { budget } = forecast;
  const { seats, alternatives } = budget.written;
  if (given.options !== true && seats === undefined && alternatives.length === 0) return null;
  const options = buyingOptions(budget, input);
  const costs = options.map(({ costAt }) => costAt(1));
  const crossings = breakEvens(options);
  const advice = commitmentAdvice(budget);
  const table: ComparisonTable = {
    title: 'The same work bought otherwise, amortised, without storage',
    columns: ['bought as', `${budget.currency}, all months`, 'note'],
    rows: options.map(({ name, note }, index) => [name, costs[index]?.toFixed(2) ?? 'price not found', note]),
    notes: crossings.map(crossingText),
  };
  return {
    text: [
      'the same work bought otherwise, amortised, without storage',
      drawn(table, ['left', 'right', 'left']),
      ...table.notes,
      ...advice.map((one) => adviceText(one, budget.currency)),
    ].join('\n'),
    table,
    data: {
      options: options.map(({ name, note }: BuyingOption, index) => ({ name, note, cost: costs[index] })),
      breakEvens: crossings,
      commitments: advice,
    },
  };
}

/** The optimum in the terms of FinOps, and the cost of an hour over what is committed as a line of bars. */
function adviceText({ id, discountRatio, optimum }: CommitmentAdvice, currency: string): string {
  const { commitPerHour, coverage, utilisation, savingsRatio, curve } = optimum;
  const percent = (share: number): string => (Number.isNaN(share) ? 'none' : `${Math.round(100 * share)} %`);
  const costs = curve.map(({ cost }) => cost);
  return [
    `${id}, ${percent(discountRatio)} off: commit ${currency} ${commitPerHour.toFixed(3)} an hour; coverage ${percent(coverage)}, utilisation ${percent(utilisation)}, saves ${percent(savingsRatio)} of compute`,
    `  cost of an hour from nothing committed to all: ${sparkline(costs, { width: costs.length, max: Math.max(...costs) })} ${Math.min(...costs).toFixed(2)} to ${Math.max(...costs).toFixed(2)}`,
  ].join('\n');
}

function crossingText({ cheaperBelow, cheaperAbove, demand }: BreakEven): string {
  return `below ${demand.toPrecision(3)} times the simulated demand ${cheaperBelow} is cheaper, above it ${cheaperAbove}`;
}

/** The forecast against a bill that was paid, when one is given. */
export async function actualOf(
  { forecast }: CostOfVariant,
  given: Arguments,
): Promise<ComparisonPart | null> {
  if (given.actual === undefined) return null;
  const file = String(given.actual);
  const table = checkedValue(await parseTable(checkedValue(await readText(file, file)), file));
  const { costs, tax, issues } = readActual(table, forecast.budget.currency);
  if (issues.length > 0) throw new Failure(exitCodes.wrongInput, formatIssues(issues), issues);
  const comparison = compareActual(forecast, costs);
  const { rows, total, months, isInsideBand } = comparison;
  if (months.length === 0) {
    const billed = comparison.notForecast.map(({ month }) => month).join(', ') || 'nothing but tax';
    const first = forecast.months[0]!.month;
    const problem = `${file} bills ${billed}, and the forecast begins in ${first}: write start in the budget`;
    throw new Failure(exitCodes.wrongInput, problem);
  }
  const place = isInsideBand === true ? 'within P10 to P90' : 'outside P10 to P90';
  const title = `aid in ${months.join(', ')}; ${place}`;
  const notes = actualNotes(comparison, { file, tax, hasMonths: costs.some(({ month }) => month !== null) });
  const part: ComparisonTable = {
    title: `P${title}`,
    columns: ['category', 'forecast', 'paid', 'difference', 'of forecast'],
    rows: [...rows.map((row) => [row.category, ...actualCells(row)]), ['all', ...actualCells(total)]],
    notes,
  };
  return {
    text: [`p${title}`, drawn(part), ...notes].join('\n'),
    table: part,
    data: { actual: { ...comparison, tax } },
  };
}

function actualCells({ forecast, isForecastIncomplete, actual, difference, ratio }: ActualRow): string[] {
  const unknown = isForecastIncomplete ? 'price not found' : 'not forecast';
  const share = Number.isNaN(ratio) ? unknown : `${(100 * ratio).toFixed(1)} %`;
  return [
    isForecastIncomplete && forecast === 0 ? 'unknown' : forecast.toFixed(2),
    actual.toFixed(2),
    isForecastIncomplete && forecast === 0 ? 'unknown' : difference.toFixed(2),
    isForecastIncomplete && !Number.isNaN(ratio) ? `${share} (price not found)` : share,
  ];
}

/** What the table does not hold: months of only one side, and tax. */
function actualNotes(
  { notForecast, notBilled, months }: ActualComparison,
  { file, tax, hasMonths }: { readonly file: string; readonly tax: number; readonly hasMonths: boolean },
): string[] {
  const outside = notForecast.map(({ month, actual }) => `${month} (${actual.toFixed(2)})`);
  return [
    `Paid as ${file} says, in cash.`,
    ...(hasMonths ? [] : [`It names no month, and is taken as that of ${months.join()}.`]),
    ...(outside.length === 0 ? [] : [`Billed and not forecast, not compared: ${outside.join(', ')}.`]),
    ...(notBilled.length === 0 ? [] : [`Forecast and not billed, not compared: ${notBilled.join(', ')}.`]),
    ...(tax === 0 ? [] : [`Tax of ${tax.toFixed(2)} on the bill is not compared: the forecast is without.`]),
  ];
}

/** As a terminal shows it: names flush left, figures flush right. */
function drawn({ columns, rows }: ComparisonTable, aligns?: readonly ('left' | 'right')[]): string {
  const table = new Table({
    head: [...columns],
    colAligns:
      aligns === undefined ? columns.map((_, index) => (index === 0 ? 'left' : 'right')) : [...aligns],
    style: { head: [], border: [] },
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}
