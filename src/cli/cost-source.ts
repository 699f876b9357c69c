/**
 * What `jitsim cost` is asked about: results, a scenario or a budget, to one forecast a variant.
 */
import { access, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { BudgetInput } from '../budget/budget-context.ts';
import { type Forecast, forecast } from '../budget/forecast.ts';
import { resolveBudget } from '../budget/resolve.ts';
import type { WrittenBudget } from '../budget/schema.ts';
import type { Results, VariantResults } from '../experiment/results.ts';
import { budgetIn, readBudget } from '../io/read-budget.ts';
import { checkResults } from '../io/read-results.ts';
import { scenarioFileName } from '../io/read-scenario.ts';
import { readText } from '../io/read-text.ts';
import { resultFiles } from '../io/results-format.ts';
import { closest } from '../scenario/did-you-mean.ts';
import { type Checked, formatIssues, type Issue } from '../scenario/issues.ts';
import { parseFile } from '../scenario/parse.ts';
import { withScaledDemand } from '../scenario/scaled-demand.ts';
import { studyOrFailure } from './commands/validate.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failures.ts';
import type { Arguments } from './options.ts';
import { note } from './print.ts';
import { withRunOptions } from './run-options.ts';
import { runInterruptibly } from './run-with-progress.ts';

/** One variant's bill. */
export interface CostOfVariant {
  readonly variant: string;
  readonly forecast: Forecast;
  /** What the budget was resolved from: other ways to buy the same are resolved from it too. */
  readonly input: BudgetInput;
}

/** The forecasts of every variant asked for, the first of which is shown in full. */
export async function costsOf(source: string, given: Arguments): Promise<CostOfVariant[]> {
  const { kind, budgetFile, directory } = await sourceKind(source, given);
  const sheets = given.prices === undefined ? [] : [String(given.prices)];
  const budget = checkedValue(await readBudget(budgetFile, directory, sheets));
  const loaded = new Map<string, Results>();
  const resultsOf = async (what: 'scenario' | 'results', path: string, demand = 1): Promise<Results> => {
    const key = `${demand} ${resolve(path)}`;
    const known = loaded.get(key);
    if (known !== undefined) return known;
    const results =
      what === 'results' ? checkedValue(await checkResults(path)) : await simulated(path, given, demand);
    loaded.set(key, results);
    return results;
  };
  const days = budget.written.days?.map(({ name, scenario, results, variant }) => ({
    name,
    what: scenario === undefined ? ('results' as const) : ('scenario' as const),
    path: join(budget.directory, scenario ?? results!),
    variant,
  })) ?? [defaultDay(kind, source)];
  const read: ReadDay[] = [];
  for (const { name, what, path, variant } of days) {
    const grown: { demand: number; results: Results }[] = [];
    for (const demand of otherDemands(budget.written, name, what)) {
      grown.push({ demand, results: await resultsOf(what, path, demand) });
    }
    read.push({ name, results: await resultsOf(what, path), variant, grown });
  }
  return namesOf(read[0]!.results, given).map((variant) => {
    const input = {
      ...budget,
      days: read.map((day) => ({
        name: day.name,
        results: day.results,
        variant: variantOf(day.results, day.variant, variant),
        grown: day.grown.map((level) => ({
          ...level,
          variant: variantOf(level.results, day.variant, variant),
        })),
      })),
    };
    return { variant, input, forecast: forecastOf(input) };
  });
}

interface ReadDay {
  readonly name: string;
  readonly results: Results;
  readonly variant: string | undefined;
  readonly grown: readonly { readonly demand: number; readonly results: Results }[];
}

/** Demands besides that of the scenario at which a kind of day is to be simulated. */
function otherDemands(
  { growth }: WrittenBudget,
  day: string,
  what: 'scenario' | 'results',
): readonly number[] {
  const demands = [...new Set(growth.simulateAt ?? [])].filter((demand) => demand !== 1);
  if (demands.length > 0 && what === 'results') {
    throw new Failure(
      exitCodes.wrongInput,
      `growth.simulateAt needs scenarios to simulate, and ${day} is given by results: name its scenario, or leave simulateAt out`,
    );
  }
  return demands;
}

function defaultDay(kind: SourceKind, path: string) {
  if (kind === 'budget') {
    throw new Failure(exitCodes.wrongInput, `${path} names no days: write days: [{ name, scenario }]`);
  }
  return { name: 'the day simulated', what: kind, path, variant: undefined };
}

type SourceKind = 'results' | 'scenario' | 'budget';

async function sourceKind(
  source: string,
  given: Arguments,
): Promise<{ readonly kind: SourceKind; readonly budgetFile: string | null; readonly directory: string }> {
  const named = given.budget === undefined ? null : String(given.budget);
  const found = await stat(source).catch(() => null);
  if (found === null) throw new Failure(exitCodes.wrongInput, `${source} does not exist`);
  if (found.isDirectory()) {
    const beside = named ?? (await budgetIn(source));
    if (await exists(join(source, resultFiles.manifest))) {
      return { kind: 'results', budgetFile: beside, directory: source };
    }
    if (!(await exists(join(source, scenarioFileName))) && beside !== null) {
      return { kind: 'budget', budgetFile: beside, directory: source };
    }
    return { kind: 'scenario', budgetFile: beside, directory: source };
  }
  const text = checkedValue(await readText(source, source));
  const { value } = checkedValue(parseFile(source, text));
  const isScenario =
    value !== null && typeof value === 'object' && ('demand' in value || 'deployment' in value);
  const directory = dirname(source);
  if (!isScenario && named === null) return { kind: 'budget', budgetFile: source, directory };
  return { kind: 'scenario', budgetFile: named ?? (await budgetIn(directory)), directory };
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** @param demand over that of the scenario */
async function simulated(path: string, given: Arguments, demand: number): Promise<Results> {
  const study = withRunOptions(await studyOrFailure(path), given);
  if (demand !== 1) note(`${study.name} at ${demand} times its demand`);
  const variants = study.variants.map((scenario) => withScaledDemand(scenario, demand));
  return (await runInterruptibly({ ...study, variants }, given)).results;
}

/** The variant asked for, or all of them. */
function namesOf({ variants }: Results, given: Arguments): string[] {
  const names = variants.map(({ variant }) => variant);
  if (given.variant === undefined) return names;
  const wanted = String(given.variant);
  if (names.includes(wanted)) return [wanted];
  const near = closest(wanted, names);
  const hint = near === null ? `there are ${names.join(', ')}` : `did you mean ${near}?`;
  throw new Failure(exitCodes.wrongInput, `there is no variant ${wanted}; ${hint}`);
}

/** The variant that a kind of day names, else the one the bill is of, else its first. */
function variantOf(
  { variants, scenario }: Results,
  named: string | undefined,
  billed: string,
): VariantResults {
  const wanted = variants.find(({ variant }) => variant === (named ?? billed));
  if (wanted !== undefined) return wanted;
  if (named === undefined) return variants[0]!;
  const names = variants.map(({ variant }) => variant).join(', ');
  throw new Failure(exitCodes.wrongInput, `${scenario} has no variant ${named}; it has ${names}`);
}

export function forecastOf(input: BudgetInput): Forecast {
  const resolved = resolveBudget(input);
  if (!resolved.ok) throw wrongInput(resolved.issues);
  return forecast(resolved.budget);
}

export function checkedValue<Value>(checked: Checked<Value>): Value {
  if (checked.ok) return checked.value;
  throw wrongInput(checked.issues);
}

function wrongInput(issues: readonly Issue[]): Failure {
  return new Failure(exitCodes.wrongInput, formatIssues(issues), issues);
}
