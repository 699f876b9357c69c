// Goal: editors and readers are told of every key what it means, and the generated files are those of the code.
// Method: the JSON Schema is walked; the files are generated again and compared with the committed ones.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { generatedFiles } from '../../../src/cli/generate-reference.ts';
import { scenarioJsonSchema } from '../../../src/scenario/schema.ts';

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: unknown;
}

/** Every mapping of the schema with the path to it. */
function mappings(node: unknown, path: string): { readonly path: string; readonly node: Node }[] {
  if (typeof node !== 'object' || node === null) return [];
  const inner = Object.entries(node).flatMap(([key, value]) => mappings(value, `${path}/${key}`));
  return 'properties' in node ? [{ path, node: node as Node }, ...inner] : inner;
}

describe('the JSON Schema of scenarios', () => {
  const all = mappings(scenarioJsonSchema(), '');

  test('says of every key what it means', () => {
    const silent = all.flatMap(({ path, node }) =>
      Object.entries(node.properties ?? {})
        .filter(([, { description }]) => description === undefined || description.trim().length < 4)
        .map(([key]) => `${path}/${key}`),
    );
    expect(silent).toEqual([]);
    expect(all.length).toBeGreaterThan(40);
  });

  test('names the unit in every description of a key whose name ends in one', () => {
    const units: Readonly<Record<string, RegExp>> = {
      Seconds: /seconds/i,
      Minutes: /minutes/i,
      Ms: /milliseconds/,
      TTLSec: /seconds/,
      IntervalSec: /seconds/,
      Cores: /cores/i,
      Pps: /packets per second/,
      Bps: /bits per second/,
      Ratio: /ratio|share|probability|left of/i,
    };
    const wrong = all.flatMap(({ path, node }) =>
      Object.entries(node.properties ?? {})
        .filter(([key, { description = '' }]) =>
          Object.entries(units).some(([unit, word]) => key.endsWith(unit) && !word.test(description)),
        )
        .map(([key]) => `${path}/${key}`),
    );
    expect(wrong).toEqual([]);
  });

  test('refuses unknown keys everywhere', () => {
    expect(all.filter(({ node }) => node.additionalProperties !== false).map(({ path }) => path)).toEqual([]);
  });
});

describe('the generated file', () => {
  test.each([...generatedFiles()])('%s is up to date', async (path, content) => {
    const file = fileURLToPath(new URL(`../../../${path}`, import.meta.url));
    const hint = 'npx tsx src/cli/generate-reference.ts writes it again';
    expect(await readFile(file, 'utf8'), hint).toBe(content);
  });
});

test('examples point editors to the schema', async () => {
  for (const example of ['01-openfun-autoscaling-day', '02-monday-nine-oclock', '03-first-scenario']) {
    const file = new URL(`../../../examples/${example}/scenario.yaml`, import.meta.url);
    const text = await readFile(file, 'utf8');
    expect(text, example).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.\.\/schema\/scenario\.schema\.json\n/,
    );
    expect(parse(text), example).toHaveProperty('demand');
  }
});
