/**
 * `jitsim simulate`: runs a study, writes its results, prints a summary.
 */
import { join } from 'node:path';
import { dayQuantiles } from '../../experiment/day-quantiles.ts';
import type { Results, VariantResults } from '../../experiment/results.ts';
import { stableJson } from '../../io/results-format.ts';
import { assertWritable, OutputError, writeResults } from '../../io/write-results.ts';
import type { Study } from '../../scenario/study.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { Failure } from '../failures.ts';
import { onInterruption } from '../interruption.ts';
import type { Arguments } from '../options.ts';
import { note, print, printWarnings } from '../print.ts';
import { withRunOptions } from '../run-options.ts';
import { runWithProgress } from '../run-with-progress.ts';
import { writeReportFile } from './report.ts';
import { studyOrFailure } from './validate.ts';

export async function simulate(given: Arguments): Promise<number> {
  const study = withRunOptions(await studyOrFailure(String(given.scenario)), given);
  const out = String(given.out ?? join('results', slug(study.name)));
  const replace = given.replace === true;
  await orFailure(assertWritable(out, replace));
  const interruption = onInterruption();
  try {
    const results = await runWithProgress(study, { given, interruption });
    interruption.holdOff();
    await orFailure(writeResults(results, out, { replace }));
    const report =
      given.report === true ? await writeReportFile(results, join(out, 'report.html'), true) : null;
    return tell(study, results, {
      out,
      report,
      asJson: given.json === true,
      isInterrupted: interruption.isRequested(),
    });
  } finally {
    interruption.end();
  }
}

interface Outcome {
  readonly out: string;
  readonly report: string | null;
  readonly asJson: boolean;
  readonly isInterrupted: boolean;
}

async function tell(study: Study, results: Results, outcome: Outcome): Promise<ExitCode> {
  const { out, report, isInterrupted } = outcome;
  if (outcome.asJson) {
    process.stdout.write(stableJson(asJson(results, outcome)));
  } else {
    const { summary } = await import('../summary.ts');
    print(summary(results));
    print('');
    print(out);
    if (report !== null) print(report);
  }
  printWarnings(results.warnings);
  if (isInterrupted) {
    const wanted = study.variants[0]!.run.replications;
    note(`interrupted: ${results.replications} of ${wanted} replications were finished and kept in ${out}`);
    return exitCodes.interrupted;
  }
  return exitCodeOf(results.variants);
}

function asJson(results: Results, { out, report }: Outcome): unknown {
  return {
    ok: true,
    scenario: results.scenario,
    scenarioHash: results.scenarioHash,
    seed: results.seed,
    replications: results.replications,
    precision: results.precision,
    currency: results.currency,
    out,
    report,
    variants: results.variants.map(
      ({
        variant,
        policyBridges,
        policyJibris,
        estimates,
        parameterShares,
        objectives,
        agreements,
        totals,
      }) => ({
        variant,
        policyBridges,
        policyJibris,
        estimates,
        quantiles: dayQuantiles(totals),
        parameterShares,
        objectives,
        agreements,
      }),
    ),
    warnings: results.warnings,
  };
}

/** Done when a variant meets all objectives; else inconclusive when one might; else violated. */
export function exitCodeOf(variants: readonly Pick<VariantResults, 'objectives'>[]): ExitCode {
  const outcomes = variants.map(({ objectives }) => {
    const verdicts = objectives.map(({ verdict }) => verdict);
    if (verdicts.includes('violated')) return exitCodes.violated;
    return verdicts.includes('inconclusive') ? exitCodes.inconclusive : exitCodes.done;
  });
  if (outcomes.includes(exitCodes.done)) return exitCodes.done;
  return outcomes.includes(exitCodes.inconclusive) ? exitCodes.inconclusive : exitCodes.violated;
}

/** `University Monday, 9:00` as `university-monday-9-00`. */
export function slug(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u);
  return (
    words
      .filter((word) => word !== '')
      .join('-')
      .slice(0, 80) || 'scenario'
  );
}

async function orFailure(writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    if (error instanceof OutputError) throw new Failure(exitCodes.wrongInput, error.message);
    throw error;
  }
}
