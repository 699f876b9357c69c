/**
 * Two or more variants of the same demand, compared replication by replication. All meet the same conferences (common
 * random numbers), so what both share cancels, and the interval of a difference is far narrower than that of two means.
 */
import { billInstances } from '../billing/instance-cost.ts';
import { microUnitsToAmount } from '../billing/money.ts';
import type { TotalName } from '../simulation/rows.ts';
import { type Estimate, estimate, estimatePairedDifference } from '../stats/estimate.ts';
import type { Results, VariantResults } from './results.ts';

/** A difference candidate minus baseline, and what can be said of its sign with 95 % confidence. */
export interface Difference {
  readonly baseline: Estimate;
  readonly candidate: Estimate;
  readonly difference: Estimate;
  readonly sign: 'more' | 'less' | 'same' | 'within-noise';
}

/** A part of a difference. The parts of one measure add up to it. */
export interface DifferencePart {
  readonly part: string;
  readonly difference: Estimate;
}

export interface CandidateComparison {
  readonly variant: string;
  readonly differences: Readonly<Record<TotalName, Difference>>;
  /** Where a difference comes from; measures that do not differ are left out. */
  readonly parts: readonly { readonly of: TotalName; readonly parts: readonly DifferencePart[] }[];
}

export interface Comparison {
  readonly scenario: string;
  readonly currency: string;
  readonly seed: number;
  readonly replications: number;
  /** Name of the variant that the others are compared with. */
  readonly baseline: string;
  readonly candidates: readonly CandidateComparison[];
}

/**
 * Compares every other variant of the results with one of them.
 *
 * @param baseline name of a variant; the first unless given
 * @throws RangeError when there is no such variant, or nothing to compare it with
 */
export function compareVariants(results: Results, baseline?: string): Comparison {
  const base = results.variants.find(({ variant }) => variant === (baseline ?? results.variants[0]?.variant));
  if (base === undefined) throw new RangeError(`compareVariants: no variant ${baseline}`);
  const others = results.variants.filter((variant) => variant !== base);
  if (others.length === 0) throw new RangeError('compareVariants: there is only one variant');
  return {
    scenario: results.scenario,
    currency: results.currency,
    seed: results.seed,
    replications: results.replications,
    baseline: base.variant,
    candidates: others.map((candidate) => compareTwo(base, candidate, results.horizonMinutes)),
  };
}

function compareTwo(
  base: VariantResults,
  candidate: VariantResults,
  horizonMinutes: number,
): CandidateComparison {
  const names = Object.keys(base.totals[0] ?? {}) as TotalName[];
  const differences = Object.fromEntries(
    names.map((name) => [name, differenceOf(valuesOf(base, name), valuesOf(candidate, name))]),
  ) as Record<TotalName, Difference>;
  const parts = partsOf(base, horizonMinutes).map(({ of, parts: mine }, index) => {
    const theirs = partsOf(candidate, horizonMinutes)[index]!.parts;
    const size = largest(valuesOf(base, of), valuesOf(candidate, of));
    const found = mine.map(({ part, values }, at) => ({
      part,
      difference: estimatePairedDifference({ baseline: values, candidate: theirs[at]!.values }),
    }));
    return { of, parts: found.filter(({ difference }) => isMoreThanRounding(difference, size)) };
  });
  return {
    variant: candidate.variant,
    differences,
    parts: parts.filter(({ of, parts: all }) => all.length > 0 && differences[of].sign !== 'same'),
  };
}

/** The paired difference of one value a replication. */
export function differenceOf(baseline: readonly number[], candidate: readonly number[]): Difference {
  const difference = estimatePairedDifference({ baseline, candidate });
  // Sums over other bridges are rounded otherwise: a last digit is no difference.
  const least = SAME_RATIO * largest(baseline, candidate);
  const isEqual = candidate.every((value, index) => Math.abs(value - baseline[index]!) <= least);
  return {
    baseline: estimate(baseline),
    candidate: estimate(candidate),
    difference,
    sign: signOf(difference, isEqual),
  };
}

/** The sign of a difference, as far as its interval shows it. */
export function signOf({ mean, halfWidth95 }: Estimate, isEqual: boolean): Difference['sign'] {
  if (isEqual) return 'same';
  if (mean - halfWidth95 > 0) return 'more';
  return mean + halfWidth95 < 0 ? 'less' : 'within-noise';
}

interface Part {
  readonly part: string;
  /** One value a replication. */
  readonly values: readonly number[];
}

/** What measures are made of. The same parts in the same order for every variant. */
function partsOf(
  variant: VariantResults,
  horizonMinutes: number,
): { readonly of: TotalName; readonly parts: readonly Part[] }[] {
  const of = (name: TotalName): readonly number[] => valuesOf(variant, name);
  const without = (whole: readonly number[], ...taken: readonly (readonly number[])[]): number[] =>
    whole.map((value, index) => taken.reduce((rest, values) => rest - values[index]!, value));
  const bridges = poolCostPerDay(variant, 'bridges', horizonMinutes);
  const jibris = poolCostPerDay(variant, 'jibris', horizonMinutes);
  const launching = of('bridgeHoursLaunching');
  const draining = of('bridgeHoursDraining');
  const failedBy = [of('joinsFailedByFront'), of('joinsFailedByProsody'), of('joinsFailedByFocus')];
  return [
    {
      of: 'costPerDay',
      parts: [
        { part: 'bridges', values: bridges },
        { part: 'Jibris', values: jibris },
        { part: 'everything else', values: without(of('costPerDay'), bridges, jibris) },
      ],
    },
    {
      of: 'bridgeHoursPaid',
      parts: [
        { part: 'ready', values: without(of('bridgeHoursPaid'), launching, draining) },
        { part: 'launching', values: launching },
        { part: 'draining', values: draining },
      ],
    },
    {
      of: 'joinsFailed',
      parts: [
        { part: 'no bridge', values: without(of('joinsFailed'), ...failedBy) },
        { part: 'web front', values: failedBy[0]! },
        { part: 'Prosody', values: failedBy[1]! },
        { part: 'Jicofo', values: failedBy[2]! },
      ],
    },
  ];
}

/** What a pool cost a day, replication by replication. */
function poolCostPerDay(
  variant: VariantResults,
  pool: 'bridges' | 'jibris',
  horizonMinutes: number,
): number[] {
  const price = variant.prices.find((one) => one.pool === pool);
  const lives = variant.lives.filter((life) => life.pool === pool);
  return variant.totals.map((_, replication) => {
    if (price === undefined) return 0;
    const mine = lives.filter((life) => life.replication === replication);
    const cost = microUnitsToAmount(billInstances(mine, price).costMicroUnits);
    return (cost * MINUTES_PER_DAY) / horizonMinutes;
  });
}

const MINUTES_PER_DAY = 1440;
/** Values that differ by less than this share of the largest are the same. */
const SAME_RATIO = 1e-12;
/** Differences below this share of the whole are rounding: bills are rounded to the micro-unit. */
const ROUNDING_RATIO = 1e-5;

function isMoreThanRounding({ mean, halfWidth95 }: Estimate, size: number): boolean {
  return Math.abs(mean) > ROUNDING_RATIO * size || halfWidth95 > ROUNDING_RATIO * size;
}

function largest(...values: readonly (readonly number[])[]): number {
  return values.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function valuesOf({ totals }: VariantResults, name: TotalName): readonly number[] {
  return totals.map((run) => run[name]);
}
