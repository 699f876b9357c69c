/**
 * A CSV file as read by io: header and rows of words, with the line each row began on. Reading numbers and times
 * out of a column, and saying where that failed, happens here.
 */
import { closest } from './did-you-mean.ts';
import type { Issue } from './issues.ts';

export interface Table {
  /** File as the user named it. */
  readonly file: string;
  /** Distinct, in file order. */
  readonly columns: readonly string[];
  /** Every row has as many words as there are columns. */
  readonly rows: readonly (readonly string[])[];
  /** Line of the file on which each row begins, from 1. */
  readonly lines: readonly number[];
}

/** Most problems reported of one column; one wrong decimal sign would otherwise give thousands. */
const COLUMN_ISSUES_MAX = 5;

export interface NumberColumnOptions {
  /** Smallest and largest value taken. */
  readonly min: number;
  readonly max: number;
  /** What an empty cell means: a missing sample (NaN in the result) or a mistake. */
  readonly blank: 'missing' | 'refused';
}

/** Index of a column; an issue naming the nearest one when there is none of that name. */
export function columnIndex(table: Table, column: string, issues: Issue[]): number | null {
  const index = table.columns.indexOf(column);
  if (index >= 0) return index;
  const near = closest(column, table.columns);
  issues.push({
    file: table.file,
    line: 1,
    column: null,
    path: column,
    problem: 'there is no such column',
    got: null,
    hint: near === null ? `the file has ${table.columns.join(', ')}` : `did you mean ${near}?`,
  });
  return null;
}

/** A column as numbers, one a row; null when anything in it is wrong. */
export function numberColumn(
  table: Table,
  column: string,
  options: NumberColumnOptions,
  issues: Issue[],
): Float64Array | null {
  const index = columnIndex(table, column, issues);
  if (index === null) return null;
  const report = columnReport(table, column, issues);
  const values = new Float64Array(table.rows.length);
  table.rows.forEach((row, position) => {
    const word = row[index]!.trim();
    const value = word === '' ? Number.NaN : plainNumber(word);
    if (word === '' && options.blank === 'missing') values[position] = Number.NaN;
    else if (Number.isNaN(value))
      report.add(position, 'must be a number', word === '' ? 'nothing' : `"${word}"`);
    else if (value < options.min) report.add(position, `must be at least ${options.min}`, word);
    else if (value > options.max) report.add(position, `must be at most ${options.max}`, word);
    else values[position] = value;
  });
  return report.finish() ? values : null;
}

/** Collects the problems of one column and stops spelling them out after a few. */
export function columnReport(
  table: Table,
  column: string,
  issues: Issue[],
): { add(row: number, problem: string, got: string): void; finish(): boolean } {
  let count = 0;
  return {
    add: (row, problem, got) => {
      count++;
      if (count > COLUMN_ISSUES_MAX) return;
      issues.push({
        file: table.file,
        line: table.lines[row]!,
        column: null,
        path: column,
        problem,
        got,
        hint: null,
      });
    },
    finish: () => {
      if (count > COLUMN_ISSUES_MAX) {
        issues.push({
          file: table.file,
          line: null,
          column: null,
          path: column,
          problem: `has ${count - COLUMN_ISSUES_MAX} more rows like these`,
          got: null,
          hint: null,
        });
      }
      return count === 0;
    },
  };
}

/** Decimal notation only: `Number` would also take `0x10`, blanks and `Infinity`. */
function plainNumber(word: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(word) ? Number(word) : Number.NaN;
}
