/**
 * A file as text, or the reason why not in the user's words.
 */
import { readFile, stat } from 'node:fs/promises';
import { type Checked, fileIssue } from '../scenario/issues.ts';

/** Largest file read into memory, bytes. */
const FILE_BYTES_MAX = 512 * 1024 * 1024;

/** `shownAs` is the file's name in issues. */
export async function readText(file: string, shownAs: string): Promise<Checked<string>> {
  const refused = (problem: string, hint: string | null = null): Checked<string> => ({
    ok: false,
    issues: [fileIssue(shownAs, problem, hint)],
  });
  try {
    const found = await stat(file);
    if (found.isDirectory()) return refused('is a directory, not a file');
    if (found.size > FILE_BYTES_MAX) return refused(`is larger than ${FILE_BYTES_MAX / 1024 / 1024} MiB`);
    const bytes = await readFile(file);
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError) return refused('is not UTF-8 text', 'save it as UTF-8');
    return refused(readProblem(error));
  }
}

/** Why a file or directory could not be read. */
export function readProblem(error: unknown): string {
  const code = errorCode(error);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read (permission denied)';
    case 'EISDIR':
      return 'is a directory, not a file';
    case 'ENAMETOOLONG':
      return 'has too long a name';
    case 'ELOOP':
      return 'is a symbolic link that leads back to itself';
    default:
      return `cannot be read (${code ?? (error instanceof Error ? error.message : String(error))})`;
  }
}

/** The operating system's code of an error, such as ENOSPC; null when it has none. */
export function errorCode(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
