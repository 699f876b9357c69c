/**
 * Chart `signalling`: how busy Prosody is, how far it falls behind, and who is out because of it. None when no variant
 * simulates signalling.
 */
import type { Results, VariantResults } from '../experiment/results.ts';
import type { ObservedSeries } from '../scenario/evidence.ts';
import type { Chart, Layer } from './chart.ts';
import type { ChartClock } from './clock.ts';
import { chartClock } from './clock.ts';
import { formatEstimate } from './figures.ts';
import { observedRows } from './minute-rows.ts';
import { ink } from './palette.ts';
import { bandMeaning, madeHow, sentences, theme, titleOf } from './parts.ts';
import { type VariantLines, variantLinesPanel } from './variant-lines.ts';

export function signallingChart(results: Results): Chart | null {
  if (!results.variants.some(simulatesSignalling)) return null;
  const clock = chartClock(results);
  const measured = results.observed.find((series) => series.column === 'prosodyCpuCores');
  const title = 'How signalling holds';
  const caption = sentences(
    'Prosody has one core: at 1 it falls behind, answers late, and fails its probe.',
    measured === undefined ? '' : `Dark line: measured (${measured.name}; ${measured.source}).`,
    bandMeaning(results),
    madeHow(results, clock),
  );
  const panels = panelsOf(results, measured, clock);
  return {
    name: 'signalling',
    title,
    caption,
    description: results.variants
      .filter(simulatesSignalling)
      .map((variant) => `${variant.variant}: ${seenIn(variant)}.`)
      .join(' '),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      vconcat: panels.map((panel, index) =>
        variantLinesPanel(results, panel, { clock, last: index === panels.length - 1 }),
      ),
    },
  };
}

/** Prosody's idle cost is never nothing. */
export function simulatesSignalling({ estimates }: VariantResults): boolean {
  return estimates.prosodyCpuCoresMax.mean > 0;
}

/** Panels without anything in them are left out; Prosody's CPU always has something. */
function panelsOf(results: Results, measured: ObservedSeries | undefined, clock: ChartClock): VariantLines[] {
  const panels: VariantLines[] = [
    {
      column: 'prosodyCpuCores',
      name: 'Prosody',
      seen: 'CPU, highest mean over 30 s in each minute',
      axis: 'cores',
      decimals: 3,
      over: measured === undefined ? [] : [measuredLayer(measured, clock)],
    },
    {
      column: 'prosodyBacklogSeconds',
      name: 'Waiting for Prosody',
      seen: 'longest time to an answer in each minute',
      axis: 'seconds',
    },
    {
      column: 'participantsOut',
      name: 'Dropped out',
      seen: 'participants who were in a conference, dropped out and are not back',
      axis: 'participants',
    },
  ];
  return panels.filter(
    ({ column }) =>
      column === 'prosodyCpuCores' ||
      results.variants.some((variant) => variant.bands[column].mean.some((value) => value > 0)),
  );
}

function measuredLayer(measured: ObservedSeries, clock: ChartClock): Layer {
  return {
    data: { values: [...observedRows(clock, measured, 3)] },
    mark: { type: 'line', strokeWidth: 1.2, color: ink },
    encoding: { y: { field: 'measured', type: 'quantitative' } },
  };
}

function seenIn({ estimates }: VariantResults): string {
  const { prosodyCpuCoresMax, prosodyKills, frontRestarts, participantsDropped } = estimates;
  return [
    `Prosody at ${formatEstimate(prosodyCpuCoresMax)} cores at most and restarted ${formatEstimate(prosodyKills)} times`,
    `front pods restarted ${formatEstimate(frontRestarts)} times`,
    `${formatEstimate(participantsDropped)} drops`,
  ].join(', ');
}
