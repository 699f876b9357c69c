/**
 * The bill of the months ahead for the report of a run: by the budget asked for, or by the one beside the scenario where the
 * day simulated is all it needs.
 */
import { dirname } from 'node:path';
import type { Forecast } from '../budget/forecast.ts';
import type { Results } from '../experiment/results.ts';
import { budgetIn, readBudget } from '../io/read-budget.ts';
import { checkedValue, costsOf, forecastOf } from './cost-source.ts';
import type { Arguments } from './options.ts';
import { note } from './print.ts';

/** For `jitsim report`: the budget named, or one in the results directory; null without. */
export async function yearOfDirectory(directory: string, given: Arguments): Promise<Forecast | null> {
  if (given.budget === undefined && (await budgetIn(directory)) === null) return null;
  return (await costsOf(directory, given))[0]!.forecast;
}

/** For `jitsim simulate`: the budget beside the scenario, unless it needs other days too. */
export async function yearBesideScenario(results: Results, scenario: string): Promise<Forecast | null> {
  const file = (await budgetIn(scenario)) ?? (await budgetIn(dirname(scenario)));
  if (file === null) return null;
  const budget = checkedValue(await readBudget(file, dirname(file)));
  if (budget.written.days !== undefined) {
    note(
      `no bill of the months ahead in the report: ${file} needs other days too; jitsim cost --report makes it`,
    );
    return null;
  }
  const day = { name: 'the day simulated', results, variant: results.variants[0]! };
  return forecastOf({ ...budget, days: [day] });
}
