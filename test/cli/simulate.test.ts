// Goal: simulate writes whole results or none, says where, and can be stopped without losing what is finished.
// Method: the command line runs small scenarios in a temporary folder; limits and signals come from the system.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkResults } from '../../src/io/read-results.ts';
import { resultFiles } from '../../src/io/results-format.ts';
import { runCli, startSessionInFolder } from '../support/cli.ts';

const { folder, session } = startSessionInFolder();

const small = `name: Small burst
horizon: { start: 2026-11-23T08:30, hours: 1 }
demand: [{ class: school-class, burst: { at: 9:00, conferences: 4 } }]
scaling: { bridges: { policy: static, count: 3 } }
variants:
  - name: Three
  - name: Two
    set: { scaling: { bridges: { count: 2 } } }
run: { replications: 3 }
`;
writeFileSync(join(folder.path, 'small.yaml'), small);

async function resultsOf(directory: string) {
  const read = await checkResults(join(folder.path, directory));
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.value;
}

describe('simulate', () => {
  test('prints a summary, names the report last, and fills the results directory', async () => {
    const { stdout, stderr, exitCode } = await runCli(folder.path, ['simulate', 'small.yaml', '--report']);
    expect(stdout).toMatch(/Small burst: 3 replications, seed 1/);
    expect(stdout).toMatch(/participants, peak .*±/);
    expect(stdout).toMatch(/Three .*Two/);
    expect(stdout).toMatch(/[▁▂▃▄▅▆▇█]{20}/);
    const report = join('results', 'small-burst', 'report.html');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(report);
    expect(readFileSync(join(folder.path, report), 'utf8')).toMatch(/^<!doctype html>/i);
    expect(stderr).toMatch(/warning: models\/conferences\/school-class assumes/);
    expect(exitCode).toBe(0);
    const results = await resultsOf(join('results', 'small-burst'));
    expect(results).toMatchObject({ scenario: 'Small burst', seed: 1, replications: 3 });
    expect(results.variants.map(({ variant }) => variant)).toEqual(['Three', 'Two']);
  });

  test('refuses an existing results directory unless told to replace it', async () => {
    const args = ['simulate', 'small.yaml', '--out', 'twice'];
    expect((await session.run(folder.path, args)).exitCode).toBe(0);
    const second = await session.run(folder.path, [...args, '--seed', '2']);
    expect(second.stderr).toMatch(/twice already exists; choose another with --out, or write --replace/);
    expect(second.exitCode).toBe(2);
    expect((await resultsOf('twice')).seed).toBe(1);
    expect((await session.run(folder.path, [...args, '--seed', '2', '--replace'])).exitCode).toBe(0);
    expect((await resultsOf('twice')).seed).toBe(2);
    mkdirSync(join(folder.path, 'photos'));
    const foreign = await session.run(folder.path, [
      'simulate',
      'small.yaml',
      '--out',
      'photos',
      '--replace',
    ]);
    expect(foreign.stderr).toMatch(/photos already exists and holds no results of jitsim/);
    expect(foreign.exitCode).toBe(2);
  });

  test('gives the same bytes for the same seed, in one thread, in two or in eight', async () => {
    await session.run(folder.path, ['simulate', 'small.yaml', '--out', 'one', '--workers', '1']);
    await session.run(folder.path, ['simulate', 'small.yaml', '--out', 'two', '--workers', '2']);
    await session.run(folder.path, ['simulate', 'small.yaml', '--out', 'eight', '--workers', '8']);
    for (const file of Object.values(resultFiles)) {
      const [one, two, eight] = ['one', 'two', 'eight'].map((directory) =>
        readFileSync(join(folder.path, directory, file), 'utf8'),
      );
      expect(two, file).toBe(one);
      expect(eight, file).toBe(one);
    }
  });

  test('prints one JSON value with --json', async () => {
    const args = ['simulate', 'small.yaml', '--out', 'as-json', '--json', '--replications', '2'];
    const { stdout, exitCode } = await session.run(folder.path, args);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      scenario: 'Small burst',
      replications: 2,
      out: 'as-json',
      report: null,
      variants: [
        { variant: 'Three', estimates: { conferences: { mean: 4, halfWidth95: 0 } } },
        { variant: 'Two' },
      ],
    });
    expect(exitCode).toBe(0);
  });

  test('runs until a result is precise enough, and says what was reached', async () => {
    const args = [
      'simulate',
      'small.yaml',
      '--until',
      'stressMax=0.2',
      '--replications',
      '40',
      '--out',
      'until',
    ];
    const { stdout, exitCode } = await session.run(folder.path, args);
    expect(stdout).toMatch(
      /stressMax is known within [\d.]+ % of its mean after \d+ replications; wanted were 20 %/,
    );
    expect(exitCode).toBe(0);
    const { precision, replications } = await resultsOf('until');
    expect(precision).toMatchObject({ total: 'stressMax', isReached: true, replicationsMax: 40 });
    expect(replications).toBeGreaterThanOrEqual(10);
    const wrong = async (until: string) =>
      (await session.run(folder.path, ['simulate', 'small.yaml', '--until', until])).stderr;
    expect(await wrong('costPerDa=0.1')).toMatch(/knows no result costPerDa; did you mean costPerDay/);
    expect(await wrong('costPerDay')).toMatch(/needs a half-width above 0 and at most 1/);
    expect(await wrong('costPerDay=2')).toMatch(/needs a half-width above 0 and at most 1/);
  });

  test('ends with 1 when no variant meets the objectives', async () => {
    writeFileSync(join(folder.path, 'strict.yaml'), `${small}objectives: { costPerDay: { max: 0.001 } }\n`);
    const { stdout, exitCode } = await session.run(folder.path, [
      'simulate',
      'strict.yaml',
      '--out',
      'strict',
    ]);
    expect(stdout).toMatch(/costPerDay at most 0\.001 .*violated/);
    expect(exitCode).toBe(1);
  });

  test('leaves nothing behind when the system lets it write no more', async () => {
    const { stderr, exitCode } = await runCli(folder.path, ['simulate', 'small.yaml', '--out', 'limited'], {
      // Files of at most 8 blocks of 512 bytes; the signal that would say so is ignored, as on a full disk.
      prelude: 'trap "" XFSZ; ulimit -f 8',
    });
    expect(stderr).toMatch(/limited cannot be written: .*nothing was left behind/);
    expect(exitCode).toBe(2);
    expect(readdirSync(folder.path).filter((name) => name.includes('limited'))).toEqual([]);
  });

  test('refuses a place that cannot hold a directory before it computes', async () => {
    const { stderr, exitCode } = await session.run(folder.path, [
      'simulate',
      'small.yaml',
      '--out',
      'small.yaml/results',
    ]);
    expect(stderr).toMatch(/a part of the path is a file/);
    expect(stderr).not.toMatch(/running/);
    expect(exitCode).toBe(2);
  });
});

