/**
 * React: follows the load with a fifth to spare (Chieu et al. 2009).
 *
 *   need = ceil(L / m) - C
 *   need > 0:            C + floor(1.2 need)
 *   1.1 L / m < C:       1.2 ceil(L / m)
 *   else                 C
 *
 * L is the load, m the load per instance, C the instances there. Source: ahmedaley/Autoscalers@87f2220 Reactive.py.
 *
 * Oddity kept: just below capacity a release asks for more than there is (9 needed of 10: 10.8).
 */
import type { Decision } from '../decision.ts';
import {
  figure,
  type LoadObservation,
  type LoadPolicy,
  loadInInstances,
  withinCounts,
} from './load-policy.ts';

const sparedRatio = 1.2;
const releaseBelowRatio = 1.1;

export function decideReact(policy: LoadPolicy, _memory: null, observation: LoadObservation): Decision<null> {
  const { load, count } = observation;
  const needed = Math.ceil(loadInInstances(policy, load));
  if (needed > count) {
    const wanted = count + Math.floor(sparedRatio * (needed - count));
    return decision(policy, wanted, `${needed} needed of ${count}: adds 1.2 times what is missing`);
  }
  if (releaseBelowRatio * loadInInstances(policy, load) < count) {
    return decision(policy, sparedRatio * needed, `${needed} needed of ${count}: keeps 1.2 times that`);
  }
  return decision(policy, count, `${figure(loadInInstances(policy, load))} needed of ${count}: holds`);
}

function decision(policy: LoadPolicy, wanted: number, reason: string): Decision<null> {
  return { desiredCount: withinCounts(policy, wanted), memory: null, reason };
}
