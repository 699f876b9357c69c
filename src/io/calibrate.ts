/**
 * From files of measurements to models and fit reports: what `jitsim calibrate` does, for programs.
 */
import type { FitReport, Unfitted } from '../calibration/fit-report.ts';
import type { Finding } from '../calibration/lint/finding.ts';
import type { ModelFile } from '../calibration/model-file.ts';
import type { BaseModels } from '../calibration/own/base-models.ts';
import { calibrateMeasurements, type FitKind } from '../calibration/own/calibrate-measurements.ts';
import { lintMeasurements } from '../calibration/own/lint-measurements.ts';
import { publishedFiguresFolder, publishedFiguresModel } from '../calibration/own/published-figures.ts';
import { untestedMachineModel } from '../calibration/own/untested-machine.ts';
import { CalibrationRefused } from '../calibration/refusal.ts';
import { calibrateShippedModels, calibrationFolders } from '../calibration/shipped-models.ts';
import type { Measurements } from './read-measurements.ts';

export interface FitOptions {
  /** What to fit; by the columns unless given. */
  readonly kind?: FitKind;
  /** Name of the models; that of the file or folder unless given. */
  readonly name?: string;
  /** Fit although the measurements contradict each other or nature. */
  readonly despiteErrors?: boolean;
}

export interface FittedMeasurements {
  /** What was measured, for titles. */
  readonly subject: string;
  readonly models: readonly ModelFile[];
  readonly reports: readonly FitReport[];
  /** Models without a fit, and why. */
  readonly unfitted: readonly Unfitted[];
  /** To know before using the models. */
  readonly notes: readonly string[];
}

/** What is wrong with measurements of one's own; datasets of jitsim are checked by its tests. */
export function findingsOf(measurements: Measurements): readonly Finding[] {
  if (measurements.kind === 'shipped') return [];
  return [...lintMeasurements(measurements.tables), ...measurements.findings];
}

/**
 * Fits what the measurements allow.
 *
 * @throws CalibrationRefused when they allow nothing, or contain errors
 */
export function fitMeasurements(
  measurements: Measurements,
  findings: readonly Finding[],
  base: BaseModels,
  options: FitOptions = {},
): FittedMeasurements {
  if (measurements.kind === 'shipped') {
    const { folders, rowsOf, given } = measurements;
    if (Object.keys(given).length > 0) {
      const ofFigures = folders.length === 1 && folders[0] === publishedFiguresFolder;
      return ofFigures ? fromFigures(measurements, options) : untestedMachine(measurements, base, options);
    }
    const shipped = calibrateShippedModels(rowsOf, folders);
    const isAll = calibrationFolders.every((folder) => folders.includes(folder));
    const named = folders.map((folder) => `datasets/${folder}`).join(', ');
    return {
      subject: isAll ? 'The models that come with jitsim' : named,
      ...shipped,
      notes: measurements.notes,
    };
  }
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 && options.despiteErrors !== true) {
    throw new CalibrationRefused({
      place: errors[0]!.where,
      problem:
        errors.length === 1 ? errors[0]!.what : `${errors[0]!.what}; and ${errors.length - 1} more errors`,
      hint: errors[0]!.todo,
    });
  }
  if (measurements.tables.length === 0) throw onlyRequests(measurements);
  const name = modelName(options.name ?? measurements.name);
  const fitted = calibrateMeasurements({
    name,
    tables: measurements.tables,
    kind: options.kind ?? null,
    base,
  });
  const notFitted = fitted.refusals.map(({ message }) => `not fitted: ${message}`);
  return {
    subject: measurements.tables.map(({ table }) => table.source).join(', '),
    models: fitted.models,
    reports: fitted.reports,
    unfitted: [],
    notes: [...new Set([...measurements.notes, ...notFitted, ...fitted.notes])],
  };
}

/** A load test that was summed up cannot be fitted; what it says is told. */
function onlyRequests({ name, summaries }: Extract<Measurements, { kind: 'own' }>): CalibrationRefused {
  const [first] = summaries;
  const said =
    first === undefined
      ? 'says what load was set, and holds no measurement of it'
      : `${first.requests} requests in ${first.durationSeconds.toFixed(0)} s, ${first.requestsPerSecond.toPrecision(3)} a second: one point, and no model is fitted to requests`;
  return new CalibrationRefused({
    place: first?.source ?? name,
    problem: said,
    hint: 'measure the service beside the load: participants, packets, CPU, with a clock',
  });
}

/** A name for files: small letters, digits and hyphens. */
function modelName(text: string): string {
  const words = text.toLowerCase().split(/[^a-z0-9]+/);
  return words.filter((word) => word !== '').join('-') || 'mine';
}

/** A class of conferences of which only figures are known. */
function fromFigures(
  { rowsOf, given }: Extract<Measurements, { kind: 'shipped' }>,
  options: FitOptions,
): FittedMeasurements {
  const name = options.name === undefined ? null : modelName(options.name);
  const model = publishedFiguresModel({ rowsOf, given, name });
  return {
    subject: `Conferences of which only figures are known: ${model.name}`,
    models: [model],
    reports: [],
    unfitted: [
      {
        models: [`conferences/${model.name}`],
        reason: 'three figures determine the parameters exactly: they are met, and nothing is left over',
        instead: 'the family of the distribution is an assumption; a log of sizes and durations gives a fit',
      },
    ],
    notes: ['the tail is an assumption: the note of size says what other families would give'],
  };
}

/** A model for a machine of which only the cores are known, from what the shipped datasets say of others. */
function untestedMachine(
  { folders, rowsOf, given }: Extract<Measurements, { kind: 'shipped' }>,
  base: BaseModels,
  options: FitOptions,
): FittedMeasurements {
  const { model, report } = untestedMachineModel({
    folders,
    rowsOf,
    given,
    name: options.name === undefined ? null : modelName(options.name),
    base,
  });
  return {
    subject: `A machine nobody load-tested: ${model.name}`,
    models: [model],
    reports: [report],
    unfitted: [],
    notes: ['nothing was measured on this machine: take one reading of it, and calibrate on that'],
  };
}
