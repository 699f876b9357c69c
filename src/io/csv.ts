/**
 * CSV files into tables, strictly: one header, distinct names, every row as long as the header. The library splits the
 * text; rows, lengths and line numbers are counted here, because it fills short rows silently and numbers none.
 */
import { parseString } from 'fast-csv';
import { closest } from '../scenario/did-you-mean.ts';
import { type Checked, fileIssue, type Issue } from '../scenario/issues.ts';
import type { Table } from '../scenario/table.ts';

/** Most data rows of a file. */
const ROWS_MAX = 5_000_000;
/** Most problems reported of one file. */
const ISSUES_MAX = 20;

/** The table in `text`: the first line names the columns, blank lines are skipped. */
export async function parseTable(
  text: string,
  shownAs: string,
  options: { readonly mayHaveNoRows?: boolean } = {},
): Promise<Checked<Table>> {
  const records = await split(text, shownAs);
  if (!records.ok) return records;
  const [header, ...body] = records.value;
  if (header === undefined) return { ok: false, issues: [fileIssue(shownAs, 'is empty')] };
  const columns = header.words.map((word) => word.trim());
  const issues = headerIssues(columns, header.line, shownAs);
  if (body.length > ROWS_MAX) issues.push(fileIssue(shownAs, `has more than ${ROWS_MAX} rows`));
  for (const { words, line } of body) {
    if (words.length === columns.length) continue;
    const problem = words.length < columns.length ? 'is too short' : 'is too long';
    issues.push(
      rowIssue(shownAs, line, `row ${problem}`, `${words.length} cells, the header has ${columns.length}`),
    );
  }
  if (body.length === 0 && !options.mayHaveNoRows)
    issues.push(fileIssue(shownAs, 'has a header and no rows'));
  if (issues.length > 0) return { ok: false, issues: issues.slice(0, ISSUES_MAX) };
  return {
    ok: true,
    value: {
      file: shownAs,
      columns,
      rows: body.map(({ words }) => words),
      lines: body.map(({ line }) => line),
    },
  };
}

/** Cells of the named columns only, by name; issues for columns that are not there. */
export function requireColumns(table: Table, names: readonly string[]): readonly Issue[] {
  return names
    .filter((name) => !table.columns.includes(name))
    .map((name) => {
      const near = closest(name, table.columns);
      const hint = near === null ? `the file has ${table.columns.join(', ')}` : `did you mean ${near}?`;
      return { ...rowIssue(table.file, 1, 'there is no such column', null), path: name, hint };
    });
}

interface SplitRecord {
  readonly words: readonly string[];
  readonly line: number;
}

function split(text: string, shownAs: string): Promise<Checked<readonly SplitRecord[]>> {
  return new Promise((resolve) => {
    const records: SplitRecord[] = [];
    let line = 1;
    const parser = parseString<string[], string[]>(text, { headers: false, ignoreEmpty: false, trim: false });
    parser.on('data', (words: string[]) => {
      const isBlank = words.length === 0 || (words.length === 1 && words[0]!.trim() === '');
      if (!isBlank) records.push({ words, line });
      line += 1 + words.reduce((breaks, word) => breaks + lineBreaksIn(word), 0);
    });
    parser.on('error', (error: Error) => {
      resolve({
        ok: false,
        issues: [rowIssue(shownAs, line, `is not CSV: ${error.message.split('\n')[0]}`, null)],
      });
    });
    parser.on('end', () => resolve({ ok: true, value: records }));
  });
}

function lineBreaksIn(word: string): number {
  return word.split('\n').length - 1;
}

function headerIssues(columns: readonly string[], line: number, shownAs: string): Issue[] {
  const issues: Issue[] = [];
  columns.forEach((column, index) => {
    if (column === '') issues.push(rowIssue(shownAs, line, `column ${index + 1} has no name`, null));
    else if (columns.indexOf(column) < index) {
      issues.push({ ...rowIssue(shownAs, line, 'is the name of two columns', null), path: column });
    }
  });
  const separator =
    columns.length === 1 ? [';', '\t', '|'].find((mark) => columns[0]!.includes(mark)) : undefined;
  if (separator !== undefined) {
    const named = separator === '\t' ? 'tabs' : separator;
    issues.push({
      ...rowIssue(shownAs, line, `is separated by ${named}, not by commas`, null),
      hint: 'save it with commas',
    });
  }
  return issues;
}

function rowIssue(file: string, line: number, problem: string, got: string | null): Issue {
  return { file, line, column: null, path: '', problem, got, hint: null };
}
