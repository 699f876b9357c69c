/**
 * Runs every variant of a study for its replications and reduces them. Who executes the runs (this thread, a pool of
 * workers) is passed in and cannot change a result: runs are independent and are reduced in index order.
 */
import type { Scenario } from '../scenario/scenario.ts';
import type { Study } from '../scenario/study.ts';
import type { RunRows } from '../simulation/rows.ts';
import { simulate } from '../simulation/simulate.ts';
import { withDrawnParameters } from './draw-parameters.ts';
import { outdatedPriceWarnings } from './outdated-prices.ts';
import { rangeWarnings } from './range-warnings.ts';
import { reduceVariant } from './reduce.ts';
import type { Results } from './results.ts';

/** One run to do. */
export interface RunTask {
  readonly variantIndex: number;
  readonly replication: number;
}

/** Does runs, in whatever order and wherever; answers each with its rows. */
export interface Executor {
  run(study: Study, task: RunTask): Promise<RunRows>;
  /** Runs that may be under way at once; at least 1. */
  readonly concurrency: number;
}

export interface RunStudyOptions {
  readonly executor: Executor;
  /** Version of jitsim, for the results. */
  readonly version: string;
  /** Told after every finished run. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Asked before every run: true stops starting further ones; what is finished is kept. */
  readonly shouldStop?: () => boolean;
}

/** Does the run of a task in this thread. Pure: everything it needs is in the study. */
export function runTask(study: Study, task: RunTask): RunRows {
  const scenario = variantOf(study, task.variantIndex);
  const run = { seed: scenario.run.seed, replication: task.replication };
  return simulate(withDrawnParameters(scenario, run), run);
}

/** Runs one after the other in this thread. */
export const inThisThread: Executor = {
  concurrency: 1,
  run: async (study, task) => runTask(study, task),
};

/**
 * Runs the study and reduces it to results.
 *
 * A replication counts only when every variant finished it, so that comparisons stay paired. After a stop the
 * results hold the replications finished by then, and `replications` says how many.
 *
 * @throws Error when not a single replication was finished
 */
export async function runStudy(study: Study, options: RunStudyOptions): Promise<Results> {
  const first = variantOf(study, 0);
  const tasks: RunTask[] = [];
  for (let replication = 0; replication < first.run.replications; replication++) {
    for (let variantIndex = 0; variantIndex < study.variants.length; variantIndex++) {
      tasks.push({ variantIndex, replication });
    }
  }
  const finished = await runTasks(study, tasks, options);
  const complete = completeReplications(finished, study.variants.length);
  if (complete === 0) throw new NothingFinishedError();
  const rows = study.variants.map((_, index) =>
    rowsOfVariant(finished, index, study.variants.length, complete),
  );
  return {
    scenario: study.name,
    scenarioHash: study.scenarioHash,
    version: options.version,
    seed: first.run.seed,
    replications: complete,
    horizonStartEpochMs: first.horizon.startEpochMs,
    horizonMinutes: first.horizon.durationMs / 60_000,
    timeZone: first.horizon.timeZone,
    currency: first.prices.bridges.currency,
    variants: study.variants.map((scenario, index) => reduceVariant(scenario, rows[index]!)),
    observed: first.observed,
    modelsUsed: distinct(study.variants.flatMap(({ modelsUsed }) => modelsUsed)),
    warnings: distinct([
      ...study.variants.flatMap(({ warnings }) => warnings),
      ...study.variants.flatMap(outdatedPriceWarnings),
      ...rangeWarnings(
        rows.map((runs, index) => ({
          scenario: variantOf(study, index),
          totals: runs.map(({ totals }) => totals),
        })),
      ),
    ]),
  };
}

/** The study was stopped before its first replication was finished: there is nothing to keep. */
export class NothingFinishedError extends Error {
  constructor() {
    super('stopped before the first replication was finished');
    this.name = 'NothingFinishedError';
  }
}

async function runTasks(
  study: Study,
  tasks: readonly RunTask[],
  { executor, onProgress, shouldStop }: RunStudyOptions,
): Promise<(RunRows | null)[]> {
  const finished: (RunRows | null)[] = tasks.map(() => null);
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (next < tasks.length && shouldStop?.() !== true) {
      const index = next;
      next += 1;
      finished[index] = await executor.run(study, tasks[index]!);
      done += 1;
      onProgress?.(done, tasks.length);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, executor.concurrency) }, worker));
  return finished;
}

/** Leading replications that every variant finished. Tasks are ordered by replication, then variant. */
function completeReplications(finished: readonly (RunRows | null)[], variants: number): number {
  const missing = finished.indexOf(null);
  return Math.floor((missing < 0 ? finished.length : missing) / variants);
}

function rowsOfVariant(
  finished: readonly (RunRows | null)[],
  variantIndex: number,
  variants: number,
  replications: number,
): RunRows[] {
  return Array.from({ length: replications }, (_, replication) => {
    return finished[replication * variants + variantIndex] as RunRows;
  });
}

function variantOf(study: Study, index: number): Scenario {
  const scenario = study.variants[index];
  if (scenario === undefined) throw new RangeError(`runStudy: ${study.name} has no variant ${index}`);
  return scenario;
}

/** Each once, in order of first appearance. */
function distinct<T>(items: readonly T[]): T[] {
  const seen = new Map<string, T>();
  for (const item of items) {
    const key = JSON.stringify(item);
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}
