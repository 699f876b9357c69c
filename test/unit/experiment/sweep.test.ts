// Goal: a stopped sweep keeps what is finished, leaves out what is not, and goes on from there.
// Method: a store in memory, a stop after the first kept cell, then the same sweep again, and once without a stop.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inThisThread } from '../../../src/experiment/executor.ts';
import { type CellResult, type CellStore, runSweep } from '../../../src/experiment/sweep.ts';
import { openScenario, sweepCells } from '../../../src/io/node.ts';
import { parseVaried } from '../../../src/scenario/vary.ts';
import { temporaryFolder } from '../../support/cli.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

function memory(): CellStore & { readonly kept: Map<string, CellResult> } {
  const kept = new Map<string, CellResult>();
  return {
    kept,
    find: async (key) => kept.get(key) ?? null,
    keep: async (result) => {
      kept.set(result.key, result);
      return result;
    },
  };
}

test('a sweep goes on where it was stopped', async () => {
  const file = join(folder.path, 'fleet.yaml');
  writeFileSync(
    file,
    `name: Fleet
horizon: { start: 2026-11-23T09:00, hours: 1 }
demand: [{ burst: { at: 9:10, conferences: 2 }, class: { from: team-meeting, size: 3, durationMinutes: 20 } }]
deployment: { bridges: { initialCount: 2 } }
scaling: { bridges: { policy: static, count: 2 } }
run: { seed: 1, replications: 2 }
`,
  );
  const source = await openScenario(file);
  const varied = parseVaried('scaling.bridges.count=2..5:4');
  if (!source.ok || !varied.ok) throw new Error('the scenario of this test is wrong');
  const cells = sweepCells(source.value, {
    varied: [varied.value],
    combinations: [[2], [3], [4], [5]],
    version: 'v',
  });
  if (!cells.ok) throw new Error('the cells of this test are wrong');
  const options = { executor: inThisThread, version: 'v' };

  const store = memory();
  const stopped = await runSweep(cells.value, { ...options, store, shouldStop: () => store.kept.size === 1 });
  expect(stopped).toMatchObject({ cells: 4, computed: 1 });
  expect(stopped.rows.map(({ values }) => values)).toEqual([[2]]);
  // Stopped in the middle of a cell: its replications are not enough, so it is not kept.
  let asked = 0;
  const halfway = await runSweep(cells.value, {
    ...options,
    store,
    shouldStop: () => {
      asked += 1;
      return asked > 2;
    },
  });
  expect(halfway.computed).toBe(0);
  expect(store.kept.size).toBe(1);

  const rest = await runSweep(cells.value, { ...options, store });
  expect(rest.computed).toBe(3);
  const whole = await runSweep(cells.value, { ...options, store: memory() });
  expect(whole.computed).toBe(4);
  expect(rest.rows).toEqual(whole.rows);
});
