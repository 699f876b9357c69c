/**
 * `jitsim plan`: the smallest fleet, pool, number of shards or policy setting that meets the objectives.
 */
import { formatMoney, formatNumber } from '../../charts/figures.ts';
import { planChart } from '../../charts/plan.ts';
import { plan as makePlan, type Plan, type PlanOptions, type PlanQuestion } from '../../experiment/plan.ts';
import {
  type Answerable,
  bridgeStaffing,
  bridgesQuestion,
  COUNT_MAX,
  jibriStaffing,
  jibrisQuestion,
  type StaffingRow,
  shardsQuestion,
  withStaffing,
} from '../../experiment/plan-questions.ts';
import { lossMs, zoneLossQuestion } from '../../experiment/plan-zone-loss.ts';
import type { PlanCandidate } from '../../experiment/smallest-meeting.ts';
import { stableJson } from '../../io/results-format.ts';
import { version } from '../../io/version.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { chartFile, drawChart } from '../draw-chart.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failures.ts';
import { onInterruption } from '../interruption.ts';
import { type Arguments, suggestion } from '../options.ts';
import { counted, type Spare, tellPlan } from '../plan-text.ts';
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
  const zones = zonesOf(given, scenario);
  const interruption = onInterruption();
  const max = (given.replications as number | undefined) ?? undefined;
  const executor = executorFor(given, max ?? 160);
  note(
    `planning ${question.of} for ${scenario.variant}: ${question.objectives.map(({ total, max: limit }) => `${total} at most ${limit}`).join(', ')}`,
  );
  try {
    const options: PlanOptions = {
      executor,
      version: version(),
      confidence,
      ...(max === undefined ? {} : { replicationsMax: Math.max(10, max) }),
      shouldStop: interruption.isRequested,
      onCandidate: tellCandidate(question.of),
      alternatives: (answer) => alternativesOf(purpose, scenario, answer),
    };
    const found = await makePlan(question, options);
    const staffing = staffingOf(purpose, scenario, found);
    const spare = await spareOf(found, scenario, { zones, question, options });
    const { startEpochMs, timeZone } = scenario.horizon;
    if (chart !== null && found.candidates.length > 0)
      await drawChart(planChart({ plan: found, staffing, startEpochMs, timeZone }), chart, given);
    const conflict = conflictOf(found, scenario);
    if (given.json === true) {
      const { currency } = scenario.prices.bridges;
      const ok = found.answer !== null && conflict === null && spare?.plan.answer !== null;
      process.stdout.write(stableJson({ ok, ...found, currency, conflict, staffing, spare, chart }));
    } else {
      tellPlan(found, question, scenario, { staffing, spare });
      if (conflict !== null) print(conflict);
    }
    if (chart !== null && given.json !== true) print(chart);
    printWarnings(scenario.warnings);
    if (interruption.isRequested()) {
      note('interrupted: the search was not finished');
      return exitCodes.interrupted;
    }
    return spare?.plan.answer === null ? exitCodeOf(spare.plan, null) : exitCodeOf(found, conflict);
  } finally {
    interruption.end();
    await executor.close();
  }
}

const tellCandidate =
  (of: string) =>
  ({ count, verdict, replications }: PlanCandidate): void =>
    note(`  ${counted(count, of)}: ${verdict} after ${replications} replications`);

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

/** N+1 by the zone, when it is asked for: searched like the plan itself, with a zone lost at the busiest moment. */
async function spareOf(
  { answer }: Plan,
  scenario: Scenario,
  of: { readonly zones: number | null; readonly question: PlanQuestion; readonly options: PlanOptions },
): Promise<Spare | null> {
  const { zones } = of;
  if (zones === null || answer === null) return null;
  const { objectives, max } = of.question;
  const question = zoneLossQuestion(scenario, { zones, planned: answer.count, objectives, max });
  const { alternatives: _alternatives, ...options } = of.options;
  const found = await makePlan(question, { ...options, onCandidate: tellCandidate(question.of) });
  return { zones, atMs: lossMs(scenario), plan: found };
}

/** Zones that N+1 is asked for; null when it is not. */
function zonesOf(given: Arguments, { deployment }: Scenario): number | null {
  if (given['spare-zone'] !== true && given.zones === undefined) return null;
  if (String(given.for) !== 'bridges') throw usageFailure('--spare-zone and --zones are for --for bridges');
  const zones = (given.zones as number | undefined) ?? deployment.geography?.places.length ?? 1;
  if (zones < 2) {
    throw usageFailure(
      '--spare-zone needs at least 2 zones: write deployment.bridges.places, or give --zones',
    );
  }
  return zones;
}

/** What quality needs against what it may cost; null when the two agree. */
function conflictOf({ answer }: Plan, { objectives, prices }: Scenario): string | null {
  const limit = objectives.find(({ total }) => total === 'costPerDay');
  if (answer === null || limit === undefined || answer.costPerDay.mean <= limit.max) return null;
  const { currency } = prices.bridges;
  return `the objectives contradict each other: what quality needs costs ${formatMoney(answer.costPerDay, currency)} a day, and costPerDay may be ${formatNumber(limit.max)} ${currency} at most`;
}

function exitCodeOf({ answer, candidates }: Plan, conflict: string | null): number {
  if (answer === null) {
    return candidates.some(({ verdict }) => verdict === 'inconclusive')
      ? exitCodes.inconclusive
      : exitCodes.violated;
  }
  return conflict === null ? exitCodes.done : exitCodes.violated;
}
