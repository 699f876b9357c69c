/**
 * The usage of a month from the days it is made of: how often each sample of each kind of day occurs, at the demand of the
 * month (see day-levels.ts).
 */
import type { MonthUsage, WeightedHour } from '../billing/month-usage.ts';
import type { Budget } from './budget.ts';
import { addMonths, daysIn, monthText } from './calendar.ts';
import { HOURS_PER_DAY } from './day-type.ts';
import { type MonthDays, weightedDays } from './month-days.ts';
import { servicesOf } from './month-services.ts';
import { trafficOf } from './month-traffic.ts';

/** Hours of the month: those of the samples, weighted, with the constant instances beside them. */
export function hoursOf(budget: Budget, days: MonthDays): WeightedHour[] {
  const constant = budget.constant.map(({ count }) => count);
  const hours: WeightedHour[] = [];
  for (const { weight, day } of weightedDays(budget, days)) {
    const factors = budget.kinds.map(({ isFixed }) => (isFixed ? 1 : day.scale));
    for (let hour = 0; hour < HOURS_PER_DAY; hour++) {
      const simulated = day.hours.map((values, index) => values[hour]! * factors[index]!);
      hours.push({ weight, used: [...simulated, ...constant] });
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
