// Goal: a kept result is found again only where running it again would give the same: same content, same program.
// Method: scenarios that differ in a single value somewhere inside; a copy of a small program with one byte changed.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { contentKey } from '../../../src/io/content-key.ts';
import { openScenario, sweepCells } from '../../../src/io/node.ts';
import { decidingFolders, programHash } from '../../../src/io/program-hash.ts';
import { parseVaried } from '../../../src/scenario/vary.ts';
import { temporaryFolder } from '../../support/cli.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

test('equal values have equal keys, in whatever order; any difference makes another', () => {
  const key = contentKey({ a: 1, b: [Number.POSITIVE_INFINITY, new Float64Array([1, 2])] });
  expect(contentKey({ b: [Number.POSITIVE_INFINITY, new Float64Array([1, 2])], a: 1 })).toBe(key);
  expect(contentKey({ a: 1, b: [Number.POSITIVE_INFINITY, new Float64Array([1, 3])] })).not.toBe(key);
  expect(contentKey({ a: '1', b: [Number.POSITIVE_INFINITY, new Float64Array([1, 2])] })).not.toBe(key);
});

test('another program, though of the same version, makes another key', () => {
  for (const name of decidingFolders) {
    mkdirSync(join(folder.path, 'program', name, 'inner'), { recursive: true });
    writeFileSync(join(folder.path, 'program', name, 'inner', 'one.ts'), 'export const one = 1;\n');
  }
  const hash = () => programHash(join(folder.path, 'program'));
  const before = hash();
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(hash()).toBe(before);
  writeFileSync(join(folder.path, 'program/jitsi/inner/notes.md'), 'no code');
  expect(hash()).toBe(before);
  writeFileSync(join(folder.path, 'program/jitsi/inner/one.ts'), 'export const one = 2;\n');
  const after = hash();
  expect(after).not.toBe(before);
  expect(contentKey({ a: 1 }, after)).not.toBe(contentKey({ a: 1 }, before));
});

test('a model or a price that a scenario takes from a file is part of the key of its cells', async () => {
  const scenario = join(folder.path, 'own', 'scenario.yaml');
  mkdirSync(join(folder.path, 'own/models/conferences'), { recursive: true });
  writeFileSync(
    scenario,
    `name: Own
demand: [{ burst: { at: 9:10, conferences: 2 }, class: mine }]
scaling: { bridges: { policy: static, count: 2 } }
prices: { bridges: { currency: EUR, costPerHour: 0.25, source: "for this test" } }
`,
  );
  const shipped = readFileSync(
    new URL('../../../models/conferences/team-meeting.yaml', import.meta.url),
    'utf8',
  );
  const model = (minutes: number) =>
    shipped.replace('name: team-meeting', 'name: mine').replace('median: 27,', `median: ${minutes},`);
  const keys = async (): Promise<readonly string[]> => {
    const source = await openScenario(scenario);
    const varied = parseVaried('scaling.bridges.count=2,3');
    if (!source.ok || !varied.ok) throw new Error(JSON.stringify(source));
    const cells = sweepCells(source.value, {
      varied: [varied.value],
      combinations: [[2], [3]],
      version: 'v',
    });
    if (!cells.ok) throw new Error(JSON.stringify(cells.issues));
    return cells.value.map(({ key }) => key);
  };
  writeFileSync(join(folder.path, 'own/models/conferences/mine.yaml'), model(27));
  const before = await keys();
  expect(new Set(before).size).toBe(2);
  expect(await keys()).toEqual(before);
  writeFileSync(join(folder.path, 'own/models/conferences/mine.yaml'), model(28));
  const after = await keys();
  expect(after.filter((key) => before.includes(key))).toEqual([]);
});
