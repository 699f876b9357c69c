// Goal: shards merged give the bytes of one machine; what does not belong together is refused; comparisons answer in
// figures and words.
// Method: the command line runs small scenarios in a temporary folder; every file of two results directories compared.
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resultFiles } from '../../src/io/results-format.ts';
import { runCli, startSessionInFolder } from '../support/cli.ts';

const { folder, run } = startSessionInFolder();

writeFileSync(
  join(folder.path, 'small.yaml'),
  `name: Small burst
horizon: { start: 2026-11-23T08:30, hours: 1 }
demand: [{ class: school-class, burst: { at: 9:00, conferences: 4 } }]
scaling: { bridges: { policy: static, count: 3 } }
run: { replications: 5, parameterUncertainty: true }
`,
);

describe('shards', () => {
  test('merged in any order give the bytes of the whole', async () => {
    expect((await run('simulate', 'small.yaml', '--out', 'whole')).exitCode).toBe(0);
    for (const index of [0, 1, 2]) {
      const shard = await run('simulate', 'small.yaml', '--shard', `${index}/3`, '--out', `s${index}`);
      expect(shard).toMatchObject({ stdout: `s${index}\n`, exitCode: 0 });
    }
    const merged = await run('merge', 's2', 's0', 's1', '--out', 'merged');
    expect(merged.stdout).toContain('Small burst: 5 replications');
    expect(merged.exitCode).toBe(0);
    expect(readdirSync(join(folder.path, 'merged')).sort()).toEqual(Object.values(resultFiles).sort());
    for (const file of Object.values(resultFiles)) {
      const [whole, parts] = ['whole', 'merged'].map((directory) =>
        readFileSync(join(folder.path, directory, file), 'utf8'),
      );
      expect(parts, file).toBe(whole);
    }
  });

  test('of other scenarios, twice the same, missing or damaged are refused with the reason', async () => {
    const problem = async (...directories: string[]) => {
      const { stderr, exitCode } = await run('merge', ...directories, '--out', 'never');
      expect(exitCode).toBe(2);
      return stderr;
    };
    expect(await problem('s0', 's1')).toMatch(/shards are missing: 2\/3/);
    expect(await problem('s0', 's1', 's1')).toMatch(/s1 and s1 are both shard 1\/3/);
    await run('simulate', 'small.yaml', '--shard', '2/3', '--seed', '9', '--out', 'other-seed');
    expect(await problem('s0', 's1', 'other-seed')).toMatch(/different seeds: 1 and 9/);
    await run('simulate', 'small.yaml', '--shard', '2/3', '--set', 'scaling.bridges.count=4', '--out', 'set');
    expect(await problem('s0', 's1', 'set')).toMatch(/of different scenarios/);
    expect(await problem('s0', 'whole')).toMatch(/whole .*\n {2}holds no shard of jitsim/);
    const manifest = join(folder.path, 'other-seed', 'shard.json');
    writeFileSync(
      manifest,
      readFileSync(manifest, 'utf8').replace(/"version": "[^"]+"/, '"version": "0.0.7"'),
    );
    expect(await problem('s0', 'other-seed')).toMatch(/different versions of jitsim: .* and 0\.0\.7/);
    appendFileSync(join(folder.path, 's2', 'runs.bin'), 'x');
    expect(await problem('s0', 's1', 's2')).toMatch(/runs\.bin .*\n\s*was damaged/);
  });

  test('count from 0, take the index of an indexed job, and never decide on precision', async () => {
    expect((await run('simulate', 'small.yaml', '--shard', '3/3')).stderr).toMatch(/the last is 2\/3/);
    expect((await run('simulate', 'small.yaml', '--shards', '3')).stderr).toMatch(
      /needs JOB_COMPLETION_INDEX/,
    );
    const until = ['--until', 'costPerDay=0.1', '--shard', '0/2'];
    expect((await run('simulate', 'small.yaml', ...until)).stderr).toMatch(/a shard cannot know/);
    const job = await runCli(folder.path, ['simulate', 'small.yaml', '--shards', '3', '--json'], {
      spawn: { env: { ...process.env, JOB_COMPLETION_INDEX: '1' } },
    });
    expect(JSON.parse(job.stdout)).toMatchObject({ shard: { index: 1, count: 3 }, replications: 2 });
  });
});

