/**
 * `--vary path=a..b`, `path=a..b:n` or `path=x,y,z`: what is varied about a scenario. The same words for every command;
 * what a command makes of a range or of a list is its own.
 */
import { type SettingFactor, settingFactor } from '../experiment/factors.ts';
import { totalNames } from '../io/results-format.ts';
import { parseVaried, type Varied } from '../scenario/vary.ts';
import type { TotalName } from '../simulation/rows.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure, usageFailure } from './failures.ts';
import { type Arguments, suggestion } from './options.ts';

/** All that `--vary` says; keys that are varied twice, or a part of each other, are refused. */
export function readVaried(given: Arguments): Varied[] {
  const varied = ((given.vary as readonly string[] | undefined) ?? []).map((text) => {
    const read = parseVaried(text);
    if (!read.ok) throw new Failure(exitCodes.wrongInput, `--vary ${text}: ${read.problem}`);
    return read.value;
  });
  const names = varied.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    const other = names.find((one, at) => at !== index && isWithin(name, one));
    if (other === name) throw usageFailure(`${name} is varied twice`);
    if (other !== undefined) throw usageFailure(`${name} is a part of ${other}: vary one of them`);
  }
  return varied;
}

/** The same as factors of a search: numbers of a range, or one of several values. */
export function settingFactors(given: Arguments): SettingFactor[] {
  return readVaried(given).map((varied) => {
    if (varied.kind === 'values' && varied.values.length < 2) {
      throw usageFailure(`--vary ${varied.name} has one value: write --set, or give it several`);
    }
    return settingFactor(varied);
  });
}

/** Refuses settings of what is varied: they contradict it. */
export function refuseSetting(varied: readonly { readonly name: string }[], set: string): void {
  const both = varied.find(({ name }) => isWithin(name, set) || isWithin(set, name));
  if (both !== undefined) throw usageFailure(`${set} is set by --set and ${both.name} varied by --vary`);
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

/** The total that an option names. */
export function readTotal(option: string, text: string): TotalName {
  const total = totalNames.find((known) => known === text);
  if (total !== undefined) return total;
  throw usageFailure(
    `${option} knows no result ${text}${suggestion(text, totalNames) || '; such as costPerDay, overstressedParticipantMinutesRatio, joinFailureRatio'}`,
  );
}
