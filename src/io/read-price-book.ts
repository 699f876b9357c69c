/**
 * The price book that comes with jitsim, and a user's own sheets over it: CSV files, or a `prices.json` that
 * `jitsim prices import` wrote.
 */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Catalogue } from '../billing/catalogue.ts';
import { type PriceBook, type PriceSheet, withSheet } from '../billing/price-book.ts';
import {
  buildSheet,
  kindOfColumns,
  requiredColumns,
  type SheetKind,
  type SheetRows,
  sheetKinds,
  unknownColumns,
} from '../billing/price-sheet.ts';
import { buildServicePrices } from '../billing/service-prices.ts';
import type { SheetProblem, SheetRow } from '../billing/sheet-row.ts';
import { buildTrafficPrices } from '../billing/traffic-prices.ts';
import { closest } from '../scenario/did-you-mean.ts';
import { type Checked, fileIssue, type Issue } from '../scenario/issues.ts';
import { parseFile } from '../scenario/parse.ts';
import type { Table } from '../scenario/table.ts';
import { parseTable, requireColumns } from './csv.ts';
import { readCatalogue } from './read-catalogue.ts';
import { readText } from './read-text.ts';

/** Own prices beside a scenario or budget, found without being named. */
export const ownPricesFileName = 'prices.json';

const shippedFile = (name: string): string =>
  fileURLToPath(new URL(`../../datasets/prices/${name}`, import.meta.url));

/** The shipped book with the sheets over it, later ones first. */
export async function readPriceBook(sheets: readonly string[] = []): Promise<Checked<PriceBook>> {
  const catalogue = await readCatalogue();
  if (!catalogue.ok) return catalogue;
  const traffic = await readShipped('egress.csv');
  const services = await readShipped('other_prices.csv');
  const issues: Issue[] = [];
  const builtTraffic = buildTrafficPrices(traffic.ok ? traffic.value : []);
  const builtServices = buildServicePrices(services.ok ? services.value : [], false);
  if (!traffic.ok) issues.push(...traffic.issues);
  if (!services.ok) issues.push(...services.issues);
  issues.push(...issuesOf('datasets/prices/egress.csv', builtTraffic.problems));
  issues.push(...issuesOf('datasets/prices/other_prices.csv', builtServices.problems));
  let book: PriceBook = {
    catalogue: catalogue.value,
    traffic: builtTraffic.prices,
    services: builtServices.prices,
    assumedDiscounts: builtServices.discounts,
    rates: builtServices.rates,
    discounts: [],
  };
  for (const file of sheets) {
    const sheet = await readPriceSheet(file, catalogue.value);
    if (sheet.ok) book = withSheet(book, sheet.value);
    else issues.push(...sheet.issues);
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: book };
}

async function readShipped(name: string): Promise<Checked<readonly SheetRow[]>> {
  const shownAs = `datasets/prices/${name}`;
  const text = await readText(shippedFile(name), shownAs);
  if (!text.ok) return text;
  const table = await parseTable(text.value, shownAs);
  return table.ok ? { ok: true, value: sheetRows(table.value) } : table;
}

/** The `prices.json` of a directory, as a list of sheets: empty when it has none. */
export async function ownPricesIn(directory: string): Promise<readonly string[]> {
  const file = join(directory, ownPricesFileName);
  return access(file).then(
    () => [file],
    () => [],
  );
}

/** Reads one sheet of a user; all that is wrong with it, line by line. */
export async function readPriceSheet(file: string, base: Catalogue): Promise<Checked<PriceSheet>> {
  const rows = await readSheetRows(file);
  if (!rows.ok) return rows;
  const { sheet, problems } = buildSheet(rows.value, base, file);
  return problems.length > 0 ? { ok: false, issues: issuesOf(file, problems) } : { ok: true, value: sheet };
}

/** The rows of a sheet by kind, as words: what `prices import` writes into `prices.json`. */
export async function readSheetRows(file: string): Promise<Checked<SheetRows>> {
  const text = await readText(file, file);
  if (!text.ok) return text;
  if (/\.(json|ya?ml)$/i.test(file)) return rowsOfJson(file, text.value);
  const table = await parseTable(text.value, file);
  if (!table.ok) return table;
  const kind = kindOfColumns(table.value.columns);
  if (kind === null) {
    const hint = `instances need ${requiredColumns.instances.join(', ')}; see docs/guides/import-prices.md`;
    return { ok: false, issues: [fileIssue(file, 'has no columns of a price sheet', hint)] };
  }
  const issues = [...requireColumns(table.value, requiredColumns[kind])];
  for (const column of unknownColumns(kind, table.value.columns))
    issues.push(unknownColumn(file, 1, kind, column));
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, value: { ...emptyRows(), [kind]: sheetRows(table.value) } };
}

function rowsOfJson(file: string, text: string): Checked<SheetRows> {
  const parsed = parseFile(file, text);
  if (!parsed.ok) return parsed;
  const { value, placeOf } = parsed.value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return { ok: false, issues: [fileIssue(file, `must be an object with ${sheetKinds.join(', ')}`)] };
  }
  const issues: Issue[] = [];
  const rows: Record<SheetKind, SheetRow[]> = emptyRows();
  for (const [key, list] of Object.entries(value)) {
    const kind = sheetKinds.find((name) => name === key);
    if (kind === undefined || !Array.isArray(list)) {
      const problem = kind === undefined ? `must be one of ${sheetKinds.join(', ')}` : 'must be a list';
      issues.push({ ...fileIssue(file, problem), ...placeOf([key]), path: key });
      continue;
    }
    list.forEach((row: unknown, index) => {
      const { line } = placeOf([kind, index]);
      const words = wordsOf(row);
      const missing = requiredColumns[kind].filter((column) => !(column in words));
      for (const column of missing) issues.push({ ...fileIssue(file, 'is missing'), line, path: column });
      for (const column of unknownColumns(kind, Object.keys(words))) {
        issues.push(unknownColumn(file, line, kind, column));
      }
      rows[kind].push({ line, words });
    });
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: rows };
}

function emptyRows(): Record<SheetKind, SheetRow[]> {
  return { instances: [], traffic: [], services: [], discounts: [] };
}

function wordsOf(row: unknown): Record<string, string> {
  if (row === null || typeof row !== 'object') return {};
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, value === null ? '' : String(value)]),
  );
}

function unknownColumn(file: string, line: number, kind: SheetKind, column: string): Issue {
  const near = closest(column, [...requiredColumns[kind], 'as_of', 'source', 'notes', 'spot_usd_per_hour']);
  const hint = near === null ? `rows of ${kind} have no such column` : `did you mean ${near}?`;
  return { ...fileIssue(file, 'is no column of a price sheet', hint), line, path: column };
}

function sheetRows(table: Table): SheetRow[] {
  return table.rows.map((row, index) => ({
    line: table.lines[index]!,
    words: Object.fromEntries(table.columns.map((column, cell) => [column, row[cell]!])),
  }));
}

function issuesOf(file: string, problems: readonly SheetProblem[]): Issue[] {
  return problems.map(({ line, column, problem, got }) => ({
    ...fileIssue(file, problem),
    line,
    path: column,
    got: got === '' ? null : got,
  }));
}