describe('compare', () => {
  test('tells settings apart in figures and words', async () => {
    const args = ['compare', 'small.yaml', '--set', 'scaling.bridges.count=5', '--replications', '4'];
    const { stdout, exitCode } = await run(...args);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/as it is .*scaling\.bridges\.count=5/);
    expect(stdout).toMatch(/“scaling\.bridges\.count=5” against “as it is”: .*adds 4\.03\s±\s0 EUR a day/);
    const json = JSON.parse((await run(...args, '--json')).stdout);
    // Two more bridges for an hour, by the day: 48 times the price of an hour.
    expect(json.candidates[0].differences.costPerDay).toMatchObject({
      sign: 'more',
      difference: { replications: 4 },
    });
  });

  test('refuses a scenario alone, other horizons and paths that do not exist', async () => {
    expect((await run('compare', 'small.yaml')).stderr).toMatch(/has one variant: name another/);
    const twice = ['--set', 'scaling.bridges.count=4', '--set', 'scaling.bridges.count=4'];
    expect(await run('compare', 'small.yaml', ...twice)).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining('--set scaling.bridges.count=4 is given twice'),
    });
    writeFileSync(
      join(folder.path, 'long.yaml'),
      readFileSync(join(folder.path, 'small.yaml'), 'utf8').replace('hours: 1', 'hours: 2'),
    );
    const longer = await run('compare', 'small.yaml', 'long.yaml');
    expect(longer).toMatchObject({ exitCode: 2 });
    expect(longer.stderr).toMatch(/cannot be compared with .*one lasts 1 hours, the other 2/);
    const wrong = await run('compare', 'small.yaml', '--set', 'scaling.bridgs.count=4');
    expect(wrong.stderr).toMatch(/scaling\.bridgs\s+unknown key; did you mean bridges/);
    expect(wrong.exitCode).toBe(2);
  });
});

describe('backtest', () => {
  const day = Array.from({ length: 50 }, (_, minute) => `08:${31 + minute > 59 ? '59' : 31 + minute},3`);
  writeFileSync(join(folder.path, 'day.csv'), ['clock,fleet', ...new Set(day), ''].join('\n'));

  test('scores a measured day and draws it', async () => {
    const args = ['backtest', 'small.yaml', '--observed', 'day.csv', '--columns', 'bridgesReady=fleet'];
    const { stdout, exitCode } = await run(...args, '--replications', '2', '--chart', 'day.svg');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/measured bridgesReady .* 0\s±\s0\s%/);
    expect(readFileSync(join(folder.path, 'day.svg'), 'utf8')).toMatch(/^<svg/);
    const json = JSON.parse((await run(...args, '--replications', '2', '--json')).stdout);
    expect(json.variants[0].series[0]).toMatchObject({ column: 'bridgesReady', bias: { mean: 0 } });
  });

  test('names the measured file as it was given, and says of a single measured minute that it is too little', async () => {
    const backtest = (file: string) =>
      run(
        'backtest',
        'small.yaml',
        '--observed',
        file,
        '--columns',
        'bridgesReady=fleet',
        '--replications',
        '2',
      );
    expect((await backtest('none.csv')).stderr).toBe('none.csv has 1 problem\n  does not exist\n');
    writeFileSync(join(folder.path, 'later.csv'), 'clock,fleet\n2027-01-01T08:40,3\n');
    expect((await backtest('later.csv')).stderr).toMatch(
      /^later\.csv has 1 problem\n {2}has no row inside the horizon/,
    );
    writeFileSync(join(folder.path, 'first.csv'), 'clock,fleet\n08:30,3\n');
    const first = await backtest('first.csv');
    expect(first.stderr).toMatch(/warning: measured bridgesReady has no value at a simulated minute/);
    expect(first.stdout).not.toMatch(/none %/);
  });

  test('refuses what cannot be aligned, with the nearest name', async () => {
    expect((await run('backtest', 'small.yaml')).stderr).toMatch(/has nothing measured: give --observed/);
    const backtest = (...more: string[]) => run('backtest', 'small.yaml', '--observed', 'day.csv', ...more);
    expect((await backtest()).stderr).toMatch(/no column that is called like a simulated one/);
    expect((await backtest('--columns', 'bridgesRedy=fleet')).stderr).toMatch(/did you mean bridgesReady/);
    expect((await backtest('--columns', 'bridgesReady=fleet, bridgesReady=fleet')).stderr).toMatch(
      /is to give bridgesReady twice/,
    );
    expect((await backtest('--columns', 'bridgesReady=fleets')).stderr).toMatch(/did you mean fleet\?/);
    expect((await backtest('--columns', 'bridgesReady=fleet', '--time-column', 'clok')).stderr).toMatch(
      /did you mean clock/,
    );
  });
});
