/**
 * Optimisation: the Pareto front of several results over settings of a scenario, found by search, run again with fresh
 * chance, and judged under more and less demand.
 */
import { StoppedError } from '../evaluate-points.ts';
import type { Shard } from '../shard.ts';
import { conclude, type Optimization, withoutNeedless } from './conclude.ts';
import { type SearchOptions, searchCandidates } from './search.ts';
import { inOrder, type PointRuns, type SearchSettings } from './search-settings.ts';

/** What a search ran, whole or a shard of it, as it is kept. */
export interface SearchRuns {
  readonly version: string;
  /** What decides the runs beside the settings: scenario, ranges, program; the same key, the same runs. */
  readonly key: string;
  readonly settings: SearchSettings;
  readonly shard: Shard | null;
  readonly isComplete: boolean;
  readonly points: readonly PointRuns[];
}

export interface Optimized {
  readonly optimization: Optimization;
  readonly points: readonly PointRuns[];
  /** Candidates that were known from before. */
  readonly found: number;
}

/** Searches, verifies with replications that the search has not seen, and judges. A stop leaves what is finished by then. */
export async function optimize(settings: SearchSettings, options: SearchOptions): Promise<Optimized> {
  let points: readonly PointRuns[] = [];
  const watching: SearchOptions = {
    ...options,
    onKnown: async (known) => {
      points = known;
      await options.onKnown?.(known);
    },
  };
  try {
    const searched = await searchCandidates(settings, watching);
    const optimization = conclude(settings, searched.points, { isComplete: true });
    return { optimization, ...searched };
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    return { optimization: conclude(settings, points, { isComplete: false }), points, found: 0 };
  }
}

/** Runs of a search and where they were read from, for messages. */
export interface NamedSearch extends SearchRuns {
  readonly name: string;
}

/** What is wrong with merging these, all of it; empty when they make a whole. */
export function searchMergeProblems(searches: readonly NamedSearch[]): string[] {
  const [first, ...others] = searches;
  if (first === undefined) return ['there is nothing to merge'];
  const problems = others.flatMap((other) => differences(first, other));
  if (problems.length > 0) return problems;
  const whole = searches.find(({ shard }) => shard === null);
  if (whole !== undefined) return [`${whole.name} is a whole search, not a shard of one`];
  const count = first.shard!.count;
  const byIndex = new Map<number, string>();
  for (const { name, shard, isComplete } of searches) {
    const { index } = shard!;
    const before = byIndex.get(index);
    if (before !== undefined) problems.push(`${before} and ${name} are both shard ${index}/${count}`);
    else byIndex.set(index, name);
    if (!isComplete) problems.push(`${name} was interrupted; the same command with its --out finishes it`);
  }
  const missing = Array.from({ length: count }, (_, index) => index).filter((index) => !byIndex.has(index));
  if (missing.length > 0) {
    problems.push(`shards are missing: ${missing.map((index) => `${index}/${count}`).join(', ')}`);
  }
  return problems;
}

function differences(first: NamedSearch, other: NamedSearch): string[] {
  const pair = `${first.name} and ${other.name}`;
  const [one, another] = [first, other].map(({ settings }) => JSON.stringify(settings));
  const checks: readonly (readonly [string, string | number, string | number])[] = [
    ['versions of jitsim', first.version, other.version],
    ['scenarios', first.settings.scenario, other.settings.scenario],
    ['seeds', first.settings.seed, other.settings.seed],
    ['numbers of shards', first.shard?.count ?? 'none', other.shard?.count ?? 'none'],
  ];
  const found = checks.flatMap(([what, a, b]) =>
    a === b ? [] : [`${pair} are of different ${what}: ${a} and ${b}`],
  );
  if (found.length > 0) return found;
  if (one !== another) return [`${pair} are of different searches: their options differ`];
  return first.key === other.key ? [] : [`${pair} are of different content: the scenario or jitsim changed`];
}

/**
 * The search that one machine would have done.
 *
 * @throws RangeError when they do not make a whole; see {@link searchMergeProblems}
 */
export function mergeSearches(searches: readonly NamedSearch[]): SearchRuns {
  const problems = searchMergeProblems(searches);
  if (problems.length > 0) throw new RangeError(`mergeSearches: ${problems.join('; ')}`);
  const { version, key, settings } = searches[0]!;
  const points = new Map<string, PointRuns>();
  for (const point of searches.flatMap((search) => search.points)) {
    const before = points.get(point.values.join());
    // A shard may have left off a candidate that another one verified.
    if (before === undefined || before.fresh.length < point.fresh.length) {
      points.set(point.values.join(), point);
    }
  }
  const merged = withoutNeedless(settings, inOrder(points.values()));
  return { version, key, settings, shard: null, isComplete: true, points: merged };
}
