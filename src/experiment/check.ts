/**
 * A scenario held against its objectives and against earlier results, for a gate that has to say yes or no.
 */

import type { Study } from '../scenario/study.ts';
import type { TotalName } from '../simulation/rows.ts';
import { asWritten } from '../stats/as-written.ts';
import { type Estimate, estimate } from '../stats/estimate.ts';
import {
  confidencePerLook,
  plannedLooks,
  replicationsToDecide,
  type Side,
  sideOf,
} from '../stats/sequential-decision.ts';
import { PILOT_MIN } from '../stats/sequential-precision.ts';
import { studentTQuantile } from '../stats/student-t.ts';
import { type Difference, differenceOf, signOf } from './compare.ts';
import type { Results, VariantResults } from './results.ts';
import type { StopRule } from './stop-rule.ts';

export interface CheckedObjective {
  readonly variant: string;
  readonly objective: TotalName;
  readonly limitMax: number;
  readonly estimate: Estimate;
  readonly verdict: 'met' | 'violated' | 'inconclusive';
  /**
   * Replications more that would probably decide; 0 when decided, Infinity when the mean lies on the limit, NaN when a
   * single replication says nothing of the spread.
   */
  readonly replicationsMore: number;
}

export interface CheckedRegression {
  readonly variant: string;
  readonly total: TotalName;
  readonly difference: Difference;
  /** Whether the two were compared run by run, over the same random numbers. */
  readonly isPaired: boolean;
  /** `within-tolerance`: surely more than the baseline, but not surely by more than is allowed. */
  readonly verdict: 'worse' | 'within-tolerance' | 'better' | 'within-noise' | 'same';
}

export interface Check {
  readonly scenario: string;
  readonly currency: string;
  readonly seed: number;
  readonly replications: number;
  readonly objectives: readonly CheckedObjective[];
  /** Empty without a baseline. */
  readonly regressions: readonly CheckedRegression[];
  /** Variants that were not held against the baseline, as it has none of their name. */
  readonly withoutBaseline: readonly string[];
  readonly verdict: 'met' | 'violated' | 'inconclusive';
}

/** What is gated against earlier results: money, and what participants get for it. More of it is worse. */
const gatedTotals = [
  'costPerDay',
  'joinFailureRatio',
  'overstressedParticipantMinutesRatio',
  'recordingRefusedRatio',
  'participantMinutesOut',
  'joinWaitSecondsP95',
] as const satisfies readonly TotalName[];

/** Runs until every objective of every variant is decided: ten, twenty, ... at most `max`. */
export function untilDecided(study: Study, max: number): StopRule {
  const looks = plannedLooks({ first: PILOT_MIN, max });
  const objectives = study.variants.map((variant) => variant.objectives);
  return untilDecidedOn(objectives, looks, confidencePerLook(looks.length));
}

/** A bound on a total's mean. */
export interface Bound {
  readonly total: TotalName;
  readonly max: number;
}

/**
 * The same for bounds of one's own, at looks of one's own.
 *
 * @param bounds of each variant
 */
export function untilDecidedOn(
  bounds: readonly (readonly Bound[])[],
  looks: readonly number[],
  confidence: number,
): StopRule {
  return {
    firstLook: looks[0]!,
    next: (totals) => {
      const isDecided = bounds.every((mine, index) =>
        mine.every(({ total, max: limit }) => {
          const values = totals[index]!.map((run) => run[total]);
          return sideOf({ values, limit, confidence }) !== 'undecided';
        }),
      );
      return isDecided ? null : (looks.find((look) => look > totals[0]!.length) ?? null);
    },
  };
}

export interface CheckOptions {
  /** Earlier results to hold these against; null for none. */
  readonly baseline: Results | null;
  /** How much worse a total may be than in the baseline, as a share of it. */
  readonly toleranceRatio: number;
  /** Looks that were planned, when it ran until decided; 1 for a fixed number of replications. */
  readonly looks: number;
}

/** Holds results against their objectives and the baseline. */
export function checkResultsOf(results: Results, options: CheckOptions): Check {
  const confidence = confidencePerLook(options.looks);
  const objectives = results.variants.flatMap((variant) => {
    const bounds = variant.objectives.map(({ objective, limitMax }) => ({
      total: objective as TotalName,
      max: limitMax,
    }));
    return checkObjectives(variant, bounds, confidence);
  });
  const { baseline } = options;
  const regressions =
    baseline === null
      ? []
      : results.variants.flatMap((variant) =>
          regressionsOf(variant, counterpart(variant, results, baseline), {
            isSameSeed: results.seed === baseline.seed,
            toleranceRatio: options.toleranceRatio,
          }),
        );
  const { scenario, currency, seed, replications } = results;
  return {
    scenario,
    currency,
    seed,
    replications,
    objectives,
    regressions,
    withoutBaseline:
      baseline === null
        ? []
        : results.variants
            .filter((variant) => counterpart(variant, results, baseline) === null)
            .map(({ variant }) => variant),
    verdict: whole(objectives, regressions),
  };
}

