/**
 * Scenarios as commands take them: files with their variants, or one file with `--set`.
 */
import { openScenario, type ScenarioSource } from '../io/read-scenario.ts';
import { type Checked, formatIssues } from '../scenario/issues.ts';
import { joinStudies } from '../scenario/joined-study.ts';
import { parseSettings, type Setting, type SettingsVariant, setTwice } from '../scenario/settings.ts';
import type { Study } from '../scenario/study.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure, usageFailure } from './failures.ts';
import type { Arguments } from './options.ts';

/** The scenarios of the command line as one study, with `--set` and `--variant` applied. */
export async function studyToCompare(given: Arguments): Promise<Study> {
  const paths = given.scenarios as readonly string[];
  const sets = (given.set as readonly string[] | undefined) ?? [];
  if (sets.length > 0) {
    if (paths.length > 1) throw usageFailure('--set needs a single scenario');
    const source = orFailure(await openScenario(paths[0]!));
    const named = sets.map(settingsVariant);
    const names = named.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) < index);
    if (twice !== undefined) throw usageFailure(`--set ${twice} is given twice: the two would be the same`);
    const variants = [{ name: 'as it is', settings: [] }, ...named];
    return orFailure(source.studyWith(variants, variantOf(given)));
  }
  if (given.variant !== undefined) {
    throw usageFailure('--variant names what --set is applied to, and there is no --set');
  }
  const studies = [];
  for (const path of paths) studies.push(orFailure((await openSource(path)).study()));
  const joined = joinStudies(studies);
  if (!joined.ok) throw new Failure(exitCodes.wrongInput, joined.problem);
  return joined.study;
}

/** One study of one scenario of the command line, with all `--set` in it, and one variant when `--variant` names it. */
export async function studyOfScenario(given: Arguments): Promise<Study> {
  const source = await openSource(String(given.scenario));
  const settings = settingsTogether(given);
  if (settings.length === 0 && given.variant === undefined) return orFailure(source.study());
  const name = variantOf(given) ?? source.variants[0];
  return orFailure(source.studyWith([{ name: name ?? source.name, settings }], variantOf(given)));
}

export async function openSource(path: string): Promise<ScenarioSource> {
  return orFailure(await openScenario(path));
}

/** A variant named by its settings. */
function settingsVariant(text: string): SettingsVariant {
  const read = parseSettings(text);
  if (!read.ok) throw new Failure(exitCodes.wrongInput, `--set ${text}: ${read.problem}`);
  return { name: text.trim(), settings: read.value };
}

/** All `--set` as settings of one scenario; two that contradict each other are refused. */
export function settingsTogether(given: Arguments): readonly Setting[] {
  const sets = (given.set as readonly string[] | undefined) ?? [];
  const settings = sets.flatMap((text) => settingsVariant(text).settings);
  const twice = setTwice(settings);
  if (twice !== null) throw usageFailure(`${twice} is set twice: one would undo the other`);
  return settings;
}

function variantOf(given: Arguments): string | undefined {
  return given.variant as string | undefined;
}

/** The value, or a failure that says all that is wrong. */
export function orFailure<Value>(checked: Checked<Value>): Value {
  if (checked.ok) return checked.value;
  throw new Failure(exitCodes.wrongInput, formatIssues(checked.issues), checked.issues);
}
