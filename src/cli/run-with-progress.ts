/**
 * Runs a study for a command: on as many workers as asked for, with progress on stderr, stopped by Ctrl-C.
 */
import type { Results } from '../experiment/results.ts';
import { NothingFinishedError, runStudy } from '../experiment/run-study.ts';
import type { StopRule } from '../experiment/stop-rule.ts';
import {
  type ClosableExecutor,
  defaultWorkers,
  inProcessExecutor,
  workerPoolExecutor,
} from '../io/executors.ts';
import { version } from '../io/version.ts';
import type { Study } from '../scenario/study.ts';
import { setCurrentRun } from './current-run.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failures.ts';
import { type Interruption, onInterruption } from './interruption.ts';
import type { Arguments } from './options.ts';
import { note } from './print.ts';
import { startProgress } from './progress.ts';

/** Makes the executor that `--workers` asks for; close it. A worker that dies is told on stderr. */
export function executorFor(given: Arguments, runs: number): ClosableExecutor {
  const workers = (given.workers as number | undefined) ?? defaultWorkers(runs);
  if (workers === 1) return inProcessExecutor();
  return workerPoolExecutor(workers, {
    onRetry: ({ replication }, reason) =>
      note(`a worker died in replication ${replication} (${reason}); it is run again`),
  });
}

export interface RunOptions {
  readonly given: Arguments;
  readonly interruption: Interruption;
  readonly stopRule?: StopRuleInWords;
}

/** When a study of its own number of replications ends, and how that is told. */
export interface StopRuleInWords {
  readonly rule: StopRule;
  /** As `10 replications, then more until ...`. */
  readonly inWords: string;
}

/**
 * Runs the study and tells how far it is.
 *
 * @throws Failure when interrupted before the first replication was finished
 */
export async function runWithProgress(study: Study, options: RunOptions): Promise<Results> {
  const { given, interruption, stopRule } = options;
  note(`running ${study.name}: ${plannedRuns(study, stopRule?.inWords)}`);
  return working(study, given, (executor, onProgress) =>
    runStudy(study, {
      executor,
      version: version(),
      onProgress,
      shouldStop: interruption.isRequested,
      ...(stopRule === undefined ? {} : { stopRule: stopRule.rule }),
    }),
  );
}

/** Gives `work` an executor and a line of progress, and ends both. */
export async function working<Value>(
  study: Study,
  given: Arguments,
  work: (executor: ClosableExecutor, onProgress: (done: number, total: number) => void) => Promise<Value>,
): Promise<Value> {
  const { seed, replications } = study.variants[0]!.run;
  setCurrentRun(`scenario ${study.name}, seed ${seed}`);
  const executor = executorFor(given, study.variants.length * replications);
  const progress = startProgress(process.stderr);
  try {
    return await work(executor, progress.update);
  } catch (error) {
    if (!(error instanceof NothingFinishedError)) throw error;
    throw new Failure(
      exitCodes.interrupted,
      'interrupted before the first replication was finished; nothing was written',
    );
  } finally {
    progress.end();
    await executor.close();
  }
}

/** Runs the study; Ctrl-C ends it with what is finished. For commands that write nothing. */
export async function runInterruptibly(
  study: Study,
  given: Arguments,
  stopRule?: StopRuleInWords,
): Promise<{ readonly results: Results; readonly isInterrupted: boolean }> {
  const interruption = onInterruption();
  try {
    const results = await runWithProgress(study, {
      given,
      interruption,
      ...(stopRule === undefined ? {} : { stopRule }),
    });
    return { results, isInterrupted: interruption.isRequested() };
  } finally {
    interruption.end();
  }
}

/** @param ownRule how many runs there are, when not those of the scenario */
export function plannedRuns({ variants }: Study, ownRule?: string): string {
  const { replications, until } = variants[0]!.run;
  const each = variants.length === 1 ? '' : `${variants.length} variants, `;
  if (ownRule !== undefined) return `${each}${ownRule}`;
  return until === undefined
    ? `${each}${replications} replications`
    : `${each}until ${until.total} is within ${100 * until.relativeHalfWidth} %, at most ${replications} replications`;
}
