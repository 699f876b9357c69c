/**
 * Adapt: a controller whose rate follows the change of the load (Ali-Eldin, Tordsson, Elmroth 2012).
 *
 *   R = (avgC / n) (dL / n) n = avgC dL / n      n: mean capacity so far, avgC: that of the last interval
 *   R < 0: R / 4                                 release slowly
 *   the sum of R dt is acted on by its whole part, never below ceil(L / m)
 *   need > C: adds ceil(1.1 need) - C besides
 *
 * dL is the change of the need since the interval before, dt = 1 interval.
 *
 * Simplification: the original estimates R anew after a horizon of 5 D / avgC intervals with D = C / 100, which is
 * below one interval at any capacity; we estimate in every interval.
 *
 * Source: ahmedaley/Autoscalers@87f2220 AKTE.py.
 */
import type { Decision } from '../decision.ts';
import {
  figure,
  type LoadObservation,
  type LoadPolicy,
  loadInInstances,
  withinCounts,
} from './load-policy.ts';

const releaseDivisor = 4;
const repairRatio = 1.1;

export interface AdaptMemory {
  /** Sum of R dt not acted on yet, instances; in (-1, 1). */
  readonly pending: number;
  readonly previousNeed: number | null;
  readonly intervals: number;
  /** Capacity summed over the intervals, instances. */
  readonly capacitySum: number;
}

export const initialAdaptMemory: AdaptMemory = {
  pending: 0,
  previousNeed: null,
  intervals: 0,
  capacitySum: 0,
};

export function decideAdapt(
  policy: LoadPolicy,
  memory: AdaptMemory,
  { load, count }: LoadObservation,
): Decision<AdaptMemory> {
  const needed = Math.ceil(loadInInstances(policy, load));
  const intervals = memory.intervals + 1;
  const capacitySum = memory.capacitySum + count;
  const meanCapacity = capacitySum / intervals;
  const change = needed - (memory.previousNeed ?? needed);
  const raw = meanCapacity === 0 ? 0 : (count * change) / meanCapacity;
  const rate = raw < 0 ? raw / releaseDivisor : raw;
  const accumulated = memory.pending + rate;
  const whole = Math.trunc(accumulated);
  const repair = needed > count ? Math.ceil(repairRatio * needed) - count : 0;
  const wanted = whole < 0 ? Math.max(count + whole, needed) : count + whole + repair;
  return {
    desiredCount: withinCounts(policy, wanted),
    memory: { pending: accumulated - whole, previousNeed: needed, intervals, capacitySum },
    reason:
      `need changed by ${change}, rate ${figure(rate)} an interval: ${whole < 0 ? 'releases' : 'adds'} ${Math.abs(whole)}` +
      (repair > 0 ? ` and ${repair} for the ${needed} needed of ${count}` : ''),
  };
}
