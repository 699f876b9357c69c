/**
 * `jitsim optimize`: the Pareto front of several results over settings of a scenario.
 */
import Table from 'cli-table3';
import pc from 'picocolors';
import { formatEstimate, formatNumber } from '../../charts/figures.ts';
import { StoppedError } from '../../experiment/evaluate-points.ts';
import { isScalable, type Optimization, optimize as search } from '../../experiment/optimize.ts';
import { stableJson } from '../../io/results-format.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failures.ts';
import { onInterruption } from '../interruption.ts';
import type { Arguments } from '../options.ts';
import { note, print, printWarnings } from '../print.ts';
import { working } from '../run-with-progress.ts';
import { readTotal, variableScenario, varied } from '../vary-option.ts';
import { orFailure as writingOrFailure } from './report.ts';

const POPULATION = 12;
const GENERATIONS = 6;
/** What demand may be instead, unless --demand says otherwise: a fifth less or more, an assumption. */
const DEMAND = '0.8,1,1.2';
/** Rejected candidates in the table; --json has all. */
const REJECTED_TOLD = 10;

export async function optimize(given: Arguments): Promise<number> {
  const minimise = String(given.minimise ?? 'costPerDay,overstressedParticipantMinutesRatio')
    .split(',')
    .map((name) => readTotal('--minimise', name.trim()));
  if (new Set(minimise).size < 2)
    throw usageFailure('--minimise needs two different results: one alone has no front');
  const factors = varied(given);
  if (factors.length === 0) throw usageFailure('nothing to vary: give --vary path=from..to');
  const demandRatios = readDemand(String(given.demand ?? DEMAND));
  const population = (given.population as number | undefined) ?? POPULATION;
  if (population % 2 !== 0) throw usageFailure(`--population must be even, got ${population}`);
  const { source, base, scenarioAt } = await variableScenario(given, factors);
  if (!isScalable(base)) {
    note('replays and traces are what they are: regret under other demand only scales the rest');
  }
  const replications = (given.replications as number | undefined) ?? base.run.replications;
  const interruption = onInterruption();
  try {
    const study = { name: source.name, scenarioHash: '', variants: [base] };
    const found = await working(study, given, (executor, onProgress) =>
      search(
        {
          minimise,
          factors,
          scenarioAt,
          seed: base.run.seed,
          population,
          generations: (given.generations as number | undefined) ?? GENERATIONS,
          demandRatios,
        },
        {
          executor,
          onProgress,
          shouldStop: interruption.isRequested,
          replications: Array.from({ length: replications }, (_, index) => index),
        },
      ),
    );
    const chart = given.chart === undefined ? null : String(given.chart);
    if (chart !== null) {
      const { writeFrontChart } = await import('../../io/render/write-front-chart.ts');
      await writingOrFailure(chart, writeFrontChart(found, chart, { replace: given.replace === true }));
    }
    if (given.json === true) process.stdout.write(stableJson({ ok: found.knee !== null, ...found, chart }));
    else tell(source.name, found);
    if (chart !== null && given.json !== true) print(chart);
    printWarnings(base.warnings.filter((warning) => !warning.startsWith('each replication draws')));
    return found.knee === null ? exitCodes.violated : exitCodes.done;
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    throw new Failure(exitCodes.interrupted, 'interrupted: a search that is not finished says nothing');
  } finally {
    interruption.end();
  }
}

function readDemand(text: string): number[] {
  const ratios = text.split(',').map(Number);
  if (ratios.every((ratio) => ratio > 0 && ratio <= 100)) return ratios;
  throw usageFailure(`--demand must be ratios above 0 and at most 100, as ${DEMAND}, got ${text}`);
}

function tell(scenario: string, found: Optimization): void {
  const { candidates, knee, leastRegret, factors, minimise, replications, seed, demandRatios } = found;
  const front = candidates.filter(({ rejected }) => rejected === null);
  const others = candidates.slice(front.length);
  print(
    `${pc.bold(scenario)}: ${front.length} of ${candidates.length} candidates on the front; ${replications} fresh replications, seed ${seed}`,
  );
  const table = new Table({
    head: [...factors, ...minimise, 'largest regret', ''],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const [at, { values, estimates, regret, rejected }] of [
    ...front,
    ...others.slice(0, REJECTED_TOLD),
  ].entries()) {
    const chosen = [at === knee ? 'knee' : '', at === leastRegret ? 'least regret' : ''].filter(
      (word) => word !== '',
    );
    table.push([
      ...values.map(formatNumber),
      ...estimates.map((one) => formatEstimate(one)),
      regret === null ? '' : formatNumber(regret),
      rejected ?? chosen.join(', '),
    ]);
  }
  print(table.toString());
  if (others.length > REJECTED_TOLD)
    print(`and ${others.length - REJECTED_TOLD} more rejected; --json has all`);
  if (knee === null || leastRegret === null) {
    print('no candidate of the search meets the objectives of the scenario');
    return;
  }
  const named = (at: number): string =>
    factors.map((name, index) => `${name}=${candidates[at]!.values[index]}`).join(', ');
  print(`knee, nearest to the best of both: ${named(knee)}`);
  print(`least regret when demand is ${demandRatios.join(', ')} times as large: ${named(leastRegret)}`);
}
