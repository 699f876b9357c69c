/**
 * The public entry for programs with files: `import { readScenario } from 'jitsim/node'`.
 */
import type { Results } from '../experiment/results.ts';
import { type Checked, formatIssues, type Issue } from '../scenario/issues.ts';
import type { Study } from '../scenario/study.ts';
import { checkResults } from './read-results.ts';
import { checkScenario, type ReadScenarioOptions } from './read-scenario.ts';

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

function orThrow<Value>(checked: Checked<Value>): Value {
  if (checked.ok) return checked.value;
  throw new InputError(checked.issues);
}

export { checkResults } from './read-results.ts';
export { checkScenario, type ReadScenarioOptions } from './read-scenario.ts';
export { OutputError, type WriteResultsOptions, writeResults } from './write-results.ts';
