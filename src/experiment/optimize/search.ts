/**
 * The runs of an optimisation: search by NSGA-II on one or more islands, then the hopeful candidates again with
 * replications that the search has not seen, and all that may be taken under more and less demand. What was run before is taken from memory, so
 * that a stopped search goes on where it was.
 */
import { createRandomStreams } from '../../engine/random/random-streams.ts';
import { withScaledDemand } from '../../scenario/scaled-demand.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { RunTotals } from '../../simulation/rows.ts';
import { searchFront } from '../../stats/pareto/nsga.ts';
import { plannedLooks } from '../../stats/sequential-decision.ts';
import { type EvaluateOptions, evaluateScenarios } from '../evaluate-points.ts';
import type { Shard } from '../shard.ts';
import { hopefulOf, isAllowed } from './hopeful.ts';
import { meansOf, sidesOf, violationAmount } from './judge.ts';
import {
  inOrder,
  type PointRuns,
  plannedRuns,
  type RunFigures,
  type SearchSettings,
} from './search-settings.ts';

export interface SearchOptions extends Omit<EvaluateOptions, 'replications' | 'onEvaluated'> {
  readonly scenarioAt: (values: readonly number[]) => Scenario;
  /** Islands of this shard only; all of them unless given. */
  readonly shard?: Shard | null;
  /** What is known from before. */
  readonly known?: readonly PointRuns[];
  /** Asked to keep what is known by now: after every generation, and at the end. */
  readonly onKnown?: (points: readonly PointRuns[]) => Promise<void>;
}

export interface Searched {
  /** All candidates that the islands came to, in order. */
  readonly points: readonly PointRuns[];
  /** Candidates that were run before and were only looked up. */
  readonly found: number;
}

interface Growing {
  readonly values: readonly number[];
  readonly scenario: Scenario;
  search: readonly RunFigures[];
  fresh: readonly RunFigures[];
  byDemand: readonly (readonly RunFigures[])[];
}

/**
 * Does the runs. After a stop what was finished is in the answer.
 *
 * @throws StoppedError after `onKnown` was told what is finished
 */
export async function searchCandidates(settings: SearchSettings, options: SearchOptions): Promise<Searched> {
  const memory = new Memory(settings, options);
  const visited = new Map<string, Growing>();
  try {
    for (const island of islandsOf(settings, options.shard ?? null)) {
      await searchIsland(settings, island, memory, visited, options);
    }
    await verify(settings, [...visited.values()], memory);
  } finally {
    await options.onKnown?.(rowsOf(visited.values()));
  }
  return { points: rowsOf(visited.values()), found: memory.found };
}

/** The islands of a shard: every n-th. */
function islandsOf({ islands }: Pick<SearchSettings, 'islands'>, shard: Shard | null): number[] {
  const all = Array.from({ length: islands }, (_, island) => island);
  return shard === null ? all : all.filter((island) => island % shard.count === shard.index);
}

async function searchIsland(
  settings: SearchSettings,
  island: number,
  memory: Memory,
  visited: Map<string, Growing>,
  options: SearchOptions,
): Promise<void> {
  const { factors, population, generations, seed, minimise } = settings;
  await searchFront({
    variables: factors,
    population,
    generations,
    random: createRandomStreams({ seed, replication: island }).stream('optimize/search'),
    evaluate: async (points) => {
      const all = new Map(points.map((values) => [values.join(), values] as const));
      const growing = [...all.values()].map((values) => visited.get(values.join()) ?? memory.point(values));
      try {
        await memory.searched(growing);
      } finally {
        for (const one of growing) if (one.search.length > 0) visited.set(one.values.join(), one);
      }
      await options.onKnown?.(rowsOf(visited.values()));
      return points.map((values) => {
        const one = visited.get(values.join())!;
        const judged = { values, bounds: one.scenario.objectives, totals: one.search };
        return { objectives: meansOf(one.search, minimise), violation: violationAmount(judged) };
      });
    },
  });
}

