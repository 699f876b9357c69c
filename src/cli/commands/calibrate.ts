/**
 * `jitsim calibrate`: measurements to models, with a report on every fit.
 */
import pc from 'picocolors';
import type { Finding } from '../../calibration/lint/finding.ts';
import type { BaseModels } from '../../calibration/own/base-models.ts';
import { type FitKind, fitKinds } from '../../calibration/own/calibrate-measurements.ts';
import { CalibrationRefused } from '../../calibration/refusal.ts';
import { type FitOptions, type FittedMeasurements, findingsOf, fitMeasurements } from '../../io/calibrate.ts';
import { checkMeasurements, type Measurements } from '../../io/read-measurements.ts';
import { readBaseModels } from '../../io/shipped-base.ts';
import { version } from '../../io/version.ts';
import { type ComparedModel, type WrittenModel, writeModels } from '../../io/write-models.ts';
import { formatIssues } from '../../scenario/issues.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failures.ts';
import { type Arguments, suggestion } from '../options.ts';
import { note, print, printJson } from '../print.ts';
import { orFailure } from './report.ts';

/** Where models go unless told: not where the simulator would take them up. */
const defaultDirectory = 'calibrated-models';

export async function calibrate(given: Arguments): Promise<number> {
  const kind = kindOf(given);
  const base = await readBaseModels();
  if (!base.ok) throw new Failure(exitCodes.wrongInput, formatIssues(base.issues), base.issues);
  const measurements = await readOrFailure(given);
  const findings = findingsOf(measurements);
  tellFindings(findings);
  const fitted = fitOrFailure(measurements, findings, base.value, {
    ...(kind === null ? {} : { kind }),
    ...(given.name === undefined ? {} : { name: String(given.name) }),
    despiteErrors: given['despite-errors'] === true,
  });
  const directory = String(given.out ?? defaultDirectory);
  const isShipped = measurements.kind === 'shipped';
  const written = await orFailure(
    directory,
    writeModels(fitted.models, {
      directory,
      measurements: isShipped ? 'datasets/' : fitted.subject,
      replace: given.replace === true,
    }),
  );
  const report = given.report === undefined ? null : await writeReport(given, fitted, findings);
  if (given.json === true) printJson(asData(fitted, findings, written, report));
  else tell(written, report, isShipped);
  // The cautions of shipped models stand in the report that ships; one's own are news.
  for (const { name, warnings } of isShipped ? [] : fitted.reports) {
    for (const warning of warnings) note(`caution: ${name}: ${warning}`);
  }
  for (const line of fitted.notes) note(`note: ${line}`);
  if (!isShipped && given.out === undefined) {
    note('a scenario takes models from a directory models beside it: --out models writes there');
  }
  return exitCodes.done;
}

function kindOf({ kind }: Arguments): FitKind | null {
  if (kind === undefined) return null;
  const known = fitKinds.find((candidate) => candidate === kind);
  if (known !== undefined) return known;
  throw usageFailure(`--kind must be one of ${fitKinds.join(', ')}${suggestion(String(kind), fitKinds)}`);
}

async function readOrFailure(given: Arguments): Promise<Measurements> {
  const paths = given.measurements as readonly string[];
  const columnMap = given['column-map'];
  const told = given.given;
  try {
    const measurements = await checkMeasurements(paths, {
      ...(columnMap === undefined ? {} : { columnMap: String(columnMap) }),
      ...(told === undefined ? {} : { given: String(told) }),
    });
    if (measurements.ok) return measurements.value;
    throw new Failure(exitCodes.wrongInput, formatIssues(measurements.issues), measurements.issues);
  } catch (error) {
    throw asFailure(error);
  }
}

function fitOrFailure(
  measurements: Measurements,
  findings: readonly Finding[],
  base: BaseModels,
  options: FitOptions,
): FittedMeasurements {
  try {
    return fitMeasurements(measurements, findings, base, options);
  } catch (error) {
    // What was left out of the measurements may be what the fit lacks.
    if (error instanceof CalibrationRefused) for (const line of measurements.notes) note(`note: ${line}`);
    throw asFailure(error);
  }
}

/** A refusal as the user's mistake: where, what, what would be enough. */
function asFailure(error: unknown): unknown {
  if (!(error instanceof CalibrationRefused)) return error;
  const { place, problem, hint } = error;
  return new Failure(exitCodes.wrongInput, `${place}: ${problem}\n  ${hint}`, { place, problem, hint });
}

function tellFindings(findings: readonly Finding[]): void {
  const colours = pc.createColors(pc.isColorSupported && process.stderr.isTTY === true);
  for (const { severity, where, what, implies, todo } of findings) {
    const colour = severity === 'error' ? colours.red : colours.yellow;
    note(`${colour(`${severity}:`)} ${where}: ${what}\n  implies: ${implies}\n  to do: ${todo}`);
  }
}

async function writeReport(
  given: Arguments,
  fitted: FittedMeasurements,
  findings: readonly Finding[],
): Promise<string> {
  const file = String(given.report);
  const { writeFitReport } = await import('../../io/render/write-fit-report.ts');
  const page = { ...fitted, findings, version: version() };
  await orFailure(file, writeFitReport(page, file, { replace: given.replace === true }));
  return file;
}

const comparisons: Readonly<Record<ComparedModel, string>> = {
  same: 'as shipped, to the byte',
  differs: 'differs from the shipped model',
  new: 'new',
};

function tell(written: readonly WrittenModel[], report: string | null, isShipped: boolean): void {
  for (const { file, compared } of written) {
    print(isShipped || compared !== 'new' ? `${file}  ${comparisons[compared]}` : file);
  }
  if (report !== null) print(report);
}

function asData(
  { subject, reports, unfitted, notes }: FittedMeasurements,
  findings: readonly Finding[],
  models: readonly WrittenModel[],
  report: string | null,
): unknown {
  const fits = reports.map(
    ({ name, formula, points, rSquared, rootMeanSquareError, unit, parameters, warnings }) => ({
      name,
      formula,
      points,
      rSquared,
      rootMeanSquareError,
      unit,
      parameters,
      warnings,
    }),
  );
  return { ok: true, subject, models, report, fits, unfitted, findings, notes };
}
