/**
 * Parts that all charts share: the theme, the axes, the pointer layer, the sentence on how the data was made.
 */
import type { Config } from 'vega-lite';
import type { StringFieldDef } from 'vega-lite/types_unstable/channeldef.js';
import type { Results } from '../experiment/results.ts';
import type { Layer } from './chart.ts';
import { hoverLayerPrefix } from './chart.ts';
import type { ChartClock } from './clock.ts';
import { horizonInWords } from './clock.ts';
import { wrapWords } from './figures.ts';
import { gridColour, ink, inkSoft } from './palette.ts';

/** Width of a plot in pixels; with its axis and margins a chart is about 860 wide. */
export const plotWidth = 760;

/** Characters of a caption line at the theme's size and width. */
const captionLineCharacters = 140;

/** Longer names are cut short. */
const legendCharacters = 46;

/** Left axes take the same room in every panel, so that panels above each other align. */
const axisExtent = 42;

/** First in the list is the font the renderers ship; the rest is for pages without it. */
const fontFamily = 'DejaVu Sans, Verdana, sans-serif';

export const theme: Config = {
  font: fontFamily,
  background: 'white',
  padding: 12,
  aria: false,
  view: { stroke: null },
  axis: {
    labelColor: inkSoft,
    titleColor: inkSoft,
    titleFontWeight: 'normal',
    labelFontSize: 11,
    titleFontSize: 11,
    gridColor: gridColour,
    domainColor: inkSoft,
    tickColor: inkSoft,
    titlePadding: 8,
  },
  axisY: { domain: false, ticks: false, minExtent: axisExtent, labelPadding: 6 },
  title: {
    anchor: 'start',
    color: ink,
    fontSize: 16,
    fontWeight: 'bold',
    subtitleColor: inkSoft,
    subtitleFontSize: 11,
    subtitleLineHeight: 15,
    subtitlePadding: 6,
    offset: 14,
    frame: 'bounds',
  },
  legend: {
    orient: 'top',
    direction: 'horizontal',
    title: null,
    labelFontSize: 11,
    labelColor: ink,
    labelLimit: 300,
    symbolType: 'square',
    symbolSize: 110,
    columnPadding: 18,
    offset: 10,
  },
  concat: { spacing: 18 },
};

/** Legend of lines: short strokes instead of squares, in as many columns as fit above the plot. */
export function lineLegend(names: readonly string[]) {
  const longest = Math.min(legendCharacters, Math.max(...names.map((name) => name.length)));
  const columns = Math.max(1, Math.floor(plotWidth / (longest * 6.5 + 50)));
  return { symbolType: 'stroke', symbolStrokeWidth: 3, symbolSize: 300, columns };
}

/** Title and caption as drawn into SVG and PNG files. */
export function titleOf(title: string, caption: string): { text: string; subtitle: string[] } {
  return { text: title, subtitle: wrapWords(caption, captionLineCharacters) };
}

/** The time axis; panels above another one leave labels and title to the last. */
export function timeAxis(clock: ChartClock, last = true) {
  return {
    field: 't',
    type: 'temporal' as const,
    scale: { type: 'utc' as const, domain: [clock.startMs, clock.endMs], nice: false as const },
    axis: {
      title: last ? clock.axisTitle : null,
      labels: last,
      ticks: last,
      format: clock.tickFormat,
      values: [...clock.tickMs],
      labelFlush: false,
      labelOverlap: true,
    },
  };
}

/** A title of one panel: the name in the variant's colour, what to see in it below. */
export function panelTitle(name: string, seen: string, colour: string = ink) {
  return {
    text: name,
    subtitle: seen,
    color: colour,
    fontSize: 12,
    subtitleFontSize: 11,
    subtitlePadding: 2,
    offset: 6,
    anchor: 'start' as const,
    frame: 'group' as const,
  };
}

/** A line that follows the pointer and shows the figures of that minute. Needs a name unique in the chart. */
export function hoverLayer(
  name: string,
  clock: ChartClock,
  fields: readonly { readonly field: string; readonly title: string; readonly format?: string }[],
): Layer {
  const time: StringFieldDef<string> = {
    field: 't',
    type: 'temporal',
    title: 'time',
    timeUnit: clock.tickFormat === '%H:%M' ? 'utchoursminutes' : 'utcmonthdatehoursminutes',
  };
  return {
    name: hoverLayerPrefix + name,
    mark: { type: 'rule', color: ink },
    params: [
      {
        name,
        select: { type: 'point', on: 'pointerover', nearest: true, encodings: ['x'], clear: 'pointerout' },
      },
    ],
    encoding: {
      opacity: { condition: { param: name, empty: false, value: 0.5 }, value: 0 },
      tooltip: [
        time,
        ...fields.map(({ field, title, format = ',.1f' }) => ({
          field,
          title,
          format,
          type: 'quantitative' as const,
        })),
      ],
    },
  };
}

/** Where the panel of a variant stands in a chart of one panel a variant. */
export interface VariantPlace {
  /** Of the variant in the results: it gives the colour. */
  readonly index: number;
  readonly clock: ChartClock;
  /** Whether the time axis is below this panel. */
  readonly last: boolean;
}

/** How the data was made, closing every caption. */
export function madeHow(results: Results, clock: ChartClock): string {
  const times =
    results.replications === 1 ? 'one replication' : `means over ${results.replications} replications`;
  const change = clock.clocksChange
    ? ' Clocks change within this time; labels keep the clock of its start.'
    : '';
  return `Simulated: “${results.scenario}”, ${horizonInWords(results)}, ${times}, seed ${results.seed}.${change}`;
}

/** What the pale bands around lines are. Nothing to say with one replication. */
export function bandMeaning(results: Results): string {
  if (results.replications === 1) return '';
  return 'Pale bands: where 8 in 10 replications lie.';
}

/** Joins sentences, leaving out empty ones. */
export function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
