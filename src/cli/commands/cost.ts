/**
 * `jitsim cost <results|scenario|budget>`: the bill of the months ahead, as a table and as files.
 */
import { type BillView, billViews } from '../../billing/bill-line.ts';
import { billWarnings } from '../../budget/assumptions.ts';
import { type Dimension, dimensions } from '../../budget/views.ts';
import { actualOf, optionsOf, varianceOf } from '../cost-comparison.ts';
import { writeCostFiles } from '../cost-files.ts';
import { costsOf } from '../cost-source.ts';
import { type Costs, costJson, costText } from '../cost-text.ts';
import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failures.ts';
import { type Arguments, suggestion } from '../options.ts';
import { print, printJson, printWarnings } from '../print.ts';

export async function cost(given: Arguments): Promise<number> {
  const view = oneOf('view', given.view, billViews, 'cash');
  const by = oneOf('by', given.by, dimensions, 'category');
  const variants = await costsOf(String(given.source), given);
  const costs: Costs = { variants, view, by };
  const parts = [
    await varianceOf(variants, given),
    optionsOf(variants[0]!, given),
    await actualOf(variants[0]!, given),
  ].filter((part) => part !== null);
  const tables = parts.map(({ table }) => table);
  const files = await writeCostFiles(costs, tables, given);
  if (given.json === true) {
    printJson({ ...costJson(costs), ...Object.assign({}, ...parts.map(({ data }) => data)), files });
  } else {
    print(costText(costs));
    for (const { text } of parts) print(text);
    for (const file of files) print(file);
  }
  printWarnings(billWarnings(variants[0]!.forecast));
  return exitCodes.done;
}

function oneOf<Name extends BillView | Dimension>(
  option: string,
  given: Arguments[string],
  names: readonly Name[],
  fallback: Name,
): Name {
  if (given === undefined) return fallback;
  const found = names.find((name) => name === given);
  if (found !== undefined) return found;
  throw usageFailure(
    `--${option} must be one of ${names.join(', ')}, got ${String(given)}${suggestion(String(given), names)}`,
  );
}