const verdicts: Readonly<Record<Side, CheckedObjective['verdict']>> = {
  below: 'met',
  above: 'violated',
  undecided: 'inconclusive',
};

/** A variant's totals held against bounds. */
export function checkObjectives(
  variant: VariantResults,
  bounds: readonly Bound[],
  confidence: number,
): CheckedObjective[] {
  return bounds.map(({ total, max: limit }) => {
    const values = variant.totals.map((run) => run[total]);
    const verdict = verdicts[sideOf({ values, limit, confidence })];
    return {
      variant: variant.variant,
      objective: total,
      limitMax: limit,
      estimate: variant.estimates[total],
      verdict,
      replicationsMore: verdict === 'inconclusive' ? replicationsToDecide({ values, limit, confidence }) : 0,
    };
  });
}

/** The variant of that name in the baseline; when each has only one, those. */
function counterpart(variant: VariantResults, results: Results, baseline: Results): VariantResults | null {
  const named = baseline.variants.find((one) => one.variant === variant.variant);
  if (named !== undefined) return named;
  const areAlone = results.variants.length === 1 && baseline.variants.length === 1;
  return areAlone ? baseline.variants[0]! : null;
}

function regressionsOf(
  variant: VariantResults,
  before: VariantResults | null,
  options: { readonly isSameSeed: boolean; readonly toleranceRatio: number },
): CheckedRegression[] {
  if (before === null) return [];
  return gatedTotals.map((total) => {
    // A baseline was read back from its directory: compared are figures as they are written, or rounding looks like a change.
    const [now, then] = [variant, before].map(({ totals }) => totals.map((run) => asWritten(run[total])));
    const pairs = Math.min(now!.length, then!.length);
    const difference = options.isSameSeed
      ? differenceOf(then!.slice(0, pairs), now!.slice(0, pairs))
      : unpairedDifference(then!, now!);
    const { mean, halfWidth95 } = difference.difference;
    const allowed = options.toleranceRatio * Math.abs(difference.baseline.mean);
    const verdict = regressionVerdict(difference.sign, mean - halfWidth95 > allowed);
    return { variant: variant.variant, total, difference, isPaired: options.isSameSeed, verdict };
  });
}

function regressionVerdict(sign: Difference['sign'], isAboveAllowed: boolean): CheckedRegression['verdict'] {
  switch (sign) {
    case 'more':
      return isAboveAllowed ? 'worse' : 'within-tolerance';
    case 'less':
      return 'better';
    case 'same':
    case 'within-noise':
      return sign;
  }
}

/**
 * The difference of means of two independent samples, by Welch's t.
 *
 *   halfWidth95 = t(0.975; f) sqrt(u + v),   u = s1^2 / n1,  v = s2^2 / n2,
 *   f = (u + v)^2 / (u^2 / (n1 - 1) + v^2 / (n2 - 1))
 *
 * The half-width is NaN when either sample has a single value: its spread is not known.
 *
 * Source: B. L. Welch, Biometrika 34 (1947) 28-35.
 */
export function unpairedDifference(baseline: readonly number[], candidate: readonly number[]): Difference {
  const [one, other] = [estimate(baseline), estimate(candidate)];
  const replications = Math.min(baseline.length, candidate.length);
  if (replications < 2) {
    const difference = { mean: other.mean - one.mean, halfWidth95: Number.NaN, replications };
    return { baseline: one, candidate: other, difference, sign: signOf(difference, false) };
  }
  const [u, v] = [squaredError(baseline), squaredError(candidate)];
  const freedom = (u + v) ** 2 / (u ** 2 / (baseline.length - 1) + v ** 2 / (candidate.length - 1));
  const mean = other.mean - one.mean;
  const halfWidth95 = u + v === 0 ? 0 : studentTQuantile(0.975, freedom) * Math.sqrt(u + v);
  const difference = { mean, halfWidth95, replications };
  return { baseline: one, candidate: other, difference, sign: signOf(difference, u + v === 0 && mean === 0) };
}

/** s^2 / n. */
function squaredError(values: readonly number[]): number {
  const { mean } = estimate(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares / (values.length - 1) / values.length;
}

function whole(
  objectives: readonly CheckedObjective[],
  regressions: readonly CheckedRegression[],
): Check['verdict'] {
  const isViolated = objectives.some(({ verdict }) => verdict === 'violated');
  if (isViolated || regressions.some(({ verdict }) => verdict === 'worse')) return 'violated';
  return objectives.some(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'met';
}

/** Why results cannot be held against a baseline; null when they can. */
export function baselineProblem(results: Results, baseline: Results): string | null {
  if (results.currency !== baseline.currency) {
    return `is priced in ${baseline.currency}, and the scenario in ${results.currency}`;
  }
  if (results.horizonMinutes !== baseline.horizonMinutes) {
    return `is of ${baseline.horizonMinutes / 60} hours, and the scenario of ${results.horizonMinutes / 60}`;
  }
  const isKnown = results.variants.some((variant) => counterpart(variant, results, baseline) !== null);
  if (isKnown) return null;
  const names = baseline.variants.map(({ variant }) => variant).join(', ');
  return `has no variant of the scenario; it has ${names}`;
}
