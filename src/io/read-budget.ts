/**
 * A budget file with the price sheets that it names. The days it names are simulated or read by the caller.
 */
import { access } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { PriceBook } from '../billing/price-book.ts';
import { budgetSchema, type WrittenBudget } from '../budget/schema.ts';
import type { ParseExpression } from '../scenario/expression.ts';
import type { Checked, Issue } from '../scenario/issues.ts';
import { type ParsedFile, parseFile } from '../scenario/parse.ts';
import { check, type IssuePlace } from '../scenario/zod-issues.ts';
import { readModels } from './read-models.ts';
import { ownPricesIn, readPriceBook } from './read-price-book.ts';
import { readText } from './read-text.ts';

/** Name of the budget beside a scenario. */
const budgetFileName = 'budget.yaml';

export interface ReadBudget {
  readonly written: WrittenBudget;
  readonly place: IssuePlace;
  /** Relative names are meant from here. */
  readonly directory: string;
  readonly book: PriceBook;
  readonly parseExpression: ParseExpression | null;
  readonly recordedGigabytesPerHour: { readonly value: number; readonly source: string };
}

/**
 * Reads a budget; without a file, the budget of defaults. `sheets` count after those the budget names.
 *
 * @param directory where a budget of defaults looks for a prices.json
 */
export async function readBudget(
  file: string | null,
  directory: string,
  sheets: readonly string[] = [],
): Promise<Checked<ReadBudget>> {
  const parsed = file === null ? { ok: true as const, value: emptyFile() } : await parsedFile(file);
  if (!parsed.ok) return parsed;
  const place: IssuePlace = { parsed: parsed.value, pathInFile: (path) => path };
  const issues: Issue[] = [];
  const written = check(budgetSchema, parsed.value.value, [], place, issues);
  if (written === null) return { ok: false, issues };
  const from = file === null ? directory : dirname(resolve(file));
  const named = written.prices.sheets.map((sheet) => join(from, sheet));
  const book = await readPriceBook([...(await ownPricesIn(from)), ...named, ...sheets]);
  if (!book.ok) return book;
  const recorder = await recorderSize();
  if (!recorder.ok) return recorder;
  return {
    ok: true,
    value: {
      written,
      place,
      directory: from,
      book: book.value,
      parseExpression: typeof written.growth.perMonth === 'string' ? await loadParser() : null,
      recordedGigabytesPerHour: recorder.value,
    },
  };
}

/** The budget.yaml of a directory; null when it has none. */
export async function budgetIn(directory: string): Promise<string | null> {
  const file = join(directory, budgetFileName);
  return access(file).then(
    () => file,
    () => null,
  );
}

async function parsedFile(file: string): Promise<Checked<ParsedFile>> {
  const text = await readText(file, file);
  return text.ok ? parseFile(file, text.value) : text;
}

function emptyFile(): ParsedFile {
  const start = { line: 1, column: 1 };
  return {
    file: 'the budget',
    value: {},
    placeOf: () => start,
    placeOfKey: () => start,
    has: () => false,
  };
}

async function recorderSize(): Promise<Checked<ReadBudget['recordedGigabytesPerHour']>> {
  const models = await readModels();
  if (!models.ok) return models;
  const parameter = models.value.registry.get('recorders', 'jibri')!.parameters.diskGigabytesPerHour!;
  return { ok: true, value: { value: Number(parameter.value), source: parameter.source } };
}

async function loadParser(): Promise<ParseExpression> {
  const { parse } = await import('mathjs/number');
  return (text) => parse(text) as ReturnType<ParseExpression>;
}
