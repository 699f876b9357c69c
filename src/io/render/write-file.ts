/**
 * Writes a file whole or not at all: under a temporary name first, then renamed.
 */
import { randomBytes } from 'node:crypto';
import { link, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeDirectory } from '../make-directory.ts';

export interface WriteOptions {
  /** Without it, an existing file is an error. */
  readonly replace?: boolean;
}

/** Throws `FileExistsError` when the file is there and must not be replaced. */
export async function writeWholeFile(
  path: string,
  content: string | Uint8Array,
  { replace = false }: WriteOptions = {},
): Promise<void> {
  await makeDirectory(dirname(path));
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    await writeFile(temporary, content, { flag: 'wx' });
    if (replace) await rename(temporary, path);
    else await linkOrRefuse(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

export class FileExistsError extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`${path} exists already; choose another name, or ask to replace it`);
    this.name = 'FileExistsError';
    this.path = path;
  }
}

/** A hard link fails when its name is taken, which `rename` does not: nothing is overwritten by accident. */
async function linkOrRefuse(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new FileExistsError(path);
    throw error;
  }
}
