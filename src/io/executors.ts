/**
 * Who does the runs of a study: this thread, or a pool of worker threads. Which one changes no result.
 */
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { type Executor, runTask } from '../experiment/executor.ts';
import { type WorkerPoolOptions, workerPool } from './worker-pool.ts';

/** Most threads used unless a number is asked for. */
const WORKERS_DEFAULT_MAX = 16;

/** An executor that must be closed when the study is done. */
export interface ClosableExecutor extends Executor {
  close(): Promise<void>;
}

/** Runs in this thread, one after the other. Between two runs signals and timers get their turn. */
export function inProcessExecutor(): ClosableExecutor {
  return {
    concurrency: 1,
    run: async (study, task) => {
      await setImmediate();
      return runTask(study, task);
    },
    close: async () => undefined,
  };
}

/** Threads to use for a number of runs: one for each core, but no more than there are runs. */
export function defaultWorkers(runs: number): number {
  // Uncompiled sources need a loader in every thread, which costs more than most runs do.
  if (import.meta.url.endsWith('.ts')) return 1;
  return Math.max(1, Math.min(availableParallelism(), runs, WORKERS_DEFAULT_MAX));
}

/** Runs in `workers` threads; each gets a study with its first run of it. */
export function workerPoolExecutor(workers: number, options: WorkerPoolOptions = {}): ClosableExecutor {
  const pool = workerPool(workers, options);
  return {
    concurrency: workers,
    run: (study, task) => pool.run(study, task),
    close: () => pool.close(),
  };
}
