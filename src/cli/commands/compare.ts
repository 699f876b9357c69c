/**
 * `jitsim compare`: paired differences of variants under common random numbers, in figures and in words.
 */
import Table from 'cli-table3';
import pc from 'picocolors';
import { type DifferenceMeasure, differenceChart } from '../../charts/difference.ts';
import { formatEstimate } from '../../charts/figures.ts';
import { type Comparison, compareVariants, type Difference } from '../../experiment/compare.ts';
import { stableJson } from '../../io/results-format.ts';
import { assertWritable, writeResults } from '../../io/write-results.ts';
import { comparedMeasures, comparisonInWords } from '../../report/comparison-words.ts';
import { chartFile, drawChart } from '../draw-chart.ts';
import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failures.ts';
import type { Arguments } from '../options.ts';
import { note, print, printWarnings } from '../print.ts';
import { withRunOptions } from '../run-options.ts';
import { runInterruptibly } from '../run-with-progress.ts';
import { studyToCompare } from '../settings-options.ts';
import { orOutputFailure } from '../writing-failure.ts';

export async function compare(given: Arguments): Promise<number> {
  const study = withRunOptions(await studyToCompare(given), given);
  if (study.variants.length < 2) {
    throw usageFailure(
      `${study.name} has one variant: name another scenario, or give --set path=value for each alternative`,
    );
  }
  const out = given.out === undefined ? null : String(given.out);
  const replace = given.replace === true;
  if (out !== null) await orOutputFailure(assertWritable(out, replace));
  const chart = await chartFile(given);
  const { results, isInterrupted } = await runInterruptibly(study, given);
  if (out !== null) await orOutputFailure(writeResults(results, out, { replace }));
  const comparison = compareVariants(results);
  if (chart !== null) await drawChart(differenceChart(comparison, chartMeasures(comparison)), chart, given);
  if (given.json === true) {
    const words = comparisonInWords(comparison);
    process.stdout.write(
      stableJson({ ok: true, ...comparison, words, out, chart, warnings: results.warnings }),
    );
  } else {
    tell(comparison);
    if (out !== null) print(out);
    if (chart !== null) print(chart);
  }
  printWarnings(results.warnings);
  if (!isInterrupted) return exitCodes.done;
  note(`interrupted: compared over the ${results.replications} replications finished by then`);
  return exitCodes.interrupted;
}

function chartMeasures({ currency }: Comparison): DifferenceMeasure[] {
  return comparedMeasures.map(({ total, title }) => ({ total, title: title.replace('$', currency) }));
}

function tell(comparison: Comparison): void {
  const { scenario, replications, seed, baseline, candidates } = comparison;
  print(
    `${pc.bold(scenario)}: ${replications} replications, seed ${seed}; ± is the 95 % interval, of differences run by run`,
  );
  const table = new Table({
    head: ['', pc.bold(baseline), ...candidates.map(({ variant }) => pc.bold(variant))],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    colAligns: ['left', 'right', ...candidates.map(() => 'right' as const)],
  });
  for (const { total, title } of comparedMeasures) {
    const differences = candidates.map((candidate) => candidate.differences[total]);
    const base = differences[0]!.baseline;
    if (differences.every(({ sign }) => sign === 'same') && base.mean === 0) continue;
    table.push([title.replace('$', comparison.currency), formatEstimate(base), ...differences.map(cell)]);
  }
  print(table.toString());
  for (const sentence of comparisonInWords(comparison)) print(sentence);
  for (const { variant, parts } of candidates) {
    for (const { of, parts: all } of parts) {
      if (all.length < 2) continue;
      const text = all.map(({ part, difference }) => `${part} ${signed(difference)}`).join(', ');
      print(`  ${variant}: ${of} by part: ${text}`);
    }
  }
}

function cell({ difference, sign }: Difference): string {
  if (sign === 'same') return 'the same';
  const text = signed(difference);
  return sign === 'within-noise' ? `${text}, noise` : pc.bold(text);
}

function signed(difference: Difference['difference']): string {
  return `${difference.mean > 0 ? '+' : ''}${formatEstimate(difference)}`;
}
