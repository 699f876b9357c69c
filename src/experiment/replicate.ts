/**
 * Runs replications of a study and keeps them in index order, whoever does the runs and in whatever order they finish.
 *
 * A replication counts only when every run of it is finished, those of all variants, so that comparisons stay paired.
 */
import type { Study } from '../scenario/study.ts';
import type { RunRows, RunTotals } from '../simulation/rows.ts';
import { type Executor, type RunTask, variantOf } from './executor.ts';

/** All runs of one replication. */
export interface ReplicationRuns {
  readonly replication: number;
  /** Rows of each variant, in the order of the study. */
  readonly rows: readonly RunRows[];
  /** Totals of each variant with the same parameters and other chance; null for variants without uncertain ones. */
  readonly echoes: readonly (RunTotals | null)[];
}

export interface ReplicateOptions {
  readonly executor: Executor;
  /** Told after every finished run. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Asked before every run: true stops starting further ones; what is finished is kept. */
  readonly shouldStop?: () => boolean;
}

/** Replications above it are echoes: no scenario asks for as many. */
const ECHO_OFFSET = 2 ** 30;

/**
 * Runs the replications with the given numbers, and answers those that are complete, up to the first that is not.
 *
 * @param before runs done earlier, counted in what `onProgress` is told
 */
export async function replicate(
  study: Study,
  replications: readonly number[],
  options: ReplicateOptions,
  before = 0,
): Promise<ReplicationRuns[]> {
  const tasks = tasksOf(study);
  const runs: (RunRows | null)[] = Array.from({ length: replications.length * tasks.length }, () => null);
  let next = 0;
  let done = before;
  const worker = async (): Promise<void> => {
    while (next < runs.length && options.shouldStop?.() !== true) {
      const index = next;
      next += 1;
      const replication = replications[Math.floor(index / tasks.length)]!;
      runs[index] = await options.executor.run(study, tasks[index % tasks.length]!(replication));
      done += 1;
      options.onProgress?.(done, before + runs.length);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.executor.concurrency) }, worker));
  const missing = runs.indexOf(null);
  const complete = Math.floor((missing < 0 ? runs.length : missing) / tasks.length);
  return replications.slice(0, complete).map((replication, index) => {
    const all = runs.slice(index * tasks.length, (index + 1) * tasks.length) as RunRows[];
    return assembled(study, replication, all);
  });
}

/** Runs of a replication: every variant, and an echo of each that has uncertain parameters. */
export function runsPerReplication(study: Study): number {
  return tasksOf(study).length;
}

function tasksOf(study: Study): ((replication: number) => RunTask)[] {
  const indexes = [...study.variants.keys()];
  return [
    ...indexes.map((variantIndex) => (replication: number) => ({ variantIndex, replication })),
    ...indexes
      .filter((variantIndex) => hasEcho(study, variantIndex))
      .map((variantIndex) => (replication: number) => ({
        variantIndex,
        replication: ECHO_OFFSET + replication,
        parametersOf: replication,
      })),
  ];
}

function hasEcho(study: Study, variantIndex: number): boolean {
  return variantOf(study, variantIndex).uncertainParameters.length > 0;
}

function assembled(study: Study, replication: number, all: readonly RunRows[]): ReplicationRuns {
  let next = study.variants.length;
  return {
    replication,
    rows: all.slice(0, study.variants.length),
    echoes: study.variants.map((_, variantIndex) =>
      hasEcho(study, variantIndex) ? all[next++]!.totals : null,
    ),
  };
}
