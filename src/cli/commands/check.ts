/**
 * `jitsim check`: a gate. Exit code 0 when every objective of every variant is met, 1 when one is violated or something
 * got worse than the baseline, 3 when the noise allows no verdict.
 */
import { access, constants, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { baselineProblem, type Check, checkResultsOf, untilDecided } from '../../experiment/check.ts';
import type { Results } from '../../experiment/results.ts';
import { checkResults } from '../../io/read-results.ts';
import { stableJson } from '../../io/results-format.ts';
import { writeProblem } from '../../io/write-results.ts';
import { checkJunit, checkLines, checkMarkdown } from '../../report/check-words.ts';
import { formatIssues } from '../../scenario/issues.ts';
import { plannedLooks } from '../../stats/sequential-decision.ts';
import { PILOT_MIN } from '../../stats/sequential-precision.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failures.ts';
import type { Arguments } from '../options.ts';
import { note, print, printWarnings } from '../print.ts';
import { withRunOptions } from '../run-options.ts';
import { runInterruptibly } from '../run-with-progress.ts';
import { studyOfScenario } from '../settings-options.ts';

export async function check(given: Arguments): Promise<number> {
  const study = withRunOptions(await studyOfScenario(given), given);
  if (study.variants.every(({ objectives }) => objectives.length === 0) && given.baseline === undefined) {
    throw new Failure(
      exitCodes.wrongInput,
      `${study.name} has no objectives, and no --baseline is given: there is nothing to check`,
    );
  }
  const tolerance = (given.tolerance as number | undefined) ?? 0;
  if (tolerance < 0) throw usageFailure(`--tolerance must not be negative, got ${tolerance}`);
  if (tolerance > 1)
    throw usageFailure(`--tolerance is a share of the baseline, as 0.05 for 5 %, got ${tolerance}`);
  await refuseReports(given);
  const baseline = given.baseline === undefined ? null : await readBaseline(String(given.baseline));
  const max = given.decide as number | undefined;
  if (max !== undefined && max < PILOT_MIN)
    throw usageFailure(`--decide must be at least ${PILOT_MIN}, got ${max}`);
  if (max !== undefined && given.replications !== undefined)
    throw usageFailure('--decide chooses the number of replications: leave --replications out');
  const { results, isInterrupted } = await runInterruptibly(
    study,
    given,
    max === undefined ? undefined : { rule: untilDecided(study, max), inWords: untilDecidedInWords(max) },
  );
  const problem = baseline === null ? null : baselineProblem(results, baseline);
  if (problem !== null) throw new Failure(exitCodes.wrongInput, `${String(given.baseline)} ${problem}`);
  const checked = checkResultsOf(results, {
    baseline,
    toleranceRatio: tolerance,
    looks: max === undefined ? 1 : plannedLooks({ first: PILOT_MIN, max }).length,
  });
  await writeReports(checked, given);
  tell(checked, given);
  printWarnings(results.warnings);
  if (isInterrupted) {
    note(`interrupted: checked over the ${results.replications} replications finished by then`);
    return exitCodes.interrupted;
  }
  return { met: exitCodes.done, violated: exitCodes.violated, inconclusive: exitCodes.inconclusive }[
    checked.verdict
  ];
}

function untilDecidedInWords(max: number): string {
  return max === PILOT_MIN
    ? `${PILOT_MIN} replications`
    : `${PILOT_MIN} replications, then more until every objective is decided, at most ${max}`;
}

/** A report that cannot be written is told before the runs, not after them. */
async function refuseReports({ junit, markdown }: Arguments): Promise<void> {
  if (junit !== undefined && junit === markdown) {
    throw usageFailure(`--junit and --markdown are both ${String(junit)}: one would overwrite the other`);
  }
  for (const file of [junit, markdown]) {
    if (file === undefined) continue;
    await access(dirname(String(file)), constants.W_OK).catch((error: unknown) => {
      throw new Failure(exitCodes.wrongInput, `${String(file)} ${writeProblem(error)}`);
    });
  }
}

async function readBaseline(directory: string): Promise<Results> {
  const read = await checkResults(directory);
  if (!read.ok) throw new Failure(exitCodes.wrongInput, formatIssues(read.issues), read.issues);
  return read.value;
}

async function writeReports(checked: Check, given: Arguments): Promise<void> {
  const files = [
    [given.junit, checkJunit(checked)],
    [given.markdown, checkMarkdown(checked)],
  ] as const;
  for (const [file, text] of files) {
    if (file === undefined) continue;
    await writeFile(String(file), text).catch((error: unknown) => {
      throw new Failure(exitCodes.wrongInput, `${String(file)} ${writeProblem(error)}`);
    });
  }
}

function tell(checked: Check, given: Arguments): void {
  if (given.json === true) {
    process.stdout.write(stableJson({ ok: checked.verdict === 'met', ...checked }));
    return;
  }
  for (const line of checkLines(checked)) print(line);
  print(
    `${checked.scenario}: ${checked.verdict} (${checked.replications} replications, seed ${checked.seed})`,
  );
}
