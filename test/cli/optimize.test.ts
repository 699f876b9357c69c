// Goal: optimize names a front, its knee and the least regret, gives a reason for what it rejects, draws, and refuses.
// Method: a fleet of fixed size, whose cost grows with its count: every dominated candidate costs more for no less stress.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli, startSessionInFolder } from '../support/cli.ts';

const { folder, session } = startSessionInFolder();
let isInterrupted = false;
const run = (...args: string[]) => session.run(folder.path, ['optimize', 'rooms.yaml', ...args]);

writeFileSync(
  join(folder.path, 'rooms.yaml'),
  `name: Rooms
horizon: { start: 2026-11-23T09:00, hours: 0.5 }
demand:
  - burst: { at: 9:05, conferences: 3 }
    class: { from: team-meeting, size: 16, durationMinutes: 20, videoSenderRatio: 0.5 }
deployment: { bridges: { initialCount: 1 } }
scaling: { bridges: { policy: static, count: 4 } }
objectives: { overstressedParticipantMinutesRatio: { max: 0.5 } }
run: { seed: 3, replications: 2 }
`,
);

interface Candidate {
  readonly values: readonly number[];
  readonly rejected: { readonly why: string };
  readonly estimates: readonly { readonly mean: number }[];
}

describe('optimize', () => {
  test('finds, verifies, explains and draws', async () => {
    const search = ['--vary', 'scaling.bridges.count=1..8', '--population', '8', '--generations', '3'];
    const { stdout, exitCode } = await run(...search, '--chart', 'front.svg', '--json');
    expect(exitCode).toBe(0);
    const json = JSON.parse(stdout);
    const all = json.candidates as Candidate[];
    const front = all.filter(({ rejected }) => (rejected as unknown) === null);
    expect(front.length).toBeGreaterThan(0);
    expect(json.knee.at).toBeLessThan(front.length);
    // The cheapest is in trouble with more demand; the least regret has one bridge more.
    expect(all[json.leastRegret.at]!.values[0]).toBeGreaterThan(all[json.knee.at]!.values[0]!);
    const means = front.map(({ estimates }) => estimates.map(({ mean }) => mean));
    means.slice(1).forEach(([cost, stress], at) => {
      expect(cost).toBeGreaterThanOrEqual(means[at]![0]!);
      expect(stress).toBeLessThanOrEqual(means[at]![1]!);
    });
    for (const { rejected } of all.slice(front.length))
      expect(rejected.why).toMatch(/^(dominated|violates|same)$/);
    expect(json.words.join(' ')).toMatch(/^Knee, .* scaling\.bridges\.count = \d+ \(named by \d+ % of/);
    const table = readFileSync(join(folder.path, 'results/rooms-optimize/candidates.csv'), 'utf8');
    expect(table.trim().split('\n')).toHaveLength(all.length + 1);
    expect(table).toMatch(/rejected,"?dominated by \d+: costPerDay less by [\d.]+ ± /);
    // The same command runs nothing again and says the same.
    const again = await run(...search, '--json');
    expect(again.stderr).toMatch(/[1-9]\d* candidates found from before/);
    expect(JSON.parse(again.stdout).candidates).toEqual(all);
    expect(readFileSync(join(folder.path, 'front.svg'), 'utf8')).toContain('costPerDay');
  });

  test('looks at more and less demand than a trace has: whole conferences, repeated or left out', async () => {
    // Of 5, 5, 4 and 6 people half are the second and the fourth conference, 11 joins; all are 20, twice as many 40.
    const conferences = ['09:02,20,5', '09:04,20,5', '09:05,15,4', '09:06,15,6'];
    writeFileSync(join(folder.path, 'day.csv'), ['start,minutes,people', ...conferences, ''].join('\n'));
    const trace =
      '{ file: day.csv, startColumn: start, durationMinutesColumn: minutes, participantsColumn: people }';
    writeFileSync(
      join(folder.path, 'trace.yaml'),
      `name: Traced
horizon: { start: 2026-11-23T09:00, hours: 0.5 }
demand: [{ class: team-meeting, trace: ${trace} }]
deployment: { bridges: { initialCount: 1 } }
scaling: { bridges: { policy: static, count: 1 } }
run: { seed: 3, replications: 2 }
`,
    );
    const search = ['--vary', 'scaling.bridges.count=1..2', '--population', '4', '--generations', '1'];
    const args = [...search, '--demand', '0.5,1,2', '--minimise', 'joins,costPerDay', '--out', 'traced'];
    const { stdout, exitCode } = await session.run(folder.path, ['optimize', 'trace.yaml', ...args]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /Least regret when demand is 0\.5, 1, 2 times as large: scaling\.bridges\.count = 1/,
    );
    const { points } = JSON.parse(readFileSync(join(folder.path, 'traced/search.json'), 'utf8'));
    const [one] = points.filter(({ values }: { values: readonly number[] }) => values[0] === 1);
    const joinsOf = (runs: readonly { readonly joins: number }[]) => runs.map(({ joins }) => joins);
    expect(joinsOf(one.byDemand[0])).toEqual([11, 11]);
    expect(joinsOf(one.fresh)).toEqual([20, 20]);
    expect(joinsOf(one.byDemand[2])).toEqual([40, 40]);
  });

  test('chooses among words too: a policy that nobody can reach its objective with is refused with the conflict', async () => {
    const args = [
      '--vary',
      'deployment.bridges.selection.strategy=region-based,split',
      '--population',
      '4',
      '--generations',
      '2',
    ];
    const few = [
      '--set',
      'scaling.bridges.count=1',
      '--set',
      'objectives.costPerDay.max=0.01',
      '--out',
      'none',
      '--json',
    ];
    const { stdout, exitCode, stderr } = await run(...args, ...few);
    expect(stderr).not.toContain('wrong');
    expect(exitCode).toBe(1);
    const json = JSON.parse(stdout);
    const chosen = json.candidates.map(({ settings }: { settings: Record<string, unknown> }) => settings);
    expect(chosen).toContainEqual({ 'deployment.bridges.selection.strategy': 'split' });
    expect(json.knee).toBeNull();
    expect(json.conflict).toContainEqual({ objective: 'costPerDay', violatedBy: expect.any(Number) });
    expect(json.words[0]).toMatch(
      /^No candidate meets the objectives: not met, or not surely, costPerDay by \d/,
    );
  });

  test('ends with 3, not 1, when more runs might show that a candidate meets', async () => {
    // Two runs of four bridges for six rooms of 24 differ so much that nothing can be said of a limit of 0.3.
    writeFileSync(
      join(folder.path, 'open.yaml'),
      `name: Open
horizon: { start: 2026-11-23T09:00, hours: 1 }
demand:
  - burst: { at: 9:10, conferences: 6 }
    class: { from: team-meeting, size: 24, durationMinutes: 40 }
scaling: { bridges: { policy: static, count: 2 } }
objectives: { overstressedParticipantMinutesRatio: { max: 0.3 } }
run: { seed: 1, replications: 2 }
`,
    );
    const few = ['--population', '4', '--generations', '1', '--fresh', '2', '--out', 'open'];
    const args = ['optimize', 'open.yaml', '--vary', 'scaling.bridges.count=2..5', ...few];
    const { stdout, exitCode } = await session.run(folder.path, args);
    expect(stdout).toMatch(/too near to say: overstressedParticipantMinutesRatio/);
    expect(stdout).toMatch(/No candidate meets the objectives/);
    expect(exitCode).toBe(3);
  });

  test('Ctrl-C keeps and tells what was run by then, and the same command goes on', async () => {
    const search = [
      'optimize',
      'rooms.yaml',
      '--vary',
      'scaling.bridges.count=1..9',
      '--out',
      'stopped',
      '--seed',
      '77',
    ];
    const large = [
      ...search,
      '--vary',
      'deployment.bridges.selection.stressThreshold=0.1..0.9',
      '--population',
      '40',
      '--generations',
      '60',
    ];
    const stopped = await runCli(folder.path, large, {
      onStderr: (text, interrupt) => {
        if (!text.includes('searching Rooms') || isInterrupted) return;
        isInterrupted = true;
        setTimeout(interrupt, 1500);
      },
    });
    expect(stopped.exitCode, stopped.stderr).toBe(130);
    expect(stopped.stdout).toMatch(/Not finished: \d+ candidates were run/);
    const kept = Number(/interrupted: (\d+) candidates are kept in stopped/.exec(stopped.stderr)?.[1]);
    expect(kept).toBeGreaterThan(0);
    const file = JSON.parse(readFileSync(join(folder.path, 'stopped/search.json'), 'utf8'));
    expect(file).toMatchObject({ isComplete: false, shard: null });
    expect(file.points).toHaveLength(kept);
    expect(existsSync(join(folder.path, 'stopped/optimization.json'))).toBe(false);
  }, 30_000);

  test('shards of its islands merge to the bytes of the whole, in any order', async () => {
    const search = [
      '--vary',
      'scaling.bridges.count=1..8',
      '--population',
      '4',
      '--generations',
      '2',
      '--islands',
      '2',
    ];
    expect((await run(...search, '--out', 'whole')).exitCode).toBe(0);
    expect((await run(...search, '--out', 's0', '--shard', '0/2')).stdout).toBe('s0\n');
    expect((await run(...search, '--out', 's1', '--shard', '1/2')).exitCode).toBe(0);
    const merge = (...args: string[]) => session.run(folder.path, ['merge', ...args]);
    expect((await merge('s1', 's0', '--out', 'merged')).exitCode).toBe(0);
    for (const file of ['search.json', 'optimization.json', 'candidates.csv']) {
      const [whole, merged] = ['whole', 'merged'].map((name) =>
        readFileSync(join(folder.path, name, file), 'utf8'),
      );
      expect(merged, file).toBe(whole);
    }
    const refused = async (...args: string[]) => {
      const { stderr, exitCode } = await merge(...args, '--out', 'never');
      expect(exitCode).toBe(2);
      return stderr;
    };
    expect(await refused('s0')).toMatch(/shards are missing: 1\/2/);
    expect(await refused('s0', 's1', 's0')).toMatch(/s0 and s0 are both shard 0\/2/);
    expect(await refused('whole')).toMatch(/whole is a whole search/);
    await run(...search, '--out', 'other', '--shard', '1/2', '--seed', '9');
    expect(await refused('s0', 'other')).toMatch(/of different seeds: 3 and 9/);
    await run(...search, '--out', 'set', '--shard', '1/2', '--set', 'deployment.bridges.initialCount=2');
    expect(await refused('s0', 'set')).toMatch(/different content: the scenario or jitsim changed/);
    const file = join(folder.path, 'other', 'search.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"version":"[^"]+"/, '"version":"0.0.7"'));
    expect(await refused('s0', 'other')).toMatch(/of different versions of jitsim: .* and 0\.0\.7/);
    writeFileSync(file, '{');
    expect(await refused('s0', 'other')).toMatch(/search\.json .*\n {2}is damaged/);
    // A shard of another search is not written over.
    const over = await run(...search, '--out', 's0', '--shard', '0/2', '--seed', '9');
    expect(over).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('holds another search') });
  });

  test.each([
    [[], 64, 'nothing to vary'],
    [['--minimise', 'costPerDay,costPerDay'], 64, 'two or more different results'],
    [['--minimise', 'costPerDay'], 64, 'two or more different results'],
    [['--minimise', 'costPerDy,stressMax'], 64, 'did you mean costPerDay'],
    [['--vary', 'scaling.bridges.count=8..1'], 2, 'is empty'],
    [['--vary', 'scaling.bridges.cuont=1..8'], 2, 'did you mean count'],
    [['--vary', 'scaling.bridges.count=4'], 64, 'has one value'],
    [['--vary', 'scaling.bridges.count=1..8', '--set', 'scaling.bridges.count=2'], 64, 'is set by --set'],
    [['--vary', 'scaling.bridges.count=1..8', '--generations', '9999'], 64, 'give --yes to do them all'],
    [['--vary', 'scaling.bridges.count=1..8', '--shard', '0/3'], 64, 'give --islands 3 or more'],
    [['--vary', 'scaling.bridges.count=1..8', '--shards', '3'], 64, 'needs JOB_COMPLETION_INDEX'],
    [['--vary', 'scaling.bridges.count=1..8', '--out', '.'], 2, 'holds no search'],
    [['--vary', 'scaling.bridges.count=1..8', '--demand', '1,1'], 64, 'different ratios'],
    [['--vary', 'scaling.bridges.count=1..8', '--demand', '0,1'], 64, 'ratios above 0'],
    [['--vary', 'scaling.bridges.count=1..8', '--population', '5'], 64, 'must be even'],
  ])('refuses %j', async (args, code, reason) => {
    const { stderr, exitCode } = await run(...(args as string[]));
    expect(exitCode).toBe(code);
    expect(stderr).toContain(reason);
  });
});
