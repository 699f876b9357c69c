/**
 * What a chart is: a Vega-Lite specification with the words that belong to it. Charts are pure functions of
 * results; drawing them is the business of `io/render`.
 */
import type { TopLevelSpec } from 'vega-lite';
import type { Field } from 'vega-lite/types_unstable/channeldef.js';
import type { NonNormalizedSpec } from 'vega-lite/types_unstable/spec/index.js';
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import type { UnitSpec } from 'vega-lite/types_unstable/spec/unit.js';

export type VegaLiteSpec = TopLevelSpec;
/** A part of a concatenated chart. */
export type Panel = NonNormalizedSpec;
export type Layer = LayerSpec<Field> | UnitSpec<Field>;

/** One row of a chart's data. Null is a gap: lines break there. */
export type ChartRow = Readonly<Record<string, number | string | null>>;

export interface Chart {
  /** File name without ending, and anchor in the report. */
  readonly name: string;
  /** Says what one sees, in plain words. */
  readonly title: string;
  /** How to read it, and how the data was made: scenario, replications, seed, meaning of the band. */
  readonly caption: string;
  /** The content in a sentence or two, for readers who cannot see the chart. */
  readonly description: string;
  readonly spec: VegaLiteSpec;
}

/** Layers whose names begin so only serve the pointer: `forPrint` drops them. */
export const hoverLayerPrefix = 'hover_';

/** The chart's specification without its title and caption, for pages that print those themselves. */
export function withoutTitle(spec: VegaLiteSpec): VegaLiteSpec {
  const { title: _title, ...rest } = spec;
  return rest as VegaLiteSpec;
}

/** The chart's specification without the layers that only serve the pointer. */
export function forPrint(spec: VegaLiteSpec): VegaLiteSpec {
  return withoutHover(spec) as VegaLiteSpec;
}

function withoutHover(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const copy: Record<string, unknown> = { ...node };
  for (const key of ['layer', 'vconcat', 'hconcat', 'concat']) {
    const children = copy[key];
    if (!Array.isArray(children)) continue;
    copy[key] = children
      .filter((child: { name?: string }) => child.name?.startsWith(hoverLayerPrefix) !== true)
      .map(withoutHover);
  }
  return copy;
}
