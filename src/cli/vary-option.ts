/**
 * `--vary path=a..b`: what is varied about a scenario, and the scenario at any point of it.
 */
import {
  type Factor,
  modelFactors,
  type Point,
  type SettingFactor,
  settingsAt,
  withParametersAt,
} from '../experiment/factors.ts';
import { openScenario, type ScenarioSource } from '../io/read-scenario.ts';
import { totalNames } from '../io/results-format.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { parsePath, refusalOf, type Setting } from '../scenario/settings.ts';
import type { TotalName } from '../simulation/rows.ts';
import { usageFailure } from './failures.ts';
import { type Arguments, suggestion } from './options.ts';
import { withRunOptions } from './run-options.ts';
import { orFailure, settingsVariant } from './settings-options.ts';

const NUMBER = String.raw`-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const RANGE = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})$`);

/** The ranges of all `--vary`. */
export function varied(given: Arguments): SettingFactor[] {
  const factors = ((given.vary as readonly string[] | undefined) ?? []).map(readVary);
  const twice = factors.find(({ name }, index) => factors.findIndex((one) => one.name === name) !== index);
  if (twice !== undefined) throw usageFailure(`--vary ${twice.name} is given twice`);
  return factors;
}

function readVary(text: string): SettingFactor {
  const equals = text.indexOf('=');
  if (equals <= 0)
    throw usageFailure(`--vary ${text}: write a path, = and a range, as scaling.bridges.count=4..60`);
  const name = text.slice(0, equals).trim();
  const path = parsePath(name);
  if (path === null) throw usageFailure(`--vary ${text}: ${name} is no path of a scenario`);
  const refusal = refusalOf(path);
  if (refusal !== null) throw usageFailure(`--vary: ${refusal}`);
  const match = RANGE.exec(text.slice(equals + 1).trim());
  if (match === null) throw usageFailure(`--vary ${text}: the range must be from..to, as 4..60 or 0.5..0.9`);
  const [low, high] = [Number(match[1]), Number(match[2])];
  if (!(low < high))
    throw usageFailure(`--vary ${text}: the range is empty, it must end above where it begins`);
  return {
    kind: 'setting',
    name,
    path,
    low,
    high,
    isWhole: [low, high].every(Number.isSafeInteger) && !/[.eE]/.test(`${match[1]}${match[2]}`),
  };
}

export interface Variable {
  readonly source: ScenarioSource;
  readonly base: Scenario;
  readonly scenarioAt: (point: Point) => Scenario;
  /** Parameters known within an interval only. */
  readonly models: readonly Factor[];
}

/**
 * The scenario of the command line, to be varied; refused at once when an end of a range is no right setting.
 */
export async function variableScenario(
  given: Arguments,
  settings: readonly SettingFactor[],
): Promise<Variable> {
  const source = orFailure(await openScenario(String(given.scenario), { parameterUncertainty: true }));
  const sets = (given.set as readonly string[] | undefined) ?? [];
  const always: readonly Setting[] = sets.flatMap((text) => settingsVariant(text).settings);
  const name = (given.variant as string | undefined) ?? source.variants[0] ?? source.name;
  const resolved = (point: Point): Scenario => {
    const study = orFailure(
      source.studyWith(
        [{ name, settings: [...always, ...settingsAt(point)] }],
        given.variant as string | undefined,
      ),
    );
    return withRunOptions(study, { seed: given.seed }).variants[0]!;
  };
  const base = resolved(new Map());
  for (const factor of settings)
    for (const end of [factor.low, factor.high]) resolved(new Map([[factor, end]]));
  return {
    source,
    base,
    scenarioAt: (point) => withParametersAt(resolved(point), point),
    models: modelFactors(base),
  };
}

/** The total that an option names. */
export function readTotal(option: string, text: string): TotalName {
  const total = totalNames.find((known) => known === text);
  if (total !== undefined) return total;
  throw usageFailure(
    `${option} knows no result ${text}${suggestion(text, totalNames) || '; such as costPerDay, overstressedParticipantMinutesRatio, joinFailureRatio'}`,
  );
}
