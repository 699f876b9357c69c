// Goal: a sweep gives the figures it must, keeps what it has computed, and refuses what it cannot sweep.
// Method: the command line on a scenario whose cost is known in closed form, in a temporary folder.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { startSessionInFolder } from '../support/cli.ts';

const { folder, run } = startSessionInFolder();
const read = (file: string): string => readFileSync(join(folder.path, file), 'utf8');

writeFileSync(
  join(folder.path, 'fleet.yaml'),
  `name: Fleet
horizon: { start: 2026-11-23T09:00, hours: 2 }
demand:
  - burst: { at: 9:10, conferences: 4 }
    class: { from: team-meeting, size: 6, durationMinutes: 40 }
scaling: { bridges: { policy: static, count: 2 } }
deployment: { bridges: { initialCount: 2 } }
prices: { bridges: { currency: EUR, costPerHour: 0.25, source: "for this test" } }
objectives: { costPerDay: { max: 40 } }
run: { seed: 1, replications: 3 }
`,
);
const fleet = ['--set', 'deployment.bridges.initialCount=2', '--replications', '2'];
const counts = 'scaling.bridges.count=2..8:4';

interface Row {
  readonly [column: string]: string;
}

function rowsOf(csv: string): Row[] {
  const [header = '', ...lines] = csv.trim().split('\n');
  const columns = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [columns[at]!, cell])));
}

