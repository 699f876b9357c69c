/**
 * `jitsim sweep`: a scenario at many combinations of values, kept cell by cell.
 */
import { join } from 'node:path';
import Table from 'cli-table3';
import pc from 'picocolors';
import type { Chart } from '../../charts/chart.ts';
import { formatEstimate, formatMoney, totalTitle } from '../../charts/figures.ts';
import { sweepChart, sweepChartRefusal } from '../../charts/sweep.ts';
import type { Combination } from '../../experiment/designs.ts';
import { fewRunsWarnings } from '../../experiment/few-runs.ts';
import {
  cheapestMeeting,
  runSweep,
  type Sweep,
  type SweepCell,
  type SweepRow,
} from '../../experiment/sweep.ts';
import type { SweepDesign } from '../../experiment/sweep-merge.ts';
import { ownProgramHash } from '../../io/program-hash.ts';
import { stableJson } from '../../io/results-format.ts';
import { sweepCells } from '../../io/sweep-cells.ts';
import {
  markShard,
  openSweepDirectory,
  writeSweepDesign,
  writeSweepTables,
} from '../../io/sweep-directory.ts';
import { version } from '../../io/version.ts';
import { pathText } from '../../scenario/parse.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { TotalName } from '../../simulation/rows.ts';
import { chartFile, drawChart } from '../draw-chart.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failures.ts';
import { onInterruption } from '../interruption.ts';
import type { Arguments } from '../options.ts';
import { note, print, printWarnings } from '../print.ts';
import { withRunOptions } from '../run-options.ts';
import { plannedRuns, working } from '../run-with-progress.ts';
import { openSource, orFailure, settingsTogether } from '../settings-options.ts';
import { shardOf } from '../shard-option.ts';
import { type SweepQuestion, sweepQuestion, sweepTotals } from '../sweep-question.ts';
import { refuseSetting } from '../vary-option.ts';
import { orOutputFailure } from '../writing-failure.ts';
import { slug } from './simulate.ts';

/** Most rows of the table printed; all are in the file. */
const ROWS_PRINTED_MAX = 40;

interface Asked extends SweepQuestion {
  readonly names: readonly string[];
  readonly cells: readonly SweepCell[];
  readonly first: Scenario;
  readonly totals: readonly TotalName[];
  readonly out: string;
}

export async function sweep(given: Arguments): Promise<number> {
  const asked = await readAsked(given);
  const shard = shardOf(given);
  const chart = await chartFile(given);
  if (chart !== null) refuseChart(asked, given);
  const own = shard === null ? asked.cells : asked.cells.filter((_, at) => at % shard.count === shard.index);
  const store = await orOutputFailure(openSweepDirectory(asked.out));
  const { study } = asked.cells[0]!;
  await orOutputFailure(writeSweepDesign(asked.out, designOf(asked)));
  note(
    `sweeping ${study.name}: ${own.length} cells of ${plannedRuns({ ...study, variants: [asked.first] })}${shard === null ? '' : `, shard ${shard.index}/${shard.count} of ${asked.cells.length} cells`}`,
  );
  const interruption = onInterruption('the cells finished by now');
  try {
    const all = { ...study, variants: own.flatMap((cell) => cell.study.variants) };
    const swept =
      own.length === 0
        ? { rows: [], cells: 0, computed: 0 }
        : await orOutputFailure(
            working(all, given, (executor, onProgress) =>
              runSweep(own, {
                executor,
                version: version(),
                store,
                onProgress,
                shouldStop: interruption.isRequested,
              }),
            ),
          );
    interruption.holdOff();
    note(`${swept.computed} cells computed, ${swept.rows.length - swept.computed} found from before`);
    const isComplete = swept.rows.length === swept.cells;
    const files = shard === null ? await writeTables(asked, swept, given) : [];
    if (shard !== null && isComplete) await orOutputFailure(markShard(asked.out, shard));
    if (chart !== null && isComplete) await drawChart(chartOf(asked, swept), chart, given);
    tell(asked, swept, { files, chart: isComplete ? chart : null, isShard: shard !== null }, given);
    printWarnings([...fewRunsWarnings(asked.first.run.replications), ...asked.first.warnings]);
    if (isComplete) return exitCodes.done;
    note(`interrupted: ${swept.rows.length} of ${swept.cells} cells are finished; the same command goes on`);
    return exitCodes.interrupted;
  } finally {
    interruption.end();
  }
}

async function readAsked(given: Arguments): Promise<Asked> {
  const question = sweepQuestion(given);
  const { varied } = question;
  const settings = settingsTogether(given);
  for (const { path } of settings) refuseSetting(varied, pathText(path));
  const source = await openSource(String(given.scenario));
  const variant = given.variant as string | undefined;
  const base = withRunOptions(orFailure(source.studyWith([{ name: 'as it is', settings }], variant)), given)
    .variants[0]!;
  const cells = orFailure(
    sweepCells(source, {
      varied,
      combinations: question.combinations(base.run.seed),
      settings,
      ...(variant === undefined ? {} : { variant }),
      adjust: (study) => withRunOptions(study, given),
      version: version(),
    }),
  );
  const first = cells[0]!.study.variants[0]!;
  if (cells.length > 1 && new Set(cells.map(({ key }) => key)).size === 1) {
    const names = varied.map(({ name }) => name).join(' and ');
    throw new Failure(exitCodes.wrongInput, `${names} changes nothing in ${source.name}`);
  }
  return {
    ...question,
    names: varied.map(({ name }) => name),
    cells,
    first,
    totals: sweepTotals(
      given,
      first.objectives.map(({ total }) => total),
    ),
    out: String(given.out ?? join('results', `${slug(source.name)}-sweep`)),
  };
}

