// Goal: results survive the way to disk and back, byte for byte the same each time, and a failing disk or a foreign
// directory harms nothing.
// Method: made-up results are written to temporary directories, read back and compared; failures are injected by
// streams that fail as the operating system does, and by /dev/full where there is one.
import { createWriteStream, existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Results } from '../../../src/experiment/results.ts';
import { checkResults } from '../../../src/io/read-results.ts';
import { resultFiles } from '../../../src/io/results-format.ts';
import { assertWritable, OutputError, writeResults } from '../../../src/io/write-results.ts';
import { formatIssues } from '../../../src/scenario/issues.ts';
import { asWritten } from '../../../src/stats/as-written.ts';
import { aResults } from '../../support/sample-results.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'jitsim-results-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** The results as they must come back: every number rounded to ten digits. */
function asReadBack(value: unknown): unknown {
  if (typeof value === 'number') return asWritten(value);
  if (value instanceof Float64Array) return value.map(asWritten);
  if (Array.isArray(value)) return value.map(asReadBack);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asReadBack(inner)]));
}

async function readBack(directory: string): Promise<Results> {
  const read = await checkResults(directory);
  if (!read.ok) throw new Error(formatIssues(read.issues));
  return read.value;
}

async function problemsOf(directory: string): Promise<string> {
  const read = await checkResults(directory);
  return read.ok ? 'none' : formatIssues(read.issues);
}

describe('a results directory', () => {
  test('gives back what was written', async () => {
    const directory = join(root, 'round-trip');
    const results = aResults();
    await writeResults(results, directory);
    expect(await readBack(directory)).toEqual(asReadBack(results));
  });

  test('has the same bytes when written again, and when its own content is written', async () => {
    const first = join(root, 'bytes-1');
    const second = join(root, 'bytes-2');
    await writeResults(aResults(), first);
    await writeResults(await readBack(first), second);
    for (const file of Object.values(resultFiles)) {
      expect(await readFile(join(second, file), 'utf8'), file).toBe(
        await readFile(join(first, file), 'utf8'),
      );
    }
  });

  test('keeps a single replication, whose half-widths are not numbers', async () => {
    const directory = join(root, 'single');
    const [variant] = aResults().variants;
    const lone = { mean: 1 / 3, halfWidth95: Number.NaN, replications: 1 };
    const results = aResults({
      variants: [
        { ...variant!, estimates: { ...variant!.estimates, cost: lone }, incidents: [], decisions: [] },
      ],
    });
    await writeResults(results, directory);
    const back = await readBack(directory);
    expect(back.variants[0]!.estimates.cost).toEqual({ ...lone, mean: 0.3333333333 });
    expect(back.variants[0]!.decisions).toEqual([]);
  });

  test('is not overwritten unless asked', async () => {
    const directory = join(root, 'existing');
    await writeResults(aResults(), directory);
    await expect(writeResults(aResults({ seed: 2 }), directory)).rejects.toThrow(/already exists.*--replace/);
    expect((await readBack(directory)).seed).toBe(1);
    await writeResults(aResults({ seed: 2 }), directory, { replace: true });
    expect((await readBack(directory)).seed).toBe(2);
    expect((await readdir(root)).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('never replaces a directory of something else, even when asked', async () => {
    const directory = join(root, 'photos');
    await mkdir(directory);
    await writeFile(join(directory, 'cat.txt'), 'miaow');
    await expect(writeResults(aResults(), directory, { replace: true })).rejects.toThrow(/holds no results/);
    expect(await readdir(directory)).toEqual(['cat.txt']);
  });
});

describe('a disk that fails', () => {
  const full = (): Writable =>
    new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('write failed'), { code: 'ENOSPC' })),
    });

  test('leaves nothing half-written and is named', async () => {
    const directory = join(root, 'full');
    const writing = writeResults(aResults(), directory, { open: full });
    await expect(writing).rejects.toThrow(OutputError);
    await expect(writing).rejects.toThrow(/disk is full; nothing was left behind/);
    expect((await readdir(root)).filter((name) => name.includes('full'))).toEqual([]);
  });

  test('leaves the old results when it fails at the last file', async () => {
    const directory = join(root, 'full-late');
    await writeResults(aResults(), directory);
    const open = (file: string): Writable =>
      file.endsWith('manifest.json') ? full() : createWriteStream(file);
    await expect(writeResults(aResults({ seed: 9 }), directory, { replace: true, open })).rejects.toThrow(
      /full/,
    );
    expect((await readBack(directory)).seed).toBe(1);
  });

  test.runIf(existsSync('/dev/full'))('is recognised when the operating system says so', async () => {
    const directory = join(root, 'device-full');
    const writing = writeResults(aResults(), directory, { open: () => createWriteStream('/dev/full') });
    await expect(writing).rejects.toThrow(/disk is full/);
    expect(existsSync(directory)).toBe(false);
  });

  test('is told apart from a missing permission and from a file in the way', async () => {
    const denied = (): Writable =>
      new Writable({
        construct: (done) => done(Object.assign(new Error('no'), { code: 'EACCES' })),
      });
    await expect(writeResults(aResults(), join(root, 'denied'), { open: denied })).rejects.toThrow(
      /permission denied/,
    );
    await writeFile(join(root, 'a-file'), '');
    await expect(writeResults(aResults(), join(root, 'a-file', 'results'))).rejects.toThrow(
      /a part of the path is a file/,
    );
  });

  // Whoever may write everywhere (root) cannot see it.
  test.runIf(process.getuid?.() !== 0)('is told before the runs when permissions show it', async () => {
    const closed = join(root, 'closed');
    await mkdir(closed, { mode: 0o555 });
    await expect(assertWritable(join(closed, 'a', 'b'), false)).rejects.toThrow(/permission denied/);
  });
});

