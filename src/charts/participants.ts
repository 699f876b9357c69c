/**
 * Chart `participants`: how many participants were in conferences, simulated and measured.
 */
import type { Results, VariantResults } from '../experiment/results.ts';
import type { ObservedSeries } from '../scenario/evidence.ts';
import type { Chart, ChartRow, Layer } from './chart.ts';
import type { ChartClock } from './clock.ts';
import { chartClock } from './clock.ts';
import { formatEstimate } from './figures.ts';
import { minuteRows, observedRows } from './minute-rows.ts';
import { ink, variantColour } from './palette.ts';
import {
  bandMeaning,
  hoverLayer,
  lineLegend,
  madeHow,
  plotWidth,
  sentences,
  theme,
  timeAxis,
  titleOf,
} from './parts.ts';

export function participantsChart(results: Results): Chart {
  const clock = chartClock(results);
  const observed = results.observed.find((series) => series.column === 'participants');
  const first = results.variants[0];
  if (first === undefined) throw new Error('participantsChart: results without a variant');
  const title = observed === undefined ? 'Participants over time' : 'Participants: simulated and measured';
  const caption = sentences(
    results.variants.length > 1 ? `Every variant meets the same demand; drawn from “${first.variant}”.` : '',
    observed === undefined ? '' : `Dark line: measured (${observed.name}; ${observed.source}).`,
    bandMeaning(results),
    madeHow(results, clock),
  );
  return {
    name: 'participants',
    title,
    caption,
    description: `Peak of ${formatEstimate(first.estimates.participantsPeak)} participants at one time.`,
    spec: {
      title: titleOf(title, caption),
      config: theme,
      width: plotWidth,
      height: 230,
      data: { values: [...simulatedRows(first, clock)] },
      encoding: { x: timeAxis(clock) },
      layer: [
        ...simulatedLayers(observed !== undefined),
        ...(observed === undefined ? [] : [measuredLayer(observed, clock)]),
        hoverLayer('participantsAt', clock, [
          { field: 'simulated', title: 'simulated', format: ',.0f' },
          { field: 'low', title: '1 in 10 replications below', format: ',.0f' },
          { field: 'high', title: '9 in 10 replications below', format: ',.0f' },
        ]),
      ],
    },
  };
}

function simulatedRows(variant: VariantResults, clock: ChartClock): ChartRow[] {
  const band = variant.bands.participants;
  return minuteRows(clock, variant.minute, [
    { field: 'simulated', values: band.mean, decimals: 1, joinMinutes: 'mean' },
    { field: 'low', values: band.p10, decimals: 1, joinMinutes: 'mean' },
    { field: 'high', values: band.p90, decimals: 1, joinMinutes: 'mean' },
  ]);
}

const y = { type: 'quantitative' as const, axis: { title: 'participants', tickCount: 6 } };

function simulatedLayers(withMeasured: boolean): Layer[] {
  const color = variantColour(0);
  const names = withMeasured ? ['simulated', 'measured'] : ['simulated'];
  return [
    {
      mark: { type: 'area', color, opacity: 0.25 },
      encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
    },
    {
      mark: { type: 'line', strokeWidth: 2 },
      encoding: {
        y: { ...y, field: 'simulated' },
        color: {
          datum: 'simulated',
          legend: withMeasured ? lineLegend(names) : null,
          scale: { domain: names, range: [color, ink] },
        },
      },
    },
  ];
}

function measuredLayer(observed: ObservedSeries, clock: ChartClock): Layer {
  return {
    data: { values: [...observedRows(clock, observed)] },
    mark: { type: 'line', strokeWidth: 1.2 },
    encoding: { y: { ...y, field: 'measured' }, color: { datum: 'measured' } },
  };
}