function designOf({ cells, names, first }: Asked): SweepDesign {
  return {
    version: version(),
    program: ownProgramHash(),
    scenario: cells[0]!.study.name,
    seed: first.run.seed,
    replications: first.run.replications,
    names,
    cells: cells.map(({ key, values }) => ({ key, values })),
  };
}

function refuseChart({ names, cells }: Asked, given: Arguments): void {
  if (given.shard !== undefined || given.shards !== undefined) {
    throw usageFailure('a shard has no chart: draw it with the run that puts the shards together');
  }
  const refusal = sweepChartRefusal(
    names,
    cells.map(({ values }) => values),
  );
  if (refusal !== null) throw usageFailure(`--chart: ${refusal}`);
}

function writeTables(asked: Asked, { rows }: Sweep, given: Arguments): Promise<readonly string[]> {
  return orOutputFailure(writeSweepTables(asked.out, asked.names, rows, { parquet: given.parquet === true }));
}

function chartOf(asked: Asked, { rows }: Sweep): Chart {
  const { names, totals, first, design, cells } = asked;
  return sweepChart({
    scenario: cells[0]!.study.name,
    seed: first.run.seed,
    currency: first.prices.bridges.currency,
    names,
    rows,
    totals,
    isGrid: design === 'grid',
  });
}

interface Written {
  readonly files: readonly string[];
  readonly chart: string | null;
  readonly isShard: boolean;
}

function tell(asked: Asked, swept: Sweep, { files, chart, isShard }: Written, given: Arguments): void {
  const { names, first, cells, out } = asked;
  const answers = isShard || first.objectives.length === 0 ? [] : cheapestRows(asked, swept.rows);
  if (given.json === true) {
    const rows = swept.rows.map(({ values, replications, estimates }) => ({
      values: named(names, values),
      replications,
      estimates,
    }));
    const cheapest = answers.map(({ given: of, best }) => ({
      given: of,
      values: best === null ? null : named(names, best.values),
    }));
    const { computed } = swept;
    process.stdout.write(
      stableJson({
        ok: true,
        scenario: cells[0]!.study.name,
        seed: first.run.seed,
        currency: first.prices.bridges.currency,
        varied: names,
        cells: swept.cells,
        computed,
        rows,
        cheapest,
        out,
        files,
        chart,
      }),
    );
    return;
  }
  if (isShard) {
    print(out);
    return;
  }
  print(
    `${pc.bold(cells[0]!.study.name)}: ${swept.rows.length} cells, seed ${first.run.seed}; ± is the 95 % interval of the mean`,
  );
  print(tableOf(asked, swept.rows.slice(0, ROWS_PRINTED_MAX)));
  if (swept.rows.length > ROWS_PRINTED_MAX)
    print(`and ${swept.rows.length - ROWS_PRINTED_MAX} more cells in the file`);
  if (answers.length > 0) print('cheapest that meets all objectives with its whole 95 % interval:');
  for (const answer of answers.slice(0, ROWS_PRINTED_MAX)) print(`  ${answerInWords(asked, answer)}`);
  for (const file of chart === null ? files : [...files, chart]) print(file);
}

interface Answer {
  /** Values of the keys that nobody chooses. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Null when no cell meets. */
  readonly best: SweepRow | null;
}

/** What is decided is chosen for each value of what is not: demand, faults, objectives. */
function cheapestRows({ names, cells }: Asked, rows: readonly SweepRow[]): readonly Answer[] {
  const groups = new Map<string, { given: Record<string, unknown>; rows: SweepRow[] }>();
  for (const row of rows) {
    const entries = Object.entries(named(names, row.values)).filter(([name]) => isGiven(name));
    const key = JSON.stringify(entries);
    const group = groups.get(key) ?? { given: Object.fromEntries(entries), rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({
    given: group.given,
    best: cheapestMeeting(group.rows, cells),
  }));
}

function isGiven(name: string): boolean {
  return /^(demand|faults|objectives)\b/.test(name);
}

function answerInWords({ names, first }: Asked, { given, best }: Answer): string {
  const words = (values: Readonly<Record<string, unknown>>): string =>
    Object.entries(values)
      .map(([name, value]) => `${name} = ${shownValue(value)}`)
      .join(', ');
  const of = Object.keys(given).length === 0 ? '' : `${words(given)}: `;
  if (best === null) return `${of}none`;
  const chosen = Object.entries(named(names, best.values)).filter(([name]) => !isGiven(name));
  const cost = formatMoney(best.estimates.costPerDay, first.prices.bridges.currency);
  return chosen.length === 0
    ? `${of}met, ${cost} a day`
    : `${of}${words(Object.fromEntries(chosen))}, ${cost} a day`;
}

function tableOf({ names, totals, first }: Asked, rows: readonly SweepRow[]): string {
  const { currency } = first.prices.bridges;
  const table = new Table({
    head: [...names, ...totals.map((total) => pc.bold(totalTitle(total, currency)))],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    colAligns: [...names, ...totals].map(() => 'right' as const),
  });
  for (const { values, estimates } of rows) {
    table.push([...values.map(shownValue), ...totals.map((total) => formatEstimate(estimates[total]))]);
  }
  return table.toString();
}

function named(names: readonly string[], values: Combination): Record<string, unknown> {
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}

function shownValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
