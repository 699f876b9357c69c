/**
 * `jitsim optimize`: the Pareto front of several results over settings of a scenario, or a shard of the search for it.
 */
import { join } from 'node:path';
import Table from 'cli-table3';
import pc from 'picocolors';
import { formatEstimate, formatNumber, totalTitle } from '../../charts/figures.ts';
import { frontChart } from '../../charts/front.ts';
import type { SettingFactor } from '../../experiment/factors.ts';
import type { Optimization } from '../../experiment/optimize/conclude.ts';
import { type Optimized, optimize as search } from '../../experiment/optimize/optimize.ts';
import {
  plannedRuns,
  type SearchSettings,
  valueText,
  withKnown,
} from '../../experiment/optimize/search-settings.ts';
import type { Shard } from '../../experiment/shard.ts';
import { contentKey } from '../../io/content-key.ts';
import { stableJson } from '../../io/results-format.ts';
import {
  openSearchDirectory,
  removeAnswer,
  writeOptimization,
  writeSearch,
} from '../../io/search-directory.ts';
import { version } from '../../io/version.ts';
import { optimizationInWords, standingOf } from '../../report/optimize-words.ts';
import { chartFile, drawChart } from '../draw-chart.ts';
import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failures.ts';
import { onInterruption } from '../interruption.ts';
import type { Arguments } from '../options.ts';
import { note, print, printWarnings } from '../print.ts';
import { refuseManyRuns } from '../run-limit.ts';
import { working } from '../run-with-progress.ts';
import { shardOf } from '../shard-option.ts';
import { type Variable, variableScenario } from '../variable-scenario.ts';
import { readTotal, settingFactors } from '../vary-option.ts';
import { orOutputFailure } from '../writing-failure.ts';
import { slug } from './simulate.ts';

const POPULATION = 12;
const GENERATIONS = 6;
/** Fresh runs of a candidate whose objectives are undecided, at most so many times those of the search. */
const FRESH_RATIO_MAX = 4;
/** What demand may be instead, unless --demand says otherwise: a fifth less or more, an assumption. */
const DEMAND = '0.8,1,1.2';
/** Rejected candidates in the table; candidates.csv has all. */
const REJECTED_TOLD = 10;

interface Asked {
  readonly variable: Variable;
  readonly factors: readonly SettingFactor[];
  readonly settings: SearchSettings;
  readonly key: string;
  readonly shard: Shard | null;
  readonly out: string;
  readonly chart: string | null;
}

export async function optimize(given: Arguments): Promise<number> {
  const asked = await readAsked(given);
  const { settings, shard, out, key, chart, variable } = asked;
  const replace = given.replace === true;
  const known = await orOutputFailure(openSearchDirectory(out, { key, shard }, { replace }));
  const part = shard === null ? '' : `, shard ${shard.index}/${shard.count}`;
  note(
    `searching ${settings.scenario}: at most ${formatNumber(plannedRuns(settings))} runs and those that verify${part}`,
  );
  const interruption = onInterruption(`the candidates finished by now in ${out}`);
  try {
    const found = await searched(asked, given, {
      known: known?.points ?? [],
      isStopped: interruption.isRequested,
    });
    interruption.holdOff();
    if (known !== null) note(`${found.found} candidates found from before`);
    const { optimization } = found;
    const { isComplete } = optimization;
    const files =
      shard === null && isComplete ? await orOutputFailure(writeOptimization(optimization, out)) : [];
    if (chart !== null) await drawChart(frontChart(optimization), chart, given);
    tell(asked, found, files, given);
    printWarnings(variable.base.warnings.filter((warning) => !warning.startsWith('each replication draws')));
    if (!isComplete) {
      note(`interrupted: ${found.points.length} candidates are kept in ${out}; the same command goes on`);
      return exitCodes.interrupted;
    }
    return shard === null ? searchExitCode(optimization) : exitCodes.done;
  } finally {
    interruption.end();
  }
}

/** Of a whole search: done when something meets, inconclusive when more runs might show that something does. */
export function searchExitCode({ knee, candidates }: Optimization): number {
  if (knee !== null) return exitCodes.done;
  return candidates.some(({ rejected }) => rejected?.why === 'undecided')
    ? exitCodes.inconclusive
    : exitCodes.violated;
}

