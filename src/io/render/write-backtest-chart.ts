/**
 * The chart of a backtest as an SVG or PNG file.
 */
import { backtestChart } from '../../charts/backtest.ts';
import { formatEstimate, formatPercent } from '../../charts/figures.ts';
import type { Backtest } from '../../experiment/backtest.ts';
import type { Results } from '../../experiment/results.ts';
import { renderChart, svgToPng } from './render-chart.ts';
import { type WriteOptions, writeWholeFile } from './write-file.ts';

/** Draws the first variant; a name that ends in .png gives PNG, every other SVG. */
export async function writeBacktestChart(
  results: Results,
  scores: Backtest,
  file: string,
  options: WriteOptions,
): Promise<void> {
  const [variant] = results.variants;
  const seen = new Map(
    scores.variants[0]!.series.map((one) => [
      one.series,
      `off by ${formatPercent(one.meanAbsolutePercentageError)} on average; bias ${formatEstimate(one.bias)}; correlation ${formatEstimate(one.correlation)}`,
    ]),
  );
  const svg = await renderChart(backtestChart(results, variant!, seen).spec, 'svg');
  await writeWholeFile(file, file.endsWith('.png') ? await svgToPng(svg) : svg, options);
}
