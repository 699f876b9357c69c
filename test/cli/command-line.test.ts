// Goal: a wrong command line is refused with exit code 64 and a way out, help is there at once, and init writes a
// scenario that is valid where it stands.
// Method: the command line runs in a temporary folder; what help loads is read off Node's own module trace.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { scenarioJsonSchema } from '../../src/scenario/schema.ts';
import { runCli, startSessionInFolder } from '../support/cli.ts';

const { folder, session } = startSessionInFolder();

describe('a wrong command line', () => {
  test.each([
    [[], /a command is missing/],
    [['simulat', 'x'], /unknown command simulat; did you mean simulate\?/],
    [['simulate'], /simulate needs a scenario/],
    [['prices'], /prices needs an action\n/],
    [['merge'], /merge needs directories\n/],
    [['simulate', 'x', '--sead', '3'], /unknown option --sead; did you mean --seed\?/],
    [['simulate', 'x', '--seed'], /--seed needs a value/],
    [['simulate', 'x', '--seed', '1', '--seed', '2'], /--seed is given more than once/],
    [['simulate', 'x', '--seed', 'NaN'], /--seed must be a whole number/],
    [['simulate', 'x', '--seed', '1.5'], /--seed must be a whole number, got 1\.5/],
    [['simulate', 'x', '--replications', '0'], /--replications must be at least 1, got 0/],
    [['simulate', 'x', '--out', ''], /--out needs a value/],
    [['validate', 'a', 'b'], /unknown word b/],
    [['compare', 'x', '--variant', 'v'], /--variant names what --set is applied to, and there is no --set/],
  ])('%j is refused', async (args, problem) => {
    const { stdout, stderr, exitCode } = await session.run(folder.path, args);
    expect(stderr).toMatch(problem);
    expect(stderr).toMatch(/jitsim --help/);
    expect(stdout).toBe('');
    expect(exitCode).toBe(64);
  });
});

describe('help', () => {
  test('lists the commands, and each command its options', async () => {
    const general = await session.run(folder.path, ['--help']);
    for (const command of ['init', 'validate', 'simulate', 'report', 'prices', 'schema']) {
      expect(general.stdout).toContain(`jitsim ${command}`);
    }
    expect(general.exitCode).toBe(0);
    const listed = [...general.stdout.matchAll(/^ {2}jitsim (\w+)/gm)].map((match) => match[1]);
    expect(listed.slice(0, 5)).toEqual(['init', 'validate', 'schema', 'simulate', 'report']);
    expect(listed.at(-1)).toBe('import');
    const simulate = await session.run(folder.path, ['simulate', '--help']);
    expect(simulate.stdout).toContain('--replications');
  });

  test.each(commands)('of $name speaks of its own options only', ({ options }) => {
    const own = options.map(({ name }) => name);
    for (const { name, description } of options) {
      const named = [...description.matchAll(/--([a-z-]+)/g)].map(([, other]) => other!);
      expect(own, `--${name}: ${description}`).toEqual(expect.arrayContaining(named));
    }
  });

  test('loads no library that it does not need', async () => {
    const { stderr } = await runCli(folder.path, ['--help'], {
      spawn: { env: { ...process.env, NODE_DEBUG: 'esm' }, stdio: ['ignore', 'ignore', 'pipe'] },
    });
    expect(stderr).toMatch(/node_modules\/yargs\//);
    for (const library of ['vega', 'mathjs', 'zod', 'yaml', 'fast-csv', 'cli-table3']) {
      expect(stderr).not.toMatch(new RegExp(`node_modules/${library}/`));
    }
  });
});

describe('init', () => {
  test('writes the first scenario, which is valid, and does not overwrite it', async () => {
    const first = await session.run(folder.path, ['init']);
    expect(first.stdout).toBe('scenario.yaml\n');
    expect(first.exitCode).toBe(0);
    const valid = await session.run(folder.path, ['validate', '.']);
    expect(valid.stdout).toMatch(/^My first scenario: valid/);
    expect(valid.exitCode).toBe(0);
    writeFileSync(join(folder.path, 'scenario.yaml'), 'mine');
    const second = await session.run(folder.path, ['init']);
    expect(second.stderr).toMatch(/scenario\.yaml already exists and is not overwritten/);
    expect(second.exitCode).toBe(2);
    expect(readFileSync(join(folder.path, 'scenario.yaml'), 'utf8')).toBe('mine');
  });

  test('brings the tables that an example reads, so that it runs where it stands', async () => {
    const { stdout, exitCode } = await session.run(folder.path, [
      'init',
      'openfun-autoscaling-day',
      '--out',
      'day',
    ]);
    expect(exitCode).toBe(0);
    expect(readdirSync(join(folder.path, 'day')).sort()).toEqual([
      'autoscaling-day-1min.csv',
      'scenario.yaml',
    ]);
    expect(stdout.trim().split('\n')).toEqual([
      join('day', 'scenario.yaml'),
      join('day', 'autoscaling-day-1min.csv'),
    ]);
    expect((await session.run(folder.path, ['validate', 'day'])).exitCode).toBe(0);
  });

  test('names the nearest template', async () => {
    const { stderr, exitCode } = await session.run(folder.path, [
      'init',
      'first-scenari',
      '--out',
      'elsewhere',
    ]);
    expect(stderr).toMatch(/there is no template first-scenari; did you mean first-scenario\?/);
    expect(exitCode).toBe(2);
    expect(existsSync(join(folder.path, 'elsewhere'))).toBe(false);
  });
});

test('schema prints the JSON Schema of scenarios', async () => {
  const { stdout, exitCode } = await session.run(folder.path, ['schema']);
  expect(JSON.parse(stdout)).toEqual(scenarioJsonSchema());
  expect(exitCode).toBe(0);
});
