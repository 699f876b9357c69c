/**
 * `jitsim validate`: everything that is wrong with a scenario, or what it amounts to.
 */
import { checkScenario } from '../../io/read-scenario.ts';
import { formatIssues } from '../../scenario/issues.ts';
import type { Study } from '../../scenario/study.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failures.ts';
import type { Arguments } from '../options.ts';
import { print, printJson, printWarnings } from '../print.ts';

export async function validate(given: Arguments): Promise<number> {
  const study = await studyOrFailure(String(given.scenario));
  const warnings = warningsOf(study);
  if (given.json === true) {
    printJson({
      ok: true,
      name: study.name,
      variants: study.variants.map(({ variant }) => variant),
      warnings,
    });
    return exitCodes.done;
  }
  const [first] = study.variants;
  const hours = first!.horizon.durationMs / 3_600_000;
  print(`${study.name}: valid`);
  print(
    `  ${first!.demand.length} demand ${first!.demand.length === 1 ? 'class' : 'classes'}, ${hours} ${hours === 1 ? 'hour' : 'hours'} in ${first!.horizon.timeZone}`,
  );
  print(
    `  ${study.variants.map(({ variant, scaling }) => `${variant} (${scaling.bridges.policy})`).join(', ')}`,
  );
  const { replications, until, seed } = first!.run;
  print(`  ${until === undefined ? '' : 'at most '}${replications} replications, seed ${seed}`);
  printWarnings(warnings);
  return exitCodes.done;
}

/** The study, or a failure that says all that is wrong. */
export async function studyOrFailure(path: string): Promise<Study> {
  const checked = await checkScenario(path);
  if (checked.ok) return checked.value;
  throw new Failure(exitCodes.wrongInput, formatIssues(checked.issues), checked.issues);
}

function warningsOf(study: Study): string[] {
  return [...new Set(study.variants.flatMap(({ warnings }) => warnings))];
}
