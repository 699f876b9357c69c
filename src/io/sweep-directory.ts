/**
 * The directory of a sweep.
 *
 *     sweep.json       says that it is one
 *     design.json      what was swept last: the cells in their order, and what they hang on
 *     shard-0-of-4.json says that a shard was finished here; jitsim merge looks for all of them
 *     cells/<key>.json a finished cell each, named by the hash of its content
 *     cells.csv        one row for each cell: what is varied, every total with its interval, replications
 *     cells.parquet    the same, when asked for
 *
 * Cells are kept one by one, so that an interrupted sweep goes on where it was, and shards can share a directory.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeToString } from 'fast-csv';
import { z } from 'zod';
import type { Shard } from '../experiment/shard.ts';
import type { CellResult, CellStore, SweepRow } from '../experiment/sweep.ts';
import type { SweepDesign, SweepPart } from '../experiment/sweep-merge.ts';
import { type Checked, fileIssue } from '../scenario/issues.ts';
import type { TotalName } from '../simulation/rows.ts';
import type { Estimate } from '../stats/estimate.ts';
import { makeDirectory } from './make-directory.ts';
import { readText } from './read-text.ts';
import { writeWholeFile } from './render/write-file.ts';
import { cell, stableJson, totalNames } from './results-format.ts';
import { OutputError, writeProblem } from './write-results.ts';

const marker = { format: 'jitsim-sweep', formatVersion: 1 };
export const markerFile = 'sweep.json';

const designFile = 'design.json';

const designSchema = z.object({
  version: z.string(),
  program: z.string(),
  scenario: z.string(),
  seed: z.number(),
  replications: z.number(),
  names: z.array(z.string()),
  cells: z.array(z.object({ key: z.string(), values: z.array(z.unknown()) })),
});

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
    await makeDirectory(join(directory, 'cells'));
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

/** Writes what is swept, so that the tables can be made from the cells alone. */
export async function writeSweepDesign(directory: string, design: SweepDesign): Promise<void> {
  await writing(directory, () =>
    writeWholeFile(join(directory, designFile), stableJson(design), { replace: true }),
  );
}

/** Marks a shard as finished. */
export async function markShard(directory: string, { index, count }: Shard): Promise<void> {
  const file = join(directory, `shard-${index}-of-${count}.json`);
  await writing(directory, () => writeWholeFile(file, stableJson({ index, count }), { replace: true }));
}

/** Reads a sweep or a part of one, to be merged. */
export async function checkSweep(directory: string): Promise<Checked<SweepPart>> {
  const file = join(directory, designFile);
  const text = await readText(file, file);
  if (!text.ok) return text;
  const design = designSchema.safeParse(parsed(text.value));
  if (!design.success) {
    const hint = 'run the sweep again';
    return {
      ok: false,
      issues: [fileIssue(file, 'is damaged, or not the design.json of this version of jitsim', hint)],
    };
  }
  const results = new Map<string, CellResult>();
  for (const { key } of design.data.cells) {
    const kept = await readText(join(directory, 'cells', `${key}.json`), '');
    const result = kept.ok ? readCell(kept.value, key) : null;
    if (result !== null) results.set(key, result);
  }
  const shards = (await readdir(directory)).flatMap((name): Shard[] => {
    const match = /^shard-(\d+)-of-(\d+)\.json$/.exec(name);
    return match === null ? [] : [{ index: Number(match[1]), count: Number(match[2]) }];
  });
  shards.sort((one, other) => one.index - other.index);
  return { ok: true, value: { name: directory, design: design.data, results, shards } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A cell as it was kept; null when the file is damaged or of another version, so that it is run again. */
function readCell(text: string, key: string): CellResult | null {
  const read = cellSchema.safeParse(parsed(text));
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
