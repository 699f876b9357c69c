// Goal: sensitivity says what moves an answer and what does not, by all methods, and refuses what it cannot vary.
// Method: a fleet of fixed size, whose cost is proportional to its count and to nothing else; so the swing, the effect
//   and the share of the variance of the count are known.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startSessionInFolder } from '../support/cli.ts';

const { folder, session } = startSessionInFolder();
const run = (...args: string[]) => session.run(folder.path, ['sensitivity', 'rooms.yaml', ...args]);

writeFileSync(
  join(folder.path, 'rooms.yaml'),
  `name: Rooms
horizon: { start: 2026-11-23T09:00, hours: 0.5 }
demand:
  - burst: { at: 9:05, conferences: 2 }
    class: { from: team-meeting, size: 4, durationMinutes: 10 }
deployment: { bridges: { initialCount: 4 } }
scaling: { bridges: { policy: static, count: 4 } }
run: { seed: 3, replications: 2 }
`,
);
const vary = ['--vary', 'demand[0].burst.conferences=1..3'];
const count = ['--set', 'deployment.bridges.initialCount=2', '--vary', 'scaling.bridges.count=2..6'];

describe('sensitivity', () => {
  test('tornado: the fleet moves the cost, models and demand do not', async () => {
    const { stdout, exitCode } = await run(...count, ...vary);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/What would change costPerDay: scaling\.bridges\.count, by /);
    expect(stdout).toMatch(/others change nothing at all/);
    const json = JSON.parse((await run(...count, ...vary, '--json')).stdout);
    const [first, ...rest] = json.factors;
    expect(first).toMatchObject({ factor: 'scaling.bridges.count', low: 2, high: 6, matters: true });
    // Both ends against the 4 of the file: what is added is what is taken away.
    expect(first.atHigh.mean).toBeGreaterThan(0);
    expect(first.atLow.mean).toBeLessThan(0);
    expect(first.swing.mean).toBeCloseTo(first.atHigh.mean - first.atLow.mean, 6);
    expect(rest.filter(({ matters }: { matters: boolean }) => matters)).toEqual([]);
  });

  test('morris and sobol: the whole effect and the whole variance are the fleet', async () => {
    const only = ['--only-varied', '--replications', '1', '--json'];
    const effects = JSON.parse(
      (await run(...count, ...vary, ...only, '--method', 'morris', '--points', '4')).stdout,
    );
    expect(effects.factors[0].factor).toBe('scaling.bridges.count');
    expect(effects.factors[0].mu.mean).toBeCloseTo(effects.factors[0].muStar.mean, 9);
    expect(effects.factors[1].muStar.mean).toBe(0);
    const shares = JSON.parse(
      (await run(...count, ...vary, ...only, '--method', 'sobol', '--points', '30')).stdout,
    );
    const [fleet, demand] = shares.factors;
    expect(fleet.factor).toBe('scaling.bridges.count');
    expect(fleet.totalInterval[0]).toBeLessThan(1);
    expect(fleet.totalInterval[1]).toBeGreaterThan(1);
    expect(demand.total).toBe(0);
  });

  test.each([
    [['--of', 'costPerDy'], 64, 'did you mean costPerDay'],
    [['--vary', 'demnd=1..2'], 2, 'did you mean demand'],
    [['--vary', 'scaling.bridges.cuont=1..3'], 2, 'did you mean count'],
    [['--vary', 'scaling.bridges.count=5..5'], 2, 'is empty'],
    [['--vary', 'scaling.bridges.count=5'], 64, 'has one value'],
    [['--vary', 'scaling.bridges.count=5,7'], 64, 'from..to'],
    [[...vary, '--set', 'demand[0].burst.conferences=2'], 64, 'is set by --set'],
    [['--only-varied'], 2, 'nothing to vary'],
    [['--replications', '1'], 64, 'at least 2 --replications'],
    [['--method', 'moris'], 64, 'did you mean morris'],
    [['--method', 'sobol', '--points', '9999'], 64, '--yes'],
  ])('refuses %j', async (args, code, reason) => {
    const { stderr, exitCode } = await run(...(args as string[]));
    expect(exitCode).toBe(code);
    expect(stderr).toContain(reason);
  });
});
