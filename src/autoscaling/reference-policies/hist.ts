/**
 * Hist: what the same hour needed on the days before (Urgaonkar et al. 2008).
 *
 *   p = 90th percentile of the needs seen in the coming hour of the day
 *   e = mean of C - need over the last 5 intervals
 *   p - e, or p - e / 5 if that would not be positive;  C in place of p while the hour was never seen
 *   L / m > C:  at least ceil(1.05 L / m)
 *
 * Source: ahmedaley/Autoscalers@87f2220 Histogram.py; at most 730 needs an hour are kept, as there.
 */
import type { Decision } from '../decision.ts';
import {
  figure,
  type LoadObservation,
  type LoadPolicy,
  loadInInstances,
  withinCounts,
} from './load-policy.ts';

const errorsCount = 5;
const needsPerHourMax = 730;
const percentile = 0.9;
const repairRatio = 1.05;

export interface HistMemory {
  /** Needs seen in each hour of the day, oldest first. */
  readonly needsByHour: readonly (readonly number[])[];
  /** Surplus (C - need) of the last intervals, oldest first. */
  readonly errors: readonly number[];
}

export interface HistObservation extends LoadObservation {
  /** Hour of the day now, and of the interval for which is decided: 0 to 23, local. */
  readonly hour: number;
  readonly comingHour: number;
}

export const initialHistMemory: HistMemory = {
  needsByHour: Array.from({ length: 24 }, () => []),
  errors: [],
};

export function decideHist(
  policy: LoadPolicy,
  memory: HistMemory,
  observation: HistObservation,
): Decision<HistMemory> {
  const { load, count, hour, comingHour } = observation;
  const needed = Math.ceil(loadInInstances(policy, load));
  const errors = [...memory.errors, count - needed].slice(-errorsCount);
  const error = errors.length === errorsCount ? errors.reduce((sum, each) => sum + each, 0) / errorsCount : 0;
  const seen = memory.needsByHour[comingHour]!.toSorted((a, b) => a - b);
  const usual = seen[Math.floor(seen.length * percentile)] ?? count;
  const predicted = usual - error > 0 ? usual - error : usual - error / 5;
  const needsByHour = memory.needsByHour.map((needs, index) =>
    index === hour ? [...needs, needed].slice(-needsPerHourMax) : needs,
  );
  const short = loadInInstances(policy, load) > count;
  const repaired = Math.ceil(repairRatio * loadInInstances(policy, load));
  return {
    desiredCount: withinCounts(policy, short ? Math.max(predicted, repaired) : predicted),
    memory: { needsByHour, errors },
    reason:
      `usually ${usual} at ${comingHour} o'clock, mean surplus ${figure(error)}` +
      (short ? `; ${needed} needed of ${count} now: at least ${repaired}` : ''),
  };
}
