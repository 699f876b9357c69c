/**
 * YAML text to a plain value that still knows where everything stood. YAML 1.2: `no` is a word, `012` is twelve,
 * times such as 9:00 are words. Duplicate keys and several documents in one file are refused.
 */
import {
  isAlias,
  isMap,
  isNode,
  isPair,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  visit,
} from 'yaml';
import type { Checked, Issue } from './issues.ts';

export type PathSegment = string | number;
export type Path = readonly PathSegment[];

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A file read as YAML. */
export interface ParsedFile {
  readonly file: string;
  readonly value: unknown;
  /** Where the value at `path` begins, or the nearest thing above it that exists. */
  placeOf(path: Path): Place;
  /** Where the key that ends `path` begins; the value's place when it has no key. */
  placeOfKey(path: Path): Place;
  /** Whether something is written at `path`. */
  has(path: Path): boolean;
}

/** Longest text taken, characters; a scenario is a page, not a data file. */
const TEXT_LENGTH_MAX = 1_000_000;
/** Most times an anchor may be repeated: stops documents that unfold without end. */
const ALIAS_COUNT_MAX = 50;

/** Reads `text`; syntax errors become issues with their place. */
export function parseFile(file: string, text: string): Checked<ParsedFile> {
  const whole = (problem: string, hint: string | null = null): Checked<ParsedFile> => ({
    ok: false,
    issues: [{ file, line: 1, column: 1, path: '', problem, got: null, hint }],
  });
  if (text.length > TEXT_LENGTH_MAX) return whole(`is longer than ${TEXT_LENGTH_MAX} characters`);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    lineCounter,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  });
  if (document.errors.length > 0) {
    return { ok: false, issues: document.errors.map((error) => syntaxIssue(file, error, lineCounter)) };
  }
  if (document.contents === null) return whole('is empty', 'jitsim init writes a scenario to start from');
  const forbidden = forbiddenKey(document.contents);
  if (forbidden !== null) return whole(`uses the key ${forbidden}, which is not allowed anywhere`);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: ALIAS_COUNT_MAX });
  } catch (error) {
    return whole(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const root: Node = document.contents;
  return { ok: true, value: locating(file, value, root, lineCounter) };
}

/** Keys that mean something to JavaScript objects and nothing to a scenario. */
function forbiddenKey(root: Node): string | null {
  let found: string | null = null;
  visit(root, {
    Pair: (_, pair) => {
      const key = isNode(pair.key) ? keyText(pair.key) : null;
      if (key === '__proto__' || key === 'constructor' || key === 'prototype') found = key;
    },
  });
  return found;
}

function locating(file: string, value: unknown, root: Node, lineCounter: LineCounter): ParsedFile {
  const placeOfNode = (node: Node): Place => {
    const { line, col } = lineCounter.linePos(node.range?.[0] ?? 0);
    return { line, column: col };
  };
  return {
    file,
    value,
    placeOf: (path) => placeOfNode(nearest(root, path)),
    placeOfKey: (path) => {
      const parent = nearest(root, path.slice(0, -1));
      const key = isMap(parent)
        ? parent.items.find((pair) => isPair(pair) && isNode(pair.key) && keyText(pair.key) === path.at(-1))
            ?.key
        : undefined;
      return placeOfNode(isNode(key) ? key : nearest(root, path));
    },
    has: (path) => nodeAt(root, path) !== null,
  };
}

function keyText(key: Node): unknown {
  return 'value' in key ? String(key.value) : null;
}

function nearest(root: Node, path: Path): Node {
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(root, path.slice(0, length));
    if (node !== null) return node;
  }
  return root;
}

function nodeAt(root: Node, path: Path): Node | null {
  let node: Node = root;
  for (const segment of path) {
    if (isAlias(node) || !('get' in node)) return null;
    const next: unknown = (node as ParsedNode & { get(key: unknown, keepScalar: true): unknown }).get(
      segment,
      true,
    );
    if (!isNode(next)) return null;
    node = next;
  }
  return node;
}

function syntaxIssue(
  file: string,
  error: { readonly message: string; readonly pos: readonly [number, number]; readonly code: string },
  lineCounter: LineCounter,
): Issue {
  const { line, col } = lineCounter.linePos(error.pos[0]);
  const hints: Readonly<Record<string, string>> = {
    TAB_AS_INDENT: 'indent with spaces',
    DUPLICATE_KEY: 'remove one of the two',
    MULTIPLE_DOCS: 'write one scenario in a file; variants go under variants:',
    BAD_INDENT: 'line the keys of one mapping up in the same column',
  };
  return {
    file,
    line,
    column: col,
    path: '',
    problem: `is not valid YAML: ${error.message.split('\n')[0]}`,
    got: null,
    hint: hints[error.code] ?? null,
  };
}

/** A path as users write it: `demand[0].replay.file`. */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, segment) =>
      typeof segment === 'number' ? `${text}[${segment}]` : text === '' ? segment : `${text}.${segment}`,
    '',
  );
}
