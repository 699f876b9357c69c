/**
 * Chart `comparison`: the figures that decide, side by side, with their intervals.
 */
import type { Estimate, Results } from '../experiment/results.ts';
import type { TotalName } from '../simulation/rows.ts';
import type { Chart, Panel } from './chart.ts';
import { chartClock } from './clock.ts';
import { formatEstimate } from './figures.ts';
import { ink, variantColour } from './palette.ts';
import { madeHow, sentences, theme, titleOf } from './parts.ts';

const panelWidth = 310;
/** Room for the figures right of the longest bar, as a share of the axis. */
const labelRoom = 0.45;

interface Figure {
  readonly total: TotalName;
  readonly title: string;
  /** Multiplies the estimate; 100 turns a ratio into a percentage. */
  readonly scale: number;
  readonly unit: string;
}

export function comparisonChart(results: Results): Chart {
  const figures: readonly Figure[] = [
    { total: 'costPerDay', title: `Cost per day (${results.currency})`, scale: 1, unit: '' },
    { total: 'bridgesReadyMean', title: 'Bridges ready, on average', scale: 1, unit: '' },
    {
      total: 'overstressedParticipantMinutesRatio',
      title: 'Participants’ time on overstressed bridges (%)',
      scale: 100,
      unit: '\u00a0%',
    },
    { total: 'joinFailureRatio', title: 'Joins that failed (%)', scale: 100, unit: '\u00a0%' },
  ];
  const title = 'What each policy costs, and what participants get for it';
  const caption = sentences(
    'Less is better for cost, overstress and failed joins.',
    results.replications === 1 ? '' : 'Dark bars: 95 % intervals of the mean.',
    madeHow(results, chartClock(results)),
  );
  return {
    name: 'comparison',
    title,
    caption,
    description: results.variants
      .map((variant) =>
        [
          `${variant.variant}:`,
          figures
            .map(
              ({ total, title: of, scale, unit }) =>
                `${of} ${formatEstimate(variant.estimates[total], scale)}${unit}`,
            )
            .join(', '),
        ].join(' '),
      )
      .join('. '),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      columns: 2,
      spacing: { row: 22, column: 30 },
      concat: figures.map((figure, position) => figurePanel(results, figure, position % 2 === 0)),
    },
  };
}

function figurePanel(results: Results, figure: Figure, withNames: boolean): Panel {
  const rows = results.variants.map((variant) =>
    barRow(variant.variant, variant.estimates[figure.total], figure),
  );
  const axisMax = Math.max(...rows.map((row) => row.high), 0) * (1 + labelRoom) || 1;
  const names = results.variants.map((variant) => variant.variant);
  return {
    title: { text: figure.title, fontSize: 12, anchor: 'start', frame: 'group', offset: 8 },
    width: panelWidth,
    height: { step: 26 },
    data: { values: rows },
    encoding: {
      y: {
        field: 'variant',
        type: 'nominal',
        sort: names,
        axis: {
          title: null,
          labels: withNames,
          labelLimit: 170,
          minExtent: 0,
          labelColor: ink,
          labelFontSize: 12,
        },
      },
      x: {
        type: 'quantitative',
        scale: { domain: [0, axisMax], nice: false },
        axis: { title: null, labels: false, ticks: false, grid: false, domain: false },
      },
    },
    layer: [
      {
        mark: { type: 'bar', height: 15 },
        encoding: {
          x: { field: 'mean' },
          color: {
            field: 'variant',
            type: 'nominal',
            legend: null,
            scale: { domain: names, range: names.map((_, index) => variantColour(index)) },
          },
          tooltip: [
            { field: 'variant', type: 'nominal', title: 'variant' },
            { field: 'figure', type: 'nominal', title: figure.title },
          ],
        },
      },
      {
        mark: { type: 'rule', strokeWidth: 2, color: ink },
        encoding: { x: { field: 'low' }, x2: { field: 'high' } },
      },
      {
        mark: { type: 'text', align: 'left', dx: 6, color: ink, fontSize: 11 },
        encoding: { x: { field: 'high' }, text: { field: 'figure' } },
      },
    ],
  };
}

function barRow(variant: string, estimate: Estimate, figure: Figure) {
  const mean = estimate.mean * figure.scale;
  const half = Number.isFinite(estimate.halfWidth95) ? estimate.halfWidth95 * figure.scale : 0;
  return {
    variant,
    mean,
    low: Math.max(0, mean - half),
    high: mean + half,
    figure: formatEstimate(estimate, figure.scale) + figure.unit,
  };
}
