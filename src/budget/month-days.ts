/**
 * The days that a month is made of, and what was done on them.
 */
import type { UsageRow } from '../simulation/rows.ts';
import type { Budget } from './budget.ts';
import { addMonths, monthText } from './calendar.ts';
import { used } from './day-type.ts';

export interface MonthDays {
  /** Months since the first. */
  readonly index: number;
  /** Days that each sample of each kind stands for; all together the days of the month. */
  readonly weights: readonly (readonly number[])[];
  /** Demand over that simulated. */
  readonly demand: number;
}

/** What the activity of a month is measured by. */
export interface MonthActivity {
  readonly month: string;
  readonly participantHours: number;
  readonly conferenceHours: number;
  readonly recordedHours: number;
  readonly recordings: number;
  readonly recordedGigabytes: number;
  readonly participantsPeak: number;
}

export function totalOf(budget: Budget, days: MonthDays, measure: UsageRow['measure'], of = ''): number {
  let total = 0;
  for (const [kind, weights] of days.weights.entries()) {
    for (const [sample, weight] of weights.entries()) {
      if (weight > 0) total += weight * used(budget.days[kind]!.samples[sample]!, measure, of);
    }
  }
  return total * days.demand;
}

export function activityOf(budget: Budget, days: MonthDays, classes: readonly string[]): MonthActivity {
  const month = addMonths(budget.start, days.index);
  const conferenceHours = classes.reduce(
    (sum, of) => sum + totalOf(budget, days, 'class-conference-hours', of),
    0,
  );
  const recordedHours = totalOf(budget, days, 'recorded-hours');
  let peak = 0;
  for (const [kind, weights] of days.weights.entries()) {
    for (const [sample, weight] of weights.entries()) {
      if (weight > 0) peak = Math.max(peak, used(budget.days[kind]!.samples[sample]!, 'participants-peak'));
    }
  }
  return {
    month: monthText(month),
    participantHours: totalOf(budget, days, 'participant-hours'),
    conferenceHours,
    recordedHours,
    recordings: totalOf(budget, days, 'recordings'),
    recordedGigabytes: recordedHours * budget.recordedGigabytesPerHour,
    participantsPeak: peak * days.demand,
  };
}
