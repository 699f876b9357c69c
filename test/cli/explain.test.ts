// Goal: explain makes a stranger understand one change of a controller, and refuses what it cannot explain.
// Method: the command line, on a timetable whose every decision is known beforehand; in a temporary folder.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startSessionInFolder } from '../support/cli.ts';

const { folder, run } = startSessionInFolder();

// 3 bridges until 09:00, 7 from then on.
const scenario = `name: Known
horizon: { start: 2026-11-23T08:30, hours: 1, timeZone: Europe/Paris }
demand: [{ class: school-class, burst: { at: 9:00, conferences: 2 } }]
deployment: { bridges: { initialCount: 3 } }
scaling:
  bridges:
    policy: scheduled
    timetable: [{ at: 08:00, count: 3 }, { at: 09:00, count: 7 }]
    prewarmSeconds: 0
run: { replications: 2 }
`;

beforeAll(async () => {
  writeFileSync(join(folder.path, 'known.yaml'), scenario);
  const { exitCode, stderr } = await run('simulate', 'known.yaml', '--out', 'known');
  expect(stderr).not.toMatch(/problem/);
  expect(exitCode).toBe(0);
});

describe('explain', () => {
  test('tells the decision of the moment, what came before and after, and the oracle', async () => {
    const { stdout, exitCode } = await run('explain', 'known', '--at', '09:00', '--pool', 'bridges');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Known, bridges at 09:00: scheduled wants \d/);
    expect(stdout).toMatch(/computed +3 → 7: /);
    expect(stdout).toMatch(/before +09:00 3 → 7/);
    expect(stdout).toMatch(/after +no further change/);
    expect(stdout).toMatch(/usual +within 5 minutes 2 of 2 replications scaled up and 0 down/);
    expect(stdout).toMatch(/oracle +with perfect foresight \d/);
  });

  test('tells turns that changed nothing', async () => {
    const { stdout } = await run('explain', 'known', '--at', '2026-11-23T08:45', '--json');
    const [explanation] = JSON.parse(stdout).explanations;
    expect(explanation.atMs).toBe(15 * 60_000);
    expect(explanation.look.desiredAfter).toBe(3);
    expect(explanation.look.desiredBefore).toBe(3);
    expect(explanation.nextChange).toMatchObject({ desiredBefore: 3, desiredAfter: 7, atMs: 30 * 60_000 });
  });

  test.each([
    [['explain', 'known'], 64, /--at/],
    [['explain', 'known', '--at', 'noon'], 64, /09:05/],
    [['explain', 'known', '--at', '09:00', '--pool', 'bridge'], 64, /did you mean bridges/],
    [['explain', 'known', '--at', '12:00'], 2, /outside the horizon, 2026-11-23T08:30 to 2026-11-23T09:30/],
    [['explain', 'known', '--at', '09:00', '--pool', 'jibris'], 2, /no Jibris/],
    [['explain', 'known', '--at', '09:00', '--variant', 'Knwn'], 2, /did you mean Known/],
    [['explain', 'nowhere', '--at', '09:00'], 2, /nowhere/],
  ])('%j is refused with the reason', async (args, code, reason) => {
    const { stderr, exitCode } = await run(...args);
    expect(exitCode).toBe(code);
    expect(stderr).toMatch(reason);
  });
});
