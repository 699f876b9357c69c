/**
 * A study over several machines: each runs every n-th replication, and merging their rows gives the results of one
 * machine, byte for byte, because results are reduced from the rows of whole replications in index order.
 */
import type { Study } from '../scenario/study.ts';
import { variantOf } from './executor.ts';
import { type ReplicateOptions, type ReplicationRuns, replicate } from './replicate.ts';
import type { Results } from './results.ts';
import { NothingFinishedError, reduceStudy } from './run-study.ts';

/** Which part of a study: shard `index` of `count`, counted from 0. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** What one shard ran. */
export interface ShardRuns {
  readonly shard: Shard;
  readonly version: string;
  readonly study: Study;
  /** Its replications in index order. */
  readonly runs: readonly ReplicationRuns[];
}

/**
 * Runs the replications of a shard: index, index + count, ...
 *
 * @throws RangeError when the study stops by itself: a shard cannot know when all together are precise enough
 * @throws NothingFinishedError when stopped before the first was finished
 */
export async function runShard(
  study: Study,
  shard: Shard,
  options: ReplicateOptions & { readonly version: string },
): Promise<ShardRuns> {
  const { replications, until } = variantOf(study, 0).run;
  if (until !== undefined) throw new RangeError('runShard: needs a fixed number of replications');
  const numbers = shardReplications(shard, replications);
  const runs = await replicate(study, numbers, options);
  if (runs.length === 0 && numbers.length > 0) throw new NothingFinishedError();
  return { shard, version: options.version, study, runs };
}

function shardReplications({ index, count }: Shard, replications: number): number[] {
  return Array.from({ length: replications }, (_, replication) => replication).filter(
    (replication) => replication % count === index,
  );
}

/** A shard and where it was read from, for messages. */
export interface NamedShard extends ShardRuns {
  readonly name: string;
  /** Hash of the program that ran it. */
  readonly program: string;
}

/** What is wrong with merging these shards, all of it; empty when they make a whole. */
export function mergeProblems(shards: readonly NamedShard[]): string[] {
  const first = shards[0];
  if (first === undefined) return ['there is nothing to merge'];
  const problems = shards.slice(1).flatMap((shard) => differences(first, shard));
  if (problems.length > 0) return problems;
  const { count } = first.shard;
  const byIndex = new Map<number, string>();
  for (const { shard, name } of shards) {
    const before = byIndex.get(shard.index);
    if (before !== undefined) problems.push(`${before} and ${name} are both shard ${shard.index}/${count}`);
    else byIndex.set(shard.index, name);
  }
  const missing = Array.from({ length: count }, (_, index) => index).filter((index) => !byIndex.has(index));
  if (missing.length > 0) {
    problems.push(`shards are missing: ${missing.map((index) => `${index}/${count}`).join(', ')}`);
  }
  const { replications } = variantOf(first.study, 0).run;
  for (const { shard, name, runs } of shards) {
    const wanted = shardReplications(shard, replications).length;
    if (runs.length < wanted) {
      problems.push(`${name} was interrupted: it has ${runs.length} of ${wanted} replications; run it again`);
    }
  }
  return problems;
}

function differences(first: NamedShard, other: NamedShard): string[] {
  const pair = `${first.name} and ${other.name}`;
  const [one, another] = [first, other].map(({ study }) => variantOf(study, 0).run);
  const checks: readonly (readonly [string, string | number, string | number])[] = [
    ['versions of jitsim', first.version, other.version],
    ['scenarios', first.study.scenarioHash, other.study.scenarioHash],
    ['seeds', one!.seed, another!.seed],
    ['numbers of replications', one!.replications, another!.replications],
    ['numbers of shards', first.shard.count, other.shard.count],
  ];
  const found = checks.flatMap(([what, a, b]) =>
    a === b ? [] : [`${pair} are of different ${what}: ${a} and ${b}`],
  );
  if (found.length > 0 || first.program === other.program) return found;
  return [`${pair} were run by different programs that both call themselves version ${first.version}`];
}

/**
 * The results that one machine would have given.
 *
 * @throws RangeError when the shards do not make a whole; see {@link mergeProblems}
 */
export function mergeShards(shards: readonly NamedShard[]): Results {
  const problems = mergeProblems(shards);
  if (problems.length > 0) throw new RangeError(`mergeShards: ${problems.join('; ')}`);
  const runs = shards.flatMap((shard) => shard.runs).sort((a, b) => a.replication - b.replication);
  return reduceStudy(shards[0]!.study, runs, shards[0]!.version);
}
