/**
 * A demand curve from a log of starts, or from participants present, of one's own.
 */
import { MS_PER_DAY, MS_PER_HOUR, zoneClock } from '../../scenario/clock.ts';
import { type DemandCurveFit, demandCurveModel, fitDemandCurve } from '../demand/demand-curve.ts';
import { type HourlyStarts, startsFromLog, startsFromParticipants } from '../demand/hourly-starts.ts';
import { fitStartAlignment } from '../demand/start-alignment.ts';
import { type FitReport, reportFit } from '../fit-report.ts';
import type { NextUnit } from '../fitting/bootstrap.ts';
import { columnOf, type MeasurementTable } from '../measurement/measurement-table.ts';
import { significant } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import { type Given, requireGiven } from './given.ts';
import type { OwnFit } from './own-fit.ts';

const minuteMs = 60_000;

export interface OwnDemandOptions {
  readonly table: MeasurementTable;
  readonly given: Given;
  readonly name: string;
  /** Whether a row is a conference that began then; else participants present at that time. */
  readonly isLog: boolean;
  readonly unitsOf: (fit: string) => NextUnit;
  readonly draws: number;
}

export function fitOwnDemand(options: OwnDemandOptions): OwnFit {
  const { table, name, unitsOf, draws } = options;
  const hourly = options.isLog ? startsOfLog(options) : startsOfSeries(options);
  const fit = fitDemandCurve({ hourly, nextUnit: unitsOf('demand'), draws });
  return {
    models: [
      demandCurveModel({
        name,
        title: `Conference starts of ${table.name}, by hour`,
        source: table.source,
        fit,
      }),
    ],
    reports: [reportDemand(table.name, hourly, fit)],
    notes: [scenarioHint(name, fit), ...alignmentOf(options)],
  };
}

function timesOf(table: MeasurementTable): Float64Array {
  if (table.timeMs !== null) return table.timeMs;
  throw new CalibrationRefused({
    place: table.name,
    problem: 'has no clock',
    hint: 'map the column of time, such as at=time iso',
  });
}

function zoneOf({ given, table }: OwnDemandOptions): string {
  if (given.timeZone !== undefined) return given.timeZone;
  throw new CalibrationRefused({
    place: `demand from ${table.name}`,
    problem: 'needs the zone whose clock people keep',
    hint: 'give timeZone=Europe/Paris, or whichever it is',
  });
}

/** The window is whole days of the zone, from the first start to the last. */
function startsOfLog(options: OwnDemandOptions): HourlyStarts {
  const timeZone = zoneOf(options);
  const times = timesOf(options.table);
  const clock = zoneClock(timeZone);
  const first = times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const last = times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (clock === null || !Number.isFinite(first)) {
    // The importer of hours says what is wrong with them.
    return startsFromLog({ startsEpochMs: times, fromEpochMs: first, untilEpochMs: last, timeZone });
  }
  const midnight = (epochMs: number): number =>
    clock.toEpochMs({ ...clock.toWall(epochMs), hour: 0, minute: 0, second: 0 });
  return startsFromLog({
    startsEpochMs: times,
    fromEpochMs: midnight(first),
    // Noon of the next day, so that days of 23 and 25 hours end at their own midnight.
    untilEpochMs: midnight(midnight(last) + 1.5 * MS_PER_DAY),
    timeZone,
  });
}

function startsOfSeries(options: OwnDemandOptions): HourlyStarts {
  const { table, given } = options;
  const place = `demand from ${table.name}`;
  const times = timesOf(table);
  const stepMinutes = (times[1]! - times[0]!) / minuteMs;
  const uneven = times.findIndex((at, i) => i > 0 && (at - times[i - 1]!) / minuteMs !== stepMinutes);
  if (uneven > 0) {
    throw new CalibrationRefused({
      place,
      problem: `rows ${uneven} and ${uneven + 1} lie ${(times[uneven]! - times[uneven - 1]!) / minuteMs} minutes apart, others ${stepMinutes}`,
      hint: 'give one row every minute (or 2, 5, 10, 15, 30), without gaps',
    });
  }
  const skipped = rowsToFullHour(times[0]!, stepMinutes, zoneOf(options));
  return startsFromParticipants({
    participants: columnOf(table, 'participants').values.subarray(skipped),
    stepMinutes,
    fromEpochMs: times[0]! + skipped * stepMinutes * minuteMs,
    timeZone: zoneOf(options),
    meanSize: requireGiven(given, 'meanSize', place),
    meanStayMinutes: requireGiven(given, 'meanStayMinutes', place),
  });
}

