/**
 * `jitsim sensitivity`: which settings and parameters of models would change an answer.
 */
import Table from 'cli-table3';
import pc from 'picocolors';
import { formatEstimate, formatNumber, totalTitle } from '../../charts/figures.ts';
import { sensitivityChart } from '../../charts/sensitivity.ts';
import { type EvaluateOptions, StoppedError } from '../../experiment/evaluate-points.ts';
import { tiesOf } from '../../experiment/factor-ties.ts';
import {
  morris,
  runsNeeded,
  type Sensitivity,
  type SensitivityMethod,
  type SensitivityQuestion,
  sensitivityMethods,
  sobol,
  type TornadoBar,
  tornado,
} from '../../experiment/sensitivity.ts';
import { stableJson } from '../../io/results-format.ts';
import { sensitivityInWords } from '../../report/sensitivity-words.ts';
import { chartFile, drawChart } from '../draw-chart.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failures.ts';
import { onInterruption } from '../interruption.ts';
import { type Arguments, suggestion } from '../options.ts';
import { note, print, printWarnings } from '../print.ts';
import { refuseManyRuns } from '../run-limit.ts';
import { working } from '../run-with-progress.ts';
import { variableScenario } from '../variable-scenario.ts';
import { readTotal, settingFactors } from '../vary-option.ts';

/** Trajectories of Morris and rows of Sobol unless --points says otherwise. */
const defaultSize = { tornado: 1, morris: 10, sobol: 100 } as const;
/** Replications of each point of a design unless --replications says otherwise: points are many, and share their chance. */
const DESIGN_REPLICATIONS = 2;

export async function sensitivity(given: Arguments): Promise<number> {
  const of = readTotal('--of', String(given.of ?? 'costPerDay'));
  const method = readMethod(given);
  const settings = settingFactors(given);
  const list = settings.find(({ choices }) => choices !== null);
  if (list !== undefined) {
    throw usageFailure(
      `--vary ${list.name}: sensitivity needs a range, from..to; lists are for sweep and optimize`,
    );
  }
  const variable = await variableScenario(given, settings);
  const factors = [...settings, ...(given['only-varied'] === true ? [] : variable.models)];
  if (factors.length === 0) {
    throw new Failure(
      exitCodes.wrongInput,
      `${variable.source.name}: nothing to vary; give --vary path=from..to${given['only-varied'] === true ? '' : ': no model of it has an interval'}`,
    );
  }
  const { run } = variable.base;
  const replications =
    (given.replications as number | undefined) ??
    (method === 'tornado' ? run.replications : Math.min(DESIGN_REPLICATIONS, run.replications));
  if (method === 'tornado' && replications < 2) {
    throw usageFailure('--method tornado needs at least 2 --replications: one has no interval');
  }
  const size = (given.points as number | undefined) ?? defaultSize[method];
  const groups = method === 'sobol' ? factors.length - tiesOf(factors).length : factors.length;
  const runs = runsNeeded(method, { factors: groups, size, replications });
  refuseManyRuns(runs, given, {
    what: `${method} over ${factors.length} factors`,
    fewer: '--points or --replications',
  });
  const chart = await chartFile(given);
  note(`${method} of ${of} over ${factors.length} factors: ${formatNumber(runs)} runs`);
  const question = { of, factors, scenarioAt: variable.scenarioAt, seed: run.seed };
  const interruption = onInterruption();
  try {
    const study = { name: variable.source.name, scenarioHash: '', variants: [variable.base] };
    const found = await working(study, given, (executor, onProgress) =>
      answer(method, question, size, {
        executor,
        onProgress,
        shouldStop: interruption.isRequested,
        replications: Array.from({ length: replications }, (_, index) => index),
      }),
    );
    const words = sensitivityInWords(found);
    const scenario = variable.source.name;
    const { currency } = variable.base.prices.bridges;
    if (chart !== null) await drawChart(sensitivityChart(scenario, found), chart, given);
    if (given.json === true) {
      process.stdout.write(stableJson({ ok: true, scenario, currency, ...found, words, chart }));
    } else tell(found, words, { scenario, currency });
    if (chart !== null && given.json !== true) print(chart);
    printWarnings(variable.base.warnings.filter((warning) => !warning.startsWith('each replication draws')));
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    throw new Failure(exitCodes.interrupted, 'interrupted: a part of the runs says nothing');
  } finally {
    interruption.end();
  }
}

