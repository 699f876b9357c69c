import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseString } from 'fast-csv';

export const repositoryRoot = resolve(import.meta.dirname, '../..');

/** Rows of a CSV file of the repository, as text by column name, read with the library the edges use. */
export async function readDataset(path: string): Promise<Record<string, string>[]> {
  const text = readFileSync(resolve(repositoryRoot, path), 'utf8');
  const rows: Record<string, string>[] = [];
  for await (const row of parseString(text, { headers: true, strictColumnHandling: true })) {
    rows.push(row as Record<string, string>);
  }
  return rows;
}
