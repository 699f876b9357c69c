// Goal: the replay of OpenFUN's day has exactly the participants that were measured, in conferences of the stated
//   sizes.
// Method: the scenario of the example, resolved as a user's; its conferences counted at every sample of the dataset
//   and compared with the file. Three replications: chance decides who is where, not how many are there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDataset, repositoryRoot } from '../support/read-dataset.ts';
import { scenarioOf } from '../support/study.ts';
import { drawAll, peakOf, presentAt } from '../support/workload.ts';

const minuteMs = 60_000;
const dataset = 'datasets/openfun-load-tests/autoscaling-day-1min.csv';
const example = 'examples/01-openfun-autoscaling-day';
const rows = await readDataset(dataset);
const scenario = await scenarioOf(readFileSync(join(repositoryRoot, example, 'scenario.yaml'), 'utf8'), {
  [`../../${dataset}`]: readFileSync(join(repositoryRoot, dataset), 'utf8'),
});
const demand = scenario.demand[0]!;
if (demand.kind !== 'participant-series') throw new Error(`expected a replay, got ${demand.kind}`);

/** Minutes from the begin of the horizon, 09:24, and participants measured then. */
const measured = rows.map(({ time_of_day_hhmm_local: time, participants_total: participants }) => {
  const [hour, minute] = time!.split(':').map(Number);
  return { atMs: (60 * hour! + minute! - (9 * 60 + 24)) * minuteMs, participants: Number(participants) };
});

describe.each([0, 1, 2])('the replayed day, replication %d', (replication) => {
  const timelines = drawAll(demand, { replication, horizonMs: scenario.horizon.durationMs });

  test('has the measured participants at every minute of the day', () => {
    const replayed = measured.map(({ atMs }) => presentAt(timelines, atMs));
    expect(replayed).toEqual(measured.map(({ participants }) => participants));
    expect(Math.max(...replayed)).toBeGreaterThan(1000);
    expect(measured).toHaveLength(517);
  });

  test('has conferences of 30 at most, but for the large ones the scenario names', () => {
    const peaks = timelines.map(peakOf).sort((a, b) => b - a);
    const large = peaks.filter((peak) => peak > 30);
    expect(large).toHaveLength(demand.largeRooms.length);
    const sizes = demand.largeRooms.map(({ size }) => size).sort((a, b) => b - a);
    for (const [i, peak] of large.entries()) expect(peak).toBeLessThanOrEqual(sizes[i]!);
    // Most ordinary ones are filled: the test started a conference when the one before was full.
    expect(peaks.filter((peak) => peak === 30).length).toBeGreaterThan(30);
  });

  test('has the fewest joins that explain the series, and everybody leaves', () => {
    const joins = timelines.flatMap(({ joinMs }) => joinMs);
    const rises = measured.map(({ participants }, i) =>
      Math.max(0, participants - (measured[i - 1]?.participants ?? 0)),
    );
    expect(joins).toHaveLength(rises.reduce((sum, rise) => sum + rise, 0));
    expect(timelines.flatMap(({ leaveMs }) => leaveMs).every(Number.isFinite)).toBe(true);
  });
});
