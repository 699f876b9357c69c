import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../../src/engine/random/distribution.ts';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { sampleDistribution } from '../../../src/engine/random/sample-distribution.ts';
import { KeptJoins, keptRunMax } from '../../../src/workload/kept-joins.ts';
import { sampleMany } from '../../../src/workload/sample-many.ts';
import { sortAscending } from '../../../src/workload/sort-ascending.ts';

const distributions: readonly Distribution[] = [
  { kind: 'constant', value: 4 },
  { kind: 'uniform', low: -3, high: 5 },
  { kind: 'exponential', mean: 2 },
  { kind: 'normal', mean: 30, standardDeviation: 60 },
  { kind: 'lognormal', median: 27, logStandardDeviation: 0.6 },
  { kind: 'gamma', shape: 2, scale: 3 },
  { kind: 'weibull', shape: 2, scale: 3 },
  { kind: 'poisson', mean: 4 },
  { kind: 'discrete', values: [1, 2, 5], weights: [3, 0, 1] },
  { kind: 'empirical', values: [0, 1, 10] },
  { kind: 'clamped', of: { kind: 'normal', mean: 0, standardDeviation: 9 }, min: -5, max: 5 },
  { kind: 'clamped', of: { kind: 'exponential', mean: 1 }, max: 1 },
];

describe('many draws at once', () => {
  it.each(distributions)('equal single draws, one after the other: $kind', (distribution) => {
    const streams = createRandomStreams({ seed: 3, replication: 1 });
    const single = streams.stream('draws').at(5);
    const expected = Array.from({ length: 40 }, () => sampleDistribution(distribution, single));
    const into = new Float64Array(44).fill(Number.NaN);
    sampleMany(distribution, streams.stream('draws').at(5), into, 2, 42);
    expect([...into.subarray(2, 42)]).toEqual(expected);
    expect([into[0], into[1], into[42], into[43]]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe('sorting a part of an array', () => {
  it.each([0, 1, 2, 20, 48, 49, 500])('orders %i values and touches no other', (count) => {
    const stream = createRandomStreams({ seed: 1, replication: 0 }).stream('values');
    const values = Float64Array.from({ length: count + 5 }, () => Math.round(stream.nextUnit() * 100));
    const before = [...values];
    sortAscending(values, 2, 2 + count);
    const sorted = before.slice(2, 2 + count).sort((a, b) => a - b);
    expect([...values]).toEqual([...before.slice(0, 2), ...sorted, ...before.slice(2 + count)]);
  });
});

describe('kept joins', () => {
  const room = new Float64Array(keptRunMax);

  function recalled(kept: KeptJoins, conference: number): number[] {
    return [...room.subarray(0, kept.recall(conference, room))];
  }

  it('come back as they were kept', () => {
    const kept = new KeptJoins();
    kept.keep(17, Float64Array.of(1, 2, 3, 4), 3);
    kept.keep(18, Float64Array.of(9), 1);
    expect(recalled(kept, 17)).toEqual([1, 2, 3]);
    expect(recalled(kept, 18)).toEqual([9]);
    expect(recalled(kept, 19)).toEqual([]);
  });

  // Goal: the cache forgets or is right, never wrong.
  // Method: runs of varying length, each recalled some conferences later; a run holds its conference's number.
  it.each([
    [1, 99_000],
    [50, 95_000],
    [5000, 80_000],
    // Farther back than the largest ring reaches: all are forgotten.
    [30_000, 0],
  ])('are right or forgotten when recalled %i conferences later', (later, hitsMin) => {
    const kept = new KeptJoins();
    let hits = 0;
    const wrong: number[] = [];
    for (let conference = 0; conference < 100_000; conference += 1) {
      const length = 1 + ((conference * 7919) % 97);
      kept.keep(conference, new Float64Array(length).fill(conference), length);
      const asked = conference - later;
      const run = asked < 0 ? [] : recalled(kept, asked);
      if (run.length === 0) continue;
      hits += 1;
      const isRight = run.length === 1 + ((asked * 7919) % 97) && run.every((value) => value === asked);
      if (!isRight) wrong.push(asked);
    }
    expect(wrong).toEqual([]);
    // The ring grows until the window fits, so most are found even far behind.
    expect(hits).toBeGreaterThanOrEqual(hitsMin);
    if (hitsMin === 0) expect(hits).toBe(0);
  });

  it('are not kept when they are too many', () => {
    const kept = new KeptJoins();
    kept.keep(1, new Float64Array(keptRunMax + 1), keptRunMax + 1);
    expect(recalled(kept, 1)).toEqual([]);
  });
});