function rowsToFullHour(fromEpochMs: number, stepMinutes: number, timeZone: string): number {
  const wall = zoneClock(timeZone)?.toWall(fromEpochMs);
  if (wall === undefined) return 0;
  const past = wall.minute * minuteMs + wall.second * 1000;
  return past === 0 ? 0 : Math.ceil((MS_PER_HOUR - past) / (stepMinutes * minuteMs));
}

/** Hours of all days against what the fit expects of them. */
function reportDemand(subject: string, hourly: HourlyStarts, fit: DemandCurveFit): FitReport {
  const rows = hourly.hours.filter(({ dayOfWeek }) => dayOfWeek >= 1 && dayOfWeek <= 5);
  const expected = Array.from(
    { length: 24 },
    (_, hour) => (fit.peakPerHour * (fit.relativeRateByHour[hour]! + fit.relativeRateByHour[hour + 1]!)) / 2,
  );
  return reportFit({
    name: `Demand curve, ${subject}`,
    formula: 'starts of an hour = peak x mean relative rate between its two o’clocks, on weekdays',
    unit: 'starts an hour',
    parameters: [
      {
        name: 'peak',
        unit: 'starts an hour',
        value: fit.peakPerHour,
        interval95: fit.peakPerHourInterval95,
      },
      ...(fit.weekendRatio === null
        ? []
        : [{ name: 'weekend day', unit: 'of a weekday', ...fit.weekendRatio }]),
      {
        name: 'variation of days',
        unit: 'coefficient of variation beyond chance',
        value: fit.dayVariation,
        interval95: null,
        note: 'a moment estimate',
      },
    ],
    points: rows.map(({ date, hour }) => `${date}, ${String(hour).padStart(2, '0')}:00`),
    observed: rows.map(({ starts }) => starts),
    fitted: rows.map(({ hour }) => expected[hour]!),
    estimated: 24,
    influence: fit.influence,
    validRanges: [{ quantity: 'weekdays seen', unit: '1', min: fit.weekdays, max: fit.weekdays }],
    warnings: fit.warnings,
  });
}

/** What to write in a scenario: the numbers that are no part of a curve. */
function scenarioHint(name: string, fit: DemandCurveFit): string {
  const weekend =
    fit.weekendRatio === null ? '' : `, weekendRatio: ${significant(fit.weekendRatio.value, 2)}`;
  return `in a scenario: conferences: { curve: ${name}, peakPerHour: ${significant(fit.peakPerHour)}${weekend} }`;
}

function alignmentOf({ table, isLog, given }: OwnDemandOptions): string[] {
  if (!isLog) return [];
  const clock = zoneClock(given.timeZone ?? 'UTC')!;
  const minutes = [...timesOf(table)].map((at) => {
    const { minute, second } = clock.toWall(at);
    return minute + second / 60;
  });
  try {
    const { periodMinutes, ratio, ratioInterval95 } = fitStartAlignment(minutes);
    const [low, high] = ratioInterval95.map((end) => significant(end, 2));
    const alignTo = periodMinutes === 60 ? 'hour' : '30min';
    return [
      `starts on the clock: alignTo: ${alignTo}, alignedRatio: ${significant(ratio, 2)} (${low} to ${high})`,
    ];
  } catch (error) {
    if (error instanceof CalibrationRefused) return [error.message];
    throw error;
  }
}
