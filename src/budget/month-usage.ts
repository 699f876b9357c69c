/**
 * The usage of a month from the days it is made of: how often each sample of each kind of day occurs, and how much the
 * demand of the month is above that simulated.
 *
 * Simplification: hours of pools that scale, traffic and recordings grow in proportion to demand; a pool of fixed size
 * does not grow. Where that matters, simulate a kind of day at the later demand.
 */
import type { MonthUsage, WeightedHour } from '../billing/month-usage.ts';
import type { Budget } from './budget.ts';
import { addMonths, daysIn, monthText } from './calendar.ts';
import { HOURS_PER_DAY } from './day-type.ts';
import type { MonthDays } from './month-days.ts';
import { servicesOf } from './month-services.ts';
import { trafficOf } from './month-traffic.ts';

/** Hours of the month: those of the samples, weighted, with the constant instances beside them. */
export function hoursOf(budget: Budget, days: MonthDays): WeightedHour[] {
  const constant = budget.constant.map(({ count }) => count);
  const factors = budget.kinds.map(({ isFixed }) => (isFixed ? 1 : days.demand));
  const hours: WeightedHour[] = [];
  for (const [kind, weights] of days.weights.entries()) {
    for (const [sample, weight] of weights.entries()) {
      if (weight === 0) continue;
      const { hours: byKind } = budget.days[kind]!.samples[sample]!;
      for (let hour = 0; hour < HOURS_PER_DAY; hour++) {
        const simulated = byKind.map((values, index) => values[hour]! * factors[index]!);
        hours.push({ weight, used: [...simulated, ...constant] });
      }
    }
  }
  return hours;
}

/** @param storedGigabytes mean of what is kept over the month, see recordings.ts */
export function monthUsage(budget: Budget, days: MonthDays, storedGigabytes: number): MonthUsage {
  const month = addMonths(budget.start, days.index);
  const hoursInMonth = daysIn(month) * HOURS_PER_DAY;
  const hours = hoursOf(budget, days);
  const instanceHours = budget.compute.map((_, index) =>
    hours.reduce((sum, { weight, used: all }) => sum + weight * all[index]!, 0),
  );
  const constantHours = budget.constant.map(({ count }) => count * hoursInMonth);
  return {
    month: monthText(month),
    hoursInMonth,
    compute: [...budget.compute, ...budget.constant.map(({ use }) => use)],
    hours,
    traffic: trafficOf(budget, days),
    services: servicesOf(budget, days, { hoursInMonth, instanceHours, constantHours, storedGigabytes }),
    flat: budget.flat.map(({ name, price }) => ({
      category: 'other',
      component: 'shared',
      name,
      quantity: 1,
      price,
    })),
  };
}
