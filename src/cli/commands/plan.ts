/**
 * `jitsim plan`: the smallest fleet, pool, number of shards or policy setting that meets the objectives.
 */
import Table from 'cli-table3';
import pc from 'picocolors';
import { formatEstimate, formatMoney, formatNumber } from '../../charts/figures.ts';
import { planChart } from '../../charts/plan.ts';
import { plan as makePlan, type Plan, type PlanQuestion } from '../../experiment/plan.ts';
import {
  type Answerable,
  bridgeStaffing,
  bridgesQuestion,
  COUNT_MAX,
  jibriStaffing,
  jibrisQuestion,
  type StaffingRow,
  shardsQuestion,
  sparePerZone,
  withStaffing,
} from '../../experiment/plan-questions.ts';
import type { PlanCandidate } from '../../experiment/smallest-meeting.ts';
import { stableJson } from '../../io/results-format.ts';
import { version } from '../../io/version.ts';
import { objectiveInWords } from '../../report/check-words.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { chartFile, drawChart } from '../draw-chart.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failures.ts';
import { onInterruption } from '../interruption.ts';
import { type Arguments, suggestion } from '../options.ts';
import { policyQuestion } from '../policy-question.ts';
import { note, print, printWarnings } from '../print.ts';
import { withRunOptions } from '../run-options.ts';
import { executorFor } from '../run-with-progress.ts';
import { studyOfScenario } from '../settings-options.ts';

const purposes = ['bridges', 'jibris', 'shards', 'policy'] as const;
type Purpose = (typeof purposes)[number];

export async function plan(given: Arguments): Promise<number> {
  const purpose = readPurpose(given);
  const study = withRunOptions(await studyOfScenario(given), { seed: given.seed });
  const scenario = study.variants[0]!;
  const answerable = await questionOf(purpose, scenario, given);
  if (!answerable.ok) throw new Failure(exitCodes.wrongInput, `${study.name} ${answerable.problem}`);
  const { question } = answerable;
  const confidence = readConfidence(given);
  const chart = await chartFile(given);
  const interruption = onInterruption();
  const max = (given.replications as number | undefined) ?? undefined;
  const executor = executorFor(given, max ?? 160);
  note(
    `planning ${question.of} for ${scenario.variant}: ${question.objectives.map(({ total, max: limit }) => `${total} at most ${limit}`).join(', ')}`,
  );
  try {
    const found = await makePlan(question, {
      executor,
      version: version(),
      confidence,
      ...(max === undefined ? {} : { replicationsMax: Math.max(10, max) }),
      shouldStop: interruption.isRequested,
      onCandidate: ({ count, verdict, replications }) =>
        note(`  ${counted(count, question.of)}: ${verdict} after ${replications} replications`),
      alternatives: (answer) => alternativesOf(purpose, scenario, answer),
    });
    const staffing = staffingOf(purpose, scenario, found);
    const spare = spareOf(found, scenario, given);
    const { startEpochMs, timeZone } = scenario.horizon;
    if (chart !== null && found.candidates.length > 0)
      await drawChart(planChart({ plan: found, staffing, startEpochMs, timeZone }), chart, given);
    if (given.json === true)
      process.stdout.write(stableJson({ ok: found.answer !== null, ...found, staffing, spare, chart }));
    else tell(found, question, scenario, { staffing, spare });
    if (chart !== null && given.json !== true) print(chart);
    printWarnings(scenario.warnings);
    if (interruption.isRequested()) {
      note('interrupted: the search was not finished');
      return exitCodes.interrupted;
    }
    return exitCodeOf(found, scenario);
  } finally {
    interruption.end();
    await executor.close();
  }
}

function readPurpose(given: Arguments): Purpose {
  const word = String(given.for ?? '');
  const purpose = purposes.find((known) => known === word);
  if (purpose !== undefined) return purpose;
  if (word === '') throw usageFailure(`plan needs --for ${purposes.join(', ')}`);
  throw usageFailure(`--for must be one of ${purposes.join(', ')}, got ${word}${suggestion(word, purposes)}`);
}

function readConfidence(given: Arguments): number {
  const confidence = (given.confidence as number | undefined) ?? 0.95;
  if (confidence > 0.5 && confidence < 1) return confidence;
  throw usageFailure(`--confidence must lie above 0.5 and below 1, got ${confidence}`);
}

async function questionOf(purpose: Purpose, scenario: Scenario, given: Arguments): Promise<Answerable> {
  const max = (given.max as number | undefined) ?? COUNT_MAX;
  switch (purpose) {
    case 'bridges':
      return bridgesQuestion(scenario, max);
    case 'jibris':
      return jibrisQuestion(scenario, max);
    case 'shards':
      return shardsQuestion(scenario, max);
    case 'policy':
      return policyQuestion(given);
  }
}

/** Other ways to the same end: a timetable made from the staffing, and the scenario's own policy when it has another. */
function alternativesOf(
  purpose: Purpose,
  scenario: Scenario,
  answer: PlanCandidate,
): { readonly name: string; readonly scenario: Scenario }[] {
  switch (purpose) {
    case 'bridges': {
      const rows = bridgeStaffing(scenario, answer.count);
      const isFlat = rows.every(({ planned }) => planned === answer.count);
      const staffed = { name: 'by the hour, as staffed below', scenario: withStaffing(scenario, rows) };
      return [...(isFlat ? [] : [staffed]), ...asWritten(scenario.scaling.bridges.policy, scenario)];
    }
    case 'jibris':
      return asWritten(scenario.scaling.jibris?.policy ?? 'static', scenario);
    case 'shards':
    case 'policy':
      return [];
  }
}

