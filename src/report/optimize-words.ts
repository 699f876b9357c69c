/**
 * An optimisation in plain words: the candidates by name, and the reason of every one that is not taken.
 */
import { formatEstimate, formatNumber } from '../charts/figures.ts';
import type { NamedCandidate, Optimization, OptimizeCandidate } from '../experiment/optimize/conclude.ts';
import type { Rejection } from '../experiment/optimize/judge.ts';
import { candidateName, type FactorRange, valueText } from '../experiment/optimize/search-settings.ts';

/** `violates joinFailureRatio: 0.02 ± 0.01, at most 0.001`. */
export function rejectionInWords(rejection: Rejection, factors: readonly FactorRange[]): string {
  switch (rejection.why) {
    case 'violates':
      return `violates ${rejection.objective}: ${formatEstimate(rejection.estimate)}, at most ${formatNumber(rejection.limitMax)}`;
    case 'undecided':
      return `too near to say: ${rejection.objective} is ${formatEstimate(rejection.estimate)} after ${rejection.estimate.replications} runs, at most ${formatNumber(rejection.limitMax)}`;
    case 'dominated': {
      const less = rejection.less.map(
        ({ total, difference }) => `${total} less by ${formatEstimate(difference)}`,
      );
      return `dominated by ${valuesText(factors, rejection.by)}: ${less.join(', ')}`;
    }
    case 'same':
      return `the same in every run as ${valuesText(factors, rejection.as)}`;
    case 'no-value':
      return `${rejection.total} has no value in some run`;
  }
}

function valuesText(factors: readonly FactorRange[], values: readonly number[]): string {
  return values.map((value, at) => valueText(factors[at]!, value)).join(', ');
}

/** The answer in sentences. */
export function optimizationInWords(found: Optimization): string[] {
  const { candidates, factors, knee, leastRegret, conflict, demandRatios } = found;
  if (!found.isComplete) {
    const waiting = candidates.filter(({ rejected, isVerified }) => rejected === null && !isVerified).length;
    return [
      `Not finished: ${candidates.length} candidates were run, ${waiting} of the hopeful wait for fresh runs; nothing is named before that.`,
    ];
  }
  if (knee === null || leastRegret === null) return [conflictInWords(conflict ?? [])];
  const named = ({ at }: NamedCandidate): string => candidateName(factors, candidates[at]!.values);
  const { regret, violatesAt, rejected } = candidates[leastRegret.at]!;
  const [low, high] = regret!.interval95;
  return [
    `Knee, nearest to the best of both: ${named(knee)} (named by ${percent(knee.shareOfSamples)} % of bootstrap samples).`,
    `Least regret when demand is ${demandRatios.join(', ')} times as large: ${named(leastRegret)}; at worst ${formatNumber(regret!.value)} of the way from the best to the worst (${formatNumber(low)} to ${formatNumber(high)}; named by ${percent(leastRegret.shareOfSamples)} % of samples).`,
    ...(rejected === null
      ? []
      : [`At the demand that is written it is ${rejectionInWords(rejected, factors)}.`]),
    ...violatesAt.map(
      ({ demandRatio, rejection }) =>
        `With demand ${demandRatio} times as large it ${rejectionInWords(rejection, factors)}.`,
    ),
  ];
}

function conflictInWords(conflict: NonNullable<Optimization['conflict']>): string {
  const counts = conflict.map(({ objective, violatedBy }) => `${objective} by ${violatedBy}`);
  const reason =
    conflict.length > 1
      ? ' Within these ranges the objectives contradict each other: loosen one, or widen a range.'
      : ' Widen a range, or loosen it.';
  return `No candidate meets the objectives: not met, or not surely, ${counts.join(', ')}.${reason}`;
}

function percent(share: number): string {
  return formatNumber(Math.round(100 * share));
}

/** What a row of a table says of a candidate. */
export function standingOf(found: Optimization, at: number): string {
  const one: OptimizeCandidate = found.candidates[at]!;
  if (one.rejected === null && !one.isVerified) return 'waits for fresh runs';
  const reason = one.rejected === null ? '' : rejectionInWords(one.rejected, found.factors);
  const isLeast = at === found.leastRegret?.at;
  if (one.rejected !== null) return isLeast ? `least regret; ${reason}` : reason;
  const words = [
    at === found.knee?.at ? 'knee' : '',
    isLeast ? 'least regret' : '',
    ...one.violatesAt.map(
      ({ demandRatio, rejection }) =>
        `at demand ${demandRatio} ${'objective' in rejection ? `violates ${rejection.objective}` : ''}`,
    ),
  ];
  return words.filter((word) => word !== '').join(', ') || 'front';
}
