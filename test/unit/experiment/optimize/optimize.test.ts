// Goal: a stopped search keeps what it ran, names nothing, and goes on to the same answer; its front is verified with runs
//   that the search has not seen; islands over shards are the whole.
// Method: an executor that makes results from the replication and the settings, so that the front is known, and counts.
import { expect, test } from 'vitest';
import type { Executor } from '../../../../src/experiment/executor.ts';
import {
  mergeSearches,
  optimize,
  searchMergeProblems,
} from '../../../../src/experiment/optimize/optimize.ts';
import type { SearchOptions } from '../../../../src/experiment/optimize/search.ts';
import type { PointRuns, SearchSettings } from '../../../../src/experiment/optimize/search-settings.ts';
import type { RunRows, RunTotals } from '../../../../src/simulation/rows.ts';
import { aScenario } from '../../../support/scenario.ts';

const settings: SearchSettings = {
  scenario: 'Made up',
  minimise: ['costPerDay', 'joinFailureRatio'],
  factors: [{ name: 'scaling.bridges.count', low: 1, high: 12, isWhole: true, choices: null }],
  seed: 5,
  population: 8,
  generations: 4,
  islands: 1,
  replications: 4,
  freshMax: 8,
  demandRatios: [1, 2],
};

/** More than 3 bridges for the failures of the limit, none beyond 8: the front is 4 to 8. */
function made(counted: { runs: string[] }): Omit<SearchOptions, 'shouldStop'> {
  const base = aScenario();
  const executor: Executor = {
    concurrency: 2,
    run: async (study, { variantIndex, replication }) => {
      const { variant, demand } = study.variants[variantIndex]!;
      const count = Number(variant);
      const [first] = demand;
      const load = first?.kind === 'burst' ? first.conferences : Number.NaN;
      counted.runs.push(`${count}|${replication}|${load}`);
      const noise = 0.001 * ((replication * 7) % 5);
      const totals: Partial<RunTotals> = {
        costPerDay: count + noise,
        joinFailureRatio: Math.max(0, (8 - count) / 10) + noise,
      };
      return { totals } as RunRows;
    },
  };
  return {
    executor,
    scenarioAt: ([count]) => ({
      ...base,
      variant: String(count),
      demand: [{ ...base.demand[0]!, kind: 'burst', startMs: 0, conferences: 10 }] as typeof base.demand,
      objectives: [{ total: 'joinFailureRatio', max: 0.45 }],
    }),
  };
}

test('finds the front, verifies it with fresh runs and under other demand, and gives every other a reason', async () => {
  const counted = { runs: [] as string[] };
  const { optimization } = await optimize(settings, made(counted));
  expect(optimization.isComplete).toBe(true);
  const front = optimization.candidates.filter(({ rejected }) => rejected === null);
  const found = front.map(({ values: [count] }) => count!);
  expect(found.every((count) => count >= 4 && count <= 8)).toBe(true);
  expect(found.length).toBeGreaterThan(2);
  expect(front.every(({ isVerified, regret }) => isVerified && regret !== null)).toBe(true);
  for (const { values, rejected } of optimization.candidates.slice(front.length)) {
    expect(rejected?.why).toBe(values[0]! < 4 ? 'violates' : 'dominated');
  }
  // Search 0 to 3, fresh 4 to 7, and as many with twice the conferences.
  const seen = counted.runs.filter((run) => run.startsWith(`${found[0]}|`)).sort();
  expect(seen).toEqual(
    [0, 1, 2, 3, 4, 5, 6, 7]
      .map((at) => `${found[0]}|${at}|10`)
      .concat([4, 5, 6, 7].map((at) => `${found[0]}|${at}|20`))
      .sort(),
  );
  expect(new Set(counted.runs).size).toBe(counted.runs.length);
});

test('a stopped search goes on to the same answer without a run twice', async () => {
  const whole = await optimize(settings, made({ runs: [] }));
  const counted = { runs: [] as string[] };
  let kept: readonly PointRuns[] = [];
  const stopped = await optimize(settings, {
    ...made(counted),
    shouldStop: () => counted.runs.length >= 30,
    onKnown: async (points) => {
      kept = points;
    },
  });
  expect(stopped.optimization).toMatchObject({ isComplete: false, knee: null, leastRegret: null });
  expect(stopped.points.length).toBeGreaterThan(2);
  expect(kept).toEqual(stopped.points);
  const before = counted.runs.length;
  const rest = await optimize(settings, { ...made(counted), known: kept });
  expect(rest.optimization).toEqual(whole.optimization);
  expect(rest.found).toBeGreaterThan(0);
  expect(counted.runs.length).toBeGreaterThan(before);
  // Only candidates that were half finished at the stop are run again.
  const twice = counted.runs.length - new Set(counted.runs).size;
  expect(twice).toBeLessThan(8);
});

test('shards of its islands put together are the whole; what is no whole is refused', async () => {
  const islands = { ...settings, islands: 3 };
  const whole = await optimize(islands, made({ runs: [] }));
  const parts = await Promise.all(
    [0, 1].map(async (index) => ({
      name: `s${index}`,
      version: 'v',
      key: 'k',
      settings: islands,
      shard: { index, count: 2 },
      isComplete: true,
      points: (await optimize(islands, { ...made({ runs: [] }), shard: { index, count: 2 } })).points,
    })),
  );
  expect(mergeSearches(parts).points).toEqual(whole.points);
  const [first, second] = parts as [(typeof parts)[number], (typeof parts)[number]];
  expect(searchMergeProblems([first])).toEqual(['shards are missing: 1/2']);
  expect(searchMergeProblems([first, { ...first, name: 'again' }])[0]).toMatch(
    /s0 and again are both shard 0\/2/,
  );
  expect(searchMergeProblems([first, { ...second, version: 'w' }])[0]).toMatch(
    /different versions of jitsim: v and w/,
  );
  expect(searchMergeProblems([first, { ...second, key: 'l' }])[0]).toMatch(/the scenario or jitsim changed/);
  expect(searchMergeProblems([first, { ...second, isComplete: false }])[0]).toMatch(/s1 was interrupted/);
});
