/**
 * The files that `jitsim cost` writes when asked to; each is of the first variant.
 */
import { writeToString } from 'fast-csv';
import type { ComparisonTable } from '../budget/comparison-table.ts';
import { focusTable } from '../budget/export/focus.ts';
import { infracostUsage } from '../budget/export/infracost-usage.ts';
import { workbook } from '../budget/export/workbook.ts';
import type { Forecast } from '../budget/forecast.ts';
import { lineColumns, lineRows } from '../budget/line-table.ts';
import { writeWholeFile } from '../io/render/write-file.ts';
import { version } from '../io/version.ts';
import { xlsxBytes } from '../io/write-workbook.ts';
import { orFailure } from './commands/report.ts';
import type { Costs } from './cost-text.ts';
import type { Arguments } from './options.ts';
import { note } from './print.ts';

/** Paths of what was written. */
export async function writeCostFiles(
  { variants }: Costs,
  tables: readonly ComparisonTable[],
  given: Arguments,
): Promise<string[]> {
  const { forecast } = variants[0]!;
  const replace = given.replace === true;
  const written: string[] = [];
  const write = async (option: string, content: () => Promise<string | Uint8Array>): Promise<void> => {
    if (given[option] === undefined) return;
    const file = String(given[option]);
    await orFailure(file, writeWholeFile(file, await content(), { replace }));
    written.push(file);
  };
  await write('csv', () => csvText(lineColumns, lineRows(forecast)));
  await write('focus', () => focusText(forecast));
  await write('xlsx', () => xlsxBytes(workbook(forecast, tables)));
  await write('infracost-usage', async () => infracostUsage(forecast));
  if (given.report !== undefined || given.charts !== undefined) {
    // Charts are large to load: only who draws them waits for that.
    const { writeCostCharts, writeCostReport } = await import('../io/render/write-cost-report.ts');
    if (given.charts !== undefined) {
      const directory = String(given.charts);
      written.push(...(await orFailure(directory, writeCostCharts(forecast, directory, { replace }))));
    }
    if (given.report !== undefined) {
      const file = String(given.report);
      const forecasts = variants.map((variant) => variant.forecast);
      const page = { forecasts, parts: tables, version: version() };
      await orFailure(file, writeCostReport(page, file, { replace }));
      written.push(file);
    }
  }
  return written;
}

function focusText(forecast: Forecast): Promise<string> {
  const { columns, rows, omitted } = focusTable(forecast);
  if (omitted > 0) note(`${omitted} lines without a price have no row in FOCUS, which knows no unknown cost`);
  return csvText(
    columns,
    rows.map((row) => columns.map((column) => row[column] ?? '')),
  );
}

function csvText(columns: readonly string[], rows: readonly (readonly string[])[]): Promise<string> {
  return writeToString(
    rows.map((row) => [...row]),
    {
      headers: [...columns],
      alwaysWriteHeaders: true,
      includeEndRowDelimiter: true,
    },
  );
}
