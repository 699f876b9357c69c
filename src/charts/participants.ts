/**
 * Chart `participants`: how many participants were in conferences, simulated and measured.
 */
import type { Results } from '../experiment/results.ts';
import type { Chart, Layer } from './chart.ts';
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
  const band = first.bands.participants;
  const rows = minuteRows(clock, first.minute, [
    { field: 'simulated', values: band.mean, decimals: 1, joinMinutes: 'mean' },
    { field: 'low', values: band.p10, decimals: 1, joinMinutes: 'mean' },
    { field: 'high', values: band.p90, decimals: 1, joinMinutes: 'mean' },
  ]);
  const color = variantColour(0);
  const y = { type: 'quantitative' as const, axis: { title: 'participants', tickCount: 6 } };
  const measuredLayers: Layer[] =
    observed === undefined
      ? []
      : [
          {
            data: { values: [...observedRows(clock, observed)] },
            mark: { type: 'line', strokeWidth: 1.2 },
            encoding: { y: { ...y, field: 'measured' }, color: { datum: 'measured' } },
          },
        ];
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
      data: { values: [...rows] },
      encoding: { x: timeAxis(clock) },
      layer: [
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
              legend: observed === undefined ? null : lineLegend(['simulated', 'measured']),
              scale: {
                domain: ['simulated', 'measured'].slice(0, observed === undefined ? 1 : 2),
                range: [color, ink],
              },
            },
          },
        },
        ...measuredLayers,
        hoverLayer('participantsAt', clock, [
          { field: 'simulated', title: 'simulated', format: ',.0f' },
          { field: 'low', title: '1 in 10 replications below', format: ',.0f' },
          { field: 'high', title: '9 in 10 replications below', format: ',.0f' },
        ]),
      ],
    },
  };
}