async function readAsked(given: Arguments): Promise<Asked> {
  const minimise = String(given.minimise ?? 'costPerDay,overstressedParticipantMinutesRatio')
    .split(',')
    .map((name) => readTotal('--minimise', name.trim()));
  if (new Set(minimise).size < 2 || new Set(minimise).size < minimise.length)
    throw usageFailure('--minimise needs two or more different results: one alone has no front');
  const factors = settingFactors(given);
  if (factors.length === 0)
    throw usageFailure('nothing to vary: give --vary path=from..to or path=this,that');
  const population = (given.population as number | undefined) ?? POPULATION;
  if (population % 2 !== 0) throw usageFailure(`--population must be even, got ${population}`);
  const demandRatios = readDemand(String(given.demand ?? DEMAND));
  const shard = shardOf(given);
  const chart = await chartFile(given);
  if (shard !== null && chart !== null)
    throw usageFailure('a shard has no chart: jitsim merge makes the whole');
  const islands = (given.islands as number | undefined) ?? 1;
  if (shard !== null && islands < shard.count) {
    throw usageFailure(
      `--shard of ${shard.count} needs as many searches beside each other: give --islands ${shard.count} or more, the same for every shard`,
    );
  }
  const variable = await variableScenario(given, factors);
  const { base, source } = variable;
  const replications = (given.replications as number | undefined) ?? Math.max(2, base.run.replications);
  const settings: SearchSettings = {
    scenario: source.name,
    minimise,
    factors: factors.map(({ name, low, high, isWhole, choices }) => ({ name, low, high, isWhole, choices })),
    seed: base.run.seed,
    population,
    generations: (given.generations as number | undefined) ?? GENERATIONS,
    islands,
    replications,
    freshMax: Math.max(replications, (given.fresh as number | undefined) ?? FRESH_RATIO_MAX * replications),
    demandRatios,
  };
  refuseManyRuns(plannedRuns(settings), given, {
    what: 'the search',
    fewer: '--population, --generations, --islands or --replications',
  });
  const suffix = shard === null ? '' : `-shard-${shard.index}-of-${shard.count}`;
  const out = String(given.out ?? join('results', `${slug(source.name)}-optimize${suffix}`));
  const key = contentKey({ base: { ...base, variant: '' }, settings, version: version() });
  return { variable, factors, settings, key, shard, out, chart };
}

function readDemand(text: string): number[] {
  const ratios = text.split(',').map(Number);
  const areRight = ratios.every((ratio) => ratio > 0 && ratio <= 100);
  if (areRight && new Set(ratios).size === ratios.length) return ratios;
  throw usageFailure(`--demand must be different ratios above 0 and at most 100, as ${DEMAND}, got ${text}`);
}

async function searched(
  { variable, factors, settings, key, shard, out }: Asked,
  given: Arguments,
  from: { readonly known: Optimized['points']; readonly isStopped: () => boolean },
): Promise<Optimized> {
  const kept = { version: version(), key, settings, shard };
  // An earlier answer must not stand beside runs that it was not made of.
  await orOutputFailure(removeAnswer(out));
  const study = { name: settings.scenario, scenarioHash: '', variants: [variable.base] };
  const found = await orOutputFailure(
    working(study, given, (executor, onProgress) =>
      search(settings, {
        executor,
        onProgress,
        shouldStop: from.isStopped,
        scenarioAt: (values) =>
          variable.scenarioAt(new Map(factors.map((factor, at) => [factor, values[at]!]))),
        shard,
        known: from.known,
        onKnown: (points) =>
          writeSearch({ ...kept, isComplete: false, points: withKnown(points, from.known) }, out),
      }),
    ),
  );
  const { isComplete } = found.optimization;
  if (isComplete) await orOutputFailure(writeSearch({ ...kept, isComplete, points: found.points }, out));
  return found;
}

function tell(
  { shard, out, chart, variable }: Asked,
  { optimization, points }: Optimized,
  files: readonly string[],
  given: Arguments,
): void {
  const { currency } = variable.base.prices.bridges;
  if (given.json === true) {
    const words = shard === null ? optimizationInWords(optimization) : [];
    const content =
      shard === null
        ? { ...optimization, currency, candidates: withSettings(optimization), words, chart }
        : { shard, candidates: points.length };
    const ok = optimization.isComplete && (shard !== null || optimization.knee !== null);
    process.stdout.write(stableJson({ ok, ...content, out, files }));
    return;
  }
  if (shard !== null) {
    print(out);
    return;
  }
  tellOptimization(optimization, currency);
  for (const file of chart === null ? files : [...files, chart]) print(file);
}

/** Values of a choice are its number among the choices; `settings` says what it is, as the table does. */
function withSettings({ candidates, factors }: Optimization): readonly object[] {
  return candidates.map((candidate) => ({
    ...candidate,
    settings: Object.fromEntries(
      factors.map(({ name, choices }, at) => {
        const value = candidate.values[at]!;
        return [name, choices === null ? value : choices[value]];
      }),
    ),
  }));
}

/**
 * The table of candidates and what it comes to.
 *
 * @param currency of costs; null for shards, which do not know it
 */
export function tellOptimization(found: Optimization, currency: string | null): void {
  const { candidates, factors, minimise, replications, seed, scenario } = found;
  const others = candidates.filter(({ rejected }) => rejected !== null).length;
  const front = candidates.length - others;
  print(
    `${pc.bold(scenario)}: ${front} of ${candidates.length} candidates on the front; ${replications} or more fresh runs of each, seed ${seed}; ± is the 95 % interval`,
  );
  const table = new Table({
    head: [
      ...factors.map(({ name }) => name),
      ...minimise.map((total) => (currency === null ? total : totalTitle(total, currency))),
      'largest regret',
      '',
    ],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const [at, { values, estimates, regret }] of candidates.slice(0, front + REJECTED_TOLD).entries()) {
    table.push([
      ...values.map((value, index) => valueText(factors[index]!, value)),
      ...estimates.map((one) => formatEstimate(one)),
      regret === null
        ? ''
        : `${formatNumber(regret.value)} (${regret.interval95.map(formatNumber).join(' to ')})`,
      standingOf(found, at),
    ]);
  }
  print(table.toString());
  if (others > REJECTED_TOLD) {
    print(`and ${others - REJECTED_TOLD} more rejected; candidates.csv has all, with their reasons`);
  }
  for (const sentence of optimizationInWords(found)) print(sentence);
}
