/**
 * Model-predictive control: of all plans over a horizon the cheapest, and of it the first step.
 *
 *   minimise  sum over k of   s(k) + p (d(k) - s(k))+ + r |s(k) - s(k-1)|,   k = 1 .. H
 *   subject to  |s(k) - s(k-1)| <= rate,  min <= s <= max,  s(0) = instances ready or on their way
 *
 * d is the demand expected once the launch lag is over: what is asked for now serves only then, so the plan begins there
 * (dead-time compensation). p is what a missing instance costs for an interval, r what a change costs, both in
 * instance-intervals. Solved exactly by dynamic programming over counts, from the last interval back.
 *
 * Source: the receding-horizon form of provisioning in the literature, e.g. Roy, Dubey, Gokhale, CLOUD 2011; weights here.
 */
import type { Decision } from '../decision.ts';

export interface MpcPolicy {
  readonly minCount: number;
  readonly maxCount: number;
  /** p: one instance too few for an interval, in instance-intervals. */
  readonly shortagePenalty: number;
  /** r: adding or removing one instance, in instance-intervals. */
  readonly changePenalty: number;
  /** Most instances added or removed at a time. */
  readonly rateMax: number;
}

export interface MpcObservation {
  readonly nowMs: number;
  /** Instances ready or on their way. */
  readonly count: number;
  /** Demand in instances, as fractions, for the intervals after the launch lag. At least one. */
  readonly expected: readonly number[];
}

export function decideMpc(policy: MpcPolicy, _memory: null, observation: MpcObservation): Decision<null> {
  const { count, expected } = observation;
  const { minCount, maxCount } = policy;
  const start = Math.min(maxCount, Math.max(minCount, count));
  const next = cheapestFirstStep(policy, start, expected);
  const peak = Math.max(...expected);
  return {
    desiredCount: next,
    memory: null,
    reason: `expects ${figure(expected[0]!)} needed after the launch lag, at most ${figure(peak)} within ${expected.length} intervals: plan goes from ${count} to ${next}`,
  };
}

/** The count of the first interval of a cheapest plan; of several the one nearest to the present count. */
function cheapestFirstStep(policy: MpcPolicy, start: number, expected: readonly number[]): number {
  const { minCount, maxCount, shortagePenalty, changePenalty, rateMax } = policy;
  const counts = maxCount - minCount + 1;
  const costOf = (count: number, demand: number): number =>
    count + shortagePenalty * Math.max(0, demand - count);
  let later = new Float64Array(counts);
  for (let step = expected.length - 1; step > 0; step--) {
    const costs = new Float64Array(counts);
    for (let from = 0; from < counts; from++) {
      let best = Number.POSITIVE_INFINITY;
      const low = Math.max(0, from - rateMax);
      const high = Math.min(counts - 1, from + rateMax);
      for (let to = low; to <= high; to++) {
        const cost =
          costOf(minCount + to, expected[step]!) + changePenalty * Math.abs(to - from) + later[to]!;
        if (cost < best) best = cost;
      }
      costs[from] = best;
    }
    later = costs;
  }
  let chosen = start;
  let least = Number.POSITIVE_INFINITY;
  for (let change = 0; change <= rateMax; change++) {
    for (const count of [start - change, start + change]) {
      if (count < minCount || count > maxCount) continue;
      const cost = costOf(count, expected[0]!) + changePenalty * change + later[count - minCount]!;
      if (cost < least) {
        least = cost;
        chosen = count;
      }
    }
  }
  return chosen;
}

function figure(value: number): string {
  return String(Number(value.toFixed(2)));
}
