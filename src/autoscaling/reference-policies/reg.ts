/**
 * Reg: adds at once, releases along a fitted curve (Iqbal et al. 2011).
 *
 *   L / m > C:   ceil(1.05 L / m)
 *   need < C:    1.2 ceil(p(t)), never above C; p is the parabola through the last 60 needs by least squares
 *
 * Held when p(t) is not positive. Source: ahmedaley/Autoscalers@87f2220 Regression.py.
 */
import type { Decision } from '../decision.ts';
import { parabolaAtLast } from './least-squares.ts';
import {
  figure,
  type LoadObservation,
  type LoadPolicy,
  loadInInstances,
  withinCounts,
} from './load-policy.ts';

const needsMax = 60;
const repairRatio = 1.05;
const sparedRatio = 1.2;

/** Instances needed in the last intervals, oldest first. */
export type RegMemory = readonly number[];

export function decideReg(
  policy: LoadPolicy,
  memory: RegMemory,
  { load, count }: LoadObservation,
): Decision<RegMemory> {
  const fraction = loadInInstances(policy, load);
  const needed = Math.ceil(fraction);
  const needs = [...memory, needed].slice(-needsMax);
  const decision = (wanted: number, reason: string): Decision<RegMemory> => ({
    desiredCount: withinCounts(policy, wanted),
    memory: needs,
    reason: `${needed} needed of ${count}: ${reason}`,
  });
  if (fraction > count) return decision(repairRatio * fraction, 'adds at once, with 5 % to spare');
  if (needed >= count) return decision(count, 'holds');
  const fitted = parabolaAtLast(needs);
  if (Math.ceil(fitted) <= 0) return decision(count, 'the curve is not positive, so it holds');
  return decision(
    Math.min(count, sparedRatio * Math.ceil(fitted)),
    `the curve of the last ${needs.length} intervals stands at ${figure(fitted)}, times 1.2`,
  );
}
