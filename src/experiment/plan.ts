/**
 * The smallest fleet, pool or number of shards that meets a scenario's objectives: closed form first, then simulation
 * around it. Both stand in the plan, with the gap between them.
 */

import type { Scenario } from '../scenario/scenario.ts';
import type { Study } from '../scenario/study.ts';
import { confidencePerLook, plannedLooks } from '../stats/sequential-decision.ts';
import { PILOT_MIN } from '../stats/sequential-precision.ts';
import { type Bound, type CheckedObjective, checkObjectives, untilDecidedOn } from './check.ts';
import type { Executor } from './executor.ts';
import type { ClosedForm } from './plan-closed-form.ts';
import { runStudy } from './run-study.ts';
import { type PlanCandidate, smallestMeeting } from './smallest-meeting.ts';

/** What is planned: a number, and the scenario for each value of it. */
export interface PlanQuestion {
  /** `bridges`, `Jibris`, `shards`, or the key that is set. */
  readonly of: string;
  /** Null where there is none. */
  readonly closedForm: ClosedForm | null;
  readonly min: number;
  readonly max: number;
  /** Where the search begins. */
  readonly start: number;
  /** More is better; false when less is, as for a threshold: then the largest value is looked for. */
  readonly isMoreBetter: boolean;
  /** Bounds to keep; a plan may imply some that are not in the scenario. */
  readonly objectives: readonly Bound[];
  readonly scenarioAt: (count: number) => Scenario;
  /** What a count stands for, when it only numbers the values that are tried; the count itself unless given. */
  readonly valueAt?: (count: number) => number;
}

export interface PlanAlternative {
  readonly name: string;
  readonly costPerDay: PlanCandidate['costPerDay'];
  readonly verdict: PlanCandidate['verdict'];
  readonly objectives: readonly CheckedObjective[];
}

export interface Plan {
  readonly scenario: string;
  readonly of: string;
  readonly seed: number;
  /** Probability that each verdict on a count is right. */
  readonly confidence: number;
  readonly closedForm: ClosedForm | null;
  /** Null when no count up to the largest meets. */
  readonly answer: PlanCandidate | null;
  /** Simulated less closed form; null without either. */
  readonly gap: number | null;
  readonly candidates: readonly PlanCandidate[];
  /** The objective that forbids one less. */
  readonly binds: CheckedObjective | null;
  /** Cheapest first; empty when none was asked for. */
  readonly alternatives: readonly PlanAlternative[];
}

export interface PlanOptions {
  readonly executor: Executor;
  readonly version: string;
  /** Probability that a verdict on a count is right; default 0.95. */
  readonly confidence?: number;
  /** Most replications of a count; default 160. */
  readonly replicationsMax?: number;
  /** Told of every count that was simulated. */
  readonly onCandidate?: (candidate: PlanCandidate) => void;
  readonly shouldStop?: () => boolean;
  /** Other ways, simulated after the answer is found. */
  readonly alternatives?: (
    answer: PlanCandidate,
  ) => readonly { readonly name: string; readonly scenario: Scenario }[];
}

const REPLICATIONS_MAX = 160;
const CONFIDENCE = 0.95;

/** Answers the question: closed form first, and then by simulation. */
export async function plan(question: PlanQuestion, options: PlanOptions): Promise<Plan> {
  const { closedForm, isMoreBetter, min, max } = question;
  const valueAt = question.valueAt ?? ((count: number) => count);
  // Less is better: the same search over the mirrored range.
  const mirrored = (count: number): number => (isMoreBetter ? count : min + max - count);
  const search = await smallestMeeting({
    start: mirrored(Math.min(max, Math.max(min, question.start))),
    min,
    max,
    evaluate: async (at) => {
      const count = mirrored(at);
      const found = await judged(question.scenarioAt(count), question.objectives, options);
      options.onCandidate?.({ count: valueAt(count), ...found });
      return { count: at, ...found };
    },
    ...(options.shouldStop === undefined ? {} : { shouldStop: options.shouldStop }),
  });
  const { answer } = search;
  const less =
    answer === null ? undefined : search.candidates.find(({ count }) => count === answer.count - 1);
  const shown = (one: PlanCandidate): PlanCandidate => ({ ...one, count: valueAt(mirrored(one.count)) });
  const first = question.scenarioAt(mirrored(answer?.count ?? min));
  return {
    scenario: first.name,
    of: question.of,
    seed: first.run.seed,
    confidence: options.confidence ?? CONFIDENCE,
    closedForm,
    answer: answer === null ? null : shown(answer),
    gap: answer === null || closedForm === null ? null : answer.count - closedForm.count,
    candidates: search.candidates.map(shown).sort((a, b) => a.count - b.count),
    binds: less === undefined ? null : tightest(less.objectives),
    alternatives: answer === null ? [] : await alternativesOf(shown(answer), first, question, options),
  };
}

/** Simulates a scenario until its objectives are decided. */
async function judged(
  scenario: Scenario,
  objectives: readonly Bound[],
  options: PlanOptions,
): Promise<Omit<PlanCandidate, 'count'>> {
  const max = options.replicationsMax ?? REPLICATIONS_MAX;
  const looks = plannedLooks({ first: PILOT_MIN, max });
  const confidence = confidencePerLook(looks.length, options.confidence ?? CONFIDENCE);
  // The number of replications is the test's to decide.
  const { until: _until, ...run } = scenario.run;
  const study: Study = {
    name: scenario.name,
    scenarioHash: '',
    variants: [{ ...scenario, run: { ...run, replications: max } }],
  };
  const { executor, version } = options;
  const results = await runStudy(study, {
    executor,
    version,
    stopRule: untilDecidedOn([objectives], looks, confidence),
  });
  const [variant] = results.variants;
  const checked = checkObjectives(variant!, objectives, confidence);
  return {
    verdict: worst(checked),
    objectives: checked,
    costPerDay: variant!.estimates.costPerDay,
    replications: results.replications,
  };
}

function worst(objectives: readonly CheckedObjective[]): PlanCandidate['verdict'] {
  if (objectives.some(({ verdict }) => verdict === 'violated')) return 'violated';
  return objectives.some(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'met';
}

/** The objective that is furthest beyond its limit, as a share of it; a violated one before one in doubt. */
function tightest(objectives: readonly CheckedObjective[]): CheckedObjective | null {
  const failing = objectives.filter(({ verdict }) => verdict !== 'met');
  const violated = failing.filter(({ verdict }) => verdict === 'violated');
  const excess = ({ estimate, limitMax }: CheckedObjective): number =>
    (estimate.mean - limitMax) / Math.max(limitMax, Number.MIN_VALUE);
  const sorted = [...(violated.length > 0 ? violated : failing)].sort((a, b) => excess(b) - excess(a));
  return sorted[0] ?? null;
}

async function alternativesOf(
  answer: PlanCandidate,
  base: Scenario,
  { objectives, of }: PlanQuestion,
  options: PlanOptions,
): Promise<PlanAlternative[]> {
  const others = options.alternatives?.(answer) ?? [];
  if (others.length === 0) return [];
  const { costPerDay, verdict, objectives: checked } = answer;
  const found: PlanAlternative[] = [
    { name: `${answer.count} ${of}, always`, costPerDay, verdict, objectives: checked },
  ];
  for (const { name, scenario } of others) {
    if (options.shouldStop?.() === true) break;
    const { replications: _replications, ...judgement } = await judged(
      { ...scenario, run: base.run },
      objectives,
      options,
    );
    found.push({ name, ...judgement });
  }
  return found.sort((a, b) => a.costPerDay.mean - b.costPerDay.mean);
}
