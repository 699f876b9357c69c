/**
 * Draws a chart into a file format: SVG as text, PNG as bytes. The same specification gives the same bytes.
 */
import type { VegaLiteSpec } from '../../charts/chart.ts';
import { forPrint } from '../../charts/chart.ts';
import { compactSvg } from './compact-svg.ts';
import { fontFiles, fontName } from './fonts.ts';
import { loadVegaRuntime } from './vega-runtime.ts';

export type ChartFormat = 'svg' | 'png';

/** Pixels of a PNG for one of the chart. */
const pngScale = 2;

export async function renderChart(spec: VegaLiteSpec, format: 'svg'): Promise<string>;
export async function renderChart(spec: VegaLiteSpec, format: 'png'): Promise<Uint8Array>;
export async function renderChart(spec: VegaLiteSpec, format: ChartFormat): Promise<string | Uint8Array>;
export async function renderChart(spec: VegaLiteSpec, format: ChartFormat): Promise<string | Uint8Array> {
  const vega = await loadVegaRuntime();
  const svg = compactSvg(await vega.toSvg(vega.compile(forPrint(spec))));
  return format === 'svg' ? svg : svgToPng(svg);
}

export async function svgToPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const { regular, bold } = fontFiles();
  const image = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: [regular, bold], defaultFontFamily: fontName },
    fitTo: { mode: 'zoom', value: pngScale },
  });
  return image.render().asPng();
}
