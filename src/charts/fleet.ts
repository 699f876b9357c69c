/**
 * Chart `fleet`: demand above, below it for every variant the bridges by state and the count its policy wants
 * and the lower bound of perfect foresight.
 */
import type { Results, VariantResults } from '../experiment/results.ts';
import type { Chart, Panel } from './chart.ts';
import type { ChartClock } from './clock.ts';
import { chartClock } from './clock.ts';
import { formatEstimate, formatNumber } from './figures.ts';
import { minuteRows } from './minute-rows.ts';
import { participantsColour, stateColours, variantColour } from './palette.ts';
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
  { field: 'ready', colour: stateColours.ready },
  { field: 'launching', colour: stateColours.launching },
  { field: 'draining', colour: stateColours.draining },
] as const;

export function fleetChart(results: Results): Chart {
  const clock = chartClock(results);
  const title = 'How many bridges run, and how many the policy wants';
  const caption = sentences(
    'Height of the stack: bridges paid for. Ready bridges serve; launching ones are paid but not serving yet;',
    'draining ones wait for their last conference to end. Dark line: bridges the policy wants. Dashed',
    'line: bridges that somebody who knew the load in advance would have paid for, the least possible.',
    madeHow(results, clock),
  );
  const bridgesMax = 1.05 * Math.max(...results.variants.map(paidOrWantedMax), 1);
  return {
    name: 'fleet',
    title,
    caption,
    description: results.variants.map((variant) => `${variant.variant}: ${seenIn(variant)}.`).join(' '),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      vconcat: [
        participantsPanel(results, clock),
        ...results.variants.map((variant, index) =>
          variantPanel(variant, { index, clock, bridgesMax, last: index === results.variants.length - 1 }),
        ),
      ],
    },
  };
}

function participantsPanel(results: Results, clock: ChartClock): Panel {
  const variant = results.variants[0];
  if (variant === undefined) throw new Error('fleetChart: results without a variant');
  const rows = minuteRows(clock, variant.minute, [
    { field: 'participants', values: variant.bands.participants.mean, decimals: 0, joinMinutes: 'mean' },
  ]);
  const peak = formatEstimate(variant.estimates.participantsPeak);
  return {
    title: panelTitle('Demand', `participants in conferences; peak ${peak}`),
    width: plotWidth,
    height: 90,
    data: { values: [...rows] },
    encoding: { x: timeAxis(clock, false) },
    layer: [
      {
        mark: { type: 'area', color: participantsColour, opacity: 0.6 },
        encoding: {
          y: { field: 'participants', type: 'quantitative', axis: { title: 'participants', tickCount: 3 } },
        },
      },
      hoverLayer('demandAt', clock, [{ field: 'participants', title: 'participants', format: ',.0f' }]),
    ],
  };
}

interface PanelPlace extends VariantPlace {
  readonly bridgesMax: number;
}

function variantPanel(variant: VariantResults, { index, clock, bridgesMax, last }: PanelPlace): Panel {
  const { bands } = variant;
  const rows = minuteRows(clock, variant.minute, [
    { field: 'ready', values: bands.bridgesReady.mean, decimals: 2, joinMinutes: 'mean' },
    { field: 'launching', values: bands.bridgesLaunching.mean, decimals: 2, joinMinutes: 'mean' },
    { field: 'draining', values: bands.bridgesDraining.mean, decimals: 2, joinMinutes: 'mean' },
    { field: 'wanted', values: bands.bridgesDesired.mean, decimals: 2, joinMinutes: 'last' },
    { field: 'oracle', values: bands.bridgesOracle.mean, decimals: 2, joinMinutes: 'mean' },
  ]);
  return {
    title: panelTitle(variant.variant, seenIn(variant), variantColour(index)),
    width: plotWidth,
    height: 110,
    data: { values: [...rows] },
    encoding: { x: timeAxis(clock, last) },
    layer: [
      ...stateStack({ states, unit: 'bridges', countMax: bridgesMax }),
      hoverLayer(`fleetAt${index}`, clock, stateFigures(states)),
    ],
  };
}

/** What the panel shows, in figures: the least and most bridges serving, and what is paid on average. */
function seenIn(variant: VariantResults): string {
  const ready = variant.bands.bridgesReady.mean.filter((count) => Number.isFinite(count));
  const least = ready.reduce((low, count) => Math.min(low, count), Number.POSITIVE_INFINITY);
  const most = ready.reduce((high, count) => Math.max(high, count), 0);
  const [low, high] = [Math.round(least), Math.round(most)].map(formatNumber);
  if (low === high) return `${low} bridges ready all the time`;
  return `${low} to ${high} bridges ready, ${formatEstimate(variant.estimates.bridgesReadyMean)} on average`;
}

function paidOrWantedMax(variant: VariantResults): number {
  const { bridgesReady, bridgesLaunching, bridgesDraining, bridgesDesired, bridgesOracle } = variant.bands;
  let most = 0;
  for (let index = 0; index < variant.minute.length; index += 1) {
    const paid =
      (bridgesReady.mean[index] ?? 0) +
      (bridgesLaunching.mean[index] ?? 0) +
      (bridgesDraining.mean[index] ?? 0);
    most = Math.max(most, paid, bridgesDesired.mean[index] ?? 0, bridgesOracle.mean[index] ?? 0);
  }
  return most;
}
