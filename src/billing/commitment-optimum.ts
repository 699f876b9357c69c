/**
 * How much to commit: the newsvendor's answer, on the usage of every hour.
 *
 * Usage u of an hour is counted in on-demand money; committing C of it costs p C every hour, used or not, and what lies
 * above is on demand. The mean cost of an hour
 *
 *   cost(C) = p C + E max(0, u - C)
 *
 * is least where P(u > C) = p: the commitment is the (1 - p) quantile of the hourly usage. In the plan's own money it
 * is p C an hour.
 *
 * Source: Arrow, Harris and Marschak 1951 (newsvendor); the same figures as AWS and Azure find by trying candidates.
 */

export interface CommitmentPoint {
  /** On-demand money an hour that is committed. */
  readonly committed: number;
  /** Mean cost of an hour. */
  readonly cost: number;
  /** Share of the commitment that is used, and of the usage that is covered; NaN where nothing is committed or used. */
  readonly utilisation: number;
  readonly coverage: number;
}

export interface CommitmentOptimum extends CommitmentPoint {
  /** Committed over on-demand price: the optimum is the (1 - p) quantile. */
  readonly priceRatio: number;
  /** Money committed an hour at the plan's rate: what is bought. */
  readonly commitPerHour: number;
  /** Mean cost of an hour without any commitment, and the share of it saved. */
  readonly onDemandCost: number;
  readonly savingsRatio: number;
  /** The cost over what is committed, from nothing to the largest usage. */
  readonly curve: readonly CommitmentPoint[];
}

/** Points of the curve. */
const CURVE_POINTS = 41;

/**
 * The cheapest commitment for pooled hours (of all days, replications and months of the term).
 *
 * @param usage on-demand money of each hour; not empty
 * @param priceRatio committed price over on-demand price, above 0; at 1 or more nothing is worth committing
 * @param weights how often each hour occurs; default once each
 * @throws RangeError without hours, or with a ratio that is not positive
 */
export function optimalCommitment(options: {
  readonly usage: ArrayLike<number>;
  readonly priceRatio: number;
  readonly weights?: ArrayLike<number>;
}): CommitmentOptimum {
  const { priceRatio } = options;
  if (options.usage.length === 0) throw new RangeError('optimalCommitment: no hours of usage');
  if (!(priceRatio > 0))
    throw new RangeError(`optimalCommitment: priceRatio must be above 0, got ${priceRatio}`);
  const hours = Array.from(options.usage, (usage, index) => ({
    usage,
    weight: options.weights === undefined ? 1 : options.weights[index]!,
  })).sort((a, b) => a.usage - b.usage);
  const committed = priceRatio >= 1 ? 0 : weightedQuantile(hours, 1 - priceRatio);
  const best = pointAt(hours, committed, priceRatio);
  const onDemandCost = pointAt(hours, 0, priceRatio).cost;
  const largest = hours.at(-1)!.usage;
  return {
    ...best,
    priceRatio,
    commitPerHour: committed * priceRatio,
    onDemandCost,
    savingsRatio: onDemandCost === 0 ? 0 : 1 - best.cost / onDemandCost,
    curve: Array.from({ length: CURVE_POINTS }, (_, index) =>
      pointAt(hours, (largest * index) / (CURVE_POINTS - 1), priceRatio),
    ),
  };
}

type WeightedUsage = readonly { readonly usage: number; readonly weight: number }[];

/** The least usage that at least that share of the hours does not exceed. */
function weightedQuantile(sorted: WeightedUsage, share: number): number {
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  for (const { usage, weight } of sorted) {
    below += weight;
    // A share of hours counted in doubles may miss its mark by a rounding.
    if (below >= share * total * (1 - 1e-12)) return usage;
  }
  return sorted.at(-1)!.usage;
}

function pointAt(hours: WeightedUsage, committed: number, priceRatio: number): CommitmentPoint {
  let total = 0;
  let used = 0;
  let covered = 0;
  for (const { usage, weight } of hours) {
    total += weight;
    used += weight * usage;
    covered += weight * Math.min(usage, committed);
  }
  return {
    committed,
    cost: priceRatio * committed + (used - covered) / total,
    utilisation: committed === 0 ? Number.NaN : covered / (total * committed),
    coverage: used === 0 ? Number.NaN : covered / used,
  };
}
