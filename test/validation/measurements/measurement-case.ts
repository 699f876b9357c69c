/**
 * One comparison of a simulated scenario with a measurement that no model was fitted on.
 */
import { readScenario } from '../../../src/io/node.ts';
import type { RunRows } from '../../../src/simulation/rows.ts';
import { simulate } from '../../../src/simulation/simulate.ts';

export interface MeasurementCase {
  /** Number in the project's list of validation points. */
  readonly id: string;
  readonly scenario: string;
  readonly quantity: string;
  /** As published, with its source. */
  readonly observed: string;
  readonly source: string;
  /** What counts as agreement, in the quantity's unit. */
  readonly acceptLow: number;
  readonly acceptHigh: number;
  /** The quantity in each replication. */
  readonly predict: () => Promise<readonly number[]>;
  /** Why the prediction misses, where it does: a miss is shown as a miss. */
  readonly missExplained?: string;
  /** What weakens the comparison, where something does. */
  readonly caveat?: string;
}

export interface MeasurementOutcome {
  readonly measured: MeasurementCase;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly inside: boolean;
}

/** Predicts: median and range of the replications; inside when the median lies within the accepted range. */
export async function compare(measured: MeasurementCase): Promise<MeasurementOutcome> {
  const sorted = [...(await measured.predict())].sort((a, b) => a - b);
  const low = sorted[0] ?? Number.NaN;
  const high = sorted.at(-1) ?? Number.NaN;
  const median = sorted[sorted.length >> 1] ?? Number.NaN;
  return {
    measured,
    low,
    median,
    high,
    inside: measured.acceptLow <= median && median <= measured.acceptHigh,
  };
}

/** Runs all replications of a scenario of this folder with the committed models: of one variant, the first unless given. */
export async function replicate(
  file: string,
  replications: number,
  variant?: string,
): Promise<readonly RunRows[]> {
  const study = await readScenario(new URL(`./scenarios/${file}`, import.meta.url).pathname);
  const scenario = study.variants.find((candidate) => variant === undefined || candidate.variant === variant);
  if (scenario === undefined) throw new Error(`${file} has no scenario ${variant ?? ''}`);
  return Array.from({ length: replications }, (_, replication) =>
    simulate(scenario, { seed: scenario.run.seed, replication }),
  );
}
