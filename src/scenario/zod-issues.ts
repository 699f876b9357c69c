/**
 * From zod's findings to issues: in our words, with the place in the file, what was found, and for a mistyped key or
 * word the nearest valid one.
 */
import type { z } from 'zod';
import { closest } from './did-you-mean.ts';
import { type Issue, shown } from './issues.ts';
import { type ParsedFile, type Path, type PathSegment, pathText } from './parse.ts';

/** Where an issue is to be shown: the file, and a path inside it when the value was moved (variants). */
export interface IssuePlace {
  readonly parsed: ParsedFile;
  /** Path in the file of the value at `path`; the same unless parts come from elsewhere in it. */
  readonly pathInFile: (path: Path) => Path;
}

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];
type ZodIssue = z.core.$ZodIssue;

/** Between the problem and the hint of one message; never occurs in either. */
const HINT_SEPARATOR = '\n';

/** Checks `value`; all findings become issues. `base` is the path of `value` itself. */
export function check<Output>(
  schema: z.ZodType<Output, unknown>,
  value: unknown,
  base: Path,
  place: IssuePlace,
  issues: Issue[],
): Output | null {
  const result = schema.safeParse(value, { error: message });
  if (result.success) return result.data;
  for (const found of result.error.issues.flatMap((issue) => flatten(issue, []))) {
    issues.push(toIssue(found, value, base, place));
  }
  return null;
}

/** An issue at `path`, which is where the value stands once variants are merged. */
export function issueAt(
  place: IssuePlace,
  path: Path,
  problem: string,
  options: { readonly got?: unknown; readonly hint?: string; readonly atKey?: boolean } = {},
): Issue {
  const pathInFile = place.pathInFile(path);
  const { line, column } = options.atKey
    ? place.parsed.placeOfKey(pathInFile)
    : place.parsed.placeOf(pathInFile);
  return {
    file: place.parsed.file,
    line,
    column,
    path: pathText(pathInFile),
    problem,
    got: 'got' in options ? shown(options.got) : null,
    hint: options.hint ?? null,
  };
}

interface Finding {
  readonly path: Path;
  readonly message: string;
  /** Whether the value found says something beside the problem. */
  readonly showsValue: boolean;
  readonly atKey: boolean;
}

function toIssue(found: Finding, value: unknown, base: Path, place: IssuePlace): Issue {
  const [problem, hint] = found.message.split(HINT_SEPARATOR, 2);
  const got = valueAt(value, found.path);
  return issueAt(place, [...base, ...found.path], problem!, {
    ...(found.showsValue && got !== undefined ? { got } : {}),
    ...(hint === undefined ? {} : { hint }),
    atKey: found.atKey,
  });
}

/** One finding for each thing wrong: unknown keys one by one, and of a union the branch the user meant. */
function flatten(issue: ZodIssue, above: Path): Finding[] {
  const path = [...above, ...issue.path.map(asSegment)];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key, index) => ({
      path: [...path, key],
      message: issue.message.split('\t')[index] ?? 'unknown key',
      showsValue: false,
      atKey: true,
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const meant = branchMeant(issue.errors);
    if (meant !== null && wordsOf(meant) === 0) return meant.flatMap((inner) => flatten(inner, path));
    // A word that is none of those allowed may stand for anything that is: all of it is named, with the word that is near.
    const near = meant?.[0]?.message.split(HINT_SEPARATOR)[1];
    const message = near === undefined ? issue.message : `${issue.message}${HINT_SEPARATOR}${near}`;
    return [{ path, message, showsValue: true, atKey: false }];
  }
  return [{ path, message: issue.message, showsValue: issue.code !== 'custom', atKey: false }];
}

/** The branch that accepted at least the type of the value, rather than a word; of several the one with the fewest findings. */
function branchMeant(errors: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] | null {
  const fitting = errors.filter(
    (branch) => !branch.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0),
  );
  return [...fitting].sort((a, b) => wordsOf(a) - wordsOf(b) || a.length - b.length)[0] ?? null;
}

/** 1 for a branch that takes certain words only, and the value is none of them: it may not even be a word. */
function wordsOf(branch: readonly ZodIssue[]): number {
  return branch.some((issue) => issue.code === 'invalid_value' && issue.path.length === 0) ? 1 : 0;
}

