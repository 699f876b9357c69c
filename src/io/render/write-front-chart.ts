/**
 * The chart of an optimisation as an SVG or PNG file.
 */
import { frontChart } from '../../charts/front.ts';
import type { Optimization } from '../../experiment/optimize/conclude.ts';
import { renderChart, svgToPng } from './render-chart.ts';
import { type WriteOptions, writeWholeFile } from './write-file.ts';

/** A name that ends in .png gives PNG, every other SVG. */
export async function writeFrontChart(
  found: Optimization,
  file: string,
  options: WriteOptions,
): Promise<void> {
  const svg = await renderChart(frontChart(found).spec, 'svg');
  await writeWholeFile(file, file.endsWith('.png') ? await svgToPng(svg) : svg, options);
}
