/**
 * Judgements on candidates: by intervals, never by bare means. Every one keeps its reason, with its figures.
 */
import type { TotalName } from '../../simulation/rows.ts';
import { type Estimate, estimate, estimatePairedDifference } from '../../stats/estimate.ts';
import { confidencePerLook, type Side, sideOf } from '../../stats/sequential-decision.ts';
import type { Bound } from '../check.ts';
import type { RunFigures } from './search-settings.ts';

const CONFIDENCE = 0.95;

/** A candidate with the runs it is judged by: the same replications for all, leading ones where one has more. */
export interface Judged {
  readonly values: readonly number[];
  readonly bounds: readonly Bound[];
  readonly totals: readonly RunFigures[];
}

/** Why a candidate is not to be taken. */
export type Rejection =
  | {
      readonly why: 'violates' | 'undecided';
      readonly objective: TotalName;
      readonly limitMax: number;
      readonly estimate: Estimate;
    }
  | {
      readonly why: 'dominated';
      readonly by: readonly number[];
      /** What the other has less of, run by run, in the order of the results; those that differ beyond the noise. */
      readonly less: readonly { readonly total: TotalName; readonly difference: Estimate }[];
    }
  | { readonly why: 'same'; readonly as: readonly number[] }
  | { readonly why: 'no-value'; readonly total: TotalName };

/** Verdicts on the objectives. @param looks planned; each is taken with the confidence that leaves 95 % for all */
export function sidesOf({ bounds, totals }: Judged, looks: number): Side[] {
  const confidence = confidencePerLook(looks, CONFIDENCE);
  return bounds.map(({ total, max }) =>
    sideOf({ values: totals.map((run) => run[total]!), limit: max, confidence }),
  );
}

/** The objective that it surely violates; `undecided` ones only when asked for: what is within the noise is not trusted. */
export function violationOf(
  one: Judged,
  options: { readonly looks: number; readonly undecidedToo: boolean },
): Rejection | null {
  const sides = sidesOf(one, options.looks);
  const wanted: readonly Side[] = options.undecidedToo ? ['above', 'undecided'] : ['above'];
  for (const side of wanted) {
    const at = sides.indexOf(side);
    if (at < 0) continue;
    const { total, max } = one.bounds[at]!;
    return {
      why: side === 'above' ? 'violates' : 'undecided',
      objective: total,
      limitMax: max,
      estimate: estimate(one.totals.map((run) => run[total]!)),
    };
  }
  return null;
}

/** How much of the constraints the means violate, for the search: shares of the limits beyond them. */
export function violationAmount({ bounds, totals }: Judged): number {
  return bounds.reduce((sum, { total, max }) => {
    const { mean } = estimate(totals.map((run) => run[total]!));
    const beyond = max > 0 ? mean / max - 1 : mean - max;
    return Number.isNaN(beyond) ? sum : sum + Math.max(0, beyond);
  }, 0);
}

export function meansOf(totals: readonly RunFigures[], names: readonly TotalName[]): number[] {
  return names.map((name) => estimate(totals.map((run) => run[name]!)).mean);
}

/**
 * The candidate that makes another pointless: no mean of it is larger, and one result is smaller beyond the noise, run by
 * run. By means alone, candidates within each other's noise would push each other out by luck. A candidate that gives the
 * same as one before it in every run is pointless too.
 *
 * Means decide who may dominate, so that there are no circles.
 */
export function dominationOf(
  one: Judged,
  others: readonly Judged[],
  minimise: readonly TotalName[],
): Rejection | null {
  const missing = minimise.find((total) => one.totals.some((run) => Number.isNaN(run[total])));
  if (missing !== undefined) return { why: 'no-value', total: missing };
  const index = others.indexOf(one);
  for (const [at, other] of others.entries()) {
    if (other === one) continue;
    const differences = minimise.map((total) => ({ total, difference: lessBy(one, other, total) }));
    if (!differences.every(({ difference }) => difference.mean >= 0)) continue;
    const less = differences.filter(({ difference }) => isSure(difference));
    if (less.length > 0) return { why: 'dominated', by: other.values, less };
    const areSame = differences.every(
      ({ difference }) => difference.mean === 0 && difference.halfWidth95 === 0,
    );
    if (areSame && at < index) return { why: 'same', as: other.values };
  }
  return null;
}

/** One's less the other's, over the replications that both have. */
function lessBy(one: Judged, other: Judged, total: TotalName): Estimate {
  const both = Math.min(one.totals.length, other.totals.length);
  const valuesOf = ({ totals }: Judged): number[] => totals.slice(0, both).map((run) => run[total]!);
  return estimatePairedDifference({ baseline: valuesOf(other), candidate: valuesOf(one) });
}

function isSure({ mean, halfWidth95 }: Estimate): boolean {
  return mean > halfWidth95 && mean > 0;
}