function asSegment(key: PropertyKey): PathSegment {
  return typeof key === 'number' ? key : String(key);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, segment) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<PathSegment, unknown>)[segment]
        : undefined,
    value,
  );
}

/** What zod found, in our words; the hint, if any, after a line break. */
function message(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : typeProblem(issue.expected, issue.input);
    case 'too_small':
      return boundProblem('least', issue.origin, Number(issue.minimum), issue.inclusive !== false);
    case 'too_big':
      return boundProblem('most', issue.origin, Number(issue.maximum), issue.inclusive !== false);
    case 'invalid_value':
      return chooseProblem(issue.values.map(String), issue.input);
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, keysOf(issue.inst))).join('\t');
    case 'invalid_union':
      if (issue.discriminator !== undefined) {
        const given = (issue.input as Record<string, unknown> | undefined)?.[issue.discriminator];
        return chooseProblem(optionsOf(issue.inst, issue.discriminator), given);
      }
      return `must be ${listed(expectedOf(issue.errors), 'or')}`;
    default:
      return issue.message ?? 'is not valid';
  }
}

function typeProblem(expected: string, input: unknown): string {
  if (typeof input === 'number' && !Number.isFinite(input)) return 'must be a finite number';
  if (expected === 'int') return 'must be a whole number';
  return `must be ${typeName(expected)}`;
}

function typeName(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    tuple: 'a list of two',
    object: 'a mapping of keys to values',
    record: 'a mapping of keys to values',
    null: 'null',
  };
  return names[expected] ?? expected;
}

function boundProblem(side: 'least' | 'most', origin: string, bound: number, inclusive: boolean): string {
  const unit = origin === 'string' ? ' characters long' : '';
  if (origin === 'array') {
    if (side === 'least' && bound === 1) return 'must have at least one entry';
    return `must have at ${side} ${bound} entries`;
  }
  if (origin === 'string' && side === 'least' && bound === 1) return 'must not be empty';
  if (!inclusive) return `must be ${side === 'least' ? 'above' : 'below'} ${bound}${unit}`;
  return `must be at ${side} ${bound}${unit}`;
}

function chooseProblem(options: readonly string[], given: unknown): string {
  if (given === undefined) return `is missing${HINT_SEPARATOR}choose ${listed(options, 'or')}`;
  const near = typeof given === 'string' ? closest(given, options) : null;
  const problem = `must be ${listed(options, 'or')}`;
  return near === null || near === given ? problem : `${problem}${HINT_SEPARATOR}did you mean ${near}?`;
}

/** Most keys listed after an unknown one that resembles none. */
const KEYS_LISTED_MAX = 14;

function unknownKey(key: string, known: readonly string[]): string {
  const near = closest(key, known);
  if (near !== null) return `unknown key; did you mean ${near}?`;
  return known.length === 0 || known.length > KEYS_LISTED_MAX
    ? 'unknown key'
    : `unknown key; the keys here are ${known.join(', ')}`;
}

interface Inside {
  readonly _zod?: {
    readonly def?: { readonly shape?: object; readonly options?: readonly Inside[] };
    readonly propValues?: Readonly<Record<string, ReadonlySet<unknown>>>;
  };
}

function keysOf(schema: unknown): string[] {
  return Object.keys((schema as Inside | undefined)?._zod?.def?.shape ?? {});
}

function optionsOf(schema: unknown, discriminator: string): string[] {
  const options = (schema as Inside | undefined)?._zod?.def?.options ?? [];
  return options.flatMap((option) => [...(option._zod?.propValues?.[discriminator] ?? [])].map(String));
}

function expectedOf(errors: readonly (readonly ZodIssue[])[]): string[] {
  const names = errors.flatMap((branch) =>
    branch.flatMap((issue) => {
      if (issue.path.length > 0) return [];
      if (issue.code === 'invalid_type') return [typeName(issue.expected)];
      return issue.code === 'invalid_value' ? issue.values.map(String) : [];
    }),
  );
  return names.length === 0 ? ['something else'] : [...new Set(names)];
}

/** `a, b or c`. */
export function listed(words: readonly string[], last: 'or' | 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
