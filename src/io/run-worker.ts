/**
 * The worker thread behind `workerPoolExecutor`: has the study, is told which run to do, answers with its rows.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type RunTask, runTask } from '../experiment/run-study.ts';
import type { Study } from '../scenario/study.ts';
import type { WorkerAnswer } from './executors.ts';

const study = workerData as Study;

parentPort?.on('message', (task: RunTask) => {
  let answer: WorkerAnswer;
  try {
    answer = { ok: true, rows: runTask(study, task) };
  } catch (error) {
    const thrown = error instanceof Error ? error : new Error(String(error));
    answer = { ok: false, message: thrown.message, stack: thrown.stack ?? thrown.message };
  }
  const buffers = answer.ok ? buffersOf(answer.rows) : [];
  parentPort?.postMessage(answer, buffers);
});

/** The minute columns are handed over, not copied. */
function buffersOf(rows: { readonly minutes: object }): ArrayBuffer[] {
  return Object.values(rows.minutes as Readonly<Record<string, Float64Array>>).map(
    (column) => column.buffer as ArrayBuffer,
  );
}