function asWritten(policy: string, scenario: Scenario): { name: string; scenario: Scenario }[] {
  return policy === 'static' ? [] : [{ name: `${policy}, as written`, scenario }];
}

function staffingOf(purpose: Purpose, scenario: Scenario, { answer }: Plan): readonly StaffingRow[] {
  if (answer === null) return [];
  if (purpose === 'bridges') return bridgeStaffing(scenario, answer.count);
  return purpose === 'jibris' ? jibriStaffing(scenario, answer.count) : [];
}

interface Spare {
  readonly zones: number;
  readonly each: number;
  readonly total: number;
}

function spareOf(found: Plan, { deployment }: Scenario, given: Arguments): Spare | null {
  if (given['spare-zone'] !== true && given.zones === undefined) return null;
  const zones = (given.zones as number | undefined) ?? deployment.geography?.places.length ?? 1;
  if (zones < 2) {
    throw usageFailure('--spare-zone needs at least 2 zones: write deployment zones, or give --zones');
  }
  return found.answer === null ? null : { zones, ...sparePerZone(found.answer.count, zones) };
}

function tell(
  found: Plan,
  question: PlanQuestion,
  scenario: Scenario,
  { staffing, spare }: { readonly staffing: readonly StaffingRow[]; readonly spare: Spare | null },
): void {
  const { answer, closedForm, gap, binds, candidates, alternatives } = found;
  const { currency } = scenario.prices.bridges;
  const sure = `each verdict with ${formatNumber(100 * found.confidence)} % confidence, seed ${found.seed}`;
  if (answer === null) {
    const last = candidates.at(question.isMoreBetter ? -1 : 0);
    print(
      pc.bold(
        `${found.scenario}: no number of ${found.of} from ${question.min} to ${question.max} meets the objectives`,
      ),
    );
    if (last !== undefined)
      for (const one of last.objectives) print(`  at ${last.count}: ${objectiveInWords(one)}`);
  } else {
    print(pc.bold(`${found.scenario}: ${counted(answer.count, found.of)}`));
    print(
      `  simulated: ${answer.objectives.map(objectiveInWords).join('; ')} (${answer.replications} replications, ${sure})`,
    );
    print(`  cost ${formatMoney(answer.costPerDay, currency)} a day`);
  }
  if (closedForm !== null) {
    const word =
      gap === null
        ? ''
        : gap === 0
          ? ', the same'
          : `: the simulation needs ${Math.abs(gap)} ${gap > 0 ? 'more' : 'fewer'}`;
    print(`  closed form: ${closedForm.count}${word}`);
    for (const step of closedForm.steps) print(`    ${step}`);
  }
  if (binds !== null) print(`  what binds: one less, and ${objectiveInWords(binds)}`);
  print(candidateTable(candidates, currency));
  if (alternatives.length > 0) {
    print('other ways, cheapest first:');
    for (const { name, costPerDay, verdict, objectives } of alternatives) {
      const why = objectives.filter((one) => one.verdict !== 'met').map(objectiveInWords);
      print(
        `  ${name}: ${formatMoney(costPerDay, currency)} a day, ${verdict}${why.length === 0 ? '' : ` (${why.join('; ')})`}`,
      );
    }
  }
  if (spare !== null) {
    print(
      `to lose a zone: ${spare.each} in each of ${spare.zones} zones, ${spare.total} in all; those left are at least ${answer?.count}`,
    );
  }
  if (staffing.length > 0) print(staffingTable(staffing, scenario));
}

/** `1 bridge`, `2 bridges`, `scaling.jibris.free = 4`. */
function counted(count: number, of: string): string {
  if (of.includes('.')) return `${of} = ${count}`;
  return `${count} ${count === 1 ? of.replace(/s$/, '') : of}`;
}

function candidateTable(candidates: readonly PlanCandidate[], currency: string): string {
  const table = new Table({
    head: [
      'count',
      'verdict',
      'replications',
      `cost per day, ${currency}`,
      ...(candidates[0]?.objectives ?? []).map(({ objective }) => objective),
    ],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const { count, verdict, replications, costPerDay, objectives } of candidates) {
    table.push([
      String(count),
      verdict,
      String(replications),
      formatEstimate(costPerDay),
      ...objectives.map(({ estimate }) => formatEstimate(estimate)),
    ]);
  }
  return table.toString();
}

function staffingTable(rows: readonly StaffingRow[], scenario: Scenario): string {
  const table = new Table({
    head: ['from', 'closed form', 'planned'],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  const { startEpochMs, timeZone } = scenario.horizon;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  for (const { hour, closedForm, planned } of rows) {
    table.push([
      clock.format(new Date(startEpochMs + hour * 3_600_000)),
      String(closedForm),
      String(planned),
    ]);
  }
  return table.toString();
}

function exitCodeOf({ answer, candidates }: Plan, scenario: Scenario): number {
  if (answer === null) {
    return candidates.some(({ verdict }) => verdict === 'inconclusive')
      ? exitCodes.inconclusive
      : exitCodes.violated;
  }
  const limit = scenario.objectives.find(({ total }) => total === 'costPerDay');
  if (limit === undefined || answer.costPerDay.mean <= limit.max) return exitCodes.done;
  note(
    `the objectives contradict each other: what quality needs costs ${formatNumber(answer.costPerDay.mean)} a day, and costPerDay may be ${formatNumber(limit.max)} at most`,
  );
  return exitCodes.violated;
}