describe('Ctrl-C', () => {
  test('keeps the finished replications, says how many, and ends with 130', async () => {
    let isInterrupted = false;
    const args = ['simulate', 'small.yaml', '--replications', '100000', '--out', 'stopped', '--workers', '1'];
    const { stdout, stderr, exitCode } = await runCli(folder.path, args, {
      onStderr: (text, interrupt) => {
        if (isInterrupted || !text.includes('running Small burst')) return;
        isInterrupted = true;
        setTimeout(interrupt, 1500);
      },
    });
    const kept = Number(/interrupted: (\d+) of 100000 replications were finished and kept/.exec(stderr)?.[1]);
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(100_000);
    expect(stdout).toContain(`Small burst: ${kept} replications`);
    expect(exitCode).toBe(130);
    expect((await resultsOf('stopped')).replications).toBe(kept);
    expect(readdirSync(folder.path).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('pressed twice ends at once and keeps nothing', async () => {
    let presses = 0;
    const args = ['simulate', 'small.yaml', '--replications', '100000', '--out', 'dropped', '--workers', '2'];
    const { stderr, exitCode } = await runCli(folder.path, args, {
      onStderr: (text, interrupt) => {
        if (presses === 0 && text.includes('running Small burst')) {
          presses = 1;
          setTimeout(interrupt, 300);
        } else if (presses === 1 && text.includes('Ctrl-C again stops at once')) {
          presses = 2;
          interrupt();
        }
      },
    });
    expect(stderr).toMatch(/stopping after the runs under way/);
    expect(exitCode).toBe(130);
    expect(existsSync(join(folder.path, 'dropped'))).toBe(false);
  });
});

describe('report', () => {
  test('is written from a results directory alone', async () => {
    await session.run(folder.path, ['simulate', 'small.yaml', '--out', 'for-report', '--replications', '2']);
    const args = ['report', 'for-report', '--charts', 'charts'];
    const first = await session.run(folder.path, args);
    const report = join('for-report', 'report.html');
    expect(first.stdout.trimEnd().split('\n').at(-1)).toBe(report);
    expect(first.exitCode).toBe(0);
    expect(
      readdirSync(join(folder.path, 'charts')).filter((name) => name.endsWith('.svg')).length,
    ).toBeGreaterThan(3);
    const second = await session.run(folder.path, ['report', 'for-report']);
    expect(second.stderr).toMatch(/report\.html already exists/);
    expect(second.exitCode).toBe(2);
  });

  test('of something else is refused', async () => {
    mkdirSync(join(folder.path, 'nothing'));
    const { stderr, exitCode } = await session.run(folder.path, ['report', 'nothing']);
    expect(stderr).toMatch(
      /manifest\.json has 1 problem\n {2}does not exist\n {2}this is no results directory/,
    );
    expect(exitCode).toBe(2);
  });
});
