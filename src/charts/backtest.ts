/**
 * Chart `backtest`: what was measured, drawn over what was simulated, one panel for each series.
 */
import type { Backtest } from '../experiment/backtest.ts';
import type { Results, VariantResults } from '../experiment/results.ts';
import type { ObservedSeries } from '../scenario/evidence.ts';
import type { Chart, Panel } from './chart.ts';
import { type ChartClock, chartClock } from './clock.ts';
import { formatEstimate, formatPercent } from './figures.ts';
import { measuredLayers } from './measured-layers.ts';
import { minuteRows, observedRows } from './minute-rows.ts';
import { variantColour } from './palette.ts';
import { bandMeaning, madeHow, panelTitle, plotWidth, sentences, theme, timeAxis, titleOf } from './parts.ts';

/** The first variant against every measured series, with what the scores say of each. */
export function backtestChart(results: Results, scores: Backtest): Chart {
  const variant = results.variants[0]!;
  const seen = new Map(
    scores.variants[0]!.series.map((one) => [
      one.series,
      `off by ${formatPercent(one.meanAbsolutePercentageError)} on average; bias ${formatEstimate(one.bias)}; correlation ${formatEstimate(one.correlation)}`,
    ]),
  );
  const clock = chartClock(results);
  const title = `${variant.variant}: simulated against measured`;
  const caption = sentences(
    'Colour: simulated. Dark line: measured.',
    bandMeaning(results),
    madeHow(results, clock),
  );
  return {
    name: 'backtest',
    title,
    caption,
    description: results.observed.map(({ name }) => `${name}: ${seen.get(name) ?? ''}`).join('. '),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      vconcat: results.observed.map((series, index) =>
        seriesPanel(variant, series, {
          seen: seen.get(series.name) ?? '',
          clock,
          last: index === results.observed.length - 1,
        }),
      ),
    },
  };
}

function seriesPanel(
  variant: VariantResults,
  series: ObservedSeries,
  place: { readonly seen: string; readonly clock: ChartClock; readonly last: boolean },
): Panel {
  const { clock, last, seen } = place;
  const band = variant.bands[series.column];
  const colour = variantColour(0);
  const isCount = series.column.startsWith('bridges') || series.column.startsWith('jibris');
  const interpolate = isCount ? ('step-before' as const) : ('linear' as const);
  const y = { type: 'quantitative' as const, axis: { title: series.column, tickCount: 4 } };
  const rows = minuteRows(clock, variant.minute, [
    { field: 'simulated', values: band.mean, decimals: 3, joinMinutes: 'mean' },
    { field: 'low', values: band.p10, decimals: 3, joinMinutes: 'mean' },
    { field: 'high', values: band.p90, decimals: 3, joinMinutes: 'mean' },
  ]);
  return {
    title: panelTitle(series.name, seen, colour),
    width: plotWidth,
    height: 140,
    encoding: { x: timeAxis(clock, last) },
    layer: measuredLayers({
      simulated: rows,
      measured: observedRows(clock, series),
      colour,
      interpolate,
      y,
    }),
  };
}
