/**
 * Chart `bottleneck`: how near every component is to its limit over time, and which is nearest. One strip for each
 * component the variant has, darker the nearer; a dark mark where it is the bottleneck.
 */
import {
  type Bottleneck,
  bottlenecksOf,
  componentNames,
  firstLimitOf,
  limitsReachedBy,
} from '../experiment/bottleneck.ts';
import type { Results, VariantResults } from '../experiment/results.ts';
import { type LimitRatioColumn, limitRatioColumnNames } from '../simulation/rows.ts';
import type { Chart, ChartRow, Panel } from './chart.ts';
import { type ChartClock, chartClock, clockTime } from './clock.ts';
import { formatNumber, rounded } from './figures.ts';
import { ink, limitRatioColours, variantColour } from './palette.ts';
import { madeHow, panelTitle, plotWidth, sentences, theme, timeAxis, titleOf } from './parts.ts';

/** Cells of one strip: wide enough to be seen. */
const cellsMax = 120;
const stripHeight = 17;
/** Components named after the first that breaks. */
const namedMax = 2;
/** The names of components take more room than the axes of other charts. */
const stripWidth = plotWidth - 130;

export function bottleneckChart(results: Results): Chart | null {
  const measured = results.variants.filter((variant) => firstLimitOf(variant) !== null);
  if (measured.length === 0) return null;
  const clock = chartClock(results);
  const title = 'What is nearest its limit';
  const caption = sentences(
    'Each strip is a component: the darker, the nearer to its limit; darkest at or beyond it.',
    'A dark mark: the bottleneck, the component that is nearest at that time.',
    'Of several minutes in one cell the worst is shown.',
    madeHow(results, clock),
  );
  return {
    name: 'bottleneck',
    title,
    caption,
    description: measured
      .map((variant) => `${variant.variant}: ${firstLimitInWords(results, variant)}.`)
      .join(' '),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      vconcat: measured.map((variant, position) =>
        variantPanel(results, variant, {
          clock,
          last: position === measured.length - 1,
        }),
      ),
    },
  };
}

/** `Prosody's core, at its limit from 09:02, then ...`, or what comes nearest. */
export function firstLimitInWords(results: Results, variant: VariantResults): string {
  const first = firstLimitOf(variant);
  if (first === null) return 'nothing measured';
  const name = componentNames[first.component];
  const when = clockTime(results, first.minute);
  const [, ...later] = limitsReachedBy(variant);
  const then = later
    .slice(0, namedMax)
    .map(({ component, minute }) => `${componentNames[component]} ${clockTime(results, minute)}`);
  if (first.ratio >= 1) return [`${name}, at its limit from ${when}`, ...then].join(', then ');
  const spread =
    results.replications === 1 ? '' : `, 9 in 10 replications below ${formatNumber(first.ratioP90)}`;
  return `nothing; nearest is ${name} at ${formatNumber(first.ratio)} of its limit at ${when}${spread}`;
}

function variantPanel(
  results: Results,
  variant: VariantResults,
  { clock, last }: { readonly clock: ChartClock; readonly last: boolean },
): Panel {
  const components = limitRatioColumnNames.filter((column) =>
    variant.bands[column].mean.some((ratio) => !Number.isNaN(ratio)),
  );
  const x = { ...timeAxis(clock, last), axis: { ...timeAxis(clock, last).axis, grid: false } };
  const index = results.variants.indexOf(variant);
  // Half a pixel over the next cell: no seams.
  const cellWidth = stripWidth / Math.ceil(variant.minute.length / cellStep(variant.minute.length)) + 0.5;
  return {
    title: panelTitle(
      variant.variant,
      `breaks first: ${firstLimitInWords(results, variant)}`,
      variantColour(index),
    ),
    width: stripWidth,
    height: components.length * stripHeight,
    data: { values: cellsOf(clock, variant, components) },
    encoding: {
      x,
      y: {
        field: 'component',
        type: 'nominal',
        sort: components.map((component) => componentNames[component]),
        axis: { title: null, labelLimit: 200, grid: false },
      },
    },
    layer: [
      {
        mark: { type: 'tick', orient: 'horizontal', size: cellWidth, thickness: stripHeight - 2, opacity: 1 },
        encoding: {
          color: {
            field: 'ratio',
            type: 'quantitative',
            scale: { type: 'threshold', domain: [0.25, 0.5, 0.75, 1], range: [...limitRatioColours] },
            legend: { title: 'share of the limit', orient: 'top', direction: 'horizontal' },
          },
          tooltip: [
            { field: 'component', type: 'nominal' },
            { field: 'ratio', type: 'quantitative', title: 'share of the limit', format: '.2f' },
          ],
        },
      },
      {
        transform: [{ filter: { field: 'nearest', equal: 1 } }],
        mark: { type: 'tick', orient: 'horizontal', size: cellWidth, thickness: 3, color: ink, opacity: 1 },
      },
    ],
  };
}

/** One row for each cell of each strip. */
function cellsOf(
  clock: ChartClock,
  variant: VariantResults,
  components: readonly LimitRatioColumn[],
): ChartRow[] {
  const { minute, bands } = variant;
  const step = cellStep(minute.length);
  const nearestAt = new Map(bottlenecksOf(variant).map((one) => [one.minute, one]));
  const rows: ChartRow[] = [];
  for (let from = 0; from < minute.length; from += step) {
    const to = Math.min(minute.length, from + step);
    const nearest = worst([...minute.subarray(from, to)].flatMap((at) => nearestAt.get(at) ?? []));
    for (const component of components) {
      const known = bands[component].mean.subarray(from, to).filter((ratio) => !Number.isNaN(ratio));
      if (known.length === 0) continue;
      rows.push({
        // The middle of the cell.
        t: clock.startMs + (((minute[from] ?? 1) - 1 + (minute[to - 1] ?? 1)) / 2) * 60_000,
        component: componentNames[component],
        ratio: rounded(Math.max(...known), 3),
        nearest: nearest?.component === component ? 1 : 0,
      });
    }
  }
  return rows;
}

function cellStep(minutes: number): number {
  return Math.max(1, Math.ceil(minutes / cellsMax));
}

function worst(bottlenecks: readonly Bottleneck[]): Bottleneck | null {
  return bottlenecks.reduce<Bottleneck | null>(
    (most, one) => (most === null || one.ratio > most.ratio ? one : most),
    null,
  );
}
