/**
 * Who does the runs of a study: this thread, or a pool of worker threads. Which one changes no result.
 */
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type Executor, type RunTask, runTask } from '../experiment/run-study.ts';
import type { Study } from '../scenario/study.ts';
import type { RunRows } from '../simulation/rows.ts';

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

/** What a worker answers to a task. */
export type WorkerAnswer =
  | { readonly ok: true; readonly rows: RunRows }
  | { readonly ok: false; readonly message: string; readonly stack: string };

/** Runs in `workers` threads, each of which gets the study once. */
export function workerPoolExecutor(study: Study, workers: number): ClosableExecutor {
  const threads = Array.from({ length: workers }, () => startWorker(study));
  const idle = [...threads];
  return {
    concurrency: workers,
    run: async (given, task) => {
      if (given !== study) throw new Error('workerPoolExecutor: made for another study');
      const thread = idle.pop();
      if (thread === undefined) throw new Error(`workerPoolExecutor: more than ${workers} runs at once`);
      try {
        return await ask(thread, task);
      } finally {
        idle.push(thread);
      }
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

function startWorker(study: Study): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./run-worker.js', import.meta.url), { workerData: study });
  }
  // A worker's first file must be JavaScript: for uncompiled sources it loads the loader, then the worker itself.
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const file = JSON.stringify(new URL('./run-worker.ts', import.meta.url).href);
  const code = `import(${loader}).then(({ register }) => { register(); return import(${file}); })`;
  return new Worker(code, { eval: true, workerData: study });
}

function ask(thread: Worker, task: RunTask): Promise<RunRows> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      thread.off('message', onMessage);
      thread.off('error', onError);
      thread.off('exit', onExit);
    };
    const onMessage = (answer: WorkerAnswer): void => {
      done();
      if (answer.ok) {
        resolve(answer.rows);
        return;
      }
      const error = new Error(answer.message);
      error.stack = answer.stack;
      reject(error);
    };
    const onError = (error: Error): void => {
      done();
      reject(error);
    };
    const onExit = (code: number): void => {
      done();
      reject(new Error(`a worker ended with code ${code} during replication ${task.replication}`));
    };
    thread.on('message', onMessage);
    thread.on('error', onError);
    thread.on('exit', onExit);
    thread.postMessage(task);
  });
}
