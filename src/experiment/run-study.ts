/**
 * Runs every variant of a study for its replications and reduces them to results. Who executes the runs (this thread, a
 * pool of workers) is passed in and cannot change a result.
 */
import type { Study } from '../scenario/study.ts';
import type { RunTotals } from '../simulation/rows.ts';
import { estimatorOf } from './estimator.ts';
import { variantOf } from './executor.ts';
import { fewRunsWarnings } from './few-runs.ts';
import { outdatedPriceWarnings } from './outdated-prices.ts';
import { rangeWarnings } from './range-warnings.ts';
import { reduceVariant } from './reduce.ts';
import { type ReplicateOptions, type ReplicationRuns, replicate, runsPerReplication } from './replicate.ts';
import type { Results } from './results.ts';
import { achievedPrecision, fixedNumber, type StopRule, untilPrecise } from './stop-rule.ts';
import { varianceShares } from './variance-share.ts';

export interface RunStudyOptions extends ReplicateOptions {
  /** Version of jitsim, for the results. */
  readonly version: string;
  /** When there are enough replications; what the scenario says unless given. */
  readonly stopRule?: StopRule;
}

/**
 * Runs the study and reduces it to results.
 *
 * A replication counts only when every variant finished it, so that comparisons stay paired. After a stop the
 * results hold the replications finished by then, and `replications` says how many.
 *
 * @throws NothingFinishedError when not a single replication was finished
 */
export async function runStudy(study: Study, options: RunStudyOptions): Promise<Results> {
  const runs = await runReplications(study, options);
  if (runs.length === 0) throw new NothingFinishedError();
  return reduceStudy(study, runs, options.version);
}

/** The study was stopped before its first replication was finished: there is nothing to keep. */
export class NothingFinishedError extends Error {
  constructor() {
    super('stopped before the first replication was finished');
    this.name = 'NothingFinishedError';
  }
}

/** Runs replications 0, 1, ... until the rule has enough of them. */
export async function runReplications(
  study: Study,
  options: Omit<RunStudyOptions, 'version'>,
): Promise<ReplicationRuns[]> {
  const rule = options.stopRule ?? scenarioRule(study);
  const runs: ReplicationRuns[] = [];
  let target: number | null = rule.firstLook;
  while (target !== null) {
    const numbers = Array.from({ length: target - runs.length }, (_, index) => runs.length + index);
    runs.push(...(await replicate(study, numbers, options, runs.length * runsPerReplication(study))));
    if (runs.length < target || options.shouldStop?.() === true) break;
    target = rule.next(totalsOf(study, runs));
  }
  return runs;
}

function scenarioRule(study: Study): StopRule {
  const { replications, until } = variantOf(study, 0).run;
  return until === undefined
    ? fixedNumber(replications)
    : untilPrecise(until, replications, study.variants.map(estimatorOf));
}

/** Reduces replications, which must be in index order, at least one. Any way of running them gives the same results. */
export function reduceStudy(study: Study, runs: readonly ReplicationRuns[], version: string): Results {
  const first = variantOf(study, 0);
  const { seed, until, replications } = first.run;
  const rows = study.variants.map((_, index) => runs.map((run) => run.rows[index]!));
  const totals = totalsOf(study, runs);
  const estimators = study.variants.map(estimatorOf);
  return {
    scenario: study.name,
    scenarioHash: study.scenarioHash,
    version,
    seed,
    replications: runs.length,
    horizonStartEpochMs: first.horizon.startEpochMs,
    horizonMinutes: first.horizon.durationMs / 60_000,
    timeZone: first.horizon.timeZone,
    currency: first.prices.bridges.currency,
    variants: study.variants.map((scenario, index) => ({
      ...reduceVariant(scenario, rows[index]!, estimators[index]),
      parameterShares: sharesOf(runs, index, totals[index]!),
    })),
    precision:
      until === undefined
        ? null
        : achievedPrecision(until, totals, { estimators, replicationsMax: replications }),
    observed: first.observed,
    modelsUsed: distinct(study.variants.flatMap(({ modelsUsed }) => modelsUsed)),
    warnings: distinct([
      ...fewRunsWarnings(runs.length),
      ...study.variants.flatMap(({ warnings }) => warnings),
      ...study.variants.flatMap(outdatedPriceWarnings),
      ...rangeWarnings(
        totals.map((runTotals, index) => ({ scenario: variantOf(study, index), totals: runTotals })),
      ),
    ]),
  };
}

function sharesOf(runs: readonly ReplicationRuns[], variantIndex: number, totals: readonly RunTotals[]) {
  const echoes = runs.flatMap(({ echoes: all }) => all[variantIndex] ?? []);
  return echoes.length === 0 ? null : varianceShares(totals, echoes);
}

function totalsOf(study: Study, runs: readonly ReplicationRuns[]): RunTotals[][] {
  return study.variants.map((_, index) => runs.map((run) => run.rows[index]!.totals));
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
