/**
 * The smallest count that meets objectives, by sequential tests around a first guess: gallop away from it, then halve.
 * Every count is looked at once; all meet the same demand (common random numbers), so that neighbours are compared fairly.
 *
 * Assumes that more is better: a count that meets is not followed by a larger one that does not. The tests of counts just
 * below and at the answer stand in the result, so that a reader sees it.
 */

import type { Estimate } from '../stats/estimate.ts';
import type { CheckedObjective } from './check.ts';

/** A count that was simulated. */
export interface PlanCandidate {
  readonly count: number;
  /** `inconclusive` when the most replications left it within the noise: such a count is not trusted. */
  readonly verdict: 'met' | 'violated' | 'inconclusive';
  readonly objectives: readonly CheckedObjective[];
  readonly costPerDay: Estimate;
  readonly replications: number;
}

export interface SmallestOptions {
  /** Where to begin: the closed form's answer. */
  readonly start: number;
  readonly min: number;
  readonly max: number;
  readonly evaluate: (count: number) => Promise<PlanCandidate>;
  /** Asked before every count: true ends the search with what is known. */
  readonly shouldStop?: () => boolean;
}

export interface Smallest {
  /** Null when no count up to the largest meets. */
  readonly answer: PlanCandidate | null;
  /** All that were simulated, in order of count. */
  readonly candidates: readonly PlanCandidate[];
}

export async function smallestMeeting(options: SmallestOptions): Promise<Smallest> {
  const { min, max, evaluate } = options;
  const seen = new Map<number, PlanCandidate>();
  const meets = async (count: number): Promise<boolean> => {
    if (options.shouldStop?.() === true) throw new SearchStopped();
    const candidate = seen.get(count) ?? (await evaluate(count));
    seen.set(count, candidate);
    return candidate.verdict === 'met';
  };
  // Largest that fails and smallest that meets; outside the range there is neither.
  let fails = min - 1;
  let works: number | null = null;
  try {
    let step = 1;
    let at = Math.min(max, Math.max(min, options.start));
    if (await meets(at)) {
      works = at;
      while (works > min) {
        at = Math.max(min, works - step);
        if (await meets(at)) works = at;
        else {
          fails = at;
          break;
        }
        step *= 2;
      }
    } else {
      fails = at;
      while (fails < max) {
        at = Math.min(max, fails + step);
        if (await meets(at)) {
          works = at;
          break;
        }
        fails = at;
        step *= 2;
      }
    }
    while (works !== null && works - fails > 1) {
      const middle = Math.floor((works + fails) / 2);
      if (await meets(middle)) works = middle;
      else fails = middle;
    }
  } catch (error) {
    if (!(error instanceof SearchStopped)) throw error;
  }
  const candidates = [...seen.values()].sort((a, b) => a.count - b.count);
  return { answer: works === null ? null : (seen.get(works) ?? null), candidates };
}

class SearchStopped extends Error {}
