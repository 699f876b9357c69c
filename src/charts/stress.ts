/**
 * Chart `stress`: how hard the bridges of each variant work, against the limit above which participants suffer.
 */
import type { Results, VariantResults } from '../experiment/results.ts';
import type { Chart, Layer, Panel } from './chart.ts';
import { chartClock } from './clock.ts';
import { formatEstimate, formatPercent } from './figures.ts';
import { minuteRows } from './minute-rows.ts';
import { limitColour, stressColours, variantColour } from './palette.ts';
import {
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

const names = {
  most: '8 in 10 bridges',
  typical: 'bridge in the middle',
  busiest: 'busiest bridge',
} as const;

export function stressChart(results: Results): Chart {
  const clock = chartClock(results);
  const title = 'How hard the bridges work';
  const caption = sentences(
    'Stress is the load of a bridge; 1 is its threshold. Above the red line its participants lose quality.',
    madeHow(results, clock),
  );
  const stressMax = 1.05 * Math.max(...results.variants.map(stressOrLimitMax));
  return {
    name: 'stress',
    title,
    caption,
    description: results.variants.map((variant) => `${variant.variant}: ${seenIn(variant)}.`).join(' '),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      vconcat: results.variants.map((variant, index) =>
        variantPanel(variant, { index, clock, stressMax, last: index === results.variants.length - 1 }),
      ),
    },
  };
}

interface PanelPlace extends VariantPlace {
  readonly stressMax: number;
}

function variantPanel(variant: VariantResults, { index, clock, stressMax, last }: PanelPlace): Panel {
  const { bands, overstressedAbove } = variant;
  const rows = minuteRows(clock, variant.minute, [
    { field: 'low', values: bands.stressP10.mean, decimals: 3, joinMinutes: 'mean' },
    { field: 'middle', values: bands.stressP50.mean, decimals: 3, joinMinutes: 'mean' },
    { field: 'high', values: bands.stressP90.mean, decimals: 3, joinMinutes: 'mean' },
    { field: 'busiest', values: bands.stressMax.mean, decimals: 3, joinMinutes: 'max' },
  ]);
  const y = {
    type: 'quantitative' as const,
    scale: { domain: [0, stressMax] },
    axis: { title: 'stress (1 = threshold)', tickCount: 4 },
  };
  const colour = {
    type: 'nominal' as const,
    scale: {
      domain: [names.busiest, names.typical, names.most],
      range: [stressColours.busiest, stressColours.typical, stressColours.most],
    },
  };
  return {
    title: panelTitle(variant.variant, seenIn(variant), variantColour(index)),
    width: plotWidth,
    height: 120,
    data: { values: [...rows] },
    encoding: { x: timeAxis(clock, last) },
    layer: [
      {
        mark: { type: 'area' },
        encoding: {
          y: { ...y, field: 'low' },
          y2: { field: 'high' },
          color: { ...colour, datum: names.most },
        },
      },
      {
        mark: { type: 'line', strokeWidth: 1 },
        encoding: { y: { ...y, field: 'busiest' }, color: { ...colour, datum: names.busiest } },
      },
      {
        mark: { type: 'line', strokeWidth: 1.5 },
        encoding: { y: { ...y, field: 'middle' }, color: { ...colour, datum: names.typical } },
      },
      limitLine(overstressedAbove),
      hoverLayer(`stressAt${index}`, clock, [
        { field: 'busiest', title: names.busiest, format: '.2f' },
        { field: 'high', title: '9 in 10 bridges below', format: '.2f' },
        { field: 'middle', title: names.typical, format: '.2f' },
        { field: 'low', title: '1 in 10 bridges below', format: '.2f' },
      ]),
    ],
  };
}

/** With data of one row: a layer would otherwise draw its line once for every row of the panel. */
function limitLine(limit: number): Layer {
  const y = { datum: limit, type: 'quantitative' as const };
  const right = { value: 'width' as const };
  return {
    data: { values: [{}] },
    layer: [
      {
        mark: { type: 'rule', color: limitColour, strokeDash: [5, 3] },
        encoding: { y, x: { value: 0 }, x2: right },
      },
      {
        mark: { type: 'text', color: limitColour, text: 'limit', align: 'left', dx: 4, fontSize: 11 },
        encoding: { y, x: right },
      },
    ],
  };
}

function seenIn(variant: VariantResults): string {
  const share = variant.estimates.overstressedParticipantMinutesRatio;
  const busiest = `busiest bridge up to ${formatEstimate(variant.estimates.stressMax)}`;
  if (share.mean === 0) return `${busiest}; no participant ever on an overstressed bridge`;
  return `${busiest}; ${formatPercent(share)} of participants’ time on overstressed bridges`;
}

function stressOrLimitMax(variant: VariantResults): number {
  const known = variant.bands.stressMax.mean.filter((stress) => Number.isFinite(stress));
  return known.reduce((most, stress) => Math.max(most, stress), variant.overstressedAbove * 1.15);
}
