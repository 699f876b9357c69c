/**
 * `plan --for policy`: which value of one key of the scenario meets the objectives.
 */
import type { PlanQuestion } from '../experiment/plan.ts';
import type { Answerable } from '../experiment/plan-questions.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { parsePath, refusalOf, setTwice } from '../scenario/settings.ts';
import { usageFailure } from './failures.ts';
import type { Arguments } from './options.ts';
import { openSource, orFailure, settingsTogether } from './settings-options.ts';

/** The values of `--range a..b` for the key `--parameter`, whole numbers or in steps of `--step`. */
export async function policyQuestion(given: Arguments): Promise<Answerable> {
  const parameter = given.parameter === undefined ? null : String(given.parameter);
  if (parameter === null || given.range === undefined) {
    throw usageFailure('plan --for policy needs --parameter path and --range from..to');
  }
  const path = parsePath(parameter);
  if (path === null) throw usageFailure(`--parameter ${parameter} is no path of a scenario`);
  const refusal = refusalOf(path);
  if (refusal !== null) throw usageFailure(`--parameter: ${refusal}`);
  const step = (given.step as number | undefined) ?? 1;
  const { from, to } = readRange(String(given.range));
  const count = Math.floor((to - from) / step + 1e-9);
  if (!(step > 0) || count < 1)
    throw usageFailure(`--range ${String(given.range)} has no two values in steps of ${step}`);
  if (count > VALUES_MAX)
    throw usageFailure(`--range has ${count + 1} values; at most ${VALUES_MAX} are looked through`);
  const source = await openSource(String(given.scenario));
  const others = settingsTogether(given);
  if (setTwice([...others, { path, value: from }]) !== null)
    throw usageFailure(`${parameter} is set by --set and looked for by --parameter`);
  const valueAt = (index: number): number => Number((from + index * step).toPrecision(12));
  const scenarioAt = (index: number): Scenario => {
    const settings = [...others, { path, value: valueAt(index) }];
    const name = `${parameter}=${valueAt(index)}`;
    return orFailure(source.studyWith([{ name, settings }], given.variant as string | undefined))
      .variants[0]!;
  };
  const objectives = scenarioAt(0).objectives.filter(({ total }) => total !== 'costPerDay');
  if (objectives.length === 0) return { ok: false, problem: 'has no objective to meet; write objectives' };
  const question: PlanQuestion = {
    of: parameter,
    closedForm: null,
    min: 0,
    max: count,
    start: given.largest === true ? count : 0,
    isMoreBetter: given.largest !== true,
    valueAt,
    objectives,
    scenarioAt,
  };
  return { ok: true, question };
}

/** Most values of a range. */
const VALUES_MAX = 100_000;

function readRange(text: string): { readonly from: number; readonly to: number } {
  const match = /^(-?[\d.]+)\.\.(-?[\d.]+)$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || !Number.isFinite(from) || !Number.isFinite(to)) {
    throw usageFailure(`--range must be from..to, as 1..40, got ${text}`);
  }
  if (to <= from) throw usageFailure(`--range ${text} is empty: it must end above where it begins`);
  return { from, to };
}
