/**
 * Goal: what the guides show works: their programs' imports exist, and their commands are commands with those options.
 * Method: every `import { ... } from 'jitsim'` of docs/guides against the public modules; every line that begins with
 * `jitsim` against the list of commands.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/cli/commands.ts';
import * as jitsim from '../../../src/index.ts';
import * as node from '../../../src/io/node.ts';

const directory = new URL('../../../docs/guides/', import.meta.url);
const guides = readdirSync(directory)
  .filter((name) => name.endsWith('.md'))
  .map((name) => [name, readFileSync(new URL(name, directory), 'utf8')] as const);

/** `import { a, type B } from 'jitsim'` as module and names of values. */
function importsOf(text: string): [string, string][] {
  return [...text.matchAll(/import \{([^}]*)\} from '(jitsim(?:\/node)?)'/g)].flatMap(([, names, from]) =>
    names!
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
      .map((name): [string, string] => [from!, name]),
  );
}

/** Command lines, continued lines joined. */
function commandLinesOf(text: string): string[] {
  return [...text.replaceAll(/\\\n\s*/g, '').matchAll(/^ {4}jitsim (\S[^#\n]*)/gm)].map(([, line]) =>
    line!.trim(),
  );
}

describe.each(guides)('%s', (_, text) => {
  it('imports only what there is', () => {
    for (const [from, name] of importsOf(text)) {
      expect(Object.keys(from === 'jitsim' ? jitsim : node)).toContain(name);
    }
  });

  it('uses only commands and options that there are', () => {
    for (const line of commandLinesOf(text)) {
      const command = commands.find(({ name }) => name === line.split(' ')[0]);
      expect(command, line).toBeDefined();
      const known = command!.options.map(({ name }) => name);
      for (const [, option] of line.matchAll(/--([a-z-]+)/g)) expect(known, line).toContain(option);
    }
  });
});

it('guides are found, and some have programs', () => {
  expect(guides.length).toBeGreaterThanOrEqual(6);
  expect(guides.flatMap(([, text]) => importsOf(text)).length).toBeGreaterThanOrEqual(6);
  expect(guides.flatMap(([, text]) => commandLinesOf(text)).length).toBeGreaterThanOrEqual(12);
});
