/**
 * A pool of worker threads for runs. A study is sent to a thread once, minute columns come back by transfer, and a
 * thread that dies is replaced: its run is tried again elsewhere. A run is a function of seed and replication, so a
 * second try gives what the first would have given.
 */
import { Worker } from 'node:worker_threads';
import type { RunTask } from '../experiment/executor.ts';
import type { Study } from '../scenario/study.ts';
import type { RunRows } from '../simulation/rows.ts';

/** Times that a run is tried when its thread dies under it; a run that kills three threads would kill more. */
const TRIES_MAX = 3;
/** Studies that a thread keeps; the one used longest ago is dropped first. */
const STUDIES_KEPT = 8;

export interface WorkerPoolOptions {
  /** Told of every thread that is started. */
  readonly onStart?: (worker: Worker) => void;
  /** Told of every run that is tried again, and why. */
  readonly onRetry?: (task: RunTask, reason: string) => void;
}

/** What is sent to a worker. */
export type WorkerRequest =
  | { readonly kind: 'study'; readonly id: number; readonly study: Study }
  | { readonly kind: 'forget'; readonly id: number }
  | { readonly kind: 'run'; readonly id: number; readonly task: RunTask };

/** What a worker answers to a run. */
export type WorkerAnswer =
  | { readonly ok: true; readonly rows: RunRows }
  | { readonly ok: false; readonly message: string; readonly stack: string };

interface Thread {
  readonly worker: Worker;
  /** Ids of the studies it holds, last used last. */
  readonly studies: number[];
}

export interface WorkerPool {
  /**
   * @throws Error what the simulation threw; or that the run's thread died three times
   */
  run(study: Study, task: RunTask): Promise<RunRows>;
  close(): Promise<void>;
}

/** The thread died before it answered. */
class ThreadDied extends Error {}

/** At most `workers` threads, each started when it is first needed. No more runs than that may be under way at once. */
export function workerPool(workers: number, options: WorkerPoolOptions = {}): WorkerPool {
  const start = (): Thread => {
    const worker = startWorker();
    options.onStart?.(worker);
    // A thread that dies while idle is found out when it is next asked; it must not end the process.
    worker.on('error', () => undefined);
    return { worker, studies: [] };
  };
  const idle: Thread[] = [];
  const busy = new Set<Thread>();
  const ids = new WeakMap<Study, number>();
  let nextId = 0;
  const idOf = (study: Study): number => {
    const id = ids.get(study) ?? nextId++;
    ids.set(study, id);
    return id;
  };
  const attempt = async (study: Study, task: RunTask): Promise<RunRows> => {
    if (busy.size === workers) throw new Error(`workerPool: more than ${workers} runs at once`);
    const thread = idle.pop() ?? start();
    busy.add(thread);
    let isAlive = true;
    try {
      provide(thread, idOf(study), study);
      return await ask(thread.worker, { kind: 'run', id: idOf(study), task });
    } catch (error) {
      isAlive = !(error instanceof ThreadDied);
      throw error;
    } finally {
      busy.delete(thread);
      if (isAlive) idle.push(thread);
    }
  };
  return {
    run: async (study, task) => {
      for (let tries = 1; ; tries++) {
        try {
          return await attempt(study, task);
        } catch (error) {
          if (!(error instanceof ThreadDied)) throw error;
          if (tries === TRIES_MAX) {
            throw new Error(
              `replication ${task.replication} ended its worker thread ${tries} times: ${error.message}`,
            );
          }
          options.onRetry?.(task, error.message);
        }
      }
    },
    close: async () => {
      await Promise.all([...idle, ...busy].map(({ worker }) => worker.terminate()));
    },
  };
}

/** Sees to it that the thread has the study. */
function provide({ worker, studies }: Thread, id: number, study: Study): void {
  const known = studies.indexOf(id);
  if (known >= 0) studies.splice(known, 1);
  else worker.postMessage({ kind: 'study', id, study } satisfies WorkerRequest);
  studies.push(id);
  if (studies.length <= STUDIES_KEPT) return;
  worker.postMessage({ kind: 'forget', id: studies.shift()! } satisfies WorkerRequest);
}

function startWorker(): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./run-worker.js', import.meta.url));
  // A worker's first file must be JavaScript: for uncompiled sources it loads the loader, then the worker itself.
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const file = JSON.stringify(new URL('./run-worker.ts', import.meta.url).href);
  const code = `import(${loader}).then(({ register }) => { register(); return import(${file}); })`;
  return new Worker(code, { eval: true });
}

function ask(worker: Worker, request: WorkerRequest): Promise<RunRows> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
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
      reject(new ThreadDied(error.message));
    };
    const onExit = (code: number): void => {
      done();
      reject(new ThreadDied(`it ended with code ${code}`));
    };
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    if (worker.threadId < 0) {
      done();
      reject(new ThreadDied('it had ended before'));
      return;
    }
    worker.postMessage(request);
  });
}
