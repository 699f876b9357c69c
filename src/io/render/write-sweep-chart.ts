/**
 * The chart of a sweep as an SVG or PNG file.
 */
import { type SweepChartInput, sweepChart } from '../../charts/sweep.ts';
import { renderChart, svgToPng } from './render-chart.ts';
import { type WriteOptions, writeWholeFile } from './write-file.ts';

/** A name that ends in .png gives PNG, every other SVG. */
export async function writeSweepChart(
  input: SweepChartInput,
  file: string,
  options: WriteOptions,
): Promise<void> {
  const svg = await renderChart(sweepChart(input).spec, 'svg');
  await writeWholeFile(file, file.endsWith('.png') ? await svgToPng(svg) : svg, options);
}
