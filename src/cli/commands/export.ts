/**
 * `jitsim export`: the settings of a scenario as a file for the program that takes them.
 */
import { exportSettings } from '../../export/export-settings.ts';
import {
  type ExportPool,
  type ExportTarget,
  exportPools,
  exportTargets,
} from '../../export/export-target.ts';
import { writeWholeFile } from '../../io/render/write-file.ts';
import { closest } from '../../scenario/did-you-mean.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Study } from '../../scenario/study.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failures.ts';
import { type Arguments, suggestion } from '../options.ts';
import { note, print, printJson } from '../print.ts';
import { orFailure } from './report.ts';
import { studyOrFailure } from './validate.ts';

export async function exportTo(given: Arguments): Promise<number> {
  const target = targetOf(given.for as string | undefined);
  const pool = poolOf(given.pool as string | undefined);
  const scenario = variantOf(
    await studyOrFailure(String(given.scenario)),
    given.variant as string | undefined,
  );
  const exported = exportSettings(scenario, target, pool);
  if (!exported.ok) {
    const ways = exported.alternatives.map((way) => `\n  nearest: ${way}`).join('');
    throw new Failure(exitCodes.wrongInput, `${scenario.variant}: ${exported.reason}${ways}`);
  }
  await writeOrPrint(given, exported.text, { target, variant: scenario.variant, notes: exported.notes });
  return exitCodes.done;
}

/** To the file of --out or stdout; notes to stderr, or all of it as JSON. */
export async function writeOrPrint(
  given: Arguments,
  text: string,
  told: { readonly notes: readonly string[] } & Readonly<Record<string, unknown>>,
): Promise<void> {
  const out = given.out as string | undefined;
  if (out !== undefined) {
    await orFailure(out, writeWholeFile(out, text, { replace: given.replace === true }));
  }
  if (given.json === true) printJson({ ok: true, ...told, ...(out === undefined ? { text } : { out }) });
  else if (out === undefined) process.stdout.write(text);
  else print(out);
  if (given.json !== true) for (const one of told.notes) note(`note: ${one}`);
}

function targetOf(written: string | undefined): ExportTarget {
  const list = exportTargets.join(', ');
  if (written === undefined) throw usageFailure(`export needs --for, one of ${list}`);
  const found = exportTargets.find((one) => one === written);
  if (found !== undefined) return found;
  throw usageFailure(`--for takes ${list}, not ${written}${suggestion(written, exportTargets)}`);
}

export function poolOf(written: string | undefined): ExportPool | null {
  if (written === undefined) return null;
  const found = exportPools.find((one) => one === written);
  if (found !== undefined) return found;
  throw usageFailure(
    `--pool takes ${exportPools.join(' or ')}, not ${written}${suggestion(written, exportPools)}`,
  );
}

function variantOf({ name, variants }: Study, wanted: string | undefined): Scenario {
  if (wanted === undefined) return variants[0]!;
  const found = variants.find(({ variant }) => variant === wanted);
  if (found !== undefined) return found;
  const names = variants.map(({ variant }) => variant);
  const near = closest(wanted, names);
  const hint = near === null ? `there are ${names.join(', ')}` : `did you mean ${near}?`;
  throw new Failure(exitCodes.wrongInput, `${name} has no variant ${wanted}; ${hint}`);
}
