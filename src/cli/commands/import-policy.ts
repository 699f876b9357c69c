/**
 * `jitsim import policy`: the scaling of a scenario from a manifest or groups file of an operator.
 */
import { importPolicy } from '../../export/import-policy.ts';
import { type ImportedPolicy, scalingText } from '../../export/imported-policy.ts';
import { putPolicies } from '../../io/put-policy.ts';
import { readText } from '../../io/read-text.ts';
import { type Checked, formatIssues } from '../../scenario/issues.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failures.ts';
import { type Arguments, suggestion } from '../options.ts';
import { note, print, printJson } from '../print.ts';
import { poolOf, writeOrPrint } from './export.ts';

export async function importPolicyFrom(given: Arguments): Promise<number> {
  const what = String(given.what);
  if (what !== 'policy') {
    throw usageFailure(`import takes policy, not ${what}${suggestion(what, ['policy'], 'import ')}`);
  }
  const file = String(given.file);
  const pool = poolOf(given.pool as string | undefined);
  const text = orRefused(await readText(file, file));
  const policies = orRefused(
    importPolicy(file, text, { pool, name: (given.name as string | undefined) ?? null }),
  );
  const notes = policies.flatMap(({ name, notes }) => notes.map((one) => `${name}: ${one}`));
  if (given.into === undefined) {
    await writeOrPrint(given, scalingText(policies), { scaling: byPool(policies), notes });
    return exitCodes.done;
  }
  if (given.out !== undefined) throw usageFailure('--into and --out do not go together');
  const { file: changed, overridden } = orRefused(await putPolicies(String(given.into), policies));
  const all = [
    ...notes,
    ...overridden.map(
      ({ pool, variants }) =>
        `scaling.${pool} is set again by ${variants.join(', ')}: for these variants what was imported does not count`,
    ),
  ];
  if (given.json === true) printJson({ ok: true, into: changed, scaling: byPool(policies), notes: all });
  else {
    print(changed);
    for (const one of all) note(`note: ${one}`);
  }
  return exitCodes.done;
}

function byPool(policies: readonly ImportedPolicy[]): Record<string, unknown> {
  return Object.fromEntries(policies.map(({ pool, scaling }) => [pool, scaling]));
}

function orRefused<Value>(checked: Checked<Value>): Value {
  if (checked.ok) return checked.value;
  throw new Failure(exitCodes.wrongInput, formatIssues(checked.issues), checked.issues);
}
