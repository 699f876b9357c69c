// Goal: a user sees of every model what it is, how far to trust it and where its numbers come from.
// Method: the command line, against the YAML files read directly.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startSessionInFolder } from '../support/cli.ts';
import { repositoryRoot } from '../support/read-dataset.ts';

const { folder, run } = startSessionInFolder();

const root = join(repositoryRoot, 'models');
const files = readdirSync(root).flatMap((kind) =>
  readdirSync(join(root, kind)).map((name) => `${kind}/${name}`),
);

interface Written {
  readonly title: string;
  readonly parameters: Readonly<Record<string, { readonly trust: string; readonly source: string }>>;
}

describe('models', () => {
  test('lists every file of models/ with its title, assumed parameters and worst trust', async () => {
    const { stdout, exitCode } = await run('models', '--json');
    expect(exitCode).toBe(0);
    const { models } = JSON.parse(stdout) as { models: Record<string, unknown>[] };
    expect(models.map(({ model }) => `${model}.yaml`).toSorted()).toEqual(files.toSorted());
    for (const row of models) {
      const { title, parameters } = parse(readFileSync(join(root, `${row.model}.yaml`), 'utf8')) as Written;
      const trusts = Object.values(parameters).map(({ trust }) => trust);
      const worst = ['assumed', 'published', 'calibrated', 'validated'].find((trust) =>
        trusts.includes(trust),
      );
      expect(row).toMatchObject({
        title,
        parameters: trusts.length,
        assumedParameters: trusts.filter((trust) => trust === 'assumed').length,
        worstTrust: worst,
      });
    }
  });

  test('shows one kind, and one model with interval, source, trust and note of every number', async () => {
    const kind = await run('models', 'boot');
    expect(kind.stdout).toMatch(/boot\/vm-image/);
    expect(kind.stdout).not.toMatch(/bridges\/gp1-xs/);
    const one = await run('models', 'bridges/gp1-xs');
    expect(one.stdout).toMatch(/cpuOnsetKpps +│ 2 +│ 1 to 4 +│ assumed/);
    expect(one.stdout).toMatch(/three tests only/);
    expect(one.stdout).toMatch(/measured for bridgePacketRateKpps 6\.70 to 82\.7/);
    const data = JSON.parse((await run('models', 'bridges/gp1-xs', '--json')).stdout);
    expect(data.parameters.cpuOnsetKpps).toMatchObject({ value: 2, interval95: [1, 4], trust: 'assumed' });
  });

  test('takes a directory of one’s own, whose models come first', async () => {
    mkdirSync(join(folder.path, 'mine/demand'), { recursive: true });
    const text = readFileSync(join(root, 'demand/flat.yaml'), 'utf8');
    writeFileSync(join(folder.path, 'mine/demand/flat.yaml'), text.replace(/^title:.*$/m, 'title: Mine'));
    const { stdout } = await run('models', 'demand', '--directory', 'mine', '--json');
    const found = JSON.parse(stdout).models.find(({ name }: { name: string }) => name === 'flat');
    expect(found.title).toBe('Mine');
  });

  test('refuses a directory that is not there', async () => {
    const { stdout, stderr, exitCode } = await run('models', '--directory', 'nowhere');
    expect([stdout, exitCode]).toEqual(['', 2]);
    expect(stderr).toMatch(/nowhere is no directory/);
  });

  test.each([
    ['bridge', /there is no kind of model bridge; did you mean bridges\?/],
    ['bridges/gp1', /there is no model bridges\/gp1; did you mean bridges\/gp1-xs\?/],
  ])('has no %s', async (asked, problem) => {
    const { stderr, exitCode } = await run('models', asked);
    expect(stderr).toMatch(problem);
    expect(exitCode).toBe(2);
  });
});
