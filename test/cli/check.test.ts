// Goal: check is a gate: its exit codes, its files for build servers, and what it refuses.
// Method: the command line on a scenario whose cost is known beforehand (a fixed fleet), in a temporary folder.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startSessionInFolder } from '../support/cli.ts';

const { folder, run } = startSessionInFolder();

// Three bridges at 1 EUR an hour: 72 EUR a day, whatever happens.
const scenario = (objectives: string): string => `name: Gate
horizon: { start: 2026-11-23T08:30, hours: 1 }
demand: [{ class: school-class, burst: { at: 9:00, conferences: 4 } }]
scaling: { bridges: { policy: static, count: 3 } }
prices: { bridges: { costPerHour: 1, currency: EUR, grain: per-second } }
${objectives === '' ? '' : `objectives: { ${objectives} }`}
run: { replications: 4 }
`;
writeFileSync(join(folder.path, 'gate.yaml'), scenario('costPerDay: { max: 72.5 }'));
writeFileSync(join(folder.path, 'none.yaml'), scenario(''));
writeFileSync(
  join(folder.path, 'close.yaml'),
  scenario('overstressedParticipantMinutesRatio: { max: 0.15 }').replace('count: 3', 'count: 4'),
);

describe('check', () => {
  test('ends with 0 when met and 1 when violated, and writes JUnit and Markdown', async () => {
    const met = await run('check', 'gate.yaml');
    expect(met.stdout).toMatch(/^met +Gate: costPerDay 72\s±\s0 EUR, at most 72\.5 EUR\n/);
    expect(met.exitCode).toBe(0);
    const args = ['--set', 'objectives.costPerDay.max=71', '--junit', 'j.xml', '--markdown', 'm.md'];
    const violated = await run('check', 'gate.yaml', ...args);
    expect(violated.stdout).toMatch(/Gate: violated/);
    expect(violated.exitCode).toBe(1);
    expect(readFileSync(join(folder.path, 'j.xml'), 'utf8')).toMatch(/failures="1"/);
    expect(readFileSync(join(folder.path, 'm.md'), 'utf8')).toMatch(/### Gate: ❌ violated/);
  });

  test('ends with 3 within the noise and says how many more; --decide goes on until it is decided', async () => {
    const { stdout, exitCode } = await run('check', 'close.yaml', '--replications', '3');
    expect(stdout).toMatch(/^inconclusive .*about \d+ more replications would decide/);
    expect(exitCode).toBe(3);
    const decided = JSON.parse((await run('check', 'close.yaml', '--decide', '320', '--json')).stdout);
    expect(decided.verdict).not.toBe('inconclusive');
    expect([10, 20, 40, 80, 160, 320]).toContain(decided.replications);
  });

  test('gates against a baseline of before', async () => {
    expect((await run('simulate', 'gate.yaml', '--out', 'before')).exitCode).toBe(0);
    const same = await run('check', 'gate.yaml', '--baseline', 'before');
    expect(same.stdout).toMatch(/^same +Gate: costPerDay/m);
    expect(same.exitCode).toBe(0);
    const dearer = ['--set', 'scaling.bridges.count=4;objectives.costPerDay.max=200'];
    const worse = await run('check', 'gate.yaml', '--baseline', 'before', ...dearer);
    expect(worse.stdout).toMatch(
      /^worse +Gate: costPerDay \+24\s±\s0 EUR against the baseline’s 72\s±\s0 EUR/m,
    );
    expect(worse.exitCode).toBe(1);
    const allowed = await run('check', 'gate.yaml', '--baseline', 'before', ...dearer, '--tolerance', '0.5');
    expect(allowed.exitCode).toBe(0);
    expect(allowed.stdout).toMatch(/^within-tolerance Gate: costPerDay \+24/m);
  });

  test('has no verdict from one replication, says so, and compares it with a baseline all the same', async () => {
    const one = await run('check', 'close.yaml', '--replications', '1');
    expect(one.stdout).toMatch(/^inconclusive .*one replication has no interval and decides nothing/);
    expect(one.stderr).toMatch(/warning: one replication has no interval/);
    expect(one.exitCode).toBe(3);
    await run('simulate', 'gate.yaml', '--out', 'first', '--replications', '3');
    const other = await run(
      'check',
      'gate.yaml',
      '--baseline',
      'first',
      '--seed',
      '2',
      '--replications',
      '1',
    );
    expect(other.stdout).toMatch(/^within-noise Gate: costPerDay 0 EUR against the baseline’s 72\s±\s0 EUR/m);
    expect(other.exitCode).toBe(3);
  });

  test('of the same scenario is the same, though the baseline was rounded when it was written', async () => {
    await run('simulate', 'close.yaml', '--out', 'rounded');
    const same = await run('check', 'close.yaml', '--baseline', 'rounded');
    expect(same.stdout).toMatch(/^same +Gate: overstressedParticipantMinutesRatio 0\s±\s0 %/m);
  });

  test('refuses what cannot be checked', async () => {
    expect(await run('check', 'none.yaml')).toMatchObject({ exitCode: 2, stdout: '' });
    expect((await run('check', 'none.yaml')).stderr).toMatch(/has no objectives, and no --baseline is given/);
    expect((await run('check', 'gate.yaml', '--baseline', 'nowhere')).exitCode).toBe(2);
    expect((await run('check', 'gate.yaml', '--tolerance', 'much')).stderr).toMatch(/must be a number/);
    expect((await run('check', 'gate.yaml', '--tolerance', '5')).stderr).toMatch(/as 0\.05 for 5 %, got 5/);
    expect((await run('check', 'gate.yaml', '--decide', '3')).stderr).toMatch(/at least 10/);
    expect((await run('check', 'gate.yaml', '--junit', 'no/such/j.xml')).stderr).toMatch(/no such place/);
    const both = await run('check', 'gate.yaml', '--junit', 'both', '--markdown', 'both');
    expect(both).toMatchObject({ exitCode: 64, stderr: expect.stringContaining('would overwrite') });
    const decided = await run('check', 'gate.yaml', '--decide', '20', '--replications', '5');
    expect(decided).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining('leave --replications out'),
    });
    const twice = ['--set', 'scaling.bridges.count=4', '--set', 'scaling.bridges.count=5'];
    expect(await run('check', 'gate.yaml', ...twice)).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining('scaling.bridges.count is set twice'),
    });
    const crowd = await run('check', 'gate.yaml', '--workers', '1000');
    expect(crowd).toMatchObject({ exitCode: 64, stderr: expect.stringContaining('at most 128') });
    expect((await run('check', 'gate.yaml', '--variant', 'Gat')).stderr).toMatch(/has no variant Gat/);
  });
});
