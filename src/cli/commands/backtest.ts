/**
 * `jitsim backtest`: how well the scenario reproduces a measured day.
 */
import Table from 'cli-table3';
import pc from 'picocolors';
import { backtestChart } from '../../charts/backtest.ts';
import { formatEstimate, formatPercent } from '../../charts/figures.ts';
import { type Backtest, type SeriesScore, backtest as score } from '../../experiment/backtest.ts';
import { NothingFinishedError, reduceStudy, runReplications } from '../../experiment/run-study.ts';
import { observedFrom } from '../../io/observed-file.ts';
import { openScenario } from '../../io/read-scenario.ts';
import { stableJson } from '../../io/results-format.ts';
import { version } from '../../io/version.ts';
import { type Checked, fileIssue, type Issue } from '../../scenario/issues.ts';
import type { Study } from '../../scenario/study.ts';
import { chartFile, drawChart } from '../draw-chart.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failures.ts';
import { onInterruption } from '../interruption.ts';
import type { Arguments } from '../options.ts';
import { note, print, printWarnings } from '../print.ts';
import { withRunOptions } from '../run-options.ts';
import { plannedRuns, working } from '../run-with-progress.ts';
import { orFailure } from '../settings-options.ts';

export async function backtest(given: Arguments): Promise<number> {
  const study = withRunOptions(await measuredStudy(given), given);
  const chart = await chartFile(given);
  note(`running ${study.name}: ${plannedRuns(study)}`);
  const interruption = onInterruption();
  try {
    const runs = await working(study, given, (executor, onProgress) =>
      runReplications(study, { executor, onProgress, shouldStop: interruption.isRequested }),
    );
    if (runs.length === 0) throw new NothingFinishedError();
    const results = reduceStudy(study, runs, version());
    const scores = score(study, runs, {
      ...(given.window === undefined ? {} : { eventWindowMinutes: given.window as number }),
    });
    if (chart !== null) await drawChart(backtestChart(results, scores), chart, given);
    if (given.json === true) process.stdout.write(stableJson({ ok: true, ...scores, chart }));
    else tell(scores);
    if (chart !== null && given.json !== true) print(chart);
    printWarnings([...shortSeriesWarnings(scores), ...results.warnings]);
    if (interruption.isRequested())
      note(`interrupted: scored over the ${runs.length} replications finished by then`);
    return interruption.isRequested() ? exitCodes.interrupted : exitCodes.done;
  } finally {
    interruption.end();
  }
}

/** Of a single measured minute there is no correlation, lag or event, and an error that says little. */
function shortSeriesWarnings({ variants }: Backtest): string[] {
  return (variants[0]?.series ?? [])
    .filter(({ samples }) => samples < 2)
    .map(
      ({ series, samples }) =>
        `${series} has ${samples === 0 ? 'no value' : 'one value only'} at a simulated minute: simulated are minutes 1 to the last of the horizon`,
    );
}

/** The scenario with the measured series of the command line, or its own. */
async function measuredStudy(given: Arguments): Promise<Study> {
  const path = String(given.scenario);
  const observed =
    given.observed === undefined
      ? null
      : orFailure(
          await observedFrom(String(given.observed), {
            timeColumn: given['time-column'] as string | undefined,
            columns: given.columns as string | undefined,
          }),
        );
  const source = orFailure(await openScenario(path, observed === null ? {} : { observed }));
  const variant = given.variant as string | undefined;
  const base = variant ?? source.variants[0] ?? source.name;
  const study = orFailure(
    inItsFile(
      variant === undefined ? source.study() : source.studyWith([{ name: base, settings: [] }], variant),
      given,
    ),
  );
  if (study.variants.every((scenario) => scenario.observed.length === 0)) {
    throw new Failure(
      exitCodes.wrongInput,
      `${study.name} has nothing measured: give --observed with a CSV file, or write observed: in the scenario`,
    );
  }
  return study;
}

/** What is wrong with `--observed` does not stand in the scenario, which names no such file. */
function inItsFile(checked: Checked<Study>, given: Arguments): Checked<Study> {
  if (checked.ok || given.observed === undefined) return checked;
  const issues = checked.issues.map((issue) =>
    issue.path.startsWith('observed[')
      ? { ...fileIssue(String(given.observed), issue.problem, issue.hint), got: issue.got }
      : issue,
  );
  return { ok: false, issues: distinctIssues(issues) };
}

function distinctIssues(issues: readonly Issue[]): Issue[] {
  return [...new Map(issues.map((issue) => [JSON.stringify(issue), issue])).values()];
}

function tell(scores: Backtest): void {
  print(
    `${pc.bold(scores.scenario)}: ${scores.replications} replications, seed ${scores.seed}; ± is the 95 % interval of the mean`,
  );
  const table = new Table({
    head: ['', 'off by, mean', 'bias', 'correlation', 'lag, min', 'scale events matched', 'their lag, min'],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const { variant, series } of scores.variants) {
    for (const one of series) table.push([`${variant}: ${one.series}`, ...cells(one)]);
  }
  print(table.toString());
  print(
    `bias is simulated less measured; a positive lag says that the simulation is late; events within ${scores.eventWindowMinutes} minutes of each other are the same`,
  );
}

function cells({
  meanAbsolutePercentageError,
  bias,
  correlation,
  lagMinutes,
  events,
}: SeriesScore): string[] {
  return [
    formatPercent(meanAbsolutePercentageError),
    formatEstimate(bias),
    formatEstimate(correlation),
    formatEstimate(lagMinutes),
    events === null
      ? ''
      : `${formatEstimate(events.matched)} of ${events.observed} (simulated ${formatEstimate(events.simulated)})`,
    events === null ? '' : formatEstimate(events.lagMinutes),
  ];
}
