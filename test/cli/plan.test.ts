// Goal: plan answers in words and JSON, for fleets and for policy keys, and refuses what it cannot plan.
// Method: the command line on a scenario that needs few bridges, in a temporary folder.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startSessionInFolder } from '../support/cli.ts';

const { folder, run } = startSessionInFolder();

writeFileSync(
  join(folder.path, 'rooms.yaml'),
  `name: Rooms
horizon: { start: 2026-11-23T09:00, hours: 1 }
demand:
  - burst: { at: 9:10, conferences: 6 }
    class: { from: team-meeting, size: 10, durationMinutes: 40, recordingRatio: 0.5 }
deployment: { jibris: { initialCount: 3, finaliseSeconds: 0 } }
scaling: { bridges: { policy: static, count: 2 }, jibris: { policy: static, count: 3 } }
objectives: { overstressedParticipantMinutesRatio: { max: 0.05 }, recordingRefusedRatio: { max: 0.05 } }
`,
);

describe('plan', () => {
  test('finds bridges, closed form beside simulation, and capacity to lose a zone', async () => {
    const args = ['plan', 'rooms.yaml', '--for', 'bridges', '--replications', '20'];
    const { stdout, stderr, exitCode } = await run(...args, '--spare-zone', '--zones', '3');
    expect(exitCode).toBe(0);
    const [, count] = /^Rooms: (\d+) bridges?/.exec(stdout)!;
    expect(stdout).toMatch(/closed form: \d+/);
    expect(stdout).toMatch(/square-root staffing/);
    const each = Math.ceil(Number(count) / 2);
    const lost =
      /one of 3 zones lost at 09:1\d, .*: (\d+) in each zone, (\d+) in all; simulated: overstressed/.exec(
        stdout,
      )!;
    expect(Number(lost[2])).toBe(3 * Number(lost[1]));
    expect(stdout).toContain(`by arithmetic ${each} in each: those left must be at least the ${count}`);
    expect(stdout).toMatch(/not in it: the minutes after the loss/);
    expect(stdout).toMatch(/Mon 09:00/);
    expect(stderr).toMatch(new RegExp(`${count} bridges?: met after`));
    const json = JSON.parse((await run(...args, '--json')).stdout);
    expect(json).toMatchObject({ ok: true, answer: { count: Number(count), verdict: 'met' } });
  });

  test('ends with 1 when the fleet is found, and no number in each zone survives the loss of one', async () => {
    // Whoever is in a zone that falls silent is out for a while: an objective that forbids it holds only without a loss.
    const objectives = 'objectives: { disconnectedParticipantMinutesRatio: { max: 0 } }';
    const text = readFileSync(join(folder.path, 'rooms.yaml'), 'utf8');
    writeFileSync(join(folder.path, 'no-loss.yaml'), text.replace(/objectives: .*/, objectives));
    const args = ['plan', 'no-loss.yaml', '--for', 'bridges', '--replications', '10', '--max', '4'];
    const { stdout, exitCode } = await run(...args, '--spare-zone', '--zones', '2', '--json');
    const { ok, answer, spare } = JSON.parse(stdout);
    expect(answer.verdict).toBe('met');
    expect([spare.plan.answer, ok, exitCode]).toEqual([null, false, 1]);
  });

  test('finds the value of a policy key, counted from either end', async () => {
    const key = ['--parameter', 'scaling.jibris.count', '--range', '0..8', '--replications', '20'];
    const least = JSON.parse((await run('plan', 'rooms.yaml', '--for', 'policy', ...key, '--json')).stdout);
    expect(least.of).toBe('scaling.jibris.count');
    // Six conferences: six Jibris refuse nothing, whatever is recorded.
    expect(least.answer.count).toBeGreaterThanOrEqual(1);
    expect(least.answer.count).toBeLessThanOrEqual(6);
    const most = await run('plan', 'rooms.yaml', '--for', 'policy', ...key, '--largest');
    expect(most.stdout).toMatch(/^Rooms: scaling\.jibris\.count = 8/);
  });

  test('ends with 1 when nothing up to --max is enough', async () => {
    const none = await run(
      'plan',
      'rooms.yaml',
      '--for',
      'bridges',
      '--max',
      '1',
      '--set',
      'demand[0].class.size=60',
    );
    expect(none.stdout).toMatch(/no number of bridges from 1 to 1 meets the objectives/);
    expect(none.exitCode).toBe(1);
  });

  test('says which objectives contradict each other, in words and as JSON, and what the noise leaves open', async () => {
    // Seven cents a day pay for no bridge at all.
    const poor = ['plan', 'rooms.yaml', '--for', 'bridges', '--set', 'objectives.costPerDay.max=0.07'];
    const told = await run(...poor, '--replications', '20');
    expect(told.exitCode).toBe(1);
    expect(told.stdout).toMatch(
      /the objectives contradict each other: what quality needs costs [\d.]+\s±\s0\.00\sEUR a day, and costPerDay may be 0\.07 EUR at most/,
    );
    const json = JSON.parse((await run(...poor, '--replications', '20', '--json')).stdout);
    expect(json).toMatchObject({
      ok: false,
      currency: 'EUR',
      conflict: expect.stringMatching(/^the objectives/),
    });
    const strict = ['--set', 'demand[0].class.size=24'];
    const open = await run(
      'plan',
      'rooms.yaml',
      '--for',
      'bridges',
      '--max',
      '5',
      '--replications',
      '10',
      ...strict,
    );
    expect(open.exitCode).toBe(3);
    expect(open.stdout).toMatch(
      /no number of bridges from 1 to 5 surely meets the objectives; more --replications/,
    );
  });

  test.each([
    [
      ['--for', 'bridge'],
      /--for must be one of bridges, jibris, shards, policy, got bridge; did you mean bridges/,
      64,
    ],
    [[], /plan needs --for/, 64],
    [['--for', 'shards'], /does not simulate signalling.*write deployment\.shards\.signalling/, 2],
    [['--for', 'policy', '--parameter', 'scaling.jibris.count', '--range', '5..5'], /is empty/, 64],
    [
      ['--for', 'policy', '--parameter', 'scalin.jibris.count', '--range', '1..5'],
      /did you mean scaling/,
      64,
    ],
    [['--for', 'policy', '--parameter', 'scaling.jibris.cont', '--range', '1..5'], /did you mean count/, 2],
    [['--for', 'policy', '--range', '1..5'], /needs --parameter/, 64],
    [['--for', 'bridges', '--confidence', '1'], /must lie above 0\.5 and below 1/, 64],
  ])('refuses %j', async (args, problem, code) => {
    const { stderr, exitCode } = await run('plan', 'rooms.yaml', ...args);
    expect(stderr).toMatch(problem);
    expect(exitCode).toBe(code);
  });
});