describe('a directory that cannot be read as results', () => {
  test('is refused when it is missing, a file, or holds something else', async () => {
    expect(await problemsOf(join(root, 'nowhere'))).toMatch(/nowhere has 1 problem\n.*does not exist/);
    await writeFile(join(root, 'plain'), 'x');
    expect(await problemsOf(join(root, 'plain'))).toMatch(/is a file, not a results directory/);
    await mkdir(join(root, 'empty'));
    expect(await problemsOf(join(root, 'empty'))).toMatch(
      /manifest.json has 1 problem\n.*does not exist\n.*no results/,
    );
    await mkdir(join(root, 'foreign'));
    await writeFile(join(root, 'foreign', 'manifest.json'), '{"format": "web-extension"}');
    expect(await problemsOf(join(root, 'foreign'))).toMatch(/manifest.json has \d+ problems/);
  });

  test('is refused when it comes from a later version', async () => {
    const directory = join(root, 'later');
    await writeResults(aResults(), directory);
    const file = join(directory, resultFiles.manifest);
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace(/"formatVersion": \d+/, '"formatVersion": 99'),
    );
    expect(await problemsOf(directory)).toMatch(
      /manifest.json.*\n.*formatVersion.*another version of jitsim/,
    );
  });

  test('names the damaged line', async () => {
    const directory = join(root, 'damaged');
    await writeResults(aResults(), directory);
    const file = join(directory, resultFiles.incidents);
    const line = (await readFile(file, 'utf8')).split('\n').length;
    await appendFile(file, 'OpenFUN HPA,0,notanumber,join-failed,3,late\n');
    expect(await problemsOf(directory)).toMatch(
      new RegExp(`incidents.csv has 1 problem\n  ${line}  atMs  cannot be read`),
    );
    await rm(join(directory, resultFiles.bill));
    expect(await problemsOf(directory)).toMatch(/bill.csv has 1 problem\n {2}does not exist/);
  });

  test('is refused when its JSON was cut off', async () => {
    const directory = join(root, 'cut');
    await writeResults(aResults(), directory);
    await writeFile(join(directory, resultFiles.estimates), '{"variants": [');
    expect(await problemsOf(directory)).toMatch(/estimates.json has 1 problem\n.*not valid JSON/);
  });
});
