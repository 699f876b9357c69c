/**
 * A sweep: one scenario at many combinations of values. A cell is a study of its own, so that it can be kept, found
 * again and run anywhere; all cells have the seed of the scenario and so meet the same demand (common random numbers).
 */
import type { Study } from '../scenario/study.ts';
import type { TotalName } from '../simulation/rows.ts';
import type { Estimate } from '../stats/estimate.ts';
import type { Combination } from './designs.ts';
import { type Executor, variantOf } from './executor.ts';
import { reduceStudy, runReplications } from './run-study.ts';

/** A combination with what is to be run for it. */
export interface SweepCell {
  readonly values: Combination;
  /** Has one variant. */
  readonly study: Study;
  /** Same key, same results: made of the whole resolved scenario and the version of jitsim. */
  readonly key: string;
}

/** What is known of a cell when it is finished. */
export interface CellResult {
  readonly key: string;
  readonly replications: number;
  readonly estimates: Readonly<Record<TotalName, Estimate>>;
}

/** Where finished cells are kept. */
export interface CellStore {
  /** The result with that key; null when it is not there. */
  find(key: string): Promise<CellResult | null>;
  /** Keeps a result, and gives it as `find` will. */
  keep(result: CellResult): Promise<CellResult>;
}

export interface SweepRow extends CellResult {
  readonly values: Combination;
}

export interface Sweep {
  /** Finished cells, in the order of the design. */
  readonly rows: readonly SweepRow[];
  readonly cells: number;
  /** Cells that were run now; the others were kept from before. */
  readonly computed: number;
}

export interface SweepOptions {
  readonly executor: Executor;
  readonly version: string;
  readonly store: CellStore;
  /** Told after every run, in runs of the cells that were not kept from before. */
  readonly onProgress?: (done: number, total: number) => void;
  /** True stops: cells that are finished are kept, the others left out. */
  readonly shouldStop?: () => boolean;
}

/** Runs the cells that are not in the store, several at once when the executor has room, and keeps each when it is finished. */
export async function runSweep(cells: readonly SweepCell[], options: SweepOptions): Promise<Sweep> {
  const { executor, store, shouldStop } = options;
  const found = new Map<string, CellResult>();
  for (const { key } of cells) {
    const kept = await store.find(key);
    if (kept !== null) found.set(key, kept);
  }
  const missing = [
    ...new Map(cells.filter(({ key }) => !found.has(key)).map((cell) => [cell.key, cell])),
  ].map(([, cell]) => cell);
  const lanes = Math.max(1, Math.min(executor.concurrency, missing.length));
  const lane: Executor = {
    concurrency: Math.ceil(executor.concurrency / lanes),
    run: (study, task) => executor.run(study, task),
  };
  const doneOf = missing.map(() => 0);
  const totalOf = missing.map(({ study }) => variantOf(study, 0).run.replications);
  let next = 0;
  let computed = 0;
  const work = async (): Promise<void> => {
    while (next < missing.length && shouldStop?.() !== true) {
      const index = next;
      next += 1;
      const result = await runCell(missing[index]!, {
        ...options,
        executor: lane,
        onProgress: (done, total) => {
          doneOf[index] = done;
          totalOf[index] = total;
          options.onProgress?.(sum(doneOf), sum(totalOf));
        },
      });
      if (result === null) continue;
      found.set(result.key, await store.keep(result));
      computed += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  const rows = cells.flatMap(({ key, values }) => {
    const result = found.get(key);
    return result === undefined ? [] : [{ ...result, values }];
  });
  return { rows, cells: cells.length, computed };
}

/** Null when it was stopped before all its replications were finished. */
async function runCell({ study, key }: SweepCell, options: SweepOptions): Promise<CellResult | null> {
  const runs = await runReplications(study, options);
  if (options.shouldStop?.() === true && runs.length < variantOf(study, 0).run.replications) return null;
  const results = reduceStudy(study, runs, options.version);
  return { key, replications: results.replications, estimates: results.variants[0]!.estimates };
}

/**
 * The cheapest row whose intervals lie wholly within the objectives of its cell; null when there is none.
 *
 * @param cells those of the sweep
 */
export function cheapestMeeting(rows: readonly SweepRow[], cells: readonly SweepCell[]): SweepRow | null {
  const objectivesOf = new Map(cells.map(({ key, study }) => [key, variantOf(study, 0).objectives]));
  const meeting = rows.filter(({ key, estimates }) =>
    (objectivesOf.get(key) ?? []).every(({ total, max }) => {
      const { mean, halfWidth95 } = estimates[total];
      return mean + halfWidth95 <= max;
    }),
  );
  return meeting.reduce<SweepRow | null>(
    (best, row) =>
      best === null || row.estimates.costPerDay.mean < best.estimates.costPerDay.mean ? row : best,
    null,
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
