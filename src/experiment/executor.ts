/**
 * Who does runs: the contract between an experiment, which knows what is to be run, and whoever runs it (this thread,
 * a pool of workers). Runs are independent, so who does them, and in what order, changes no result.
 */
import type { Scenario } from '../scenario/scenario.ts';
import type { Study } from '../scenario/study.ts';
import type { RunRows } from '../simulation/rows.ts';
import { simulate } from '../simulation/simulate.ts';
import { withDrawnParameters } from './draw-parameters.ts';

/** One run to do. */
export interface RunTask {
  readonly variantIndex: number;
  /** Names the random streams of demand and chance. */
  readonly replication: number;
  /** Whose draw of the uncertain parameters it has; its own unless given. */
  readonly parametersOf?: number;
}

/** Does runs, in whatever order and wherever; answers each with its rows. */
export interface Executor {
  run(study: Study, task: RunTask): Promise<RunRows>;
  /** Runs that may be under way at once; at least 1. */
  readonly concurrency: number;
}

/** Does the run of a task in this thread. Pure: everything it needs is in the study. */
export function runTask(study: Study, task: RunTask): RunRows {
  const scenario = variantOf(study, task.variantIndex);
  const { seed } = scenario.run;
  const drawn = withDrawnParameters(scenario, { seed, replication: task.parametersOf ?? task.replication });
  return simulate(drawn, { seed, replication: task.replication });
}

/** Runs one after the other in this thread. */
export const inThisThread: Executor = {
  concurrency: 1,
  run: async (study, task) => runTask(study, task),
};

export function variantOf(study: Study, index: number): Scenario {
  const scenario = study.variants[index];
  if (scenario === undefined) throw new RangeError(`variantOf: ${study.name} has no variant ${index}`);
  return scenario;
}
