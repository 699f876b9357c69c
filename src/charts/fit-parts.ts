/**
 * What the charts of a fit share: one row a point, small plots that stand two by two, and which points stand out.
 */
import type { FitReport } from '../calibration/fit-report.ts';
import type { Chart, ChartRow, Layer } from './chart.ts';
import { rounded } from './figures.ts';
import { ink, inkSoft, limitColour, variantColour } from './palette.ts';
import { theme } from './parts.ts';

/** Outer size: two drawings side by side fill the page. */
const fitDrawing = { width: 440, height: 290 } as const;

export const pointColour = variantColour(0);
export const outstandingColour = variantColour(1);
export const lineColour = inkSoft;
export const fitLimitColour = limitColour;

/** Points beyond these deserve a look: three standard deviations, and Cook's distance above 4 / points. */
const standardizedMax = 3;

export function cooksLimit(report: FitReport): number {
  return 4 / Math.max(1, report.influence.length);
}

/** Most points named in one plot. */
const namedMax = 3;

/** One row for each point of the fit, with names for the few that stand out most. */
export function pointRows(report: FitReport): ChartRow[] {
  const limit = cooksLimit(report);
  const influence = new Map(report.influence.map(({ point, cooksDistance }) => [point, cooksDistance]));
  const weight = report.residuals.map(({ point, standardized }) => {
    const distance = influence.get(point) ?? 0;
    return Math.max(distance / limit, Math.abs(standardized) / standardizedMax);
  });
  const outstanding = weight
    .map((value, i) => ({ value, i }))
    .filter(({ value }) => value > 1)
    .sort((a, b) => b.value - a.value);
  const named = new Set(outstanding.slice(0, namedMax).map(({ i }) => i));
  const [low, high] = domainOf(report.residuals.map(({ fitted }) => fitted));
  const marked = new Set(outstanding.map(({ i }) => i));
  return report.residuals.map((row, i) => ({
    point: row.point,
    observed: rounded(row.observed, 6),
    fitted: rounded(row.fitted, 6),
    residual: rounded(row.residual, 6),
    stands: marked.has(i) ? 'out' : 'with the others',
    nameBefore: named.has(i) && row.fitted > (low + high) / 2 ? row.point : '',
    nameAfter: named.has(i) && row.fitted <= (low + high) / 2 ? row.point : '',
  }));
}

/** A position of a plot: the field, and what its axis looks like. */
export interface PlotChannel {
  readonly field: string;
  readonly type: 'quantitative';
  readonly scale: { readonly domain: [number, number]; readonly nice: false; readonly zero: false };
  readonly axis: { readonly title: string; readonly tickCount: number };
}

export function channel(field: string, title: string, domain: [number, number]): PlotChannel {
  return {
    field,
    type: 'quantitative',
    scale: { domain, nice: false, zero: false },
    axis: { title, tickCount: 5 },
  };
}

/** Points, those that stand out in another colour. */
export function pointLayer(x: PlotChannel, y: PlotChannel): Layer {
  return {
    mark: { type: 'point', filled: true, size: 46, opacity: 0.75 },
    encoding: {
      x,
      y,
      color: {
        field: 'stands',
        type: 'nominal',
        legend: null,
        scale: { domain: ['with the others', 'out'], range: [pointColour, outstandingColour] },
      },
    },
  };
}

/** Names of the points that stand out most, towards the middle of the plot so that none leaves it. */
export function nameLayers(x: PlotChannel, y: PlotChannel): readonly Layer[] {
  const layer = (field: 'nameBefore' | 'nameAfter'): Layer => ({
    mark: {
      type: 'text',
      align: field === 'nameBefore' ? 'right' : 'left',
      dx: field === 'nameBefore' ? -7 : 7,
      fontSize: 10,
      color: ink,
      limit: 180,
    },
    encoding: { x, y, text: { field, type: 'nominal' } },
  });
  return [layer('nameBefore'), layer('nameAfter')];
}

/** The diagonal, from corner to corner. */
export function diagonalLayer(x: PlotChannel, y: PlotChannel): Layer {
  const [from, to] = x.scale.domain;
  return {
    data: {
      values: [
        { [x.field]: from, [y.field]: from },
        { [x.field]: to, [y.field]: to },
      ],
    },
    mark: { type: 'line', color: lineColour, strokeDash: [4, 3] },
    encoding: { x, y },
  };
}

/** A domain that holds all values with a little room on both sides. */
export function domainOf(values: readonly number[]): [number, number] {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  return [low - room, high + room];
}

/** A chart of a fit; what differs is words and layers. */
export function fitChart(
  words: Pick<Chart, 'name' | 'title' | 'caption' | 'description'>,
  spec: { readonly data: readonly ChartRow[]; readonly layer: readonly Layer[] },
): Chart {
  return {
    ...words,
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      ...fitDrawing,
      autosize: { type: 'fit', contains: 'padding' },
      title: { text: words.title, fontSize: 13 },
      config: theme,
      data: { values: [...spec.data] },
      layer: [...spec.layer],
    },
  };
}
