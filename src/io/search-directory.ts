/**
 * The directory of an optimisation.
 *
 *     search.json       what is asked, and every run of every candidate: a stopped search goes on from it, shards are merged
 *     optimization.json the answer: all candidates with intervals, verdicts and reasons; not written by a shard
 *     candidates.csv    the same as a table
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeToString } from 'fast-csv';
import { z } from 'zod';
import type { Optimization } from '../experiment/optimize/conclude.ts';
import type { NamedSearch, SearchRuns } from '../experiment/optimize/optimize.ts';
import { valueText } from '../experiment/optimize/search-settings.ts';
import { rejectionInWords } from '../report/optimize-words.ts';
import { type Checked, fileIssue } from '../scenario/issues.ts';
import { makeDirectory } from './make-directory.ts';
import { readText } from './read-text.ts';
import { writeWholeFile } from './render/write-file.ts';
import { cell, stableJson, totalNames } from './results-format.ts';
import { OutputError, writeProblem } from './write-results.ts';

const formatName = 'jitsim-search';
const formatVersion = 1;
export const searchFile = 'search.json';
const answerFile = 'optimization.json';
const tableFile = 'candidates.csv';

/** Numbers as JSON has none for them are written as words. */
const number = z.union([
  z.number(),
  z.enum(['NaN', 'Infinity', '-Infinity']).transform((word) => Number(word)),
]);
const total = z.enum(totalNames as [(typeof totalNames)[number], ...(typeof totalNames)[number][]]);
const runs = z.array(z.record(z.string(), number));
const searchSchema = z.object({
  format: z.literal(formatName),
  formatVersion: z.literal(formatVersion),
  version: z.string(),
  key: z.string(),
  settings: z.object({
    scenario: z.string(),
    minimise: z.array(total),
    factors: z.array(
      z.object({
        name: z.string(),
        low: z.number(),
        high: z.number(),
        isWhole: z.boolean(),
        choices: z.array(z.unknown()).nullable(),
      }),
    ),
    seed: z.number(),
    population: z.number(),
    generations: z.number(),
    islands: z.number(),
    replications: z.number(),
    freshMax: z.number(),
    demandRatios: z.array(z.number()),
  }),
  shard: z.object({ index: z.number(), count: z.number() }).nullable(),
  isComplete: z.boolean(),
  points: z.array(
    z.object({
      values: z.array(z.number()),
      bounds: z.array(z.object({ total, max: z.number() })),
      search: runs,
      fresh: runs,
      byDemand: z.array(runs),
    }),
  ),
});

/**
 * Opens the directory for a search: gives what it knows of the same search, or nothing.
 *
 * @throws OutputError when it holds something else that is not to be replaced
 */
export async function openSearchDirectory(
  directory: string,
  { key, shard }: Pick<SearchRuns, 'key' | 'shard'>,
  options: { readonly replace?: boolean } = {},
): Promise<SearchRuns | null> {
  const found = await stat(directory).catch(() => null);
  if (found === null) return null;
  if (!found.isDirectory()) throw new OutputError(directory, 'is a file');
  if ((await readdir(directory)).length === 0) return null;
  const read = await checkSearch(directory);
  const isSame = read.ok && read.value.key === key && sameShard(read.value.shard, shard);
  if (isSame) return read.value;
  const isSearch = (await readText(join(directory, searchFile), '')).ok;
  if (!isSearch)
    throw new OutputError(directory, 'already exists and holds no search; choose another with --out');
  if (options.replace !== true) {
    throw new OutputError(
      directory,
      'holds another search, or one that was begun before the scenario or jitsim changed; choose another with --out, or write --replace',
    );
  }
  return null;
}

function sameShard(one: SearchRuns['shard'], other: SearchRuns['shard']): boolean {
  return one?.index === other?.index && one?.count === other?.count;
}

/**
 * Keeps what was run by now.
 *
 * @throws OutputError when it cannot be written
 */
export async function writeSearch(search: SearchRuns, directory: string): Promise<void> {
  const content = { format: formatName, formatVersion, ...search };
  await writing(directory, async () => {
    await makeDirectory(directory);
    // Every digit is kept: judgements are made from these again.
    await writeWholeFile(join(directory, searchFile), `${JSON.stringify(content, withWords)}\n`, {
      replace: true,
    });
  });
}

function withWords(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** Writes the answer; gives the paths of its files. An earlier answer of an unfinished search is taken away. */
export async function writeOptimization(found: Optimization, directory: string): Promise<readonly string[]> {
  const [answer, table] = [join(directory, answerFile), join(directory, tableFile)];
  await writing(directory, async () => {
    await writeWholeFile(answer, stableJson(found), { replace: true });
    await writeWholeFile(table, await candidatesCsv(found), { replace: true });
  });
  return [answer, table];
}

/** No answer stands beside runs that it was not made of. */
export async function removeAnswer(directory: string): Promise<void> {
  for (const file of [answerFile, tableFile]) await rm(join(directory, file), { force: true });
}

/** One row for each candidate, in the order of the answer. */
async function candidatesCsv(found: Optimization): Promise<string> {
  const { factors, minimise, candidates, knee, leastRegret } = found;
  const headers = [
    ...factors.map(({ name }) => name),
    ...minimise.flatMap((name) => [name, `${name}HalfWidth95`]),
    'replications',
    'isVerified',
    'verdict',
    'reason',
    'regret',
    'named',
  ];
  const rows = candidates.map((one, at) => [
    ...one.values.map((value, index) => valueText(factors[index]!, value)),
    ...one.estimates.flatMap(({ mean, halfWidth95 }) => [cell(mean), cell(halfWidth95)]),
    String(one.estimates[0]!.replications),
    String(one.isVerified),
    one.rejected !== null ? 'rejected' : one.isVerified ? 'front' : 'waits',
    one.rejected === null ? '' : rejectionInWords(one.rejected, factors).replaceAll('\u00a0', ' '),
    one.regret === null ? '' : cell(one.regret.value),
    [at === knee?.at ? 'knee' : '', at === leastRegret?.at ? 'least regret' : '']
      .filter((word) => word !== '')
      .join(', '),
  ]);
  return writeToString(rows, { headers, alwaysWriteHeaders: true, includeEndRowDelimiter: true });
}

/** Reads what was run; a directory that holds none, or a damaged one, is refused. */
export async function checkSearch(directory: string): Promise<Checked<NamedSearch>> {
  const file = join(directory, searchFile);
  const text = await readText(file, file);
  if (!text.ok) return text;
  const read = searchSchema.safeParse(parsed(text.value));
  if (!read.success) {
    const hint = 'run the search again with --replace';
    return {
      ok: false,
      issues: [fileIssue(file, 'is damaged, or not the search.json of this version of jitsim', hint)],
    };
  }
  const { version, key, settings, shard, isComplete, points } = read.data;
  return { ok: true, value: { name: directory, version, key, settings, shard, isComplete, points } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function writing(directory: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new OutputError(directory, writeProblem(error));
  }
}
