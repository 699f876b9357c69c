/**
 * `jitsim merge`: the shards of a study, a sweep or a search to what one machine would have written, to the byte.
 */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { conclude } from '../../experiment/optimize/conclude.ts';
import { mergeSearches, type NamedSearch, searchMergeProblems } from '../../experiment/optimize/optimize.ts';
import { mergeProblems, mergeShards, type NamedShard } from '../../experiment/shard.ts';
import { mergeSweeps, type SweepPart, sweepMergeProblems } from '../../experiment/sweep-merge.ts';
import { stableJson } from '../../io/results-format.ts';
import {
  checkSearch,
  openSearchDirectory,
  searchFile,
  writeOptimization,
  writeSearch,
} from '../../io/search-directory.ts';
import { checkShard, shardFile } from '../../io/shard-directory.ts';
import {
  checkSweep,
  markerFile,
  openSweepDirectory,
  writeSweepDesign,
  writeSweepTables,
} from '../../io/sweep-directory.ts';
import { assertWritable, writeResults } from '../../io/write-results.ts';
import { type Checked, fileIssue, formatIssues, type Issue } from '../../scenario/issues.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failures.ts';
import type { Arguments } from '../options.ts';
import { print } from '../print.ts';
import { tellResults } from '../tell-results.ts';
import { orOutputFailure } from '../writing-failure.ts';
import { searchExitCode, tellOptimization } from './optimize.ts';
import { slug } from './simulate.ts';

/** What a directory is a part of, by the file that says so. */
const kinds = [
  ['a study', shardFile],
  ['a sweep', markerFile],
  ['a search', searchFile],
] as const;
type Kind = (typeof kinds)[number][0];

export async function merge(given: Arguments): Promise<number> {
  const directories = given.directories as readonly string[];
  const kind = await kindOfAll(directories);
  if (given.parquet === true && kind !== 'a sweep')
    throw usageFailure(`--parquet is for sweeps; this is ${kind}`);
  switch (kind) {
    case 'a study':
      return mergeStudy(await readAll(directories, checkShard), given);
    case 'a sweep':
      return mergeSweep(await readAll(directories, checkSweep), given);
    case 'a search':
      return mergeSearch(await readAll(directories, checkSearch), given);
  }
}

/** All must be of one kind. */
async function kindOfAll(directories: readonly string[]): Promise<Kind> {
  const found: (readonly [string, Kind])[] = [];
  const issues: Issue[] = [];
  for (const directory of directories) {
    const kind = await kindOf(directory);
    if (kind !== null) found.push([directory, kind]);
    else {
      const problem = 'holds no shard of jitsim: none of shard.json, sweep.json and search.json is there';
      const hint = 'simulate, sweep and optimize write one with --shard';
      issues.push(fileIssue(directory, problem, hint));
    }
  }
  if (issues.length > 0) throw new Failure(exitCodes.wrongInput, formatIssues(issues), issues);
  const [first] = found;
  const other = found.find(([, kind]) => kind !== first![1]);
  if (other === undefined) return first![1];
  throw new Failure(
    exitCodes.wrongInput,
    `${first![0]} is of ${first![1]}, ${other[0]} of ${other[1]}: they cannot be merged`,
  );
}

async function kindOf(directory: string): Promise<Kind | null> {
  for (const [kind, file] of kinds) {
    const isThere = await access(join(directory, file)).then(
      () => true,
      () => false,
    );
    if (isThere) return kind;
  }
  return null;
}

async function readAll<Part>(
  directories: readonly string[],
  check: (directory: string) => Promise<Checked<Part>>,
): Promise<Part[]> {
  const parts: Part[] = [];
  const issues: Issue[] = [];
  for (const directory of directories) {
    const part = await check(directory);
    if (part.ok) parts.push(part.value);
    else issues.push(...part.issues);
  }
  if (issues.length > 0) throw new Failure(exitCodes.wrongInput, formatIssues(issues), issues);
  return parts;
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Failure(exitCodes.wrongInput, problems.join('\n'), problems);
}

async function mergeStudy(shards: readonly NamedShard[], given: Arguments): Promise<number> {
  refuse(mergeProblems(shards));
  const results = mergeShards(shards);
  const out = String(given.out ?? join('results', slug(results.scenario)));
  const replace = given.replace === true;
  await orOutputFailure(assertWritable(out, replace));
  await orOutputFailure(writeResults(results, out, { replace }));
  return tellResults(results, { out, report: null, asJson: given.json === true });
}

async function mergeSweep(parts: readonly SweepPart[], given: Arguments): Promise<number> {
  refuse(sweepMergeProblems(parts));
  const rows = mergeSweeps(parts);
  const { design } = parts[0]!;
  const out = String(given.out ?? join('results', `${slug(design.scenario)}-sweep`));
  const store = await orOutputFailure(openSweepDirectory(out));
  await orOutputFailure(writeSweepDesign(out, design));
  for (const { key, replications, estimates } of rows) await store.keep({ key, replications, estimates });
  const files = await orOutputFailure(
    writeSweepTables(out, design.names, rows, { parquet: given.parquet === true }),
  );
  if (given.json === true) {
    process.stdout.write(stableJson({ ok: true, varied: design.names, cells: rows.length, out, files }));
  } else for (const file of files) print(file);
  return exitCodes.done;
}

async function mergeSearch(parts: readonly NamedSearch[], given: Arguments): Promise<number> {
  refuse(searchMergeProblems(parts));
  const merged = mergeSearches(parts);
  const out = String(given.out ?? join('results', `${slug(merged.settings.scenario)}-optimize`));
  await orOutputFailure(openSearchDirectory(out, merged, { replace: given.replace === true }));
  const optimization = conclude(merged.settings, merged.points, { isComplete: true });
  await orOutputFailure(writeSearch(merged, out));
  const files = await orOutputFailure(writeOptimization(optimization, out));
  if (given.json === true) {
    process.stdout.write(stableJson({ ok: optimization.knee !== null, ...optimization, out, files }));
  } else {
    tellOptimization(optimization, null);
    for (const file of files) print(file);
  }
  return searchExitCode(optimization);
}
