/**
 * A CSV file of a measured day as the `observed` of a scenario: which column is which is said, or found by name.
 */

import { resolve } from 'node:path';
import { closest } from '../scenario/did-you-mean.ts';
import { type ObservableColumn, observableColumns } from '../scenario/evidence.ts';
import { type Checked, fileIssue, type Issue } from '../scenario/issues.ts';
import type { WrittenObserved } from '../scenario/schema-demand.ts';
import { columnIndex } from '../scenario/table.ts';
import { parseTable } from './csv.ts';
import { readText } from './read-text.ts';

export interface ObservedFileOptions {
  /** Column with times; the first of the file unless given. */
  readonly timeColumn: string | undefined;
  /** `participants=participants_total, bridgesDesired=replicas`; columns of those names unless given. */
  readonly columns: string | undefined;
}

/** Reads which columns there are. What is returned names the file absolutely, so that a scenario anywhere may have it. */
export async function observedFrom(
  file: string,
  options: ObservedFileOptions,
): Promise<Checked<readonly WrittenObserved[]>> {
  const text = await readText(file, file);
  if (!text.ok) return text;
  const table = await parseTable(text.value, file);
  if (!table.ok) return table;
  const issues: Issue[] = [];
  const { columns } = table.value;
  const timeColumn = options.timeColumn ?? columns[0]!;
  columnIndex(table.value, timeColumn, issues);
  const pairs = options.columns === undefined ? byName(columns) : readPairs(options.columns, file, issues);
  for (const [, column] of pairs) columnIndex(table.value, column, issues);
  if (pairs.length === 0 && issues.length === 0) {
    const names = observableColumns.join(', ');
    const hint = `name them as --columns participants=<column of the file>; there can be ${names}`;
    issues.push(fileIssue(file, 'has no column that is called like a simulated one', hint));
  }
  if (issues.length > 0) return { ok: false, issues };
  const observed = pairs.map(([column, valueColumn]) => ({
    name: `measured ${column}`,
    column,
    file: resolve(file),
    timeColumn,
    valueColumn,
  }));
  return { ok: true, value: observed };
}

type Pair = readonly [ObservableColumn, string];

function byName(columns: readonly string[]): Pair[] {
  return observableColumns.flatMap((name) => (columns.includes(name) ? [[name, name] as const] : []));
}

function readPairs(text: string, file: string, issues: Issue[]): Pair[] {
  const pairs = text.split(',').flatMap((part): Pair[] => {
    const [name = '', column = ''] = part.split('=').map((word) => word.trim());
    const known = observableColumns.find((one) => one === name);
    if (known !== undefined && column !== '') return [[known, column]];
    const near = closest(name, observableColumns);
    const hint = near === null ? `there can be ${observableColumns.join(', ')}` : `did you mean ${near}?`;
    const problem =
      known === undefined
        ? `cannot be held against ${name}, which is not simulated`
        : `needs a column for ${name}, as ${name}=<column of the file>`;
    issues.push(fileIssue(file, problem, known === undefined ? hint : null));
    return [];
  });
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) {
    issues.push(fileIssue(file, `is to give ${twice} twice`, 'name one column of the file for each'));
  }
  return pairs;
}
