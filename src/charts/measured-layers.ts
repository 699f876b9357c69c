/**
 * What was simulated, with its band, and what was measured over it: the layers of a panel.
 */
import type { ChartRow, Layer } from './chart.ts';
import { ink } from './palette.ts';
import { lineLegend } from './parts.ts';

export interface MeasuredLayers {
  /** `t`, `simulated`, `low`, `high`. */
  readonly simulated: readonly ChartRow[];
  /** `t`, `measured`. */
  readonly measured: readonly ChartRow[];
  readonly colour: string;
  /** Counts go in steps, everything else in lines. */
  readonly interpolate: 'step-before' | 'linear';
  /** The axis both share. */
  readonly y: { readonly type: 'quantitative' } & Readonly<Record<string, unknown>>;
  /** Drawn with what was simulated. */
  readonly more?: readonly Layer[];
}

export function measuredLayers(input: MeasuredLayers): Layer[] {
  const { simulated, measured, colour, interpolate, y, more = [] } = input;
  return [
    {
      data: { values: [...simulated] },
      layer: [
        {
          mark: { type: 'area', color: colour, opacity: 0.25, interpolate },
          encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
        },
        {
          mark: { type: 'line', color: colour, strokeWidth: 2, interpolate },
          encoding: { y: { ...y, field: 'simulated' } },
        },
        ...more,
      ],
    },
    {
      data: { values: [...measured] },
      mark: { type: 'line', strokeWidth: 1.2, interpolate },
      encoding: {
        y: { ...y, field: 'measured' },
        color: {
          datum: 'measured',
          legend: lineLegend(['measured']),
          scale: { domain: ['measured'], range: [ink] },
        },
      },
    },
  ];
}
