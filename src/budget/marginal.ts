/**
 * What one more class costs: the difference of two bills, with and without it.
 *
 * Simplification: the class is an average one. It needs as many instance-hours and gigabytes as its participant-hours need
 * on average; at the peak hour, or where it fits into free capacity, it costs more or less. Fixed pools cost nothing more.
 */
import { amountToNumber } from '../billing/exact.ts';
import type { Budget } from './budget.ts';
import { expectedDays, type Forecast, forecastMonth } from './forecast.ts';
import { totalOf } from './month-days.ts';
import { sum } from './views.ts';

export interface MarginalClass {
  readonly participants: number;
  readonly hours: number;
  /** Classes a month. */
  readonly perMonth: number;
}

/** A class of 30 for an hour on every working day. */
export const oneMoreClass: MarginalClass = { participants: 30, hours: 1, perMonth: 21 };

/** What one class costs more, in each month of the budget; NaN in a month without participants. */
export function marginalCosts(forecast: Forecast, more: MarginalClass = oneMoreClass): number[] {
  const { budget } = forecast;
  const added = more.participants * more.hours * more.perMonth;
  return expectedDays(budget).map((days, index) => {
    const participantHours = totalOf(budget, days, 'participant-hours');
    if (participantHours === 0) return Number.NaN;
    const grown = { ...days, demand: days.demand * (1 + added / participantHours) };
    const cost = (demand: typeof days): bigint => costOf(budget, forecast, demand, index);
    return amountToNumber(cost(grown) - cost(days)) / more.perMonth;
  });
}

/** Mean of them over the months with participants, for one class in the currency of the bill; NaN without any. */
export function meanMarginalCost(forecast: Forecast): number {
  const costs = marginalCosts(forecast).filter((cost) => !Number.isNaN(cost));
  return costs.reduce((total, cost) => total + cost, 0) / costs.length;
}

/** Amortised cost of the month at that demand; what is kept of earlier recordings stays as forecast. */
function costOf(
  budget: Budget,
  { stored }: Forecast,
  days: Parameters<typeof forecastMonth>[1],
  index: number,
): bigint {
  return sum(forecastMonth(budget, days, stored[index]!).map(({ amortised }) => amortised));
}
