/**
 * Chart `jibris`: recorders by state for every variant that has them, and recordings that were refused.
 */
import type { Results, VariantResults } from '../experiment/results.ts';
import type { Chart, Layer, Panel } from './chart.ts';
import { chartClock } from './clock.ts';
import { formatEstimate, formatPercent } from './figures.ts';
import { minuteRows } from './minute-rows.ts';
import { limitColour, stateColours, variantColour } from './palette.ts';
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
import { stateFigures, stateStack } from './state-stack.ts';

const states = [
  { field: 'busy', colour: stateColours.busy },
  { field: 'free', colour: stateColours.ready },
  { field: 'launching', colour: stateColours.launching },
] as const;

/** None when no variant has Jibris. */
export function jibrisChart(results: Results): Chart | null {
  const withJibris = results.variants
    .map((variant, index) => ({ variant, index }))
    .filter(({ variant }) => variant.policyJibris !== null);
  if (withJibris.length === 0) return null;
  const clock = chartClock(results);
  const title = 'How many Jibris record, wait and launch';
  const caption = sentences(
    'A Jibri records one conference at a time; a recording that finds none free is refused (red).',
    'Dark line: Jibris the policy wants. Dashed line: Jibris that perfect foresight would have paid for.',
    madeHow(results, clock),
  );
  // One legend serves all panels: it names refused recordings when any variant has some.
  const namesRefused = withJibris.some(({ variant }) => hasRefused(variant));
  return {
    name: 'jibris',
    title,
    caption,
    description: withJibris.map(({ variant }) => `${variant.variant}: ${seenIn(variant)}.`).join(' '),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      vconcat: withJibris.map(({ variant, index }, position) =>
        variantPanel(variant, { index, clock, namesRefused, last: position === withJibris.length - 1 }),
      ),
    },
  };
}

interface PanelPlace extends VariantPlace {
  readonly namesRefused: boolean;
}

function variantPanel(variant: VariantResults, { index, clock, namesRefused, last }: PanelPlace): Panel {
  const { bands } = variant;
  const free = bands.jibrisReady.mean.map((ready, at) =>
    Math.max(0, ready - (bands.jibrisBusy.mean[at] ?? 0)),
  );
  const rows = minuteRows(clock, variant.minute, [
    { field: 'busy', values: bands.jibrisBusy.mean, decimals: 2, joinMinutes: 'mean' },
    { field: 'free', values: free, decimals: 2, joinMinutes: 'mean' },
    { field: 'launching', values: bands.jibrisLaunching.mean, decimals: 2, joinMinutes: 'mean' },
    { field: 'wanted', values: bands.jibrisDesired.mean, decimals: 2, joinMinutes: 'last' },
    { field: 'oracle', values: bands.jibrisOracle.mean, decimals: 2, joinMinutes: 'mean' },
    { field: 'refused', values: bands.recordingsRefused.mean, decimals: 2, joinMinutes: 'max' },
  ]);
  return {
    title: panelTitle(variant.variant, seenIn(variant), variantColour(index)),
    width: plotWidth,
    height: 130,
    data: { values: [...rows] },
    encoding: { x: timeAxis(clock, last) },
    layer: [
      ...stateStack({
        states,
        unit: 'Jibris',
        others: namesRefused ? [{ name: refusedName, colour: limitColour }] : [],
      }),
      ...(hasRefused(variant) ? [refusedLayer] : []),
      hoverLayer(`jibrisAt${index}`, clock, [
        ...stateFigures(states),
        { field: 'refused', title: refusedName },
      ]),
    ],
  };
}

const refusedName = 'refused recordings';
const refusedLayer: Layer = {
  mark: { type: 'area', interpolate: 'step-before' },
  encoding: {
    y: { field: 'refused', type: 'quantitative', stack: null },
    color: { datum: refusedName },
  },
};

function hasRefused({ bands }: VariantResults): boolean {
  return bands.recordingsRefused.mean.some((count) => count > 0);
}

function seenIn(variant: VariantResults): string {
  const { recordings, recordingRefusedRatio } = variant.estimates;
  return `${formatEstimate(recordings)} recordings, ${formatPercent(recordingRefusedRatio)} refused`;
}
