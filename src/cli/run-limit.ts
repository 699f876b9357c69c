/**
 * How many runs a command does without being asked twice.
 */
import { formatNumber } from '../charts/figures.ts';
import { usageFailure } from './failures.ts';
import type { Arguments } from './options.ts';

/** Runs above which --yes is asked for. */
const RUNS_MAX = 20_000;

/** @param what as `sobol over 12 factors` @param fewer what would make it smaller */
export function refuseManyRuns(
  runs: number,
  given: Arguments,
  { what, fewer }: { readonly what: string; readonly fewer: string },
): void {
  if (runs <= RUNS_MAX || given.yes === true) return;
  throw usageFailure(
    `${what} needs ${formatNumber(runs)} runs; give --yes to do them all, or fewer ${fewer}`,
  );
}
