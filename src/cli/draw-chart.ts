/**
 * `--chart file.svg` or `file.png` of a command.
 */
import { stat } from 'node:fs/promises';
import type { Chart } from '../charts/chart.ts';
import { orFailure as drawingOrFailure } from './commands/report.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure, usageFailure } from './failures.ts';
import type { Arguments } from './options.ts';

/**
 * The file to draw into; null when none is asked for. Asked before hours are spent on what is drawn.
 *
 * @throws Failure when it is there and not to be replaced, or is of another kind
 */
export async function chartFile(given: Arguments): Promise<string | null> {
  if (given.chart === undefined) return null;
  const file = String(given.chart);
  if (!/\.(svg|png)$/i.test(file)) throw usageFailure(`--chart must end in .svg or .png, got ${file}`);
  const exists = await stat(file).then(
    () => true,
    () => false,
  );
  if (exists && given.replace !== true) {
    throw new Failure(exitCodes.wrongInput, `${file} already exists; choose another, or write --replace`);
  }
  return file;
}

/** What draws is large to load, so it is loaded here. */
export async function drawChart(chart: Chart, file: string, given: Arguments): Promise<void> {
  const { writeChart } = await import('../io/render/write-chart.ts');
  await drawingOrFailure(file, writeChart(chart, file, { replace: given.replace === true }));
}
