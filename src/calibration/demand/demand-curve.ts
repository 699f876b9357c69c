/**
 * The shape of demand: starts by hour of the day, factors by day of the week, and how much days vary beyond chance.
 *
 *   expected starts = mean day * day factor * share of the hour
 *
 * Days of one kind differ by more than Poisson noise (holidays, terms, news). What is left of the variance of daily
 * totals after that noise is the day factor's own variability:
 *
 *   cv^2 = sum((total - expected)^2 - expected) / sum(expected^2)
 *
 * Intervals: bootstrap over whole days, since hours of one day rise and fall together.
 */
import { mean } from 'simple-statistics';
import type { InfluenceRow } from '../fit-report.ts';
import {
  type Interval,
  type NextUnit,
  percentileIntervals95,
  resampleIndices,
} from '../fitting/bootstrap.ts';
import { type ModelFile, significant } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import type { HourlyStarts } from './hourly-starts.ts';

export interface DemandCurveFit {
  /** Rate at k o'clock, k = 0 to 24, relative to the busiest hour, on weekdays. */
  readonly relativeRateByHour: readonly number[];
  readonly relativeRateByHourIntervals95: readonly Interval[];
  /** Starts an hour at the busiest o'clock of an average weekday. */
  readonly peakPerHour: number;
  readonly peakPerHourInterval95: Interval;
  /** Mean daily total by day of the week over the mean of all days, Sunday first; NaN for a day not seen. */
  readonly dayFactors: readonly number[];
  /**
   * Mean total of a weekend day over that of a weekday, what a scenario calls `weekendRatio`; null when no whole
   * weekend day was seen.
   */
  readonly weekendRatio: { readonly value: number; readonly interval95: Interval } | null;
  /** Coefficient of variation of days of one kind, beyond chance. */
  readonly dayVariation: number;
  readonly weekdays: number;
  /** How far the curve moves without one of its weekdays: Cook's distance over all hours. */
  readonly influence: readonly InfluenceRow[];
  readonly warnings: readonly string[];
}

interface Day {
  readonly date: string;
  readonly dayOfWeek: number;
  readonly starts: readonly number[];
  readonly total: number;
}

/** Days that tell a weekday's shape from chance. */
const weekdaysAdvised = 10;
const startsMin = 50;

export function fitDemandCurve(options: {
  readonly hourly: HourlyStarts;
  readonly nextUnit: NextUnit;
  readonly draws: number;
}): DemandCurveFit {
  const { hourly, nextUnit } = options;
  const days = wholeDays(hourly);
  const weekdays = days.filter((day) => day.dayOfWeek >= 1 && day.dayOfWeek <= 5);
  const total = days.reduce((sum, day) => sum + day.total, 0);
  if (weekdays.length === 0 || total < startsMin) {
    throw new CalibrationRefused({
      place: 'demand curve',
      problem: `${weekdays.length} whole weekdays with ${Math.round(total)} starts on all days`,
      hint: `give at least one whole weekday and ${startsMin} starts; two weeks are better`,
    });
  }
  const curve = curveOf(weekdays);
  const weekendDays = days.filter((day) => !weekdays.includes(day));
  const draws = Array.from({ length: options.draws }, () => {
    const drawn = curveOf(resampleIndices(weekdays.length, nextUnit).map((i) => weekdays[i]!));
    return [...drawn.relative, drawn.peakPerHour];
  });
  const intervals = percentileIntervals95(draws);
  const dayFactors = factorsByDay(days);
  return {
    relativeRateByHour: curve.relative,
    relativeRateByHourIntervals95: intervals.slice(0, 25),
    peakPerHour: curve.peakPerHour,
    peakPerHourInterval95: intervals[25]!,
    dayFactors,
    weekendRatio: weekendOf(weekdays, weekendDays, nextUnit, options.draws),
    dayVariation: variationOf(days, dayFactors),
    weekdays: weekdays.length,
    influence: influenceOf(weekdays),
    warnings: [
      ...hourly.notes,
      ...(weekdays.length < weekdaysAdvised
        ? [`only ${weekdays.length} weekdays: the curve and its intervals rest on few days`]
        : []),
      ...(dayFactors.some(Number.isNaN)
        ? ['some days of the week were not seen: their factor is unknown']
        : []),
      'a peak shorter than an hour is spread over two hours by the curve; model it by aligned starts or a burst',
    ],
  };
}

/** The curve as a model file, in the form the shipped demand curves have. */
export function demandCurveModel(options: {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly fit: DemandCurveFit;
}): ModelFile {
  const { fit, source } = options;
  const widest = Math.max(...fit.relativeRateByHourIntervals95.map(([low, high]) => (high - low) / 2));
  return {
    kind: 'demand',
    name: options.name,
    title: options.title,
    parameters: {
      relativeRateByHour: {
        value: fit.relativeRateByHour.map((rate) => significant(rate)),
        interval95: null,
        source,
        trust: 'calibrated',
        note: `the widest 95 % half-width of an hour is ${significant(widest, 2)}, from ${fit.weekdays} weekdays; busiest o'clock ${significant(fit.peakPerHour)} starts an hour`,
      },
    },
  };
}

