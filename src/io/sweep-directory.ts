/**
 * The directory of a sweep.
 *
 *     sweep.json       says that it is one
 *     cells/<key>.json a finished cell each, named by the hash of its content
 *     cells.csv        one row for each cell: what is varied, every total with its interval, replications
 *     cells.parquet    the same, when asked for
 *
 * Cells are kept one by one, so that an interrupted sweep goes on where it was, and shards can share a directory.
 */
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeToString } from 'fast-csv';
import { z } from 'zod';
import type { CellResult, CellStore, SweepRow } from '../experiment/sweep.ts';
import type { TotalName } from '../simulation/rows.ts';
import type { Estimate } from '../stats/estimate.ts';
import { readText } from './read-text.ts';
import { writeWholeFile } from './render/write-file.ts';
import { cell, stableJson, totalNames } from './results-format.ts';
import { OutputError, writeProblem } from './write-results.ts';

const marker = { format: 'jitsim-sweep', formatVersion: 1 };
const markerFile = 'sweep.json';

const number = z.number().nullable();
const cellSchema = z.object({
  key: z.string(),
  replications: z.number(),
  estimates: z.record(z.string(), z.object({ mean: number, halfWidth95: number, replications: z.number() })),
});

/**
 * Opens the directory, or makes it.
 *
 * @throws OutputError when it holds something else, or cannot be written
 */
export async function openSweepDirectory(directory: string): Promise<CellStore> {
  const found = await stat(directory).catch(() => null);
  if (found !== null && !found.isDirectory()) throw new OutputError(directory, 'is a file');
  const isEmpty = found === null || (await readdir(directory)).length === 0;
  const text = await readText(join(directory, markerFile), '');
  if (!isEmpty && !(text.ok && text.value === stableJson(marker))) {
    throw new OutputError(directory, 'already exists and holds no sweep; choose another with --out');
  }
  await writing(directory, async () => {
    await mkdir(join(directory, 'cells'), { recursive: true });
    await writeWholeFile(join(directory, markerFile), stableJson(marker), { replace: true });
  });
  const fileOf = (key: string): string => join(directory, 'cells', `${key}.json`);
  return {
    find: async (key) => {
      const kept = await readText(fileOf(key), '');
      return kept.ok ? readCell(kept.value, key) : null;
    },
    keep: async (result) => {
      const content = stableJson(result);
      await writing(directory, () => writeWholeFile(fileOf(result.key), content, { replace: true }));
      return readCell(content, result.key) ?? result;
    },
  };
}

/** A cell as it was kept; null when the file is damaged or of another version, so that it is run again. */
function readCell(text: string, key: string): CellResult | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const read = cellSchema.safeParse(value);
  if (!read.success || read.data.key !== key) return null;
  const { estimates, replications } = read.data;
  if (totalNames.some((name) => estimates[name] === undefined)) return null;
  const known = totalNames.map((name) => {
    const { mean, halfWidth95, replications: used } = estimates[name]!;
    return [
      name,
      { mean: mean ?? Number.NaN, halfWidth95: halfWidth95 ?? Number.NaN, replications: used },
    ] as const;
  });
  return { key, replications, estimates: Object.fromEntries(known) as Record<TotalName, Estimate> };
}

/** One row for each cell. A total's column bears its name, its interval's `HalfWidth95` after it. */
export async function sweepCsv(names: readonly string[], rows: readonly SweepRow[]): Promise<string> {
  const headers = [
    ...names,
    'replications',
    ...totalNames.flatMap((total) => [total, `${total}HalfWidth95`]),
  ];
  return writeToString(
    rows.map(({ values, replications, estimates }) => [
      ...values.map(valueText),
      String(replications),
      ...totalNames.flatMap((total) => [cell(estimates[total].mean), cell(estimates[total].halfWidth95)]),
    ]),
    { headers, alwaysWriteHeaders: true, includeEndRowDelimiter: true },
  );
}

/** The same as Parquet; missing numbers are NaN. */
export async function sweepParquet(names: readonly string[], rows: readonly SweepRow[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const numbers = (name: string, of: (row: SweepRow) => number) => ({
    name,
    data: rows.map((row) => Number(cell(of(row)) || Number.NaN)),
    type: 'DOUBLE' as const,
  });
  const varied = names.map((name, index) =>
    rows.every(({ values }) => typeof values[index] === 'number')
      ? numbers(name, ({ values }) => values[index] as number)
      : { name, data: rows.map(({ values }) => valueText(values[index])), type: 'STRING' as const },
  );
  const totals = totalNames.flatMap((total) => [
    numbers(total, ({ estimates }) => estimates[total].mean),
    numbers(`${total}HalfWidth95`, ({ estimates }) => estimates[total].halfWidth95),
  ]);
  const columnData = [...varied, numbers('replications', ({ replications }) => replications), ...totals];
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

/** Writes the tables; `parquet` the second too. */
export async function writeSweepTables(
  directory: string,
  names: readonly string[],
  rows: readonly SweepRow[],
  { parquet }: { readonly parquet: boolean },
): Promise<readonly string[]> {
  const csv = join(directory, 'cells.csv');
  const columnar = join(directory, 'cells.parquet');
  await writing(directory, async () => {
    await writeWholeFile(csv, await sweepCsv(names, rows), { replace: true });
    if (parquet) await writeWholeFile(columnar, await sweepParquet(names, rows), { replace: true });
  });
  return parquet ? [csv, columnar] : [csv];
}

/** A value as text: words as they are, lists and mappings as JSON. */
function valueText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

async function writing(directory: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new OutputError(directory, writeProblem(error));
  }
}
