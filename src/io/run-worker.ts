/**
 * The worker thread behind `workerPool`: is given studies, is told which run to do, answers with its rows.
 */
import { parentPort } from 'node:worker_threads';
import { runTask } from '../experiment/executor.ts';
import type { Study } from '../scenario/study.ts';
import type { WorkerAnswer, WorkerRequest } from './worker-pool.ts';

const studies = new Map<number, Study>();

parentPort?.on('message', (request: WorkerRequest) => {
  switch (request.kind) {
    case 'study':
      studies.set(request.id, request.study);
      return;
    case 'forget':
      studies.delete(request.id);
      return;
    case 'run':
      run(request);
      return;
  }
});

function run({ id, task }: Extract<WorkerRequest, { kind: 'run' }>): void {
  let answer: WorkerAnswer;
  try {
    answer = { ok: true, rows: runTask(studies.get(id)!, task) };
  } catch (error) {
    const thrown = error instanceof Error ? error : new Error(String(error));
    answer = { ok: false, message: thrown.message, stack: thrown.stack ?? thrown.message };
  }
  const buffers = answer.ok ? buffersOf(answer.rows) : [];
  parentPort?.postMessage(answer, buffers);
}

/** The minute columns are handed over, not copied. */
function buffersOf(rows: { readonly minutes: object }): ArrayBuffer[] {
  return Object.values(rows.minutes as Readonly<Record<string, Float64Array>>).map(
    (column) => column.buffer as ArrayBuffer,
  );
}
