/**
 * Places that exist on one machine only: absolute paths of a computer, folders beside the checkout, the host a
 * package happened to be downloaded from. A file that names one works here and nowhere else.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const machineFolders = ['home', 'Users', 'root', 'work', 'tmp', 'mnt', 'private', 'var/folders'];
const registryHosts = [
  /\bregistry\.[a-z.-]+\.[a-z]{2,}/,
  /\bnpm\.pkg\.github\.com/,
  /\bnpmmirror\.com/,
  /\bpypi\.org/,
  /\bproxy\.golang\.org/,
];

const places: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  // Not after a letter or a dot: that is a path inside the project or of a web address.
  { what: 'a path of one machine', pattern: new RegExp(`(?<![\\w.~/-])/(${machineFolders.join('|')})/`) },
  { what: 'a path of one machine', pattern: /(?<!\w)[A-Z]:\\(?:Users|Windows|Program)/ },
  { what: 'a path of one machine', pattern: /file:\/\/\/\w/ },
  { what: 'a folder beside the checkout', pattern: /\.\.\/shared\b/ },
  ...registryHosts.map((pattern) => ({ what: 'the host of a package registry', pattern })),
];

/** One sentence for each line that names such a place. */
export function namedPlaces(file: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) =>
    places.flatMap(({ what, pattern }) => {
      const match = pattern.exec(line);
      return match === null ? [] : [`${file}:${index + 1} names ${what}: ${match[0]}`];
    }),
  );
}

/** Written by tools, or installed: not part of the project. */
const notOurs = new Set(['.git', 'node_modules', 'dist', 'coverage', 'results']);
const binary = /\.(png|jpe?g|gif|ico|pdf|ttf|woff2?|gz|zip|tsbuildinfo)$/;

/** Every text file of the project below `folder`, relative to `root`, with forward slashes. */
export function textFiles(root: string, folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (notOurs.has(entry.name)) return [];
    if (entry.isDirectory()) return textFiles(root, path);
    return entry.isFile() && !binary.test(entry.name) ? [relative(root, path).split(sep).join('/')] : [];
  });
}

export function readText(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
