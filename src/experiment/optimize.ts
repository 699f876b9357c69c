/**
 * Optimisation: the Pareto front of several results over settings of a scenario, found by search, run again with fresh
 * chance, and judged under more and less demand.
 */
import { createRandomStreams } from '../engine/random/random-streams.ts';
import type { Demand, Scenario } from '../scenario/scenario.ts';
import type { RunTotals, TotalName } from '../simulation/rows.ts';
import { type Estimate, estimate } from '../stats/estimate.ts';
import { dominates, frontRanks, kneeOf, normalised } from '../stats/pareto/fronts.ts';
import { searchFront } from '../stats/pareto/nsga.ts';
import { type EvaluateOptions, evaluateScenarios } from './evaluate-points.ts';
import type { Point, SettingFactor } from './factors.ts';

export interface OptimizeQuestion {
  /** Two or more results, the smaller the better. */
  readonly minimise: readonly TotalName[];
  readonly factors: readonly SettingFactor[];
  readonly scenarioAt: (point: Point) => Scenario;
  readonly seed: number;
  readonly population: number;
  readonly generations: number;
  /** What demand may be instead, as ratios to the scenario's; the least regret is over these. */
  readonly demandRatios: readonly number[];
}

export interface OptimizeCandidate {
  /** In the order of the factors. */
  readonly values: readonly number[];
  /** In the order of `minimise`: from fresh runs when it was on the front of the search, else from the search. */
  readonly estimates: readonly Estimate[];
  readonly isVerified: boolean;
  /** Why it is not to be taken; null on the front. */
  readonly rejected: string | null;
  /** Largest regret over the demands, 0 to 1; null when it is rejected. */
  readonly regret: number | null;
}

export interface Optimization {
  readonly minimise: readonly TotalName[];
  readonly factors: readonly string[];
  readonly seed: number;
  readonly replications: number;
  readonly demandRatios: readonly number[];
  /** The front, cheapest by the first result first; then what was rejected. */
  readonly candidates: readonly OptimizeCandidate[];
  /** Places in `candidates`; null when all are rejected. */
  readonly knee: number | null;
  readonly leastRegret: number | null;
}

interface Tried {
  readonly values: readonly number[];
  readonly scenario: Scenario;
  readonly totals: readonly RunTotals[];
}

/** Searches, verifies with replications that the search has not seen, and judges. */
export async function optimize(question: OptimizeQuestion, options: EvaluateOptions): Promise<Optimization> {
  const { minimise, factors, seed, demandRatios } = question;
  const tried = await search(question, options);
  const means = tried.map(({ totals }) => meansOf(totals, minimise));
  const ranks = frontRanks(means);
  const hopeful = tried.filter((_, at) => ranks[at] === 0);
  const after = 1 + Math.max(...options.replications);
  const fresh = { ...options, replications: options.replications.map((one) => one + after) };
  const again = await evaluateScenarios(
    hopeful.map(({ scenario }) => scenario),
    fresh,
  );
  const verified = hopeful.map((one, at): Tried => ({ ...one, totals: again[at]! }));
  const reasons = verified.map(
    (one) =>
      violationOf(one) ??
      dominatorOf(
        one,
        verified.filter((other) => violationOf(other) === null),
        question,
      ),
  );
  const front = verified
    .filter((_, at) => reasons[at] === null)
    .sort((one, other) => meansOf(one.totals, minimise)[0]! - meansOf(other.totals, minimise)[0]!);
  const regrets = await regretsOf(front, question, fresh);
  const candidate = (one: Tried, rest: Pick<OptimizeCandidate, 'isVerified' | 'rejected' | 'regret'>) => ({
    values: one.values,
    estimates: minimise.map((name) => estimate(one.totals.map((run) => run[name]))),
    ...rest,
  });
  return {
    minimise,
    factors: factors.map(({ name }) => name),
    seed,
    replications: options.replications.length,
    demandRatios,
    candidates: [
      ...front.map((one, at) => candidate(one, { isVerified: true, rejected: null, regret: regrets[at]! })),
      ...verified.flatMap((one, at) =>
        reasons[at] === null
          ? []
          : [candidate(one, { isVerified: true, rejected: reasons[at]!, regret: null })],
      ),
      ...tried.flatMap((one, at) =>
        ranks[at] === 0
          ? []
          : [
              candidate(one, {
                isVerified: false,
                rejected: dominatorOf(one, hopeful, question),
                regret: null,
              }),
            ],
      ),
    ],
    knee: front.length === 0 ? null : kneeOf(front.map(({ totals }) => meansOf(totals, minimise))),
    leastRegret: front.length === 0 ? null : regrets.indexOf(Math.min(...regrets)),
  };
}

