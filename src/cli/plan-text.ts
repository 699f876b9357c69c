/**
 * A plan in the terminal: the answer, the closed form beside it, every count that was simulated, and the hours of the day.
 */
import Table from 'cli-table3';
import pc from 'picocolors';
import { formatEstimate, formatMoney, formatNumber } from '../charts/figures.ts';
import type { CheckedObjective } from '../experiment/check.ts';
import type { Plan, PlanQuestion } from '../experiment/plan.ts';
import type { StaffingRow } from '../experiment/plan-questions.ts';
import type { PlanCandidate } from '../experiment/smallest-meeting.ts';
import { objectiveInWords } from '../report/check-words.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { print } from './print.ts';

/** N+1 by the zone. */
export interface Spare {
  readonly zones: number;
  /** When a zone is lost, milliseconds since the horizon start. */
  readonly atMs: number;
  readonly plan: Plan;
}

/** The answer, how it was found, and what else was asked. */
export function tellPlan(
  found: Plan,
  question: PlanQuestion,
  scenario: Scenario,
  { staffing, spare }: { readonly staffing: readonly StaffingRow[]; readonly spare: Spare | null },
): void {
  const { answer, closedForm, gap, binds, candidates, alternatives } = found;
  const { currency } = scenario.prices.bridges;
  const inWords = (one: CheckedObjective): string => objectiveInWords(one, currency);
  const sure = `each verdict with ${formatNumber(100 * found.confidence)} % confidence, seed ${found.seed}`;
  if (answer === null) {
    const last = candidates.at(question.isMoreBetter ? -1 : 0);
    const isOpen = candidates.some(({ verdict }) => verdict === 'inconclusive');
    print(
      pc.bold(
        `${found.scenario}: no number of ${found.of} from ${question.min} to ${question.max} ${isOpen ? 'surely ' : ''}meets the objectives${isOpen ? '; more --replications may decide' : ''}`,
      ),
    );
    if (last !== undefined) for (const one of last.objectives) print(`  at ${last.count}: ${inWords(one)}`);
  } else {
    print(pc.bold(`${found.scenario}: ${counted(answer.count, found.of)}`));
    print(
      `  simulated: ${answer.objectives.map(inWords).join('; ')} (${answer.replications} replications, ${sure})`,
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
    for (const unknown of closedForm.doesNotKnow) print(`    not in it: ${unknown}`);
  }
  if (binds !== null) print(`  what binds: one less, and ${inWords(binds)}`);
  print(candidateTable(candidates, currency));
  if (alternatives.length > 0) {
    print('other ways, cheapest first:');
    for (const { name, costPerDay, verdict, objectives } of alternatives) {
      const why = objectives.filter((one) => one.verdict !== 'met').map(inWords);
      print(
        `  ${name}: ${formatMoney(costPerDay, currency)} a day, ${verdict}${why.length === 0 ? '' : ` (${why.join('; ')})`}`,
      );
    }
  }
  if (spare !== null) tellSpare(spare, scenario);
  if (staffing.length > 0) print(staffingTable(staffing, scenario));
}

function tellSpare(
  { zones, atMs, plan: { answer, closedForm, candidates, binds } }: Spare,
  scenario: Scenario,
): void {
  const inWords = (one: CheckedObjective): string => objectiveInWords(one, scenario.prices.bridges.currency);
  const at = `one of ${zones} zones lost at ${clockOf(scenario, { hour: '2-digit', minute: '2-digit' })(atMs)}, the busiest moment`;
  if (answer === null) {
    const last = candidates.at(-1);
    print(
      `${at}: no number of bridges in each meets the objectives${last === undefined ? '' : `; at ${last.count} ${last.objectives.map(inWords).join('; ')}`}`,
    );
    return;
  }
  print(
    `${at}: ${answer.count} in each zone, ${answer.count * zones} in all; simulated: ${answer.objectives.map(inWords).join('; ')}`,
  );
  if (closedForm !== null) {
    print(`  by arithmetic ${closedForm.count} in each: ${closedForm.steps.join('; ')}`);
    for (const unknown of closedForm.doesNotKnow) print(`    not in it: ${unknown}`);
  }
  if (binds !== null) print(`  what binds: one less, and ${inWords(binds)}`);
}

function clockOf(
  { horizon: { startEpochMs, timeZone } }: Scenario,
  fields: Intl.DateTimeFormatOptions,
): (atMs: number) => string {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, ...fields });
  return (atMs) => clock.format(new Date(startEpochMs + atMs));
}

/** `1 bridge`, `2 bridges`, `scaling.jibris.free = 4`. */
export function counted(count: number, of: string): string {
  if (of.includes('.')) return `${of} = ${count}`;
  return `${count} ${count === 1 ? of.replace(/s( |$)/, '$1') : of}`;
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
  const clock = clockOf(scenario, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
  for (const { hour, closedForm, planned } of rows) {
    table.push([clock(hour * 3_600_000), String(closedForm), String(planned)]);
  }
  return table.toString();
}
