/**
 * What an optimisation is asked, and what is known of each point it ran. Both are plain rows: they are kept on disk, and
 * shards of one search are put together from them.
 */
import type { TotalName } from '../../simulation/rows.ts';
import type { Bound } from '../check.ts';

/** What is varied, as it stands in files: numbers between two ends, or one of several choices by its place. */
export interface FactorRange {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly isWhole: boolean;
  /** Null for numbers. */
  readonly choices: readonly unknown[] | null;
}

export interface SearchSettings {
  readonly scenario: string;
  /** Two or more results, the smaller the better. */
  readonly minimise: readonly TotalName[];
  readonly factors: readonly FactorRange[];
  readonly seed: number;
  /** Candidates at once, even. */
  readonly population: number;
  readonly generations: number;
  /** Searches beside each other, each with chance of its own; shards share them out. */
  readonly islands: number;
  /** Runs of each candidate in the search, at least 2. */
  readonly replications: number;
  /** Most fresh runs of a candidate, while an objective is undecided. */
  readonly freshMax: number;
  /** What demand may be instead, as ratios to the scenario's. */
  readonly demandRatios: readonly number[];
}

/** What is kept of a run: the results that are minimised or bounded, by name. */
export type RunFigures = Readonly<Record<string, number>>;

/** What was run of one candidate. */
export interface PointRuns {
  /** In the order of the factors. */
  readonly values: readonly number[];
  /** The objectives of the scenario at this point. */
  readonly bounds: readonly Bound[];
  /** Replications 0, 1, ... of the search. */
  readonly search: readonly RunFigures[];
  /** Replications after those; empty when it was not verified. */
  readonly fresh: readonly RunFigures[];
  /** For each ratio of demand but 1 the first replications after the search; empty where they were not run. */
  readonly byDemand: readonly (readonly RunFigures[])[];
}

/** What is known of a candidate under one of the demands: at 1 the fresh runs. */
export function runsUnder(
  { demandRatios, replications }: Pick<SearchSettings, 'demandRatios' | 'replications'>,
  { fresh, byDemand }: PointRuns,
  at: number,
): readonly RunFigures[] {
  return demandRatios[at] === 1 ? fresh.slice(0, replications) : (byDemand[at] ?? []);
}

/** In the order of their values, so that it does not matter who ran what when. */
export function inOrder<Point extends Pick<PointRuns, 'values'>>(points: Iterable<Point>): Point[] {
  return [...points].sort((one, other) => {
    const at = one.values.findIndex((value, index) => value !== other.values[index]);
    return at < 0 ? 0 : one.values[at]! - other.values[at]!;
  });
}

/** The most runs that the search takes with every demand, fresh runs of the hopeful not counted. */
export function plannedRuns(
  settings: Pick<SearchSettings, 'islands' | 'population' | 'generations' | 'replications' | 'demandRatios'>,
): number {
  const { islands, population, generations, replications, demandRatios } = settings;
  const others = demandRatios.filter((ratio) => ratio !== 1).length;
  return islands * population * generations * replications * (1 + others);
}

/** `scaling.bridges.count = 4, ...`: a candidate in words. */
export function candidateName(factors: readonly FactorRange[], values: readonly number[]): string {
  return factors.map(({ name }, at) => `${name} = ${valueText(factors[at]!, values[at]!)}`).join(', ');
}

export function valueText({ choices }: FactorRange, value: number): string {
  if (choices === null) return String(Number(value.toPrecision(6)));
  const choice = choices[value];
  return typeof choice === 'string' ? choice : JSON.stringify(choice);
}

/** The points, and those known from before that are not among them: what must not be lost when it is kept. */
export function withKnown(points: readonly PointRuns[], known: readonly PointRuns[]): PointRuns[] {
  const all = new Map([...known, ...points].map((one) => [one.values.join(), one]));
  return inOrder(all.values());
}
