/**
 * Chart `sweep`: totals over what was varied: lines with their intervals over one number, a heatmap over two numbers on
 * a grid, points coloured by value where they are spread.
 */
import type { SweepRow } from '../experiment/sweep.ts';
import type { TotalName } from '../simulation/rows.ts';
import type { Chart, ChartRow, Panel } from './chart.ts';
import { formatNumber, totalTitle } from './figures.ts';
import { ink, variantColour } from './palette.ts';
import { panelTitle, plotWidth, theme, titleOf } from './parts.ts';

export interface SweepChartInput {
  readonly scenario: string;
  readonly seed: number;
  readonly currency: string;
  /** Paths that are varied. */
  readonly names: readonly string[];
  readonly rows: readonly SweepRow[];
  /** Drawn below each other. */
  readonly totals: readonly TotalName[];
  readonly isGrid: boolean;
}

/** Most cells whose values are written into them. */
const LABELLED_MAX = 150;

/** Why there can be no chart of these; null when there can. */
export function sweepChartRefusal(
  names: readonly string[],
  rows: readonly (readonly unknown[])[],
): string | null {
  const areNumbers = names.every((_, index) => rows.every((values) => typeof values[index] === 'number'));
  if (names.length <= 2 && areNumbers) return null;
  return 'a chart needs one or two varied keys, both with numbers';
}

export function sweepChart(input: SweepChartInput): Chart {
  const { names, rows, totals, scenario, seed, currency } = input;
  const title = `${scenario}: swept over ${names.join(' and ')}`;
  const replications = Math.min(...rows.map((row) => row.replications));
  const reading = names.length === 1 ? 'Pale bands: 95 % intervals of the means. ' : 'Darker is more. ';
  const caption = `${reading}Simulated: “${scenario}”, ${rows.length} cells, means over ${replications} replications each, seed ${seed}, the same demand in all.`;
  const data = rows.map((row) => chartRow(row, totals));
  return {
    name: 'sweep',
    title,
    caption,
    description: totals.map((total) => extremes(total, rows)).join(' '),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      data: { values: data },
      resolve: { scale: { color: 'independent' } },
      vconcat: totals.map((total) => {
        const panel = names.length === 1 ? linesPanel(input, total) : surfacePanel(input, total);
        return {
          title: panelTitle(totalTitle(total, currency), extremes(total, rows)),
          width: plotWidth,
          ...panel,
        } as Panel;
      }),
    },
  };
}

function chartRow({ values, estimates }: SweepRow, totals: readonly TotalName[]): ChartRow {
  const row: Record<string, number | string | null> = { x: values[0] as number };
  if (values.length > 1) row.y = values[1] as number;
  for (const total of totals) {
    const { mean, halfWidth95 } = estimates[total];
    const isKnown = Number.isFinite(mean);
    const half = Number.isFinite(halfWidth95) ? halfWidth95 : 0;
    row[total] = isKnown ? mean : null;
    row[`${total}Low`] = isKnown ? mean - half : null;
    row[`${total}High`] = isKnown ? mean + half : null;
    row[`${total}Text`] = isKnown ? formatNumber(Number(mean.toPrecision(3))) : '';
  }
  return row;
}

function linesPanel({ names, currency }: SweepChartInput, total: TotalName) {
  const y = {
    type: 'quantitative' as const,
    scale: { zero: false, nice: true },
    axis: { title: totalTitle(total, currency), tickCount: 4 },
  };
  const colour = variantColour(0);
  return {
    height: 180,
    encoding: {
      x: { field: 'x', type: 'quantitative' as const, scale: { zero: false }, axis: { title: names[0] } },
    },
    layer: [
      {
        mark: { type: 'area' as const, color: colour, opacity: 0.25 },
        encoding: { y: { ...y, field: `${total}Low` }, y2: { field: `${total}High` } },
      },
      {
        mark: { type: 'line' as const, color: colour, strokeWidth: 1.5, point: { color: colour, size: 30 } },
        encoding: { y: { ...y, field: total } },
      },
    ],
  };
}

function surfacePanel({ names, rows, isGrid }: SweepChartInput, total: TotalName) {
  const axis = isGrid ? ('ordinal' as const) : ('quantitative' as const);
  const x = {
    field: 'x',
    type: axis,
    axis: { title: names[0], labelAngle: 0 },
    ...(isGrid ? {} : { scale: { zero: false } }),
  };
  const y = {
    field: 'y',
    type: axis,
    axis: { title: names[1] },
    ...(isGrid ? { sort: 'descending' as const } : { scale: { zero: false } }),
  };
  const color = {
    field: total,
    type: 'quantitative' as const,
    scale: { range: ['#eef3f8', '#1f5f99'], zero: false },
    legend: { title: null, orient: 'right' as const, direction: 'vertical' as const },
  };
  const mark = isGrid
    ? { type: 'rect' as const }
    : { type: 'circle' as const, size: 160, stroke: ink, opacity: 1 };
  const middle = middleOf(rows.map(({ estimates }) => estimates[total].mean));
  const labels = {
    mark: { type: 'text' as const, fontSize: 11 },
    encoding: {
      text: { field: `${total}Text`, type: 'nominal' as const },
      color: { condition: { test: `datum['${total}'] > ${middle}`, value: 'white' }, value: ink },
    },
  };
  return {
    width: plotWidth - 120,
    height: isGrid ? Math.min(400, 60 + 26 * new Set(rows.map(({ values }) => values[1])).size) : 320,
    encoding: { x, y },
    layer: [{ mark, encoding: { color } }, ...(isGrid && rows.length <= LABELLED_MAX ? [labels] : [])],
  };
}

function middleOf(values: readonly number[]): number {
  const known = values.filter(Number.isFinite);
  return known.length === 0 ? 0 : (Math.min(...known) + Math.max(...known)) / 2;
}

function extremes(total: TotalName, rows: readonly SweepRow[]): string {
  const means = rows.map(({ estimates }) => estimates[total].mean).filter(Number.isFinite);
  if (means.length === 0) return `${total} has no value.`;
  return `${total} from ${formatNumber(Math.min(...means))} to ${formatNumber(Math.max(...means))}.`;
}
