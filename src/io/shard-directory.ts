/**
 * A shard on disk: `shard.json`, which says what it is a part of, and `runs.bin`, the study and the rows of its
 * replications as V8 serialises them: exact numbers, typed arrays, infinities. A later Node reads what an earlier wrote.
 */
import { createHash } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import type { NamedShard, ShardRuns } from '../experiment/shard.ts';
import { type Checked, fileIssue } from '../scenario/issues.ts';
import { makeDirectory } from './make-directory.ts';
import { ownProgramHash } from './program-hash.ts';
import { readProblem, readText } from './read-text.ts';
import { stableJson } from './results-format.ts';
import { OutputError, writeProblem } from './write-results.ts';

const formatName = 'jitsim-shard';
const formatVersion = 2;
export const shardFile = 'shard.json';
const runsFile = 'runs.bin';

const manifestSchema = z.object({
  format: z.literal(formatName),
  formatVersion: z.literal(formatVersion),
  version: z.string(),
  program: z.string(),
  scenario: z.string(),
  scenarioHash: z.string(),
  seed: z.number(),
  index: z.number(),
  count: z.number(),
  replications: z.array(z.number()),
  replicationsOfAll: z.number(),
  sha256: z.string(),
});

/**
 * Checks that a shard may be written to `directory`, before hours are spent on it.
 *
 * @throws OutputError when it exists and is not to be replaced, or is something else than a shard
 */
export async function assertShardWritable(directory: string, replace: boolean): Promise<void> {
  const found = await stat(directory).catch(() => null);
  if (found === null) return;
  const manifest = await readText(join(directory, shardFile), '');
  if (!manifest.ok) throw new OutputError(directory, 'already exists and holds no shard of jitsim');
  if (!replace)
    throw new OutputError(directory, 'already exists; choose another with --out, or write --replace');
}

/**
 * Writes a shard, whole or not at all.
 *
 * @throws OutputError when it cannot be written
 */
export async function writeShard(
  { shard, version, study, runs }: ShardRuns,
  directory: string,
  options: { readonly replace?: boolean } = {},
): Promise<void> {
  await assertShardWritable(directory, options.replace ?? false);
  const target = resolve(directory);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  const content = serialize({ study, runs });
  const { run } = study.variants[0]!;
  const manifest: z.output<typeof manifestSchema> = {
    format: formatName,
    formatVersion,
    version,
    program: ownProgramHash(),
    scenario: study.name,
    scenarioHash: study.scenarioHash,
    seed: run.seed,
    ...shard,
    replications: runs.map(({ replication }) => replication),
    replicationsOfAll: run.replications,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
  try {
    await rm(temporary, { recursive: true, force: true });
    await makeDirectory(temporary);
    await writeFile(join(temporary, runsFile), content);
    await writeFile(join(temporary, shardFile), stableJson(manifest));
    await rm(target, { recursive: true, force: true });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw new OutputError(directory, writeProblem(error));
  }
}

/** Reads a shard; a directory that is none, or was damaged, is refused. */
export async function checkShard(directory: string): Promise<Checked<NamedShard>> {
  const refused = (file: string, problem: string, hint: string | null = null): Checked<NamedShard> => ({
    ok: false,
    issues: [fileIssue(file, problem, hint)],
  });
  const file = join(directory, shardFile);
  const text = await readText(file, file);
  if (!text.ok) {
    const hint = 'jitsim simulate --shard writes a shard';
    return { ok: false, issues: text.issues.map((issue) => ({ ...issue, hint })) };
  }
  const manifest = manifestSchema.safeParse(parsedJson(text.value));
  if (!manifest.success) return refused(file, 'is not the shard.json of this version of jitsim');
  const runsPath = join(directory, runsFile);
  let content: Buffer;
  try {
    content = await readFile(runsPath);
  } catch (error) {
    return refused(runsPath, readProblem(error));
  }
  // Only what this program wrote is unpacked.
  if (createHash('sha256').update(content).digest('hex') !== manifest.data.sha256) {
    return refused(runsPath, 'was damaged: it is not what shard.json says', 'run the shard again');
  }
  const { study, runs } = deserialize(content) as Pick<ShardRuns, 'study' | 'runs'>;
  const { index, count, version, program } = manifest.data;
  const value = { name: directory, shard: { index, count }, version, program, study, runs };
  return { ok: true, value };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
