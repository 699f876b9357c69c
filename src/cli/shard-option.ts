/**
 * `--shard i/n`, or `--shards n` with the index that Kubernetes gives each pod of an indexed job.
 */
import type { Shard } from '../experiment/shard.ts';
import { usageFailure } from './failures.ts';
import type { Arguments, OptionSpec } from './options.ts';

/** Most shards of a study. */
const SHARDS_MAX = 100_000;

export const shardOptions: readonly OptionSpec[] = [
  {
    name: 'shard',
    kind: 'text',
    description:
      'Runs a part only, as 0/4 for the first of four, and writes it for jitsim merge. Default: the whole.',
  },
  {
    name: 'shards',
    kind: 'whole-number',
    min: 1,
    description:
      'The same with the number of shards alone: which one it is stands in the environment variable JOB_COMPLETION_INDEX, as in an indexed job of Kubernetes.',
  },
];

/** The shard that is meant; null for the whole. */
export function shardOf(given: Arguments, environment: NodeJS.ProcessEnv = process.env): Shard | null {
  if (given.shard !== undefined && given.shards !== undefined) {
    throw usageFailure('write --shard or --shards, not both');
  }
  if (given.shard !== undefined) return readShard(String(given.shard));
  if (given.shards === undefined) return null;
  const written = environment.JOB_COMPLETION_INDEX;
  if (written === undefined || written === '') {
    throw usageFailure('--shards needs JOB_COMPLETION_INDEX in the environment; elsewhere write --shard i/n');
  }
  const index = Number(written);
  if (!/^\d+$/.test(written) || index >= Number(given.shards)) {
    throw usageFailure(
      `JOB_COMPLETION_INDEX must be a whole number below the ${String(given.shards)} of --shards, got ${written}`,
    );
  }
  return readShard(`${written}/${given.shards}`);
}

function readShard(text: string): Shard {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  if (match === null) throw usageFailure(`--shard must be i/n, as 0/4, got ${text}`);
  const [index, count] = [Number(match[1]), Number(match[2])];
  if (count < 1 || count > SHARDS_MAX) {
    throw usageFailure(`--shard needs 1 to ${SHARDS_MAX} shards, got ${match[2]}`);
  }
  if (index >= count) {
    throw usageFailure(
      `--shard counts from 0: of ${count} shards the last is ${count - 1}/${count}, got ${text}`,
    );
  }
  return { index, count };
}
