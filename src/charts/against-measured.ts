/**
 * Chart `fleet-against-measured`: the bridges each policy wanted in the simulation, and those that were measured.
 * None when no bridges were measured.
 */
import type { Results, VariantResults } from '../experiment/results.ts';
import type { ObservedSeries } from '../scenario/evidence.ts';
import type { Chart, Panel } from './chart.ts';
import { chartClock } from './clock.ts';
import { formatEstimate, formatNumber, formatPercent } from './figures.ts';
import { measuredLayers } from './measured-layers.ts';
import { minuteRows, observedRows } from './minute-rows.ts';
import { variantColour } from './palette.ts';
import {
  bandMeaning,
  hoverLayer,
  madeHow,
  panelTitle,
  plotWidth,
  sentences,
  theme,
  timeAxis,
  titleOf,
  type VariantPlace,
} from './parts.ts';

export function againstMeasuredChart(results: Results): Chart | null {
  const observed = results.observed.find(
    (series) => series.column === 'bridgesDesired' || series.column === 'bridgesReady',
  );
  if (observed === undefined) return null;
  const clock = chartClock(results);
  const word = observed.column === 'bridgesDesired' ? 'wanted' : 'ready';
  const title = `Bridges ${word}: simulated against measured`;
  const caption = sentences(
    `Colour: simulated. Dark line: measured (${observed.name}; ${observed.source}).`,
    bandMeaning(results),
    madeHow(results, clock),
  );
  return {
    name: 'fleet-against-measured',
    title,
    caption,
    description: results.variants
      .map((variant) => `${variant.variant}: ${seenIn(variant, observed)}.`)
      .join(' '),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      vconcat: results.variants.map((variant, index) =>
        variantPanel(variant, observed, {
          index,
          clock,
          bridgesMax: 1.05 * Math.max(...results.variants.map((each) => bridgesMax(each, observed))),
          last: index === results.variants.length - 1,
        }),
      ),
    },
  };
}

interface PanelPlace extends VariantPlace {
  readonly bridgesMax: number;
}

function variantPanel(variant: VariantResults, observed: ObservedSeries, place: PanelPlace): Panel {
  const { index, clock, last } = place;
  const band = variant.bands[observed.column];
  const rows = minuteRows(clock, variant.minute, [
    { field: 'simulated', values: band.mean, decimals: 2, joinMinutes: 'mean' },
    { field: 'low', values: band.p10, decimals: 2, joinMinutes: 'mean' },
    { field: 'high', values: band.p90, decimals: 2, joinMinutes: 'mean' },
  ]);
  const colour = variantColour(index);
  const y = {
    type: 'quantitative' as const,
    scale: { domain: [0, place.bridgesMax] },
    axis: { title: 'bridges', tickCount: 4 },
  };
  return {
    title: panelTitle(variant.variant, seenIn(variant, observed), colour),
    width: plotWidth,
    height: 110,
    encoding: { x: timeAxis(clock, last) },
    layer: measuredLayers({
      simulated: rows,
      measured: observedRows(clock, observed),
      colour,
      interpolate: 'step-before',
      y,
      more: [
        hoverLayer(`measuredAt${index}`, clock, [
          { field: 'simulated', title: 'simulated' },
          { field: 'low', title: '1 in 10 replications below' },
          { field: 'high', title: '9 in 10 replications below' },
        ]),
      ],
    }),
  };
}

function seenIn(variant: VariantResults, observed: ObservedSeries): string {
  const agreement = variant.agreements.find((candidate) => candidate.series === observed.name);
  if (agreement === undefined) return 'not compared';
  const inside = formatNumber(Math.round(agreement.insideBandRatio * 100));
  return [
    `off by ${formatPercent(agreement.meanAbsolutePercentageError)} on average`,
    `bias ${formatEstimate(agreement.bias)} bridges`,
    `${inside}\u00a0% of measured minutes within the range of the replications`,
  ].join('; ');
}

function bridgesMax(variant: VariantResults, observed: ObservedSeries): number {
  const simulated = variant.bands[observed.column].p90.filter((count) => Number.isFinite(count));
  const measured = observed.value.filter((count) => Number.isFinite(count));
  return [...simulated, ...measured].reduce((most, count) => Math.max(most, count), 1);
}
