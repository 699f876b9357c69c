/**
 * A class of conferences from a log of one's own: one row a conference, with its size, its duration, or both. Or from a
 * histogram: one row a size, or a range of sizes or durations, with a column that counts the conferences in it.
 */
import type { Distribution } from '../../engine/random/distribution.ts';
import {
  exactObservations,
  histogramObservations,
  type Observations,
  wholeObservations,
} from '../distributions/observations.ts';
import { reportDistribution } from '../distributions/report-distribution.ts';
import { type DistributionChoice, selectDistribution } from '../distributions/select-distribution.ts';
import type { FitReport } from '../fit-report.ts';
import type { NextUnit } from '../fitting/bootstrap.ts';
import { columnOf, type MeasurementTable, type Quantity } from '../measurement/measurement-table.ts';
import { type ModelParameter, roundedValue } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import { type BaseModels, baseModel, others } from './base-models.ts';
import type { OwnFit } from './own-fit.ts';

const secondsPerMinute = 60;
/** Draws of a distribution, each a whole fit: the ends of an interval are then good to a tenth of its width. */
const distributionDrawsMax = 200;

export function fitOwnConferences(options: {
  readonly table: MeasurementTable;
  readonly name: string;
  readonly base: BaseModels;
  readonly unitsOf: (fit: string) => NextUnit;
  readonly draws: number;
}): OwnFit {
  const { table, name, base } = options;
  const has = (quantity: Quantity): boolean => table.columns.some((column) => column.quantity === quantity);
  const size = has('participants') ? fitSize(options) : null;
  const duration = has('duration') ? fitDuration(options) : null;
  const fitted: Record<string, ModelParameter> = {
    ...(size === null ? {} : { size: size.parameter }),
    ...(duration === null ? {} : { durationMinutes: duration.parameter }),
  };
  const from = baseModel(base, 'conferences');
  const parameters = { ...others(from, fitted), ...fitted };
  return {
    models: [
      {
        kind: 'conferences',
        name,
        title: `Conferences of ${table.name}`,
        parameters: Object.fromEntries(Object.keys(from.parameters).map((key) => [key, parameters[key]!])),
      },
    ],
    reports: [size, duration].flatMap((part) => (part === null ? [] : [part.report])),
    notes: ['when participants join and leave, and what they send, stays that of the shipped class'],
  };
}

interface FittedDistribution {
  readonly parameter: ModelParameter;
  readonly report: FitReport;
}

type Options = Parameters<typeof fitOwnConferences>[0];

function fitSize({ table, unitsOf, draws }: Options): FittedDistribution {
  const observations =
    histogramIn(table, 'participants', 1) ?? wholeObservations(presentValues(table, 'participants'));
  const choice = selectDistribution(observations);
  const report = reportDistribution({
    name: `Sizes of conferences, ${table.name}`,
    unit: 'participants',
    observations,
    choice,
    nextUnit: unitsOf('sizes'),
    draws: Math.min(draws, distributionDrawsMax),
  });
  return { parameter: distributionParameter(choice, report, table.source), report };
}

function fitDuration({ table, unitsOf, draws }: Options): FittedDistribution {
  const observations =
    histogramIn(table, 'duration', secondsPerMinute) ??
    exactObservations(presentValues(table, 'duration').map((seconds) => seconds / secondsPerMinute));
  const choice = selectDistribution(observations);
  const report = reportDistribution({
    name: `Durations of conferences, ${table.name}`,
    unit: 'minutes',
    observations,
    choice,
    nextUnit: unitsOf('durations'),
    draws: Math.min(draws, distributionDrawsMax),
  });
  return { parameter: distributionParameter(choice, report, table.source), report };
}

/**
 * The histogram that a table is: the column of counts, beside one column of sizes or two of the ends of ranges, in the
 * order from, to. null when nothing is counted.
 */
function histogramIn(table: MeasurementTable, quantity: Quantity, per: number): Observations | null {
  const counts = table.columns.find((column) => column.quantity === 'count');
  if (counts === undefined) return null;
  const ends = table.columns.filter((column) => column.quantity === quantity);
  const whole = quantity === 'participants';
  const [from, to = whole ? from : undefined] = ends;
  if (from === undefined || to === undefined || ends.length > 2) {
    throw new CalibrationRefused({
      place: table.name,
      problem: `counts conferences, and has ${ends.length} columns of ${quantity}`,
      hint: 'a histogram has the ends of its ranges in two columns, or one column of sizes',
    });
  }
  const bins = [...counts.values.keys()]
    .map((row) => ({ from: from.values[row]! / per, to: to.values[row]! / per, count: counts.values[row]! }))
    .filter((bin) => !Number.isNaN(bin.from + bin.to + bin.count));
  return histogramObservations({ bins, whole });
}

function presentValues(table: MeasurementTable, quantity: Quantity): number[] {
  return [...columnOf(table, quantity).values].filter((value) => !Number.isNaN(value));
}

function distributionParameter(
  { best, warnings }: DistributionChoice,
  report: FitReport,
  source: string,
): ModelParameter {
  const mean = report.parameters.find(({ name }) => name === 'mean');
  const [low, high] = mean?.interval95 ?? [Number.NaN, Number.NaN];
  const ofMean = Number.isNaN(low)
    ? ''
    : `, 95 % interval of the mean ${low.toPrecision(3)} to ${high.toPrecision(3)}`;
  return {
    value: roundedValue(best.distribution satisfies Distribution),
    interval95: null,
    source,
    trust: 'calibrated',
    note: [
      `${best.family} by maximum likelihood, mean ${best.mean.toPrecision(3)}${ofMean}`,
      ...warnings,
    ].join('; '),
  };
}
