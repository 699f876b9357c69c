/**
 * `jitsim prices import <csv|json>`: checks a sheet of one's own prices and keeps it as `prices.json`, which scenarios
 * and budgets beside it use before the shipped lists.
 */
import { access } from 'node:fs/promises';
import type { SheetKind, SheetRows } from '../../billing/price-sheet.ts';
import { sheetKinds } from '../../billing/price-sheet.ts';
import { readCatalogue } from '../../io/read-catalogue.ts';
import { ownPricesFileName, readPriceSheet, readSheetRows } from '../../io/read-price-book.ts';
import { writeWholeFile } from '../../io/render/write-file.ts';
import { type Checked, formatIssues } from '../../scenario/issues.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failures.ts';
import type { Arguments } from '../options.ts';
import { note, print, printJson } from '../print.ts';
import { orFailure } from './report.ts';

export async function importPrices(given: Arguments): Promise<number> {
  const from = String(given.name);
  const out = String(given.out ?? ownPricesFileName);
  const rows = checkedValue(await readSheetRows(from));
  // Checked as a whole before anything is written.
  const base = checkedValue(await readCatalogue());
  checkedValue(await readPriceSheet(from, base));
  const before = given.replace === true ? null : await rowsBefore(out);
  const merged = before === null ? plain(rows, from) : mergedRows(plain(before, out), plain(rows, from));
  await orFailure(out, writeWholeFile(out, `${JSON.stringify(merged, null, 2)}\n`, { replace: true }));
  const counts = sheetKinds
    .map((kind) => [kind, rows[kind].length] as const)
    .filter(([, count]) => count > 0);
  if (given.json === true) printJson({ ok: true, out, imported: Object.fromEntries(counts) });
  else print(out);
  note(`imported ${counts.map(([kind, count]) => `${count} ${kind}`).join(', ')} from ${from}`);
  return exitCodes.done;
}

/** What the file holds already; null when there is none. One that cannot be read is not thrown away. */
async function rowsBefore(out: string): Promise<SheetRows | null> {
  const isThere = await access(out).then(
    () => true,
    () => false,
  );
  if (!isThere) return null;
  const before = await readSheetRows(out);
  if (before.ok) return before.value;
  const problem = `${formatIssues(before.issues)}\nmend ${out}, or write --replace to forget what it holds`;
  throw new Failure(exitCodes.wrongInput, problem, before.issues);
}

function checkedValue<Value>(checked: Checked<Value>): Value {
  if (checked.ok) return checked.value;
  throw new Failure(exitCodes.wrongInput, formatIssues(checked.issues), checked.issues);
}

type PlainRows = Record<SheetKind, Readonly<Record<string, string>>[]>;

/** Rows as they are kept; one that names no source comes from the file that it was imported from. */
function plain(rows: SheetRows, from: string): PlainRows {
  const of = (kind: SheetKind): Readonly<Record<string, string>>[] =>
    rows[kind].map(({ words }) => ((words.source ?? '').trim() === '' ? { ...words, source: from } : words));
  return {
    instances: of('instances'),
    traffic: of('traffic'),
    services: of('services'),
    discounts: of('discounts'),
  };
}

/** What the rows of a kind are about: rows of the same replace those that were there. */
const keyColumns: Readonly<Record<SheetKind, readonly string[]>> = {
  instances: ['provider', 'region', 'instance_type'],
  traffic: ['provider', 'region', 'kind'],
  services: ['provider', 'region', 'item'],
  discounts: ['provider', 'category'],
};

function mergedRows(before: PlainRows, added: PlainRows): PlainRows {
  const merged = { ...before };
  for (const kind of sheetKinds) {
    const key = (row: Readonly<Record<string, string>>): string =>
      keyColumns[kind].map((column) => (row[column] ?? '').trim().toLowerCase()).join('|');
    const replaced = new Set(added[kind].map(key));
    merged[kind] = [...before[kind].filter((row) => !replaced.has(key(row))), ...added[kind]];
  }
  return merged;
}
