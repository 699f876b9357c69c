/**
 * The charts of results as files of a folder, one a chart and format, named by the chart.
 */
import { join } from 'node:path';
import { chartsOf } from '../../charts/all-charts.ts';
import type { Results } from '../../experiment/results.ts';
import type { ChartFormat } from './render-chart.ts';
import { renderChart, svgToPng } from './render-chart.ts';
import type { WriteOptions } from './write-file.ts';
import { writeWholeFile } from './write-file.ts';

/** Writes `<chart>.<format>` files and returns their paths. An existing file is an error unless `replace`. */
export async function writeCharts(
  results: Results,
  directory: string,
  formats: readonly ChartFormat[],
  options: WriteOptions = {},
): Promise<readonly string[]> {
  const written: string[] = [];
  for (const { name, spec } of chartsOf(results)) {
    const svg = await renderChart(spec, 'svg');
    for (const format of formats) {
      const path = join(directory, `${name}.${format}`);
      await writeWholeFile(path, format === 'svg' ? svg : await svgToPng(svg), options);
      written.push(path);
    }
  }
  return written;
}