/** All points that the search ran, each once. */
async function search(question: OptimizeQuestion, options: EvaluateOptions): Promise<Tried[]> {
  const { factors, minimise, seed } = question;
  const known = new Map<string, Tried>();
  await searchFront({
    variables: factors,
    population: question.population,
    generations: question.generations,
    random: createRandomStreams({ seed, replication: 0 }).stream('optimize/search'),
    evaluate: async (points) => {
      const fresh = new Map(
        points.map((point) => [point.join(), point] as const).filter(([key]) => !known.has(key)),
      );
      const scenarios = [...fresh.values()].map((values) =>
        question.scenarioAt(new Map(factors.map((factor, at) => [factor, values[at]!]))),
      );
      const totals = scenarios.length === 0 ? [] : await evaluateScenarios(scenarios, options);
      [...fresh].forEach(([key, values], at) => {
        known.set(key, { values, scenario: scenarios[at]!, totals: totals[at]! });
      });
      return points.map((point) => meansOf(known.get(point.join())!.totals, minimise));
    },
  });
  return [...known.values()];
}

function meansOf(totals: readonly RunTotals[], names: readonly TotalName[]): number[] {
  return names.map((name) => estimate(totals.map((run) => run[name])).mean);
}

/** The objective of the scenario that it violates by its mean. */
function violationOf({ scenario, totals }: Tried): string | null {
  const violated = scenario.objectives.find(({ total, max }) => meansOf(totals, [total])[0]! > max);
  if (violated === undefined) return null;
  const mean = Number(meansOf(totals, [violated.total])[0]!.toPrecision(3));
  return `violates ${violated.total}: ${mean}, at most ${violated.max}`;
}

function dominatorOf(one: Tried, others: readonly Tried[], { minimise }: OptimizeQuestion): string | null {
  const mine = meansOf(one.totals, minimise);
  const better = others.find(({ totals }) => dominates(meansOf(totals, minimise), mine));
  return better === undefined ? null : `dominated by ${better.values.join(', ')}`;
}

/**
 * Largest regret of each candidate: under every demand, the mean over the results of how far it is from the best of the
 * candidates, 0, towards the worst, 1; all results weigh the same.
 */
async function regretsOf(
  front: readonly Tried[],
  { minimise, demandRatios }: OptimizeQuestion,
  options: EvaluateOptions,
): Promise<number[]> {
  const largest = new Array<number>(front.length).fill(0);
  for (const ratio of front.length === 0 ? [] : demandRatios) {
    const scenarios = front.map(({ scenario }) => withDemand(scenario, ratio));
    const totals = await evaluateScenarios(scenarios, options);
    normalised(totals.map((runs) => meansOf(runs, minimise))).forEach((far, at) => {
      const regret = far.reduce((sum, value) => sum + value, 0) / far.length;
      largest[at] = Math.max(largest[at]!, regret);
    });
  }
  return largest;
}

/** Whether `withDemand` can scale all of it: replays and traces are what they are. */
export function isScalable({ demand }: Scenario): boolean {
  return demand.every(({ kind }) => kind === 'curve' || kind === 'burst');
}

/** The scenario with more or fewer conferences. */
function withDemand(scenario: Scenario, ratio: number): Scenario {
  const scaled = (demand: Demand): Demand => {
    switch (demand.kind) {
      case 'curve':
        return {
          ...demand,
          rate: { ...demand.rate, ratePerHour: demand.rate.ratePerHour.map((rate) => rate * ratio) },
        };
      case 'burst':
        return { ...demand, conferences: Math.max(1, Math.round(demand.conferences * ratio)) };
      case 'trace':
      case 'participant-series':
        return demand;
    }
  };
  return { ...scenario, demand: scenario.demand.map(scaled) };
}
