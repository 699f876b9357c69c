/**
 * What the charts of a bill share: how it was made, the months' axis, categories in few colours.
 */
import { amountToNumber } from '../../billing/exact.ts';
import type { Forecast } from '../../budget/forecast.ts';
import { breakdown } from '../../budget/views.ts';

/** Closing sentence of every caption. */
export function madeOf({ budget, months }: Forecast): string {
  const days = budget.days.map(({ name, samples }) => `${samples.length} of “${name}”`).join(', ');
  return `Simulated: “${budget.name}”, ${budget.variant}, ${months[0]!.month} to ${months.at(-1)!.month}, days simulated: ${days}; ${budget.resamples} drawn years, seed ${budget.seed}; ${budget.currency} without tax.`;
}

export function monthAxis(last = true) {
  return {
    field: 'month',
    type: 'ordinal' as const,
    sort: null,
    axis: { title: last ? 'month' : null, labels: last, labelAngle: -45, labelOverlap: true },
  };
}

export interface ShownCategory {
  readonly name: string;
  /** By month. */
  readonly months: readonly number[];
  readonly total: number;
}

/** Categories that get a colour of their own. */
const SHOWN_MAX = 6;

/** Categories by what they cost, paid in cash, the dearest first; small ones together. */
export function shownCategories(forecast: Forecast): ShownCategory[] {
  const all = breakdown(forecast, 'category', 'cash')
    .map(({ name, months, total }) => ({
      name,
      months: months.map(amountToNumber),
      total: amountToNumber(total),
    }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total);
  if (all.length <= SHOWN_MAX + 1) return all;
  const rest = all.slice(SHOWN_MAX);
  const everythingElse = {
    name: `everything else (${rest.map(({ name }) => name).join(', ')})`,
    months: forecast.months.map((_, month) => rest.reduce((sum, { months }) => sum + months[month]!, 0)),
    total: rest.reduce((sum, { total }) => sum + total, 0),
  };
  return [...all.slice(0, SHOWN_MAX), everythingElse];
}
