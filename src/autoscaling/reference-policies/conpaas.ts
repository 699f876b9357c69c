/**
 * ConPaaS: several forecasts of the load, of which the one with the least error in the interval before is believed
 * (Fernandez, Pierre, Kielmann 2014). Kept over the last 20 intervals:
 *
 *   autoregression     mean + phi (need - mean), phi by least squares
 *   linear regression  the straight line through the needs, one interval on
 *   smoothing          s = need / 2 + s / 2
 *
 * Until there are 20, the need itself; below one instance's load a third of one; a forecast that is not positive holds.
 *
 * Simplification: the original's autoregression is of order up to 20 in a library that is not published with it; one
 * order is what 20 samples can tell. It averages forecasts of several steps; ours is of the coming one.
 *
 * Source: ahmedaley/Autoscalers@87f2220 ConPaaSAutoscaler.py.
 */
import type { Decision } from '../decision.ts';
import {
  figure,
  type LoadObservation,
  type LoadPolicy,
  loadInInstances,
  withinCounts,
} from './load-policy.ts';

const window = 20;
const smoothingRatio = 0.5;

export interface ConpaasMemory {
  /** Needs of the last intervals as fractions, oldest first. */
  readonly needs: readonly number[];
  /** What each forecast said of the present interval; null before there was one. */
  readonly forecasts: readonly number[] | null;
}

export const initialConpaasMemory: ConpaasMemory = { needs: [], forecasts: null };

const names = ['autoregression', 'linear regression', 'smoothing'] as const;

export function decideConpaas(
  policy: LoadPolicy,
  memory: ConpaasMemory,
  { load, count }: LoadObservation,
): Decision<ConpaasMemory> {
  const need = loadInInstances(policy, load);
  const needs = [...memory.needs, need].slice(-window);
  const decision = (wanted: number, reason: string, forecasts: readonly number[] | null) => ({
    desiredCount: withinCounts(policy, wanted),
    memory: { needs, forecasts },
    reason,
  });
  if (needs.length < window) {
    return decision(need, `${figure(need)} needed; ${needs.length} of ${window} intervals known`, null);
  }
  const forecasts = [autoregression(needs), nextOnLine(needs), smoothed(needs)];
  const best = leastError(memory.forecasts, need);
  const forecast = forecasts[best]!;
  if (need <= 1) return decision(1 / 3, `${figure(need)} needed: less than one instance`, forecasts);
  if (!(forecast > 0)) {
    return decision(count, `${names[best]} forecasts ${figure(forecast)}: holds`, forecasts);
  }
  return decision(forecast, `${names[best]} forecasts ${figure(forecast)}, now ${figure(need)}`, forecasts);
}

/** Index of the forecast that was nearest to what came; the first without any. */
function leastError(forecasts: readonly number[] | null, need: number): number {
  if (forecasts === null) return 0;
  const errors = forecasts.map((forecast) => Math.abs(forecast - need));
  return errors.indexOf(Math.min(...errors));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function autoregression(needs: readonly number[]): number {
  const average = mean(needs);
  let products = 0;
  let squares = 0;
  for (let index = 1; index < needs.length; index++) {
    const before = needs[index - 1]! - average;
    products += before * (needs[index]! - average);
    squares += before * before;
  }
  const phi = squares === 0 ? 0 : products / squares;
  return average + phi * (needs.at(-1)! - average);
}

/** The least-squares line, one step beyond the last value. */
function nextOnLine(needs: readonly number[]): number {
  const middle = (needs.length - 1) / 2;
  let products = 0;
  let squares = 0;
  needs.forEach((need, index) => {
    products += (index - middle) * need;
    squares += (index - middle) ** 2;
  });
  return mean(needs) + (products / squares) * (needs.length - middle);
}

function smoothed(needs: readonly number[]): number {
  return needs.reduce((level, need) => smoothingRatio * need + (1 - smoothingRatio) * level);
}
