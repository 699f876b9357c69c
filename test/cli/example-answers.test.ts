/**
 * Goal: the examples that answer a question say question, command and answer with its interval, and their commands run.
 * Method: every README from number 50 on, and of older ones that answer a question: its parts, and each command of it with two replications; the exit code says that
 * the scenario, its variants and its settings are there.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startSessionInFolder } from '../support/cli.ts';

const root = new URL('../../', import.meta.url).pathname;
/** Older examples that answer a question users ask: TURN, users per shard, nine o'clock, metrics, fixed or scaled. */
const older = ['02', '11', '15', '20', '30', '41'];
const examples = readdirSync(`${root}examples`).filter(
  (name) => Number(name.slice(0, 2)) >= 50 || older.includes(name.slice(0, 2)),
);
const { folder, session } = startSessionInFolder();

/** Words of a command line, with quotes. */
function words(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
}

/** The command made small. A plan becomes a check of its scenario: the search itself is tested elsewhere. */
function quick([verb, scenario, ...rest]: readonly string[]): string[] {
  const kept = rest.flatMap((word, index) =>
    ['--set', '--variant', '--vary'].includes(word) ? [word, rest[index + 1]!] : [],
  );
  const small = [...kept, '--replications', '2'];
  switch (verb) {
    case 'plan':
      return ['check', scenario!, ...small];
    case 'simulate':
      // Examples without settings of their own are simulated by the golden tests.
      if (!rest.includes('--set')) return ['validate', scenario!];
      return [verb, scenario!, ...small, '--out', `${folder.path}/simulate`, '--replace'];
    case 'sweep':
      return [verb, scenario!, ...small, '--out', `${folder.path}/sweep`];
    case 'optimize':
      return [
        verb,
        scenario!,
        ...small,
        '--population',
        '4',
        '--generations',
        '1',
        '--demand',
        '1',
        '--out',
        `${folder.path}/optimize`,
        '--replace',
      ];
    case 'cost':
      return ['validate', scenario!];
    default:
      return [verb!, scenario!, ...small];
  }
}

describe.each(examples)('%s', (name) => {
  const text = readFileSync(`${root}examples/${name}/README.md`, 'utf8');

  it('states question, answer with an interval, what is assumed and what is covered', () => {
    const named = ['**Question.**', '**Answer', ' ± ', '**Covers.**'];
    for (const part of Number(name.slice(0, 2)) >= 50 ? [...named, '**Assumed.**'] : named) {
      expect(text).toContain(part);
    }
  });

  const commands = [...text.matchAll(/^jitsim (.*)$/gm)].map(([, command]) => command!);

  it('has a command', () => {
    expect(commands.length).toBeGreaterThan(0);
  });

  it.each(commands)('%s', async (command) => {
    const { exitCode, stderr } = await session.run(root, quick(words(command)));
    // Met, violated or within the noise: with few runs any of them; but no wrong input and no bug.
    expect([0, 1, 3], stderr).toContain(exitCode);
  });
});
