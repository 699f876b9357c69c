/**
 * Results on stdout, as a table or as JSON, and the exit code that the objectives ask for.
 */
import { dayQuantiles } from '../experiment/day-quantiles.ts';
import type { Results, VariantResults } from '../experiment/results.ts';
import { risksOf } from '../experiment/risk.ts';
import { stableJson } from '../io/results-format.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { note, print, printWarnings } from './print.ts';

export interface Outcome {
  /** Where the results were written. */
  readonly out: string;
  readonly report: string | null;
  readonly asJson: boolean;
  /** Replications that were wanted, when it was interrupted before. */
  readonly wanted?: number;
}

export async function tellResults(results: Results, outcome: Outcome): Promise<ExitCode> {
  const { out, report, wanted } = outcome;
  if (outcome.asJson) {
    process.stdout.write(stableJson(asJson(results, outcome)));
  } else {
    const { summary } = await import('./summary.ts');
    print(summary(results));
    print('');
    print(out);
    if (report !== null) print(report);
  }
  printWarnings(results.warnings);
  if (wanted !== undefined) {
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
        risks: risksOf({ objectives, totals }),
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
