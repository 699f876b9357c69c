/**
 * Sensitivity: which settings and which parameters of models move an answer, one at a time (tornado), by elementary
 * effects (Morris), or by shares of the variance (Sobol).
 */
import { createRandomStreams } from '../engine/random/random-streams.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { RunTotals, TotalName } from '../simulation/rows.ts';
import { type Estimate, estimate, estimatePairedDifference } from '../stats/estimate.ts';
import { type ElementaryEffects, morrisDesign, morrisEffects } from '../stats/sensitivity/morris.ts';
import { type SobolIndices, sobolDesign, sobolIndices } from '../stats/sensitivity/sobol-indices.ts';
import { type EvaluateOptions, evaluateScenarios } from './evaluate-points.ts';
import { type FactorTie, groupsOf, tieName, tiesOf, valuesDrawn } from './factor-ties.ts';
import { type Factor, type Point, unitWithin, valueWithin } from './factors.ts';

export const sensitivityMethods = ['tornado', 'morris', 'sobol'] as const;
export type SensitivityMethod = (typeof sensitivityMethods)[number];

export interface SensitivityQuestion {
  readonly of: TotalName;
  /** At least one. */
  readonly factors: readonly Factor[];
  /** The scenario at a point; points throw nothing when the ends of all ranges do not. */
  readonly scenarioAt: (point: Point) => Scenario;
  readonly seed: number;
}

/** One factor at its ends, all others as the scenario has them. */
export interface TornadoBar {
  readonly factor: string;
  readonly low: number;
  readonly high: number;
  /** The answer at the low and at the high end less the answer as it is, run by run. */
  readonly atLow: Estimate;
  readonly atHigh: Estimate;
  /** High end less low end, run by run. */
  readonly swing: Estimate;
  /** Whether the interval of some difference leaves out 0. */
  readonly matters: boolean;
  /** Ends at which the objective on this answer is no longer met, or is met where it was not; null without objective. */
  readonly crossesLimitAt: readonly ('low' | 'high')[] | null;
}

interface Answer {
  readonly of: TotalName;
  readonly replications: number;
  readonly runs: number;
  readonly seed: number;
  /** Factors that were estimated together, and how they move; sobol takes each such pair as one. */
  readonly ties: readonly string[];
}

export type Sensitivity =
  | (Answer & {
      readonly method: 'tornado';
      readonly base: Estimate;
      /** Of the objective on the answer; null when there is none. */
      readonly limitMax: number | null;
      readonly factors: readonly TornadoBar[];
    })
  | (Answer & {
      readonly method: 'morris';
      readonly trajectories: number;
      readonly factors: readonly (ElementaryEffects & Ranged)[];
    })
  | (Answer & {
      readonly method: 'sobol';
      readonly rows: number;
      /** Over all points drawn independently: what the answer is when everything varies. */
      readonly spread: { readonly mean: number; readonly standardDeviation: number };
      readonly factors: readonly (SobolIndices & Ranged)[];
    });

interface Ranged {
  readonly factor: string;
  readonly low: number;
  readonly high: number;
}

/** Runs that a method needs. `size`: trajectories of Morris, rows of Sobol. */
export function runsNeeded(
  method: SensitivityMethod,
  need: { readonly factors: number; readonly size: number; readonly replications: number },
): number {
  const { factors, size, replications } = need;
  switch (method) {
    case 'tornado':
      return (2 * factors + 1) * replications;
    case 'morris':
      return size * (factors + 1) * replications;
    case 'sobol':
      return size * (factors + 2) * replications;
  }
}

/** One factor at a time. Factors come with the largest swing first. */
export async function tornado(
  question: SensitivityQuestion,
  options: EvaluateOptions,
): Promise<Extract<Sensitivity, { method: 'tornado' }>> {
  const { factors, of } = question;
  const points: Point[] = [
    new Map(),
    ...factors.flatMap((factor) => [0, 1].map((unit) => new Map([[factor, valueWithin(factor, unit)]]))),
  ];
  const scenarios = points.map(question.scenarioAt);
  const values = valuesOf(await evaluateScenarios(scenarios, options), of);
  const limitMax = scenarios[0]!.objectives.find(({ total }) => total === of)?.max ?? null;
  const base = values[0]!;
  const bars = factors.map((factor, index): TornadoBar => {
    const [low, high] = [values[2 * index + 1]!, values[2 * index + 2]!];
    const atLow = estimatePairedDifference({ baseline: base, candidate: low });
    const atHigh = estimatePairedDifference({ baseline: base, candidate: high });
    const swing = estimatePairedDifference({ baseline: low, candidate: high });
    return {
      ...rangeOf(factor),
      atLow,
      atHigh,
      swing,
      matters: [atLow, atHigh, swing].some(isBeyondNoise),
      crossesLimitAt:
        limitMax === null
          ? null
          : (['low', 'high'] as const).filter(
              (end) => isMet(end === 'low' ? low : high, limitMax) !== isMet(base, limitMax),
            ),
    };
  });
  return {
    method: 'tornado',
    ...answerOf(question, options, points),
    base: estimate(base),
    limitMax,
    factors: sortedBy(bars, (bar) => largestMove(bar)),
  };
}

