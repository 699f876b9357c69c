/**
 * Chart `jibris`: recorders by state for every variant that has them, and recordings that were refused.
 */
import type { Results, VariantResults } from '../experiment/results.ts';
import type { Chart, Panel } from './chart.ts';
import type { ChartClock } from './clock.ts';
import { chartClock } from './clock.ts';
import { formatEstimate, formatPercent } from './figures.ts';
import { minuteRows } from './minute-rows.ts';
import { limitColour, stateColours, variantColour } from './palette.ts';
import { hoverLayer, madeHow, panelTitle, plotWidth, sentences, theme, timeAxis, titleOf } from './parts.ts';

const states = ['busy', 'free', 'launching'] as const;

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
    'Dark line: Jibris the policy wants.',
    madeHow(results, clock),
  );
  return {
    name: 'jibris',
    title,
    caption,
    description: withJibris.map(({ variant }) => `${variant.variant}: ${seenIn(variant)}.`).join(' '),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      vconcat: withJibris.map(({ variant, index }, position) =>
        variantPanel(variant, { index, clock, last: position === withJibris.length - 1 }),
      ),
    },
  };
}

function variantPanel(
  variant: VariantResults,
  { index, clock, last }: { index: number; clock: ChartClock; last: boolean },
): Panel {
  const { bands } = variant;
  const free = bands.jibrisReady.mean.map((ready, at) =>
    Math.max(0, ready - (bands.jibrisBusy.mean[at] ?? 0)),
  );
  const rows = minuteRows(clock, variant.minute, [
    { field: 'busy', values: bands.jibrisBusy.mean, decimals: 2, joinMinutes: 'mean' },
    { field: 'free', values: free, decimals: 2, joinMinutes: 'mean' },
    { field: 'launching', values: bands.jibrisLaunching.mean, decimals: 2, joinMinutes: 'mean' },
    { field: 'wanted', values: bands.jibrisDesired.mean, decimals: 2, joinMinutes: 'last' },
    { field: 'refused', values: bands.recordingsRefused.mean, decimals: 2, joinMinutes: 'max' },
  ]);
  const y = { type: 'quantitative' as const, axis: { title: 'Jibris', tickCount: 4 } };
  const refused = bands.recordingsRefused.mean.some((count) => count > 0);
  return {
    title: panelTitle(variant.variant, seenIn(variant), variantColour(index)),
    width: plotWidth,
    height: 130,
    data: { values: [...rows] },
    encoding: { x: timeAxis(clock, last) },
    layer: [
      {
        transform: [
          { fold: [...states], as: ['state', 'jibris'] },
          { calculate: "indexof(['busy','free','launching'], datum.state)", as: 'stackOrder' },
        ],
        mark: { type: 'area', interpolate: 'step-before' },
        encoding: {
          y: { ...y, field: 'jibris', stack: 'zero' },
          order: { field: 'stackOrder', type: 'quantitative' },
          color: {
            field: 'state',
            type: 'nominal',
            scale: {
              domain: [...states, 'wanted by the policy', ...(refused ? ['refused recordings'] : [])],
              range: [
                stateColours.busy,
                stateColours.ready,
                stateColours.launching,
                stateColours.wanted,
                limitColour,
              ],
            },
          },
        },
      },
      {
        mark: { type: 'line', interpolate: 'step-before', strokeWidth: 1.5 },
        encoding: { y: { ...y, field: 'wanted' }, color: { datum: 'wanted by the policy' } },
      },
      ...(refused
        ? [
            {
              mark: { type: 'area' as const, interpolate: 'step-before' as const },
              encoding: {
                y: { ...y, field: 'refused', stack: null },
                color: { datum: 'refused recordings' },
              },
            },
          ]
        : []),
      hoverLayer(`jibrisAt${index}`, clock, [
        { field: 'wanted', title: 'wanted by the policy' },
        ...states.map((state) => ({ field: state, title: state })),
        { field: 'refused', title: 'refused recordings' },
      ]),
    ],
  };
}

function seenIn(variant: VariantResults): string {
  const { recordings, recordingRefusedRatio } = variant.estimates;
  return `${formatEstimate(recordings)} recordings, ${formatPercent(recordingRefusedRatio)} refused`;
}
