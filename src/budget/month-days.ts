/**
 * The days that a month is made of, and what was done on them.
 */
import type { UsageRow } from '../simulation/rows.ts';
import type { Budget } from './budget.ts';
import { addMonths, monthText } from './calendar.ts';
import { dayAt, type UsedDay } from './day-levels.ts';

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

/** A day of the month: what it uses, and how often it occurs. */
interface WeightedDay {
  readonly weight: number;
  readonly day: UsedDay;
}

/** Asked for many times a month, and interpolated once. */
const known = new WeakMap<
  MonthDays,
  { readonly of: Budget['days']; readonly found: readonly WeightedDay[] }
>();

/** The days that the month is made of, at its demand. */
export function weightedDays(budget: Budget, days: MonthDays): readonly WeightedDay[] {
  const before = known.get(days);
  if (before?.of === budget.days) return before.found;
  const found = days.weights.flatMap((weights, kind) =>
    weights.flatMap((weight, sample) =>
      weight === 0 ? [] : [{ weight, day: dayAt(budget.days[kind]!, sample, days.demand) }],
    ),
  );
  known.set(days, { of: budget.days, found });
  return found;
}

export function totalOf(budget: Budget, days: MonthDays, measure: UsageRow['measure'], of = ''): number {
  let total = 0;
  for (const { weight, day } of weightedDays(budget, days)) total += weight * used(day, measure, of);
  return total;
}

/** What a day used of a measure, of one class or of all. */
function used({ measures, scale }: UsedDay, measure: UsageRow['measure'], of = ''): number {
  return scale * (measures.get(`${measure}|${of}`) ?? 0);
}

export function activityOf(budget: Budget, days: MonthDays, classes: readonly string[]): MonthActivity {
  const month = addMonths(budget.start, days.index);
  const conferenceHours = classes.reduce(
    (sum, of) => sum + totalOf(budget, days, 'class-conference-hours', of),
    0,
  );
  const recordedHours = totalOf(budget, days, 'recorded-hours');
  const peaks = weightedDays(budget, days).map(({ day }) => used(day, 'participants-peak'));
  return {
    month: monthText(month),
    participantHours: totalOf(budget, days, 'participant-hours'),
    conferenceHours,
    recordedHours,
    recordings: totalOf(budget, days, 'recordings'),
    recordedGigabytes: recordedHours * budget.recordedGigabytesPerHour,
    participantsPeak: Math.max(0, ...peaks),
  };
}
