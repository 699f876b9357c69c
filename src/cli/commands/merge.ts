/**
 * `jitsim merge`: the shards of a study to its results, as if one machine had run it.
 */
import { join } from 'node:path';
import { mergeProblems, mergeShards, type NamedShard } from '../../experiment/shard.ts';
import { checkShard } from '../../io/shard-directory.ts';
import { assertWritable, writeResults } from '../../io/write-results.ts';
import { formatIssues, type Issue } from '../../scenario/issues.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failures.ts';
import type { Arguments } from '../options.ts';
import { tellResults } from '../tell-results.ts';
import { slug, writingOrFailure } from './simulate.ts';

export async function merge(given: Arguments): Promise<number> {
  const shards: NamedShard[] = [];
  const issues: Issue[] = [];
  for (const directory of given.directories as readonly string[]) {
    const shard = await checkShard(directory);
    if (shard.ok) shards.push(shard.value);
    else issues.push(...shard.issues);
  }
  if (issues.length > 0) throw new Failure(exitCodes.wrongInput, formatIssues(issues), issues);
  const problems = mergeProblems(shards);
  if (problems.length > 0) throw new Failure(exitCodes.wrongInput, problems.join('\n'), problems);
  const results = mergeShards(shards);
  const out = String(given.out ?? join('results', slug(results.scenario)));
  const replace = given.replace === true;
  await writingOrFailure(assertWritable(out, replace));
  await writingOrFailure(writeResults(results, out, { replace }));
  return tellResults(results, { out, report: null, asJson: given.json === true });
}
