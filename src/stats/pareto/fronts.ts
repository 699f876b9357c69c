/**
 * Pareto fronts of points with several objectives, all of them the smaller the better.
 */
type Objectives = readonly number[];

/** Nowhere worse and somewhere better. */
function dominates(one: Objectives, other: Objectives): boolean {
  return one.every((value, at) => value <= other[at]!) && one.some((value, at) => value < other[at]!);
}

/** Front of each point: 0 when none dominates it, 1 when only those of front 0 do, and so on. */
export function frontRanks(points: readonly Objectives[]): number[] {
  const dominated = points.map((one) => points.flatMap((other, at) => (dominates(one, other) ? [at] : [])));
  const above = new Array<number>(points.length).fill(0);
  for (const all of dominated) for (const at of all) above[at]! += 1;
  const ranks = new Array<number>(points.length).fill(0);
  let front = above.flatMap((count, at) => (count === 0 ? [at] : []));
  for (let rank = 0; front.length > 0; rank++) {
    const next: number[] = [];
    for (const at of front) {
      ranks[at] = rank;
      for (const below of dominated[at]!) {
        above[below]! -= 1;
        if (above[below] === 0) next.push(below);
      }
    }
    front = next;
  }
  return ranks;
}

/** How alone each point of a front is: the perimeter to its neighbours, infinite at the ends. */
export function crowdingDistances(front: readonly Objectives[]): number[] {
  const distances = new Array<number>(front.length).fill(0);
  for (let at = 0; at < (front[0]?.length ?? 0); at++) {
    const order = [...front.keys()].sort((one, other) => front[one]![at]! - front[other]![at]!);
    const span = front[order.at(-1)!]![at]! - front[order[0]!]![at]!;
    order.forEach((index, place) => {
      const [before, after] = [order[place - 1], order[place + 1]];
      if (before === undefined || after === undefined) distances[index] = Number.POSITIVE_INFINITY;
      else if (span > 0) distances[index]! += (front[after]![at]! - front[before]![at]!) / span;
    });
  }
  return distances;
}

/** Objectives from 0, the best of all points, to 1, the worst. */
export function normalised(points: readonly Objectives[]): number[][] {
  const ends = (points[0] ?? []).map((_, at) => {
    const values = points.map((point) => point[at]!);
    return { low: Math.min(...values), span: Math.max(...values) - Math.min(...values) };
  });
  return points.map((point) =>
    point.map((value, at) => (ends[at]!.span > 0 ? (value - ends[at]!.low) / ends[at]!.span : 0)),
  );
}

/** The point nearest to the best of every objective, each from its best to its worst of the front. */
export function kneeOf(front: readonly Objectives[]): number {
  const distances = normalised(front).map((point) => Math.hypot(...point));
  return distances.indexOf(Math.min(...distances));
}
