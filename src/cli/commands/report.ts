/**
 * `jitsim report`: the report of a results directory. Nothing is computed again.
 */
import { join } from 'node:path';
import type { Forecast } from '../../budget/forecast.ts';
import type { Results } from '../../experiment/results.ts';
import { checkResults } from '../../io/read-results.ts';
import { errorCode } from '../../io/read-text.ts';
import { FileExistsError } from '../../io/render/write-file.ts';
import { writeProblem } from '../../io/write-results.ts';
import { formatIssues } from '../../scenario/issues.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failures.ts';
import type { Arguments } from '../options.ts';
import { print, printJson } from '../print.ts';
import { yearOfDirectory } from '../year-of-results.ts';

export async function report(given: Arguments): Promise<number> {
  const directory = String(given.results);
  const results = await checkResults(directory);
  if (!results.ok) throw new Failure(exitCodes.wrongInput, formatIssues(results.issues), results.issues);
  const replace = given.replace === true;
  const charts =
    given.charts === undefined ? [] : await writeChartFiles(results.value, String(given.charts), replace);
  const year = await yearOfDirectory(directory, given);
  const out = String(given.out ?? join(directory, 'report.html'));
  const file = await writeReportFile(results.value, out, { replace, year });
  if (given.json === true) printJson({ ok: true, report: file, charts });
  else for (const written of [...charts, file]) print(written);
  return exitCodes.done;
}

/** Writes the report and gives its path back. Charts are large to load, so they are loaded here. */
export async function writeReportFile(
  results: Results,
  file: string,
  options: { readonly replace: boolean; readonly year?: Forecast | null },
): Promise<string> {
  const { writeReport } = await import('../../io/render/write-report.ts');
  await orFailure(file, writeReport(results, { outFile: file, ...options }));
  return file;
}

async function writeChartFiles(
  results: Results,
  directory: string,
  replace: boolean,
): Promise<readonly string[]> {
  const { writeCharts } = await import('../../io/render/write-charts.ts');
  return orFailure(directory, writeCharts(results, directory, ['svg', 'png'], { replace }));
}

export async function orFailure<Value>(file: string, writing: Promise<Value>): Promise<Value> {
  try {
    return await writing;
  } catch (error) {
    if (error instanceof FileExistsError) {
      throw new Failure(
        exitCodes.wrongInput,
        `${error.path} already exists; choose another, or write --replace`,
      );
    }
    if (errorCode(error) === null) throw error;
    throw new Failure(exitCodes.wrongInput, `${file} ${writeProblem(error)}`);
  }
}
