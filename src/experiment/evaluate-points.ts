/**
 * Runs a scenario at many points of its settings, all with the same replications: every point meets the same conferences
 * (common random numbers), so points differ by their settings and not by chance.
 */
import type { Scenario } from '../scenario/scenario.ts';
import type { Study } from '../scenario/study.ts';
import type { RunTotals } from '../simulation/rows.ts';
import type { Executor } from './executor.ts';

export interface EvaluateOptions {
  readonly executor: Executor;
  /** Numbers of the replications of each point. */
  readonly replications: readonly number[];
  readonly onProgress?: (done: number, total: number) => void;
  readonly shouldStop?: () => boolean;
  /** Told of every scenario whose replications are all finished, also of those finished before a stop. */
  readonly onEvaluated?: (index: number, totals: readonly RunTotals[]) => void;
}

/** Scenarios that are in one study: it is sent whole to each worker. */
const SCENARIOS_PER_STUDY = 25;

/** Asked to stop before all points were run; runs under way were finished first. */
export class StoppedError extends Error {}

/**
 * Totals of each scenario, replication by replication.
 *
 * @throws StoppedError when stopped before all were run
 */
export async function evaluateScenarios(
  scenarios: readonly Scenario[],
  options: EvaluateOptions,
): Promise<RunTotals[][]> {
  const { executor, replications } = options;
  const studies = studiesOf(scenarios);
  const totals = scenarios.map((): RunTotals[] => new Array(replications.length));
  const missing = scenarios.map(() => replications.length);
  const runs = scenarios.length * replications.length;
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (next < runs && options.shouldStop?.() !== true) {
      const run = next;
      next += 1;
      const index = Math.floor(run / replications.length);
      const at = run % replications.length;
      const rows = await executor.run(studies[Math.floor(index / SCENARIOS_PER_STUDY)]!, {
        variantIndex: index % SCENARIOS_PER_STUDY,
        replication: replications[at]!,
      });
      totals[index]![at] = rows.totals;
      done += 1;
      missing[index]! -= 1;
      if (missing[index] === 0) options.onEvaluated?.(index, totals[index]!);
      options.onProgress?.(done, runs);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, executor.concurrency) }, worker));
  if (done < runs) throw new StoppedError('stopped before all points were run');
  return totals;
}

function studiesOf(scenarios: readonly Scenario[]): Study[] {
  return Array.from({ length: Math.ceil(scenarios.length / SCENARIOS_PER_STUDY) }, (_, index) => ({
    name: scenarios[0]!.name,
    scenarioHash: '',
    variants: scenarios.slice(index * SCENARIOS_PER_STUDY, (index + 1) * SCENARIOS_PER_STUDY),
  }));
}
