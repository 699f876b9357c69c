/**
 * A hash of the program itself: of every file of the folders that decide what a run gives. Results that are kept and found
 * again bear it, so that none outlives a change of the simulator, whatever the version number says. A change that alters no
 * result makes them run once more, which costs time and nothing else.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folders below `src` that a run's rows are made in, and the reduction to estimates. */
export const decidingFolders = [
  'autoscaling',
  'billing',
  'cloud',
  'engine',
  'experiment',
  'jitsi',
  'queueing',
  'scenario',
  'simulation',
  'stats',
  'units',
  'workload',
] as const;

const sourceFile = /\.[jt]s$/;

/** SHA-256 over names and contents of all source files in the folders, in order of their names. */
export function programHash(root: string = fileURLToPath(new URL('..', import.meta.url))): string {
  const hash = createHash('sha256');
  for (const folder of decidingFolders) addFolder(hash, root, folder);
  return hash.digest('hex');
}

function addFolder(hash: ReturnType<typeof createHash>, root: string, folder: string): void {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) addFolder(hash, root, path);
    else if (sourceFile.test(entry.name)) hash.update(`${path}\n`).update(readFileSync(join(root, path)));
  }
}

let own: string | undefined;

/** Of the program that is running. */
export function ownProgramHash(): string {
  own ??= programHash();
  return own;
}