/** Days with all their hours (23 and 25 at the changes of daylight saving are whole as well). */
function wholeDays(hourly: HourlyStarts): Day[] {
  const byDate = new Map<string, { dayOfWeek: number; hours: Set<number>; starts: number[] }>();
  for (const row of hourly.hours) {
    const day = byDate.get(row.date) ?? {
      dayOfWeek: row.dayOfWeek,
      hours: new Set<number>(),
      starts: new Array<number>(24).fill(0),
    };
    byDate.set(row.date, day);
    day.hours.add(row.hour);
    day.starts[row.hour]! += row.starts;
  }
  return [...byDate]
    .filter(([, day]) => day.hours.size >= 23)
    .map(([date, day]) => ({
      date,
      dayOfWeek: day.dayOfWeek,
      starts: day.starts,
      total: day.starts.reduce((sum, starts) => sum + starts, 0),
    }));
}

/**
 * Rates at the o'clocks from counts of the hours between them: the mean of the hours before and after, which keeps
 * the day's total under straight lines from o'clock to o'clock.
 */
function curveOf(days: readonly Day[]): { relative: number[]; peakPerHour: number } {
  const hours = Array.from({ length: 24 }, (_, hour) => mean(days.map((day) => day.starts[hour]!)));
  const rates = Array.from({ length: 25 }, (_, k) => (hours[(k + 23) % 24]! + hours[k % 24]!) / 2);
  const peakPerHour = Math.max(...rates);
  return { relative: rates.map((rate) => (peakPerHour > 0 ? rate / peakPerHour : 0)), peakPerHour };
}

/** Days are drawn anew within each kind, so that the interval holds the variation between days of a kind. */
function weekendOf(
  weekdays: readonly Day[],
  weekendDays: readonly Day[],
  nextUnit: NextUnit,
  draws: number,
): DemandCurveFit['weekendRatio'] {
  if (weekendDays.length === 0) return null;
  const ratio = (some: readonly Day[], others: readonly Day[]): number =>
    mean(some.map((day) => day.total)) / mean(others.map((day) => day.total));
  const redrawn = (days: readonly Day[]): Day[] =>
    resampleIndices(days.length, nextUnit).map((i) => days[i]!);
  const drawn = Array.from({ length: draws }, () => [ratio(redrawn(weekendDays), redrawn(weekdays))]);
  const interval = percentileIntervals95(drawn)[0] ?? [Number.NaN, Number.NaN];
  return { value: ratio(weekendDays, weekdays), interval95: interval };
}

/** Leaving one day out moves every hour's mean; the distance is that of 24 means, each from as many days. */
function influenceOf(days: readonly Day[]): InfluenceRow[] {
  if (days.length < 3) return [];
  const hours = Array.from({ length: 24 }, (_, hour) => days.map((day) => day.starts[hour]!));
  const means = hours.map((values) => mean(values));
  const squares = hours.reduce(
    (total, values, hour) => total + values.reduce((sum, value) => sum + (value - means[hour]!) ** 2, 0),
    0,
  );
  const variance = squares / (24 * (days.length - 1));
  return days.map((day, i) => {
    const shift = hours.reduce((total, values, hour) => {
      const without = (means[hour]! * days.length - values[i]!) / (days.length - 1);
      return total + (means[hour]! - without) ** 2;
    }, 0);
    return { point: day.date, cooksDistance: variance > 0 ? (days.length * shift) / (24 * variance) : 0 };
  });
}

function factorsByDay(days: readonly Day[]): number[] {
  const overall = mean(days.map((day) => day.total));
  return Array.from({ length: 7 }, (_, dayOfWeek) => {
    const totals = days.filter((day) => day.dayOfWeek === dayOfWeek).map((day) => day.total);
    return totals.length === 0 ? Number.NaN : mean(totals) / overall;
  });
}

/** Moment estimate over all days; busy days count most, since chance hides least of their variation. */
function variationOf(days: readonly Day[], factors: readonly number[]): number {
  const overall = mean(days.map((day) => day.total));
  let excess = 0;
  let squares = 0;
  for (const day of days) {
    const ofItsKind = days.filter((other) => other.dayOfWeek === day.dayOfWeek).length;
    // A kind seen once has no deviation from its own mean.
    if (ofItsKind < 2) continue;
    const expected = overall * factors[day.dayOfWeek]!;
    excess += ((day.total - expected) ** 2 * ofItsKind) / (ofItsKind - 1) - expected;
    squares += expected ** 2;
  }
  return squares > 0 ? Math.sqrt(Math.max(0, excess / squares)) : Number.NaN;
}
