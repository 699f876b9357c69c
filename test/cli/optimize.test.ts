// Goal: optimize names a front, its knee and the least regret, gives a reason for what it rejects, draws, and refuses.
// Method: a fleet of fixed size, whose cost grows with its count: every dominated candidate costs more for no less stress.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startCliSession, temporaryFolder } from '../support/cli.ts';

const folder = temporaryFolder();
const session = startCliSession();
afterAll(() => {
  session.end();
  folder.remove();
});
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
  readonly rejected: string | null;
  readonly estimates: readonly { readonly mean: number }[];
}

describe('optimize', () => {
  test('finds, verifies, explains and draws', async () => {
    const search = ['--vary', 'scaling.bridges.count=1..8', '--population', '8', '--generations', '3'];
    const { stdout, exitCode } = await run(...search, '--chart', 'front.svg', '--json');
    expect(exitCode).toBe(0);
    const json = JSON.parse(stdout);
    const all = json.candidates as Candidate[];
    const front = all.filter(({ rejected }) => rejected === null);
    expect(front.length).toBeGreaterThan(0);
    expect(json.knee).toBeLessThan(front.length);
    expect(json.leastRegret).toBeLessThan(front.length);
    const means = front.map(({ estimates }) => estimates.map(({ mean }) => mean));
    means.slice(1).forEach(([cost, stress], at) => {
      expect(cost).toBeGreaterThanOrEqual(means[at]![0]!);
      expect(stress).toBeLessThanOrEqual(means[at]![1]!);
    });
    for (const { rejected } of all.slice(front.length)) expect(rejected).toMatch(/^(dominated by|violates) /);
    expect(readFileSync(join(folder.path, 'front.svg'), 'utf8')).toContain('costPerDay');
  });

  test.each([
    [[], 64, 'nothing to vary'],
    [['--minimise', 'costPerDay'], 64, 'two different results'],
    [['--minimise', 'costPerDy,stressMax'], 64, 'did you mean costPerDay'],
    [['--vary', 'scaling.bridges.count=8..1'], 64, 'the range is empty'],
    [['--vary', 'scaling.bridges.count=1..8', '--demand', '0,1'], 64, 'ratios above 0'],
    [['--vary', 'scaling.bridges.count=1..8', '--population', '5'], 64, 'must be even'],
  ])('refuses %j', async (args, code, reason) => {
    const { stderr, exitCode } = await run(...(args as string[]));
    expect(exitCode).toBe(code);
    expect(stderr).toContain(reason);
  });
});
