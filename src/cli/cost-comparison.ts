/**
 * Bills held against others: two forecasts by what made the difference, and the same work bought other ways.
 */
import Table from 'cli-table3';
import { amountText, roundedAmountText } from '../billing/exact.ts';
import { compareActual, readActual } from '../budget/actual.ts';
import { type CommitmentAdvice, commitmentAdvice } from '../budget/commitment-advice.ts';
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
  const table = new Table({
    head: ['category', 'before', 'volume', 'mix', 'price', 'fx', 'after'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  const parts = ['before', 'volume', 'mix', 'price', 'fx', 'after'] as const;
  for (const row of rows) table.push([row.category, ...parts.map((part) => roundedAmountText(row[part]))]);
  const totals = parts.map((part) => sum(rows.map((row) => row[part])));
  table.push(['all', ...totals.map((total) => roundedAmountText(total))]);
  return {
    text: `against ${before.variant}, amortised\n${table.toString()}`,
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
  const table = new Table({
    head: ['bought as', `${budget.currency}, all months`, 'note'],
    colAligns: ['left', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const [index, { name, note }] of options.entries()) {
    const cost = costs[index]!;
    table.push([name, cost === null ? 'price not found' : cost.toFixed(2), note]);
  }
  const crossings = breakEvens(options);
  const advice = commitmentAdvice(budget);
  return {
    text: [
      'the same work bought otherwise, amortised, without storage',
      table.toString(),
      ...crossings.map(crossingText),
      ...advice.map((one) => adviceText(one, budget.currency)),
    ].join('\n'),
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
  const { costs, issues } = readActual(table, forecast.budget.currency);
  if (issues.length > 0) throw new Failure(exitCodes.wrongInput, formatIssues(issues), issues);
  const comparison = compareActual(forecast, costs);
  const { rows, total, months, isInsideBand } = comparison;
  if (!forecast.months.some(({ month }) => months.includes(month))) {
    const first = forecast.months[0]!.month;
    const problem = `${file} bills ${months.join(', ')}, and the forecast begins in ${first}: write start in the budget`;
    throw new Failure(exitCodes.wrongInput, problem);
  }
  const out = new Table({
    head: ['category', 'forecast', 'paid', 'difference', 'of forecast'],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  const cells = ({ forecast: expected, actual, difference, ratio }: typeof total): string[] => [
    expected.toFixed(2),
    actual.toFixed(2),
    difference.toFixed(2),
    Number.isNaN(ratio) ? 'not forecast' : `${(100 * ratio).toFixed(1)} %`,
  ];
  for (const row of rows) out.push([row.category, ...cells(row)]);
  out.push(['all', ...cells(total)]);
  const place =
    { null: '', true: '; within P10 to P90', false: '; outside P10 to P90' }[String(isInsideBand)] ?? '';
  return { text: `paid in ${months.join(', ')}${place}\n${out.toString()}`, data: { actual: comparison } };
}
