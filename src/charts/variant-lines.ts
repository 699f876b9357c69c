/**
 * A panel of one minute column: a line with its band for every variant, in the variant's colour.
 */
import type { Results } from '../experiment/results.ts';
import type { MinuteColumn } from '../simulation/rows.ts';
import type { Layer, Panel } from './chart.ts';
import type { ChartClock } from './clock.ts';
import { minuteRows } from './minute-rows.ts';
import { variantColour } from './palette.ts';
import { hoverLayer, lineLegend, panelTitle, plotWidth, timeAxis } from './parts.ts';

export interface VariantLines {
  readonly column: MinuteColumn;
  readonly name: string;
  readonly seen: string;
  readonly axis: string;
  /** Digits after the point; 2 unless given. */
  readonly decimals?: number;
  /** Drawn over the lines. */
  readonly over?: readonly Layer[];
}

export function variantLinesPanel(
  results: Results,
  lines: VariantLines,
  { clock, last }: { readonly clock: ChartClock; readonly last: boolean },
): Panel {
  const first = results.variants[0];
  if (first === undefined) throw new Error('variantLinesPanel: results without a variant');
  const { decimals = 2, over = [] } = lines;
  const rows = minuteRows(
    clock,
    first.minute,
    results.variants.flatMap((variant, index) => {
      const band = variant.bands[lines.column];
      return [
        { field: `value${index}`, values: band.mean, decimals, joinMinutes: 'max' as const },
        { field: `low${index}`, values: band.p10, decimals, joinMinutes: 'max' as const },
        { field: `high${index}`, values: band.p90, decimals, joinMinutes: 'max' as const },
      ];
    }),
  );
  const y = {
    type: 'quantitative' as const,
    scale: { domainMin: 0 },
    axis: { title: lines.axis, tickCount: 4 },
  };
  const color = {
    type: 'nominal' as const,
    legend: results.variants.length > 1 ? lineLegend(results.variants.map(({ variant }) => variant)) : null,
    scale: {
      domain: results.variants.map((variant) => variant.variant),
      range: results.variants.map((_, index) => variantColour(index)),
    },
  };
  return {
    title: panelTitle(lines.name, lines.seen),
    width: plotWidth,
    height: 150,
    data: { values: [...rows] },
    encoding: { x: timeAxis(clock, last) },
    layer: [
      ...results.variants.map((_, index) => ({
        mark: { type: 'area' as const, opacity: 0.2, color: variantColour(index) },
        encoding: { y: { ...y, field: `low${index}` }, y2: { field: `high${index}` } },
      })),
      ...results.variants.map((variant, index) => ({
        mark: { type: 'line' as const, strokeWidth: 1.5 },
        encoding: { y: { ...y, field: `value${index}` }, color: { ...color, datum: variant.variant } },
      })),
      ...over,
      hoverLayer(
        `${lines.column}At`,
        clock,
        results.variants.map((variant, index) => ({
          field: `value${index}`,
          title: variant.variant,
          ...(decimals > 2 ? { format: `,.${decimals}f` } : {}),
        })),
      ),
    ],
  };
}
