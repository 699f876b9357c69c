// Goal: scenarios are found in files and directories with all they name, a user's own models come first, and the hash
// tells when anything that was read has changed.
// Method: scenarios and models written to temporary directories.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InputError, readScenario } from '../../../src/io/node.ts';
import { packageModels, readModels } from '../../../src/io/read-models.ts';
import { readProblem } from '../../../src/io/read-text.ts';
import { formatIssues } from '../../../src/scenario/issues.ts';
import { modelKinds } from '../../../src/scenario/model-values.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'jitsim-scenario-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function write(path: string, text: string): Promise<string> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

const scenario = `name: S
demand:
  - class: lecture
    replay: { file: p.csv, timeColumn: t, participantsColumn: n, roomSize: 30 }
`;

/** The shipped bridge under a name and with a load threshold. */
async function ownBridge(name: string, loadThresholdPps: number): Promise<string> {
  const shipped = await readFile(join(packageModels, 'bridges', 'gp1-xs.yaml'), 'utf8');
  return shipped
    .replace('name: gp1-xs', `name: ${name}`)
    .replace(/(loadThresholdPps:\n\s+value:) 50000/, `$1 ${loadThresholdPps}`);
}

describe('a scenario', () => {
  test('is read from its file or from its directory alike', async () => {
    const file = await write('a/scenario.yaml', scenario);
    await write('a/p.csv', 't,n\n09:00,10\n');
    expect(await readScenario(dirname(file))).toEqual(await readScenario(file));
  });

  test('has a hash that changes with each file it reads, and only then', async () => {
    const file = await write('hash/scenario.yaml', scenario);
    const table = await write('hash/p.csv', 't,n\n09:00,10\n');
    const { scenarioHash } = await readScenario(file);
    expect(scenarioHash).toMatch(/^[0-9a-f]{64}$/);
    expect((await readScenario(file)).scenarioHash).toBe(scenarioHash);
    await write('hash/models/bridges/unused.yaml', await ownBridge('unused', 1));
    expect((await readScenario(file)).scenarioHash).toBe(scenarioHash);
    await write('hash/models/bridges/gp1-xs.yaml', await ownBridge('gp1-xs', 123_456));
    expect((await readScenario(file)).scenarioHash).not.toBe(scenarioHash);
    await rm(join(root, 'hash/models'), { recursive: true });
    await writeFile(table, 't,n\n09:00,11\n');
    const changedTable = (await readScenario(file)).scenarioHash;
    expect(changedTable).not.toBe(scenarioHash);
    await writeFile(file, `${scenario}# a remark\n`);
    expect((await readScenario(file)).scenarioHash).not.toBe(changedTable);
  });

  test('uses models beside it before those that are shipped', async () => {
    const file = await write('own/scenario.yaml', scenario);
    await write('own/p.csv', 't,n\n09:00,10\n');
    await write('own/models/bridges/gp1-xs.yaml', await ownBridge('gp1-xs', 123_456));
    const study = await readScenario(file);
    expect(study.variants[0]!.deployment.bridges.model.loadThresholdPps).toBe(123_456);
  });

  test('that is wrong is thrown with all its issues', async () => {
    const file = await write('wrong.yaml', 'name: S\ndemnd: 1\n');
    const reading = readScenario(file);
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(/demnd {2}unknown key; did you mean demand\?/);
    await reading.catch((error: InputError) => expect(error.issues.length).toBe(2));
  });
});

describe('the shipped models', () => {
  test('are all right', async () => {
    const models = await readModels();
    expect(models.ok ? '' : formatIssues(models.issues)).toBe('');
    if (!models.ok) return;
    for (const kind of modelKinds) expect(models.value.registry.names(kind), kind).not.toEqual([]);
  });

  test('are the defaults that the reference page names', async () => {
    const models = await readModels();
    if (!models.ok) throw new Error(formatIssues(models.issues));
    const page = await readFile(
      fileURLToPath(new URL('../../../docs/reference/scenario.md', import.meta.url)),
      'utf8',
    );
    const defaults = [...page.matchAll(/Default ([a-z0-9-]+)\. A model in models\/(\w+)/g)];
    expect(defaults.length).toBeGreaterThanOrEqual(3);
    for (const [, name, kind] of defaults) {
      expect(models.value.registry.names(kind as (typeof modelKinds)[number])).toContain(name);
    }
  });
});