/** Elementary effects, largest mean size first. */
export async function morris(
  question: SensitivityQuestion,
  options: EvaluateOptions & { readonly trajectories: number },
): Promise<Extract<Sensitivity, { method: 'morris' }>> {
  const { factors, of, seed } = question;
  const streams = createRandomStreams({ seed, replication: 0 });
  const design = morrisDesign(
    factors.length,
    options.trajectories,
    streams.stream('sensitivity/morris-design'),
  );
  const points = design.map((units) => pointAt(factors, units, valueWithin));
  const values = await meansAt(question, points, options);
  const real = design.map((units) => units.map((unit, at) => unitWithin(factors[at]!, unit)));
  const effects = morrisEffects(real, values, streams.stream('sensitivity/morris-bootstrap'));
  return {
    method: 'morris',
    ...answerOf(question, options, points),
    of,
    trajectories: options.trajectories,
    factors: sortedBy(
      effects.map((one, at) => ({ ...rangeOf(factors[at]!), ...one })),
      ({ muStar }) => muStar.mean,
    ),
  };
}

/** Shares of the variance, largest total order first. */
export async function sobol(
  question: SensitivityQuestion,
  options: EvaluateOptions & { readonly rows: number },
): Promise<Extract<Sensitivity, { method: 'sobol' }>> {
  const { factors, seed } = question;
  const streams = createRandomStreams({ seed, replication: 0 });
  const ties = tiesOf(factors);
  const groups = groupsOf(factors, ties);
  const design = sobolDesign(groups, options.rows, streams.stream('sensitivity/sobol-design'));
  const points = design.map((units): Point => {
    const values = valuesDrawn(factors, ties, units);
    return new Map(factors.map((factor, at) => [factor, values[at]!]));
  });
  const values = await meansAt(question, points, options);
  const indices = sobolIndices(groups.length, values, streams.stream('sensitivity/sobol-bootstrap'));
  const free = values.filter((_, index) => index % (groups.length + 2) < 2);
  const { mean } = estimate(free);
  const squares = free.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    method: 'sobol',
    ...answerOf(question, options, points),
    rows: options.rows,
    spread: { mean, standardDeviation: Math.sqrt(squares / (free.length - 1)) },
    factors: sortedBy(
      indices.map((one, at) => ({ ...groupRange(factors, ties, groups[at]!), ...one })),
      ({ total }) => total,
    ),
  };
}

function pointAt(
  factors: readonly Factor[],
  units: readonly number[],
  valueAt: (factor: Factor, unit: number) => number,
): Point {
  return new Map(factors.map((factor, at) => [factor, valueAt(factor, units[at]!)]));
}

async function meansAt(
  { of, scenarioAt }: SensitivityQuestion,
  points: readonly Point[],
  options: EvaluateOptions,
): Promise<number[]> {
  const totals = await evaluateScenarios(points.map(scenarioAt), options);
  return valuesOf(totals, of).map((values) => estimate(values).mean);
}

function valuesOf(totals: readonly (readonly RunTotals[])[], of: TotalName): number[][] {
  return totals.map((runs) => runs.map((run) => run[of]));
}

function answerOf(
  { of, seed, factors }: SensitivityQuestion,
  { replications }: EvaluateOptions,
  points: readonly Point[],
): Answer {
  const ties = tiesOf(factors).map((tie) => tieName(factors, tie));
  return { of, seed, replications: replications.length, runs: points.length * replications.length, ties };
}

function rangeOf(factor: Factor): Ranged {
  return { factor: factor.name, low: valueWithin(factor, 0), high: valueWithin(factor, 1) };
}

/** A tied pair bears both names, and the range of the first. */
function groupRange(factors: readonly Factor[], ties: readonly FactorTie[], [at]: readonly number[]): Ranged {
  const tie = ties.find(({ first }) => first === at);
  const range = rangeOf(factors[at!]!);
  return tie === undefined ? range : { ...range, factor: tieName(factors, tie) };
}

function isMet(values: readonly number[], limitMax: number): boolean {
  return estimate(values).mean <= limitMax;
}

/** With one replication there is no interval: whatever differs, differs. */
export function isBeyondNoise({ mean, halfWidth95 }: Estimate): boolean {
  return Number.isNaN(halfWidth95) ? mean !== 0 : Math.abs(mean) > halfWidth95;
}

function largestMove({ atLow, atHigh, swing }: TornadoBar): number {
  return Math.max(Math.abs(atLow.mean), Math.abs(atHigh.mean), Math.abs(swing.mean));
}

/** Largest first; what is no number last. */
function sortedBy<Item>(items: readonly Item[], sizeOf: (item: Item) => number): Item[] {
  const size = (item: Item): number => (Number.isNaN(sizeOf(item)) ? -1 : sizeOf(item));
  return [...items].sort((one, other) => size(other) - size(one));
}
