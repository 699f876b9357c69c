// Goal: the report is written whole or not at all, and is the same to the byte wherever it is made.
// Method: a temporary folder; a second process in another time zone makes the same page.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chartsOf } from '../../../../src/charts/all-charts.ts';
import { writeCharts } from '../../../../src/io/render/write-charts.ts';
import { FileExistsError, writeWholeFile } from '../../../../src/io/render/write-file.ts';
import { reportPage, writeReport } from '../../../../src/io/render/write-report.ts';
import { aResults } from '../../../support/sample-results.ts';

let page = '';
beforeAll(async () => {
  page = await reportPage(aResults());
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jitsim-report-'));
});
afterEach(() => rm(folder, { recursive: true }));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the report file', () => {
  test('is the same to the byte in a process of another time zone', async () => {
    const script = [
      `const { reportPage } = await import('./src/io/render/write-report.ts');`,
      `const { aResults } = await import('./test/support/sample-results.ts');`,
      `const { createHash } = await import('node:crypto');`,
      `console.log(createHash('sha256').update(await reportPage(aResults())).digest('hex'));`,
    ].join('\n');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { env: { ...process.env, TZ: 'Asia/Tokyo', LANG: 'ja_JP.UTF-8' } },
    );
    expect(stdout.trim()).toBe(sha256(page));
  });

  test('holds every script it allows and loads nothing from the network', async () => {
    const allowed = [...page.matchAll(/'sha256-([^']+)'/g)].map(([, hash]) => hash);
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code = '']) => code);
    expect(scripts).toHaveLength(3);
    expect(scripts.map((code) => createHash('sha256').update(code).digest('base64'))).toEqual(allowed);
    const markup = page.replaceAll(/<script[\s\S]*?<\/script>/g, '');
    expect(markup).not.toMatch(/\s(?:src|href|srcset|poster|action)\s*=/i);
    expect(markup.replaceAll(/xmlns(?::\w+)?="[^"]*"/g, '')).not.toMatch(/https?:\/\//);
  });

  test('gives every clip path of the page a name of its own', async () => {
    const markup = page.replaceAll(/<script[\s\S]*?<\/script>/g, '');
    const ids = [...markup.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of markup.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id);
  });

  test('is written whole, and leaves no temporary file', async () => {
    const outFile = join(folder, 'deep', 'report.html');
    await writeReport(aResults(), { outFile });
    expect(await readFile(outFile, 'utf8')).toBe(page);
    expect(await readdir(join(folder, 'deep'))).toEqual(['report.html']);
  });
});

describe('writing a file', () => {
  test('does not overwrite unless asked', async () => {
    const path = join(folder, 'file.txt');
    await writeFile(path, 'kept');
    await expect(writeWholeFile(path, 'new')).rejects.toThrow(FileExistsError);
    expect(await readFile(path, 'utf8')).toBe('kept');
    await writeWholeFile(path, 'new', { replace: true });
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['file.txt']);
  });

  test('leaves nothing behind when it fails', async () => {
    await mkdir(join(folder, 'taken'));
    await expect(writeWholeFile(join(folder, 'taken'), 'new', { replace: true })).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['taken']);
  });
});

describe('chart files', () => {
  test('there is one for every chart and format', async () => {
    const paths = await writeCharts(aResults(), folder, ['svg', 'png']);
    const expected = chartsOf(aResults()).flatMap(({ name }) => [`${name}.png`, `${name}.svg`]);
    expect((await readdir(folder)).sort()).toEqual(expected.sort());
    expect(paths).toHaveLength(expected.length);
    await expect(writeCharts(aResults(), folder, ['svg'])).rejects.toThrow(/exists already/);
  });
});