describe('a model file', () => {
  const good = `name: mine
kind: prices
title: My price
parameters:
  currency: { value: EUR, interval95: null, source: my bill, trust: published }
  costPerHour: { value: 0.1, interval95: [0.09, 0.12], source: my bill, trust: published }
  grain: { value: per-second, interval95: null, source: my bill, trust: published }
  minimumSeconds: { value: 60, interval95: null, source: my bill, trust: published }
  asOf: { value: "2026-01-01", interval95: null, source: my bill, trust: published }
`;

  async function problems(folder: string, text: string, name = 'prices/mine.yaml'): Promise<string> {
    await write(join(folder, 'models', name), text);
    const models = await readModels([join(root, folder, 'models')], (file) => file.slice(root.length + 1));
    return models.ok ? 'none' : formatIssues(models.issues);
  }

  test('that is right is taken', async () => {
    expect(await problems('m0', good)).toBe('none');
  });

  test.each([
    ['name: mine', 'name: yours', /1:7 {2}name {2}must be mine, as its file is called, got "yours"/],
    ['kind: prices', 'kind: bridges', /2:7 {2}kind {2}must be prices, as its folder is called/],
    [
      'source: my bill, trust: published }\n  grain',
      'trust: published }\n  grain',
      /6:\d+ {2}parameters\.costPerHour\.source {2}is missing/,
    ],
    ['value: 0.1,', 'value: -0.1,', /parameters\.costPerHour\.value {2}must be at least 0, got -0\.1/],
    ['value: 0.1,', '', /parameters\.costPerHour\.value {2}is missing/],
    [
      '[0.09, 0.12]',
      '[0.2, 0.3]',
      /6:\d+ {2}parameters\.costPerHour\.interval95 {2}must be \[low, high\] with the value between/,
    ],
    ['grain:', 'grian:', /7:3 {2}parameters\.grian {2}unknown key; did you mean grain\?/],
    [
      'trust: published }\n  minimum',
      'trust: certain }\n  minimum',
      /trust {2}must be assumed, published, calibrated or validated/,
    ],
  ])('is refused when %j reads %j', async (from, to, problem) => {
    const text = good.replace(from, to);
    expect(text).not.toBe(good);
    expect(await problems(`m-${Math.abs(from.length * 31 + to.length)}`, text)).toMatch(problem);
  });

  test('in a folder of no kind is refused, as is a preset of no policy', async () => {
    expect(await problems('k', good, 'price/mine.yaml')).toMatch(
      /is not a kind of model\n.*did you mean prices\?/,
    );
    const preset = good.replace('name: mine', 'name: hpa-mine').replace('kind: prices', 'kind: policies');
    expect(await problems('p', preset, 'policies/hpa-mine.yaml')).toMatch(
      /must begin with the name of a policy/,
    );
  });

  test('that cannot be read as YAML is named', async () => {
    await cp(packageModels, join(root, 'all', 'models'), { recursive: true });
    expect(await problems('all', 'name: [', 'prices/broken.yaml')).toMatch(
      /broken\.yaml has 1 problem\n.*not valid YAML/,
    );
  });
});

test.each([
  ['ENOENT', /does not exist/],
  ['EACCES', /permission denied/],
  ['EISDIR', /is a directory/],
  ['ELOOP', /symbolic link/],
  ['EIO', /cannot be read \(EIO\)/],
])('the system error %s is told in words', (code, words) => {
  expect(readProblem(Object.assign(new Error('failed'), { code }))).toMatch(words);
});
