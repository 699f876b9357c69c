/**
 * The scenario of the command line, to be varied: as it is, and at any point of what is varied.
 */
import {
  type ModelFactor,
  modelFactors,
  type Point,
  type SettingFactor,
  settingsAt,
  withParametersAt,
} from '../experiment/factors.ts';
import { openScenario, type ScenarioSource } from '../io/read-scenario.ts';
import { pathText } from '../scenario/parse.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Setting } from '../scenario/settings.ts';
import type { Arguments } from './options.ts';
import { withRunOptions } from './run-options.ts';
import { orFailure, settingsTogether } from './settings-options.ts';
import { refuseSetting } from './vary-option.ts';

export interface Variable {
  readonly source: ScenarioSource;
  readonly base: Scenario;
  readonly scenarioAt: (point: Point) => Scenario;
  /** Parameters known within an interval only. */
  readonly models: readonly ModelFactor[];
}

/**
 * The scenario of the command line, to be varied; refused at once when an end of a range is no right setting.
 */
export async function variableScenario(
  given: Arguments,
  settings: readonly SettingFactor[],
): Promise<Variable> {
  const source = orFailure(await openScenario(String(given.scenario), { parameterUncertainty: true }));
  const always: readonly Setting[] = settingsTogether(given);
  for (const { path } of always) refuseSetting(settings, pathText(path));
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
  for (const factor of settings) for (const end of endsOf(factor)) resolved(new Map([[factor, end]]));
  return {
    source,
    base,
    scenarioAt: (point) => withParametersAt(resolved(point), point),
    models: modelFactors(base),
  };
}

/** Both ends of a range, every one of several choices. */
function endsOf({ low, high, choices }: SettingFactor): number[] {
  return choices === null ? [low, high] : [...choices.keys()];
}
