// Goal: a directory is made with all above it, and one that cannot be made fails at once with its reason.
// Method: a temporary folder, a file in the way, and /proc where there is one: it takes no directories, and Node 20's own
// recursive mkdir never returns from it.
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDirectory } from '../../../src/io/make-directory.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'jitsim-directory-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('makes what is missing above, twice and at once', async () => {
  const path = join(root, 'a', 'b', 'c');
  await Promise.all([makeDirectory(path), makeDirectory(path)]);
  await makeDirectory(path);
  expect((await stat(path)).isDirectory()).toBe(true);
});

test('fails where a file is in the way', async () => {
  await writeFile(join(root, 'file'), '');
  await expect(makeDirectory(join(root, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeDirectory(join(root, 'file', 'below'))).rejects.toMatchObject({ code: 'EEXIST' });
});

test.runIf(existsSync('/proc/self'))('fails, and does not hang, where nothing can be made', async () => {
  await expect(makeDirectory('/proc/jitsim/results')).rejects.toMatchObject({ code: 'ENOENT' });
});
