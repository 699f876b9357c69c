/**
 * `run`: how often, from what the user wrote.
 */
import type { ResolveContext } from './resolve-context.ts';
import { type RunOptions, UNTIL_REPLICATIONS_MAX } from './run-options.ts';
import type { WrittenRun } from './schema-run.ts';

/** Below so many replications intervals are too wide to be of use. */
const FEW_REPLICATIONS = 5;

export function resolveRun(context: ResolveContext, written: WrittenRun | undefined): RunOptions {
  const run = runOptions(written);
  if (run.replications < 2) {
    context.warnings.add('with one replication nothing can be said about the uncertainty of any result');
  } else if (run.replications < FEW_REPLICATIONS) {
    context.warnings.add(
      `with ${run.replications} replications the intervals are wide; 10 or more are usual`,
    );
  }
  return run;
}

function runOptions(written: WrittenRun | undefined): RunOptions {
  const seed = written?.seed ?? 1;
  const replications = written?.replications ?? 10;
  const control = written?.controlVariate === undefined ? {} : { controlVariate: written.controlVariate };
  if (typeof replications === 'number') return { seed, replications, ...control };
  const { until, max } = replications;
  return { seed, replications: max ?? UNTIL_REPLICATIONS_MAX, until, ...control };
}
