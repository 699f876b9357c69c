/**
 * NSGA-II: searches the Pareto front of several objectives over whole and real variables, within constraints.
 *
 * Source: K. Deb, A. Pratap, S. Agarwal, T. Meyarivan, IEEE Transactions on Evolutionary Computation 6 (2002) 182-197;
 * simulated binary crossover and polynomial mutation of its section IV, with indexes 15 and 20; constrained domination of
 * its section VI: what keeps the constraints before what does not, and of that the smaller violation first.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import { crowdingDistances, frontRanks } from './fronts.ts';

export interface SearchVariable {
  readonly low: number;
  readonly high: number;
  readonly isWhole: boolean;
}

/** What is known of a point. */
export interface Scored {
  readonly objectives: readonly number[];
  /** By how much constraints are violated, in all; 0 when all are kept. */
  readonly violation: number;
}

export interface Searched extends Scored {
  readonly values: readonly number[];
}

export interface SearchOptions {
  readonly variables: readonly SearchVariable[];
  /** Objectives of each point, all to be minimised, and what it violates. */
  readonly evaluate: (points: readonly (readonly number[])[]) => Promise<readonly Scored[]>;
  /** Even, at least 4. */
  readonly population: number;
  readonly generations: number;
  readonly random: RandomStream;
}

const CROSSOVER_INDEX = 15;
const MUTATION_INDEX = 20;
const CROSSOVER_RATIO = 0.9;

interface Ranked extends Searched {
  readonly rank: number;
  readonly crowding: number;
}

/** The last population; what violates nothing and is dominated by nothing in it is the answer. */
export async function searchFront(options: SearchOptions): Promise<Searched[]> {
  const { variables, population, generations, random } = options;
  const evaluated = async (points: readonly (readonly number[])[]): Promise<Searched[]> => {
    const scored = await options.evaluate(points);
    return points.map((values, at) => ({ values, ...scored[at]! }));
  };
  const start = Array.from({ length: population }, () =>
    variables.map((variable) =>
      snapped(variable, variable.low + random.nextUnit() * (variable.high - variable.low)),
    ),
  );
  let parents = ranked(await evaluated(start));
  for (let generation = 1; generation < generations; generation++) {
    const children: number[][] = [];
    while (children.length < population) {
      const pair = crossed(tournament(parents, random), tournament(parents, random), variables, random);
      children.push(...pair.map((child) => mutated(child, variables, random)));
    }
    parents = ranked([...parents, ...(await evaluated(children))])
      .sort((one, other) => one.rank - other.rank || moreAlone(one.crowding, other.crowding))
      .slice(0, population);
  }
  return parents.map(({ values, objectives, violation }) => ({ values, objectives, violation }));
}

function ranked(all: readonly Searched[]): Ranked[] {
  const ranks = constrainedRanks(all);
  const crowding = new Array<number>(all.length).fill(0);
  for (let rank = 0; rank <= Math.max(...ranks); rank++) {
    const front = ranks.flatMap((one, at) => (one === rank ? [at] : []));
    crowdingDistances(front.map((at) => all[at]!.objectives)).forEach((distance, place) => {
      crowding[front[place]!] = distance;
    });
  }
  return all.map((one, at) => ({
    ...one,
    rank: ranks[at]!,
    crowding: crowding[at]!,
  }));
}

/** Fronts of the points that keep the constraints; behind them the others, by violation. */
function constrainedRanks(all: readonly Scored[]): number[] {
  const ranks = new Array<number>(all.length).fill(0);
  const kept = all.flatMap(({ violation }, at) => (violation > 0 ? [] : [at]));
  frontRanks(kept.map((at) => all[at]!.objectives)).forEach((rank, place) => {
    ranks[kept[place]!] = rank;
  });
  const behind = kept.reduce((last, at) => Math.max(last, ranks[at]! + 1), 0);
  const violations = [...new Set(all.map(({ violation }) => violation).filter((one) => one > 0))];
  violations.sort((one, other) => one - other);
  all.forEach(({ violation }, at) => {
    if (violation > 0) ranks[at] = behind + violations.indexOf(violation);
  });
  return ranks;
}

/** The more alone first; two ends of a front, infinitely alone both, are alike. */
function moreAlone(one: number, other: number): number {
  return one === other ? 0 : other > one ? 1 : -1;
}

function tournament(parents: readonly Ranked[], random: RandomStream): readonly number[] {
  const one = parents[random.nextIndex(parents.length)]!;
  const other = parents[random.nextIndex(parents.length)]!;
  if (one.rank !== other.rank) return (one.rank < other.rank ? one : other).values;
  return (one.crowding >= other.crowding ? one : other).values;
}

/** Simulated binary crossover: children as far apart as their parents, or a little nearer or farther. */
function crossed(
  one: readonly number[],
  other: readonly number[],
  variables: readonly SearchVariable[],
  random: RandomStream,
): [number[], number[]] {
  const [first, second] = [[...one], [...other]];
  if (random.nextUnit() > CROSSOVER_RATIO) return [first, second];
  variables.forEach((variable, at) => {
    if (random.nextUnit() > 0.5) return;
    const unit = random.nextUnit();
    const spread =
      unit <= 0.5
        ? (2 * unit) ** (1 / (CROSSOVER_INDEX + 1))
        : (1 / (2 * (1 - unit))) ** (1 / (CROSSOVER_INDEX + 1));
    const [middle, half] = [(one[at]! + other[at]!) / 2, (spread * (other[at]! - one[at]!)) / 2];
    // Either child may take after either parent: without it children would hardly mix.
    const side = random.nextUnit() < 0.5 ? half : -half;
    first[at] = snapped(variable, middle - side);
    second[at] = snapped(variable, middle + side);
  });
  return [first, second];
}

/** Polynomial mutation of one variable in each point, on average; a whole one moves by 1 at least. */
function mutated(
  values: readonly number[],
  variables: readonly SearchVariable[],
  random: RandomStream,
): number[] {
  return values.map((value, at) => {
    if (random.nextUnit() > 1 / variables.length) return value;
    const variable = variables[at]!;
    const unit = random.nextUnit();
    const move =
      unit < 0.5
        ? (2 * unit) ** (1 / (MUTATION_INDEX + 1)) - 1
        : 1 - (2 * (1 - unit)) ** (1 / (MUTATION_INDEX + 1));
    const step = move * (variable.high - variable.low);
    return snapped(
      variable,
      value + (variable.isWhole ? Math.sign(step) * Math.max(1, Math.abs(step)) : step),
    );
  });
}

function snapped({ low, high, isWhole }: SearchVariable, value: number): number {
  const inside = Math.min(high, Math.max(low, value));
  return isWhole ? Math.round(inside) : inside;
}
