/**
 * One chart as an SVG or PNG file.
 */
import type { Chart } from '../../charts/chart.ts';
import { renderChart, svgToPng } from './render-chart.ts';
import { type WriteOptions, writeWholeFile } from './write-file.ts';

/** A name that ends in .png gives PNG, every other SVG. */
export async function writeChart(chart: Chart, file: string, options: WriteOptions): Promise<void> {
  const svg = await renderChart(chart.spec, 'svg');
  await writeWholeFile(file, file.endsWith('.png') ? await svgToPng(svg) : svg, options);
}
