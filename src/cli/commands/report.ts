/**
 * `jitsim report`: the report of a results directory. Nothing is computed again.
 */
import { join } from 'node:path';
import type { Results } from '../../experiment/results.ts';
import { checkResults } from '../../io/read-results.ts';
import { errorCode } from '../../io/read-text.ts';
import { writeProblem } from '../../io/write-results.ts';
import { formatIssues } from '../../scenario/issues.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failures.ts';
import type { Arguments } from '../options.ts';
import { print, printJson } from '../print.ts';

export async function report(given: Arguments): Promise<number> {
  const directory = String(given.results);
  const results = await checkResults(directory);
  if (!results.ok) throw new Failure(exitCodes.wrongInput, formatIssues(results.issues), results.issues);
  const file = await writeReportFile(results.value, String(given.out ?? join(directory, 'report.html')));
  if (given.json === true) printJson({ ok: true, report: file });
  else print(file);
  return exitCodes.done;
}

/** Writes the report and gives its path back. Charts are large to load, so they are loaded here. */
export async function writeReportFile(results: Results, file: string): Promise<string> {
  const { writeReport } = await import('../../io/render/write-report.ts');
  try {
    await writeReport(results, file);
  } catch (error) {
    if (errorCode(error) === null) throw error;
    throw new Failure(exitCodes.wrongInput, `${file} ${writeProblem(error)}`);
  }
  return file;
}
