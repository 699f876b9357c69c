/**
 * Variants: the scenario with some keys replaced, as in JSON Merge Patch (RFC 7396): mappings are merged key by key,
 * lists and everything else replaced, null removes a key. One rule is our own: a mapping that names another `policy`
 * or `kind` replaces the old one whole, because the settings of one policy mean nothing to another.
 */
import type { ParsedFile, Path } from './parse.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** `base` with the keys of `set` replaced; neither is changed. */
export function merged(base: unknown, set: unknown): unknown {
  if (!isMapping(set)) return set;
  const kept = isMapping(base) && !isOfAnotherKind(base, set) ? base : {};
  const result: Record<string, unknown> = { ...kept };
  for (const [key, value] of Object.entries(set)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}

const kindKeys = ['policy', 'kind', 'expression', 'from'];

function isOfAnotherKind(base: Mapping, set: Mapping): boolean {
  return kindKeys.some((key) => key in set && key in base && set[key] !== base[key]);
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Where the value at a path of a merged variant is written: in the variant's `set` when it goes at least as deep as
 * the base does, else in the base.
 */
export function variantPath(parsed: ParsedFile, variant: number, path: Path): Path {
  const set: Path = ['variants', variant, 'set'];
  return depthOf(parsed, set, path) >= Math.max(1, depthOf(parsed, [], path)) ? [...set, ...path] : path;
}

function depthOf(parsed: ParsedFile, prefix: Path, path: Path): number {
  for (let depth = path.length; depth > 0; depth--) {
    if (parsed.has([...prefix, ...path.slice(0, depth)])) return depth;
  }
  return 0;
}
