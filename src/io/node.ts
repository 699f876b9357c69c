/**
 * The public entry for programs with files: `import { readScenario } from 'jitsim/node'`.
 */
import type { Finding } from '../calibration/lint/finding.ts';
import type { Results } from '../experiment/results.ts';
import { type Checked, formatIssues, type Issue } from '../scenario/issues.ts';
import type { Study } from '../scenario/study.ts';
import { type FitOptions, type FittedMeasurements, findingsOf, fitMeasurements } from './calibrate.ts';
import { checkMeasurements, type ReadMeasurementsOptions } from './read-measurements.ts';
import { checkResults } from './read-results.ts';
import { checkScenario, type ReadScenarioOptions } from './read-scenario.ts';
import { readBaseModels } from './shipped-base.ts';

/** What is wrong with an input, all of it; `message` is the formatted list. */
export class InputError extends Error {
  readonly issues: readonly Issue[];
  constructor(issues: readonly Issue[]) {
    super(formatIssues(issues));
    this.name = 'InputError';
    this.issues = issues;
  }
}

/**
 * Reads a scenario file, or `scenario.yaml` in a directory, with everything that it names.
 *
 * @throws InputError with all problems at once
 */
export async function readScenario(path: string, options: ReadScenarioOptions = {}): Promise<Study> {
  return orThrow(await checkScenario(path, options));
}

/**
 * Reads a results directory.
 *
 * @throws InputError when it is no results directory or was damaged
 */
export async function readResults(directory: string): Promise<Results> {
  return orThrow(await checkResults(directory));
}

/**
 * Fits models to measurements, as `jitsim calibrate` does, without writing anything.
 *
 * @param paths files, or folders with a `datapackage.json`; datasets of jitsim by their folders
 * @throws InputError when a file cannot be read
 * @throws CalibrationRefused when the measurements allow no fit, saying what would be enough
 */
export async function calibrate(
  paths: readonly string[],
  options: ReadMeasurementsOptions & FitOptions = {},
): Promise<FittedMeasurements & { readonly findings: readonly Finding[] }> {
  const base = orThrow(await readBaseModels());
  const measurements = orThrow(await checkMeasurements(paths, options));
  const findings = findingsOf(measurements);
  return { ...fitMeasurements(measurements, findings, base, options), findings };
}

function orThrow<Value>(checked: Checked<Value>): Value {
  if (checked.ok) return checked.value;
  throw new InputError(checked.issues);
}

export { CalibrationRefused } from '../calibration/refusal.ts';
export type { FitOptions, FittedMeasurements } from './calibrate.ts';
export { type ClosableExecutor, inProcessExecutor, workerPoolExecutor } from './executors.ts';
export { type ReadBudget, readBudget } from './read-budget.ts';
export { readPriceBook } from './read-price-book.ts';
export { checkResults } from './read-results.ts';
export {
  checkScenario,
  openScenario,
  type ReadScenarioOptions,
  type ScenarioSource,
} from './read-scenario.ts';
export { type ChartFormat, renderChart, svgToPng } from './render/render-chart.ts';
export { writeCostCharts, writeCostReport } from './render/write-cost-report.ts';
export { type FitReportInput, writeFitReport } from './render/write-fit-report.ts';
export {
  checkSearch,
  openSearchDirectory,
  writeOptimization,
  writeSearch,
} from './search-directory.ts';
export { checkShard, writeShard } from './shard-directory.ts';
export { type SweepCellsOptions, sweepCells } from './sweep-cells.ts';
export {
  checkSweep,
  openSweepDirectory,
  sweepCsv,
  sweepParquet,
  writeSweepTables,
} from './sweep-directory.ts';
export { type WriteModelsOptions, type WrittenModel, writeModels } from './write-models.ts';
export { OutputError, type WriteResultsOptions, writeResults } from './write-results.ts';
export { xlsxBytes } from './write-workbook.ts';
