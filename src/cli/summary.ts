/**
 * The results in the terminal: one column for each variant, every estimate with its interval, and sparklines.
 */
import Table from 'cli-table3';
import pc from 'picocolors';
import { firstLimitInWords } from '../charts/bottleneck.ts';
import { formatEstimate, formatMoney, formatNumber, formatPercent } from '../charts/figures.ts';
import type { Agreement, ObjectiveVerdict, Results, VariantResults } from '../experiment/results.ts';
import { certainty } from '../report/certainty.ts';
import type { MinuteColumn } from '../simulation/rows.ts';
import { sparkline } from './sparkline.ts';

/** Width of a sparkline, characters. */
const SPARKLINE_WIDTH = 60;

/** The summary as text, in lines of moderate width. */
export function summary(results: Results): string {
  const variants = results.variants;
  const hasJibris = variants.some(({ policyJibris }) => policyJibris !== null);
  const table = new Table({
    head: ['', ...variants.map(({ variant }) => pc.bold(variant))],
    style: { head: [], border: [] },
    // No line between rows: the table stays on one screen.
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    colAligns: ['left', ...variants.map(() => 'right' as const)],
  });
  const row = (label: string, value: (variant: VariantResults) => string): void => {
    table.push([label, ...variants.map(value)]);
  };
  row('policy', ({ policyBridges }) => policyBridges);
  row('participants, peak', ({ estimates }) => formatEstimate(estimates.participantsPeak));
  row('overstressed participant-minutes', ({ estimates }) =>
    formatPercent(estimates.overstressedParticipantMinutesRatio),
  );
  row('  in minutes', ({ estimates }) => formatEstimate(estimates.overstressedParticipantMinutes));
  row('joins that failed', ({ estimates }) => formatPercent(estimates.joinFailureRatio));
  row('highest stress', ({ estimates }) => formatEstimate(estimates.stressMax));
  row('bridges ready, mean', ({ estimates }) => formatEstimate(estimates.bridgesReadyMean));
  row('bridges paid, peak', ({ estimates }) => formatEstimate(estimates.bridgesPaidMax));
  if (hasJibris) {
    row('recordings refused', ({ estimates }) => formatPercent(estimates.recordingRefusedRatio));
    row('Jibri hours paid', ({ estimates }) => formatEstimate(estimates.jibriHoursPaid));
  }
  row('cost', ({ estimates }) => formatMoney(estimates.cost, results.currency));
  row('with perfect foresight (oracle)', ({ estimates }) =>
    formatMoney(estimates.oracleCost, results.currency),
  );
  row('cost per day', ({ estimates }) => formatMoney(estimates.costPerDay, results.currency));
  for (const { objective, limitMax } of variants[0]?.objectives ?? []) {
    row(`${objective} at most ${formatNumber(limitMax)}`, ({ objectives }) => verdict(objective, objectives));
  }
  for (const { series } of variants[0]?.agreements ?? []) {
    row(`off from ${series}, mean`, ({ agreements }) => agreementWith(series, agreements));
  }
  return [
    `${pc.bold(results.scenario)}: ${results.replications} replications, seed ${results.seed}; ± is the 95 % interval of the mean`,
    table.toString(),
    ...whatBreaksFirst(results),
    ...certainty(results),
    ...sparklines(results, 'participants', 'participants'),
    ...sparklines(results, 'bridgesReady', 'bridges ready'),
  ].join('\n');
}

/** One line for each variant. */
function whatBreaksFirst(results: Results): string[] {
  const width = Math.max(...results.variants.map(({ variant }) => variant.length));
  return [
    '',
    'what breaks first',
    ...results.variants.map(
      (variant) => `  ${variant.variant.padEnd(width)}  ${firstLimitInWords(results, variant)}`,
    ),
  ];
}

function verdict(objective: string, objectives: readonly ObjectiveVerdict[]): string {
  const found = objectives.find((candidate) => candidate.objective === objective);
  if (found === undefined) return '';
  const colour = { met: pc.green, violated: pc.red, inconclusive: pc.yellow }[found.verdict];
  return colour(found.verdict);
}

function agreementWith(series: string, agreements: readonly Agreement[]): string {
  const found = agreements.find((candidate) => candidate.series === series);
  return found === undefined ? '' : formatPercent(found.meanAbsolutePercentageError);
}

/** One line for each variant, all on the scale of the largest; a single line when the variants do not differ. */
function sparklines(results: Results, column: MinuteColumn, label: string): string[] {
  const all = results.variants.map(({ variant, bands }) => ({ variant, values: bands[column].mean }));
  const differ = all.some(({ values }) => values.some((value, i) => value !== all[0]?.values[i]));
  const series = differ || all.length < 2 ? all : [{ variant: 'all variants', values: all[0]!.values }];
  const max = series.reduce((most, { values }) => values.reduce((a, b) => Math.max(b, a), most), 0);
  const width = Math.max(...series.map(({ variant }) => variant.length));
  return [
    '',
    `${label}, 0 to ${formatNumber(max)} (mean of the replications)`,
    ...series.map(
      ({ variant, values }) =>
        `  ${variant.padEnd(width)}  ${sparkline(values, { width: SPARKLINE_WIDTH, max })}`,
    ),
  ];
}
