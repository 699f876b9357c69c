/**
 * Elementary effects (Morris): which of many inputs matter, for few evaluations.
 *
 * Each trajectory begins at a random point of a grid of four levels and moves one input after the other, in random
 * order, by two thirds of its range. What the output changes by, for a whole range, is the input's elementary effect.
 *
 *   mu      mean of the effects: up or down
 *   mu*     mean of their sizes: how much, also when ups and downs cancel
 *   sigma   their standard deviation: curved, or dependent on the other inputs
 *
 * Source: M. D. Morris, Technometrics 33 (1991) 161-174; mu* of F. Campolongo, J. Cariboni, A. Saltelli,
 * Environmental Modelling & Software 22 (2007) 1509-1518.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import { type Estimate, estimate } from '../estimate.ts';
import { bootstrapIntervals, type Interval } from './bootstrap.ts';

/** Levels 0, 1/3, 2/3 and 1; a step joins two that are two levels apart. */
const LEVELS = 4;
const STEP = LEVELS / 2 / (LEVELS - 1);

/**
 * Points of the unit cube, trajectory by trajectory, `dimensions` + 1 each; neighbours differ in one coordinate.
 */
export function morrisDesign(
  dimensions: number,
  trajectories: number,
  random: RandomStream,
): readonly (readonly number[])[] {
  return Array.from({ length: trajectories }, () => {
    const start = Array.from({ length: dimensions }, () => random.nextIndex(LEVELS) / (LEVELS - 1));
    const points = [start];
    for (const moved of shuffled(dimensions, random)) {
      const last = points.at(-1)!;
      points.push(last.map((value, at) => (at === moved ? otherLevel(value) : value)));
    }
    return points;
  }).flat();
}

function otherLevel(value: number): number {
  return value > 0.5 ? Math.max(0, value - STEP) : Math.min(1, value + STEP);
}

function shuffled(count: number, random: RandomStream): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = random.nextIndex(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

export interface ElementaryEffects {
  /** Of the output for the whole range of the input; over trajectories, Student's t. */
  readonly mu: Estimate;
  readonly muStar: Estimate;
  readonly sigma: number;
  /** Bootstrap over trajectories, 95 %. */
  readonly sigmaInterval: Interval;
}

/**
 * Effects of each input from the evaluated design.
 *
 * @param points those of `morrisDesign`, perhaps rounded to what the inputs can be: steps are taken as they are
 * @param values the output at each point
 */
export function morrisEffects(
  points: readonly (readonly number[])[],
  values: ArrayLike<number>,
  random: RandomStream,
): ElementaryEffects[] {
  const dimensions = points[0]?.length ?? 0;
  const trajectories = points.length / (dimensions + 1);
  if (!Number.isInteger(trajectories) || values.length !== points.length) {
    throw new RangeError(`morrisEffects: ${points.length} points and ${values.length} values are no design`);
  }
  const effects = Array.from({ length: dimensions }, () => new Array<number>(trajectories).fill(0));
  for (let index = 1; index < points.length; index++) {
    if (index % (dimensions + 1) === 0) continue;
    const [before, after] = [points[index - 1]!, points[index]!];
    const moved = after.findIndex((value, at) => value !== before[at]);
    if (moved < 0) continue;
    effects[moved]![Math.floor(index / (dimensions + 1))] =
      (values[index]! - values[index - 1]!) / (after[moved]! - before[moved]!);
  }
  const intervals = bootstrapIntervals(
    trajectories,
    (rows) => effects.map((all) => deviation(Array.from(rows, (row) => all[row]!))),
    random,
  );
  return effects.map((all, at) => ({
    mu: estimate(all),
    muStar: estimate(all.map(Math.abs)),
    sigma: deviation(all),
    sigmaInterval: intervals[at]!,
  }));
}

function deviation(values: readonly number[]): number {
  const { mean } = estimate(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
