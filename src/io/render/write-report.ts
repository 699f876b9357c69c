/**
 * Results to a report file: draws the charts, puts the page together, writes it.
 */
import { createHash } from 'node:crypto';
import type { Forecast } from '../../budget/forecast.ts';
import { chartsOf } from '../../charts/all-charts.ts';
import { billByMonthChart } from '../../charts/bill/bill-by-month.ts';
import { budgetLineChart } from '../../charts/bill/budget-line.ts';
import { withoutTitle } from '../../charts/chart.ts';
import type { Results } from '../../experiment/results.ts';
import type { DrawnChart, PageScript } from '../../report/report.ts';
import { codeForScript, renderReport } from '../../report/report.ts';
import { interactiveSpec } from './interactive-spec.ts';
import { withOwnIds } from './own-ids.ts';
import { readPageLibraries } from './page-libraries.ts';
import { pageScript } from './page-script.ts';
import { renderChart } from './render-chart.ts';
import { stillDrawings } from './write-cost-report.ts';
import { writeWholeFile } from './write-file.ts';

export interface WriteReportOptions {
  readonly outFile: string;
  /** The bill of the months ahead; null, the default, for none. */
  readonly year?: Forecast | null;
  /** Without it, an existing file is an error. */
  readonly replace?: boolean;
}

/** The page is the same to the byte for the same results, on any machine and in any zone. */
export async function writeReport(
  results: Results,
  { outFile, year = null, replace = false }: WriteReportOptions,
): Promise<void> {
  await writeWholeFile(outFile, await reportPage(results, year), { replace });
}

/** The report as HTML. */
export async function reportPage(results: Results, year: Forecast | null = null): Promise<string> {
  const charts: DrawnChart[] = [];
  for (const { name, title, caption, description, spec } of chartsOf(results)) {
    const untitled = { ...withoutTitle(spec), background: 'transparent' };
    const svg = withOwnIds(await renderChart(untitled, 'svg'), name);
    charts.push({ name, title, caption, description, svg, interactive: await interactiveSpec(untitled) });
  }
  const { vega, interpreter } = await readPageLibraries();
  const scripts = [vega, interpreter, pageScript].map(pageScriptOf);
  const bill =
    year === null
      ? null
      : { forecast: year, charts: await stillDrawings([billByMonthChart(year), budgetLineChart(year)]) };
  return renderReport({ results, charts, year: bill, scripts });
}

function pageScriptOf(text: string): PageScript {
  const code = codeForScript(text);
  return { code, sha256: createHash('sha256').update(code, 'utf8').digest('base64') };
}