describe('sweep', () => {
  test('a fixed fleet at a known price costs count times price times 24 hours', async () => {
    // The fleet is there from the start: initialCount is swept together with count, as the diagonal of the grid.
    const vary = ['--vary', counts, '--vary', 'deployment.bridges.initialCount=2..8:4'];
    const args = ['sweep', 'fleet.yaml', ...vary, '--replications', '2', '--out', 'line', '--parquet'];
    const { stdout, stderr, exitCode } = await run(...args);
    expect(stderr).toContain('16 cells computed, 0 found from before');
    expect(exitCode).toBe(0);
    const rows = rowsOf(read('line/cells.csv'));
    expect(rows).toHaveLength(16);
    const diagonal = rows.filter(
      (row) => row['scaling.bridges.count'] === row['deployment.bridges.initialCount'],
    );
    expect(diagonal.map((row) => row['scaling.bridges.count'])).toEqual(['2', '4', '6', '8']);
    for (const row of diagonal) {
      expect(Number(row.costPerDay)).toBeCloseTo(Number(row['scaling.bridges.count']) * 0.25 * 24, 9);
      expect(Number(row.costPerDayHalfWidth95)).toBe(0);
      expect(row.replications).toBe('2');
    }
    expect(stdout).toMatch(/│ +costPerDay, EUR │/);
    // At most 40 a day: the cheapest are two bridges, 12.00 a day.
    expect(stdout).toMatch(
      /cheapest that meets .*:\n {2}scaling\.bridges\.count = 2, deployment\.bridges\.initialCount = 2, 12\.00/,
    );
    // Every cell meets the same demand.
    expect(new Set(rows.map((row) => row.joins)).size).toBe(1);
    const file = readFileSync(join(folder.path, 'line/cells.parquet'));
    const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
    const columnar = await parquetReadObjects({ file: buffer as ArrayBuffer });
    expect(columnar.map((row) => row.costPerDay)).toEqual(rows.map((row) => Number(row.costPerDay)));
    expect(Object.keys(columnar[0]!)).toEqual(Object.keys(rows[0]!));
  });

  test('a second run computes nothing, a larger one what is missing, and the bytes are the same', async () => {
    const args = ['sweep', 'fleet.yaml', ...fleet, '--out', 'kept', '--vary'];
    expect((await run(...args, counts)).stderr).toContain('4 cells computed, 0 found');
    const before = read('kept/cells.csv');
    expect((await run(...args, counts)).stderr).toContain('0 cells computed, 4 found');
    expect(read('kept/cells.csv')).toBe(before);
    expect((await run(...args, 'scaling.bridges.count=2..8:7')).stderr).toContain(
      '3 cells computed, 4 found',
    );
    // Another seed is another cell.
    expect((await run(...args, counts, '--seed', '2')).stderr).toContain('4 cells computed, 0 found');
    // A damaged cell is run again.
    const cells = join(folder.path, 'kept/cells');
    for (const name of readdirSync(cells)) writeFileSync(join(cells, name), '{"key": "half');
    expect((await run(...args, counts)).stderr).toContain('4 cells computed, 0 found');
    expect(read('kept/cells.csv')).toBe(before);
  });

  test('shards together are the whole', async () => {
    const args = ['sweep', 'fleet.yaml', ...fleet, '--vary', counts];
    await run(...args, '--out', 'whole');
    for (const shard of ['0/3', '1/3', '2/3']) {
      const { exitCode } = await run(...args, '--out', 'parts', '--shard', shard);
      expect(exitCode).toBe(0);
      expect(existsSync(join(folder.path, 'parts/cells.csv'))).toBe(false);
    }
    expect((await run(...args, '--out', 'parts')).stderr).toContain('0 cells computed, 4 found');
    expect(read('parts/cells.csv')).toBe(read('whole/cells.csv'));
  });

  test('shards in folders of their own merge to the bytes of the whole, and to nothing else', async () => {
    const args = ['sweep', 'fleet.yaml', ...fleet, '--vary', counts];
    const shard = (index: number, ...more: string[]) => run(...args, '--shard', `${index}/2`, ...more);
    await run(...args, '--out', 'one-machine', '--parquet');
    await shard(0, '--out', 'a');
    await shard(1, '--out', 'b');
    const merged = await run('merge', 'b', 'a', '--out', 'merged', '--parquet');
    expect(merged).toMatchObject({ exitCode: 0, stdout: 'merged/cells.csv\nmerged/cells.parquet\n' });
    const filesOf = (directory: string) =>
      (readdirSync(join(folder.path, directory), { recursive: true }) as string[]).sort();
    expect(filesOf('merged')).toEqual(filesOf('one-machine'));
    for (const file of filesOf('merged').filter((name) => name.includes('.'))) {
      expect(readFileSync(join(folder.path, 'merged', file)), file).toEqual(
        readFileSync(join(folder.path, 'one-machine', file)),
      );
    }
    const refused = async (...directories: string[]) => {
      const { stderr, exitCode } = await run('merge', ...directories, '--out', 'never');
      expect(exitCode).toBe(2);
      return stderr;
    };
    expect(await refused('a')).toMatch(/shards are missing: 1\/2/);
    expect(await refused('a', 'b', 'a')).toMatch(/a and a are both shard 0\/2/);
    expect(await refused('one-machine', 'b')).toMatch(/one-machine is a whole sweep/);
    await shard(1, '--out', 'seed', '--seed', '9');
    expect(await refused('a', 'seed')).toMatch(/of different seeds: 1 and 9/);
    await shard(1, '--out', 'price', '--set', 'prices.bridges.costPerHour=0.5');
    expect(await refused('a', 'price')).toMatch(/different scenarios or designs/);
    await run('simulate', 'fleet.yaml', '--shard', '1/2', '--replications', '2', '--out', 'study');
    expect(await refused('a', 'study')).toMatch(/a is of a sweep, study of a study: they cannot be merged/);
    const design = read('b/design.json');
    writeFileSync(
      join(folder.path, 'b/design.json'),
      design.replace(/"version": "[^"]+"/, '"version": "0.0.7"'),
    );
    expect(await refused('a', 'b')).toMatch(/different versions of jitsim: .* and 0\.0\.7/);
    writeFileSync(
      join(folder.path, 'b/design.json'),
      design.replace(/"program": "[^"]+"/, '"program": "other"'),
    );
    expect(await refused('a', 'b')).toMatch(/different programs that both call themselves version/);
    writeFileSync(join(folder.path, 'b/design.json'), design);
    for (const name of readdirSync(join(folder.path, 'b/cells')))
      writeFileSync(join(folder.path, 'b/cells', name), '');
    expect(await refused('a', 'b')).toMatch(/2 of 4 cells are missing or damaged; run their shards again/);
  });

  test('draws lines over one number and a heatmap over two, and refuses words', async () => {
    const args = ['sweep', 'fleet.yaml', ...fleet, '--out', 'drawn', '--vary', counts];
    expect((await run(...args, '--chart', 'lines.svg')).exitCode).toBe(0);
    expect(read('lines.svg')).toContain('scaling.bridges.count');
    const again = await run(...args, '--chart', 'lines.svg');
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining('already exists')]);
    const two = [...args, '--vary', 'demand[0].burst.conferences=2,4', '--chart', 'heat.svg'];
    expect((await run(...two)).exitCode).toBe(0);
    expect(read('heat.svg')).toContain('demand[0].burst.conferences');
    const words = ['--vary', 'demand[0].burst.at=9:10,9:20', '--chart', 'words.svg'];
    expect(await run(...args, ...words)).toMatchObject({ exitCode: 64 });
  });

  test.each<[string, number, RegExp, string[]]>([
    ['no key', 64, /needs --vary/, []],
    ['a wrong path', 2, /did you mean count/, ['--vary', 'scaling.bridges.cuont=1,2']],
    ['an empty range', 2, /is empty/, ['--vary', 'scaling.bridges.count=8..4:3']],
    [
      'a value between whole numbers',
      2,
      /whole number, got 3\.5/,
      ['--vary', 'scaling.bridges.count=2..5:3'],
    ],
    ['a mapping', 2, /must be a mapping/, ['--vary', 'scaling.bridges=1,2']],
    ['too many cells', 64, /--yes/, ['--vary', 'scaling.bridges.count=1..2000:2000']],
    ['a range in a grid', 64, /how many values/, ['--vary', 'scaling.bridges.count=1..5']],
    ['a key twice', 64, /twice/, ['--vary', counts, '--vary', counts]],
    ['a part of a key', 64, /part of/, ['--vary', counts, '--vary', 'scaling.bridges=1,2']],
    ['set and varied', 64, /--set/, ['--vary', counts, '--set', 'scaling.bridges.count=3']],
    ['points of a grid', 64, /--points/, ['--vary', counts, '--points', '4']],
    ['no points', 64, /needs --points/, ['--vary', counts, '--design', 'lhs']],
    ['no such design', 64, /did you mean sobol/, ['--vary', counts, '--design', 'sobl']],
    ['no such result', 64, /did you mean cost/, ['--vary', counts, '--total', 'cots']],
    ['two currencies', 2, /EUR and USD/, ['--vary', 'prices.bridges.currency=EUR,USD']],
    ['a directory of something else', 2, /holds no sweep/, ['--vary', counts, '--out', '.']],
  ])('refuses %s', async (_, exitCode, reason, args) => {
    const outcome = await run('sweep', 'fleet.yaml', ...args);
    expect(outcome.stderr).toMatch(reason);
    expect(outcome.exitCode).toBe(exitCode);
    expect(existsSync(join(folder.path, 'results'))).toBe(false);
  });

  test('tells the cells as JSON', async () => {
    rmSync(join(folder.path, 'results'), { recursive: true, force: true });
    const args = ['sweep', 'fleet.yaml', ...fleet, '--vary', 'scaling.bridges.count=2..9', '--json'];
    const json = JSON.parse((await run(...args, '--design', 'sobol', '--points', '1')).stdout);
    expect(json).toMatchObject({ ok: true, seed: 1, currency: 'EUR', cells: 1, computed: 1 });
    expect(json.rows[0].values).toEqual({ 'scaling.bridges.count': 2 });
    expect(json.rows[0].estimates.costPerDay.mean).toBeCloseTo(12, 9);
  });
});
