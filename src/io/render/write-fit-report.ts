/**
 * A calibration to a fit report file: draws the charts, puts the page together, writes it.
 */
import { withoutTitle } from '../../charts/chart.ts';
import { fitChartsOf } from '../../charts/fit-charts.ts';
import { type DrawnFit, type FitPageInput, renderFitPage } from '../../report/fit-page.ts';
import type { DrawnChart } from '../../report/report.ts';
import { withOwnIds } from './own-ids.ts';
import { renderChart } from './render-chart.ts';
import { type WriteOptions, writeWholeFile } from './write-file.ts';

export type FitReportInput = Omit<FitPageInput, 'fits'> & {
  readonly reports: readonly DrawnFit['report'][];
};

/** Throws `FileExistsError` when the file is there and must not be replaced. */
export async function writeFitReport(
  input: FitReportInput,
  file: string,
  options: WriteOptions = {},
): Promise<void> {
  await writeWholeFile(file, await fitReportPage(input), options);
}

/** The fit report as HTML; the same calibration gives the same bytes. */
async function fitReportPage({ reports, ...rest }: FitReportInput): Promise<string> {
  const fits: DrawnFit[] = [];
  for (const [index, report] of reports.entries()) {
    const charts: DrawnChart[] = [];
    for (const { name, title, caption, description, spec } of fitChartsOf(report)) {
      const untitled = { ...withoutTitle(spec), background: 'transparent' };
      const svg = withOwnIds(await renderChart(untitled, 'svg'), `${index}-${name}`);
      charts.push({ name, title, caption, description, svg, interactive: null });
    }
    fits.push({ report, charts });
  }
  return renderFitPage({ ...rest, fits });
}
