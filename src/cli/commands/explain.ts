/**
 * `jitsim explain`: why the controllers of a results directory did what they did at a moment.
 */
import { type Explanation, explain as explainAt, type PoolName } from '../../experiment/explain.ts';
import type { Results, VariantResults } from '../../experiment/results.ts';
import { checkResults } from '../../io/read-results.ts';
import { stableJson } from '../../io/results-format.ts';
import { addDays, parseTimeOfDay, parseWallTime, wallTimeText, zoneClock } from '../../scenario/clock.ts';
import { closest } from '../../scenario/did-you-mean.ts';
import { formatIssues } from '../../scenario/issues.ts';
import { exitCodes } from '../exit-codes.ts';
import { explanationLines } from '../explanation-text.ts';
import { Failure, usageFailure } from '../failures.ts';
import { type Arguments, suggestion } from '../options.ts';
import { print } from '../print.ts';

const pools: readonly PoolName[] = ['bridges', 'jibris'];

export async function explain(given: Arguments): Promise<number> {
  if (given.at === undefined) throw usageFailure('explain needs --at, such as --at 09:05');
  const wanted = poolsWanted(given.pool as string | undefined);
  const results = await checkResults(String(given.results));
  if (!results.ok) throw new Failure(exitCodes.wrongInput, formatIssues(results.issues), results.issues);
  const atMs = momentOf(results.value, String(given.at));
  const variants = variantsWanted(results.value, given.variant as string | undefined);
  const explanations = variants.flatMap((variant) =>
    wanted
      .filter((pool) => pool === 'bridges' || variant.policyJibris !== null)
      .map((pool) => explainAt(variant, { pool, atMs })),
  );
  if (explanations.length === 0) {
    throw new Failure(exitCodes.wrongInput, `${results.value.scenario} has no Jibris to explain`);
  }
  if (given.json === true) process.stdout.write(stableJson({ ok: true, explanations }));
  else tell(results.value, explanations);
  return exitCodes.done;
}

function tell(results: Results, explanations: readonly Explanation[]): void {
  for (const [index, explanation] of explanations.entries()) {
    if (index > 0) print('');
    for (const line of explanationLines(results, explanation)) print(line);
  }
}

function poolsWanted(pool: string | undefined): readonly PoolName[] {
  if (pool === undefined) return pools;
  const found = pools.find((one) => one === pool);
  if (found === undefined) {
    throw usageFailure(`--pool takes ${pools.join(' or ')}, not ${pool}${suggestion(pool, pools)}`);
  }
  return [found];
}

function variantsWanted(results: Results, name: string | undefined): readonly VariantResults[] {
  if (name === undefined) return results.variants;
  const found = results.variants.filter(({ variant }) => variant === name);
  if (found.length > 0) return found;
  const names = results.variants.map(({ variant }) => variant);
  const near = closest(name, names);
  const hint = near === null ? `there are ${names.join(', ')}` : `did you mean ${near}?`;
  throw new Failure(exitCodes.wrongInput, `${results.scenario} has no variant ${name}; ${hint}`);
}

/** `09:05` on the first day that has it within the horizon, or a date and time, in the scenario's zone. */
function momentOf(results: Results, text: string): number {
  const { horizonStartEpochMs, horizonMinutes, timeZone } = results;
  const clock = zoneClock(timeZone);
  if (clock === null) throw new Failure(exitCodes.wrongInput, `the results name an unknown zone ${timeZone}`);
  const start = clock.toWall(horizonStartEpochMs);
  const time = parseTimeOfDay(text);
  const wall = time === null ? parseWallTime(text) : { ...start, ...time };
  if (wall === null) {
    throw usageFailure(`--at takes a time such as 09:05 or 2026-11-23T09:05, not ${text}`);
  }
  const candidates = time === null ? [wall] : [wall, addDays(wall, 1)];
  const moments = candidates.map((candidate) => clock.toEpochMs(candidate) - horizonStartEpochMs);
  const found = moments.find((moment) => moment >= 0 && moment <= horizonMinutes * 60_000);
  if (found !== undefined) return found;
  const end = clock.toWall(horizonStartEpochMs + horizonMinutes * 60_000);
  throw new Failure(
    exitCodes.wrongInput,
    `${text} is outside the horizon, ${wallTimeText(start)} to ${wallTimeText(end)} (${timeZone})`,
  );
}
