/**
 * Makes a directory with those above it.
 *
 * Not `mkdir` with `recursive`: where a file system takes no new directories (`/proc`), Node 20 tries for ever and neither
 * answers nor fails (seen with v20.20.2).
 */
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** @throws what the operating system says, when it cannot be made */
export async function makeDirectory(path: string): Promise<void> {
  if (await isDirectory(path)) return;
  const above = dirname(path);
  if (above !== path) await makeDirectory(above);
  try {
    await mkdir(path);
  } catch (error) {
    // Another process may have made it in the meantime.
    if (!(await isDirectory(path))) throw error;
  }
}

/** Whether there is a directory; false where nothing is or can be seen. */
export async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
