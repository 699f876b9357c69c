/**
 * Chart `pain`: when participants suffered, and under which variant: participants on overstressed bridges, and
 * joins that found no bridge. None when neither ever happened.
 */
import type { Results } from '../experiment/results.ts';
import type { Chart, Panel } from './chart.ts';
import type { ChartClock } from './clock.ts';
import { chartClock } from './clock.ts';
import { formatEstimate, formatPercent } from './figures.ts';
import { minuteRows } from './minute-rows.ts';
import { variantColour } from './palette.ts';
import {
  bandMeaning,
  hoverLayer,
  lineLegend,
  madeHow,
  panelTitle,
  plotWidth,
  sentences,
  theme,
  timeAxis,
  titleOf,
} from './parts.ts';

interface Pain {
  readonly column: 'overstressedParticipantMinutes' | 'joinsFailed';
  readonly name: string;
  readonly seen: string;
  readonly axis: string;
}

const pains: readonly Pain[] = [
  {
    column: 'overstressedParticipantMinutes',
    name: 'Poor quality',
    seen: 'participants on overstressed bridges (participant-minutes in a minute)',
    axis: 'participants',
  },
  {
    column: 'joinsFailed',
    name: 'Locked out',
    seen: 'joins that found no bridge',
    axis: 'failed joins a minute',
  },
];

export function painChart(results: Results): Chart | null {
  const clock = chartClock(results);
  const felt = pains.filter((pain) =>
    results.variants.some((variant) => variant.bands[pain.column].mean.some((value) => value > 0)),
  );
  if (felt.length === 0) return null;
  const title = 'When participants suffer';
  const caption = sentences(
    'Participants on an overstressed bridge see and hear worse. Lower is better; zero is best.',
    bandMeaning(results),
    madeHow(results, clock),
  );
  return {
    name: 'pain',
    title,
    caption,
    description: results.variants
      .map((variant) => {
        const { overstressedParticipantMinutesRatio: share, joinsFailed } = variant.estimates;
        return `${variant.variant}: ${formatPercent(share)} of participant-minutes overstressed, ${formatEstimate(joinsFailed)} failed joins.`;
      })
      .join(' '),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      vconcat: felt.map((pain, index) =>
        painPanel(results, pain, { clock, last: index === felt.length - 1 }),
      ),
    },
  };
}

function painPanel(
  results: Results,
  pain: Pain,
  { clock, last }: { clock: ChartClock; last: boolean },
): Panel {
  const first = results.variants[0];
  if (first === undefined) throw new Error('painChart: results without a variant');
  const rows = minuteRows(
    clock,
    first.minute,
    results.variants.flatMap((variant, index) => {
      const band = variant.bands[pain.column];
      return [
        { field: `value${index}`, values: band.mean, decimals: 2, joinMinutes: 'max' as const },
        { field: `low${index}`, values: band.p10, decimals: 2, joinMinutes: 'max' as const },
        { field: `high${index}`, values: band.p90, decimals: 2, joinMinutes: 'max' as const },
      ];
    }),
  );
  const y = {
    type: 'quantitative' as const,
    scale: { domainMin: 0 },
    axis: { title: pain.axis, tickCount: 4 },
  };
  const color = {
    type: 'nominal' as const,
    legend: results.variants.length > 1 ? lineLegend(results.variants.map(({ variant }) => variant)) : null,
    scale: {
      domain: results.variants.map((variant) => variant.variant),
      range: results.variants.map((_, index) => variantColour(index)),
    },
  };
  return {
    title: panelTitle(pain.name, pain.seen),
    width: plotWidth,
    height: 150,
    data: { values: [...rows] },
    encoding: { x: timeAxis(clock, last) },
    layer: [
      ...results.variants.map((_, index) => ({
        mark: { type: 'area' as const, opacity: 0.2, color: variantColour(index) },
        encoding: { y: { ...y, field: `low${index}` }, y2: { field: `high${index}` } },
      })),
      ...results.variants.map((variant, index) => ({
        mark: { type: 'line' as const, strokeWidth: 1.5 },
        encoding: { y: { ...y, field: `value${index}` }, color: { ...color, datum: variant.variant } },
      })),
      hoverLayer(
        `${pain.column}At`,
        clock,
        results.variants.map((variant, index) => ({ field: `value${index}`, title: variant.variant })),
      ),
    ],
  };
}
