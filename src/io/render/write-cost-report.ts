/**
 * The report and the charts of a bill as files.
 */
import { join } from 'node:path';
import { costChartsOf } from '../../charts/bill/cost-charts.ts';
import { type Chart, withoutTitle } from '../../charts/chart.ts';
import { type CostPageInput, renderCostPage } from '../../report/cost-page.ts';
import type { DrawnChart } from '../../report/drawn-chart.ts';
import { withOwnIds } from './own-ids.ts';
import { renderChart, svgToPng } from './render-chart.ts';
import { type WriteOptions, writeWholeFile } from './write-file.ts';

/** Throws `FileExistsError` when the file is there and must not be replaced. */
export async function writeCostReport(
  input: Omit<CostPageInput, 'charts'>,
  file: string,
  options: WriteOptions = {},
): Promise<void> {
  const charts = await stillDrawings(costChartsOf(input.forecasts[0]!));
  await writeWholeFile(file, renderCostPage({ ...input, charts }), options);
}

/** Every chart of the bill as SVG and PNG into the directory; paths of what was written. */
export async function writeCostCharts(
  forecast: CostPageInput['forecasts'][number],
  directory: string,
  options: WriteOptions = {},
): Promise<string[]> {
  const written: string[] = [];
  for (const { name, spec } of costChartsOf(forecast)) {
    const svg = await renderChart(spec, 'svg');
    for (const [file, content] of [
      [join(directory, `${name}.svg`), svg],
      [join(directory, `${name}.png`), await svgToPng(svg)],
    ] as const) {
      await writeWholeFile(file, content, options);
      written.push(file);
    }
  }
  return written;
}

/** Charts for a page, which prints their titles and captions itself. */
export async function stillDrawings(charts: readonly Chart[]): Promise<DrawnChart[]> {
  const drawn: DrawnChart[] = [];
  for (const { name, title, caption, description, spec } of charts) {
    const untitled = { ...withoutTitle(spec), background: 'transparent' };
    const svg = withOwnIds(await renderChart(untitled, 'svg'), name);
    drawn.push({ name, title, caption, description, svg, interactive: null });
  }
  return drawn;
}
