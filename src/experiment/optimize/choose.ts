/**
 * Choices among candidates: the knee of a front, and the least regret when demand may be another one. How sure they are is
 * told by a bootstrap over the replications, which all candidates share.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import { kneeOf, normalised } from '../../stats/pareto/fronts.ts';
import { sampleQuantile } from '../../stats/sample-quantile.ts';

/** Values of a candidate's results, replication by replication. */
type Values = readonly (readonly number[])[];

interface Choice {
  readonly at: number;
  /** Of the bootstrap samples that choose the same. */
  readonly share: number;
}

/** Largest over the demands, 0 to 1. */
export interface Regret {
  readonly value: number;
  readonly interval95: readonly [number, number];
}

/** A candidate under one demand. */
export interface UnderDemand {
  readonly values: Values;
  /** An objective is surely violated: that is as bad as it gets. */
  readonly isOut: boolean;
}

const SAMPLES = 200;

/** @param front at least one candidate; all with the same replications */
export function chooseKnee(front: readonly Values[], random: RandomStream): Choice {
  const kneeAt = (replications: readonly number[]): number =>
    kneeOf(front.map((values) => meansAt(values, replications)));
  const { all, drawn } = samplesOf(front[0]![0]!.length, random);
  const at = kneeAt(all);
  return { at, share: drawn.filter((sample) => kneeAt(sample) === at).length / SAMPLES };
}

/**
 * Regret of a candidate under a demand: the mean over the results of how far it is from the best of those that violate
 * nothing there, 0, towards the worst of them, 1; all results weigh the same. One that surely violates an objective has 1.
 * The largest over the demands counts, and the candidate of whom it is smallest is chosen.
 *
 * @param candidates at least one, each under every demand; all with the same replications
 */
export function chooseLeastRegret(
  candidates: readonly (readonly UnderDemand[])[],
  random: RandomStream,
): Choice & { readonly regrets: readonly Regret[] } {
  const { all, drawn } = samplesOf(candidates[0]![0]!.values[0]!.length, random);
  const regrets = regretsAt(candidates, all);
  const at = leastOf(regrets);
  const samples = drawn.map((sample) => regretsAt(candidates, sample));
  return {
    at,
    share: samples.filter((sample) => leastOf(sample) === at).length / SAMPLES,
    regrets: regrets.map((value, index) => {
      const values = samples.map((sample) => sample[index]!);
      return { value, interval95: [sampleQuantile(values, 0.025), sampleQuantile(values, 0.975)] };
    }),
  };
}

function regretsAt(
  candidates: readonly (readonly UnderDemand[])[],
  replications: readonly number[],
): number[] {
  const largest = new Array<number>(candidates.length).fill(0);
  for (const demand of candidates[0]!.keys()) {
    const kept = candidates.flatMap((one, at) => (one[demand]!.isOut ? [] : [at]));
    const far = normalised(kept.map((at) => meansAt(candidates[at]![demand]!.values, replications)));
    candidates.forEach((one, at) => {
      const place = kept.indexOf(at);
      const regret = one[demand]!.isOut ? 1 : mean(far[place]!);
      largest[at] = Math.max(largest[at]!, regret);
    });
  }
  return largest;
}

/** All replications, and samples of them with replacement. */
function samplesOf(replications: number, random: RandomStream): { all: number[]; drawn: number[][] } {
  const all = Array.from({ length: replications }, (_, index) => index);
  const drawn = Array.from({ length: SAMPLES }, () => all.map(() => random.nextIndex(replications)));
  return { all, drawn };
}

function leastOf(regrets: readonly number[]): number {
  return regrets.indexOf(Math.min(...regrets));
}

function meansAt(values: Values, replications: readonly number[]): number[] {
  return values.map((runs) => mean(replications.map((at) => runs[at]!)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