/** Under other demand, all that may be taken; then fresh runs of the hopeful, more of those whose objectives are undecided. */
async function verify(settings: SearchSettings, visited: readonly Growing[], memory: Memory): Promise<void> {
  const { replications, freshMax, demandRatios } = settings;
  const byValues = new Map(visited.map((one) => [one.values.join(), one]));
  const growing = (rows: readonly PointRuns[]): Growing[] =>
    rows.map(({ values }) => byValues.get(values.join())!);
  await memory.underDemand(growing(rowsOf(visited).filter(isAllowed)), demandRatios);
  const looks = plannedLooks({ first: replications, max: freshMax });
  let open = growing(hopefulOf(settings, rowsOf(visited)));
  for (const look of looks) {
    await memory.verified(open, look);
    open = open.filter(({ values, scenario: { objectives }, fresh }) =>
      sidesOf({ values, bounds: objectives, totals: fresh }, looks.length).includes('undecided'),
    );
  }
}

function rowsOf(points: Iterable<Growing>): PointRuns[] {
  return inOrder(points).map(({ values, scenario, search, fresh, byDemand }) => ({
    values,
    bounds: scenario.objectives.map(({ total, max }) => ({ total, max })),
    search,
    fresh,
    byDemand,
  }));
}

/** Runs what is not known yet, and counts. */
class Memory {
  readonly #settings: SearchSettings;
  readonly #options: SearchOptions;
  readonly #known: ReadonlyMap<string, PointRuns>;
  #done = 0;
  found = 0;

  constructor(settings: SearchSettings, options: SearchOptions) {
    this.#settings = settings;
    this.#options = options;
    this.#known = new Map((options.known ?? []).map((one) => [one.values.join(), one]));
  }

  point(values: readonly number[]): Growing {
    const before = this.#known.get(values.join());
    if (before !== undefined) this.found += 1;
    return {
      values,
      scenario: this.#options.scenarioAt(values),
      search: before?.search ?? [],
      fresh: before?.fresh ?? [],
      byDemand: before?.byDemand ?? [],
    };
  }

  async searched(points: readonly Growing[]): Promise<void> {
    const missing = points.filter(({ search }) => search.length === 0);
    const numbers = Array.from({ length: this.#settings.replications }, (_, index) => index);
    await this.#run(missing, { numbers }, (one, totals) => {
      one.search = totals;
    });
  }

  async verified(points: readonly Growing[], until: number): Promise<void> {
    const missing = points.filter(({ fresh }) => fresh.length < until);
    const [first] = missing;
    if (first === undefined) return;
    // Looks are the same for all, so all that are open have as many.
    const from = Math.min(...missing.map(({ fresh }) => fresh.length));
    const numbers = Array.from({ length: until - from }, (_, index) => this.#afterSearch(from + index));
    await this.#run(missing, { numbers }, (one, totals) => {
      one.fresh = [...one.fresh.slice(0, from), ...totals];
    });
  }

  async underDemand(points: readonly Growing[], ratios: readonly number[]): Promise<void> {
    const { replications } = this.#settings;
    const numbers = Array.from({ length: replications }, (_, index) => this.#afterSearch(index));
    for (const [at, ratio] of ratios.entries()) {
      if (ratio === 1) continue;
      const missing = points.filter(({ byDemand }) => (byDemand[at] ?? []).length === 0);
      await this.#run(missing, { numbers, ratio }, (one, figures) => {
        one.byDemand = ratios.map((_, index) => (index === at ? figures : (one.byDemand[index] ?? [])));
      });
    }
  }

  #afterSearch(index: number): number {
    return this.#settings.replications + index;
  }

  async #run(
    points: readonly Growing[],
    of: { readonly numbers: readonly number[]; readonly ratio?: number },
    take: (one: Growing, figures: RunFigures[]) => unknown,
  ): Promise<void> {
    if (points.length === 0) return;
    const { executor, shouldStop, onProgress } = this.#options;
    const before = this.#done;
    const planned = plannedRuns(this.#settings);
    await evaluateScenarios(
      points.map(({ scenario }) =>
        of.ratio === undefined ? scenario : withScaledDemand(scenario, of.ratio),
      ),
      {
        executor,
        replications: of.numbers,
        ...(shouldStop === undefined ? {} : { shouldStop }),
        onProgress: (done, total) => {
          this.#done = before + done;
          onProgress?.(this.#done, Math.max(planned, before + total));
        },
        onEvaluated: (index, totals) => take(points[index]!, this.#figuresOf(points[index]!, totals)),
      },
    );
  }

  #figuresOf({ scenario }: Growing, totals: readonly RunTotals[]): RunFigures[] {
    const names = [...this.#settings.minimise, ...scenario.objectives.map(({ total }) => total)];
    return totals.map((run) => Object.fromEntries(names.map((name) => [name, run[name]])));
  }
}