function readMethod(given: Arguments): SensitivityMethod {
  const word = String(given.method ?? 'tornado');
  const method = sensitivityMethods.find((known) => known === word);
  if (method !== undefined) return method;
  throw usageFailure(
    `--method must be one of ${sensitivityMethods.join(', ')}, got ${word}${suggestion(word, sensitivityMethods)}`,
  );
}

function answer(
  method: SensitivityMethod,
  question: SensitivityQuestion,
  size: number,
  options: EvaluateOptions,
): Promise<Sensitivity> {
  switch (method) {
    case 'tornado':
      return tornado(question, options);
    case 'morris':
      return morris(question, { ...options, trajectories: size });
    case 'sobol':
      return sobol(question, { ...options, rows: size });
  }
}

function tell(
  found: Sensitivity,
  words: readonly string[],
  { scenario, currency }: { readonly scenario: string; readonly currency: string },
): void {
  const { head, rows } = tableOf(found);
  print(
    `${pc.bold(scenario)}: ${found.method} of ${totalTitle(found.of, currency)}, ${found.replications} replications of each point, ${formatNumber(found.runs)} runs, seed ${found.seed}`,
  );
  if (found.method === 'tornado') print(`as it is: ${formatEstimate(found.base)}`);
  if (rows.length > 0) print(tableText(head, rows));
  const still = found.factors.length - rows.length;
  if (still > 0) print(rows.length > 0 ? `${still} others change nothing at all` : 'none of them changes it');
  for (const sentence of words) print(sentence);
}

function tableText(head: readonly string[], rows: string[][]): string {
  const table = new Table({
    head: ['', 'from', 'to', ...head],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    colAligns: ['left', 'right', 'right', ...head.map(() => 'right' as const)],
  });
  table.push(...rows);
  return table.toString();
}

function tableOf(found: Sensitivity): { readonly head: readonly string[]; readonly rows: string[][] } {
  const ranged = (one: {
    readonly factor: string;
    readonly low: number;
    readonly high: number;
  }): string[] => [one.factor, formatNumber(one.low), formatNumber(one.high)];
  switch (found.method) {
    case 'tornado':
      return {
        head: ['at from', 'at to', 'from one to the other', ''],
        rows: found.factors
          .filter(movesAtAll)
          .map((one) => [
            ...ranged(one),
            formatEstimate(one.atLow),
            formatEstimate(one.atHigh),
            formatEstimate(one.swing),
            one.matters ? '' : 'noise',
          ]),
      };
    case 'morris':
      return {
        head: ['mu', 'mu*', 'sigma'],
        rows: found.factors
          .filter((one) => one.muStar.mean !== 0)
          .map((one) => [
            ...ranged(one),
            formatEstimate(one.mu),
            formatEstimate(one.muStar),
            `${formatNumber(one.sigma)} (${one.sigmaInterval.map(formatNumber).join(' to ')})`,
          ]),
      };
    case 'sobol':
      return {
        head: ['first order', 'total order'],
        rows: found.factors.map((one) => [
          ...ranged(one),
          share(one.first, one.firstInterval),
          share(one.total, one.totalInterval),
        ]),
      };
  }
}

function movesAtAll({ atLow, atHigh }: TornadoBar): boolean {
  return [atLow, atHigh].some(({ mean, halfWidth95 }) => mean !== 0 || halfWidth95 > 0);
}

function share(value: number, [low, high]: readonly [number, number]): string {
  const text = (one: number): string => (Number.isNaN(one) ? 'none' : one.toFixed(2));
  return `${text(value)} (${text(low)} to ${text(high)})`;
}
