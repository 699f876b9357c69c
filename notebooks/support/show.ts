/**
 * What a notebook shows: text, tables and charts. Under `run.ts` they become the outputs of the cell that showed them;
 * run alone, a notebook prints the text and names its charts.
 */
import type { Chart } from 'jitsim';

/** One thing shown, in the order of showing. `cell` counts all cells of the notebook from 0. */
export interface Shown {
  readonly cell: number;
  readonly content: string | Chart;
}

const shown: Shown[] = [];
let current: number | null = null;

/** Shows a line of text, or a chart. */
export function show(content: string | Chart): void {
  if (current === null) console.log(typeof content === 'string' ? content : `[chart: ${content.title}]`);
  else shown.push({ cell: current, content });
}

/** Shows rows as a table with aligned columns, the keys of the first row as its header. */
export function showTable(rows: readonly Readonly<Record<string, string | number>>[]): void {
  const header = Object.keys(rows[0] ?? {});
  const cells = [header, ...rows.map((row) => header.map((key) => String(row[key] ?? '')))];
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  '));
  show(lines.map((line) => line.trimEnd()).join('\n'));
}

/** Called between cells by `run.ts`. */
export function beginCell(cell: number): void {
  current = cell;
}

/** Everything shown since `beginCell(0)`. */
export function takeShown(): readonly Shown[] {
  return shown.splice(0);
}
