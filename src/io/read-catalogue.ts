/**
 * The catalogue of instance prices that comes with jitsim.
 */
import { fileURLToPath } from 'node:url';
import { buildCatalogue, type Catalogue, catalogueColumns } from '../billing/catalogue.ts';
import type { Checked } from '../scenario/issues.ts';
import { parseTable, requireColumns } from './csv.ts';
import { readText } from './read-text.ts';

/** The list of the package; source and compiled files lie equally deep below it. */
const packagePrices = fileURLToPath(new URL('../../datasets/prices/prices.csv', import.meta.url));

/** Reads a price list; all that is wrong with it, line by line. */
export async function readCatalogue(
  file: string = packagePrices,
  shownAs: string = file === packagePrices ? 'datasets/prices/prices.csv' : file,
): Promise<Checked<Catalogue>> {
  const text = await readText(file, shownAs);
  if (!text.ok) return text;
  const parsed = await parseTable(text.value, shownAs);
  if (!parsed.ok) return parsed;
  const table = parsed.value;
  const missing = requireColumns(table, catalogueColumns);
  if (missing.length > 0) return { ok: false, issues: missing };
  const built = buildCatalogue(
    table.rows.map((row, index) => ({
      line: table.lines[index]!,
      words: Object.fromEntries(table.columns.map((column, cell) => [column, row[cell]!])),
    })),
  );
  if (built.ok) return { ok: true, value: built.catalogue };
  return {
    ok: false,
    issues: built.problems.map(({ line, column, problem, got }) => ({
      file: shownAs,
      line,
      column: null,
      path: column,
      problem,
      got: got === '' ? null : got,
      hint: null,
    })),
  };
}
