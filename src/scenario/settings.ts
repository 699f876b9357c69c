/**
 * Settings: single keys of a scenario replaced from outside, as `scaling.bridges.count=12` or `demand[0].burst.at=9:05`.
 * What is changed is what the user wrote, before any check, so a wrong setting is told like a wrong line of the file.
 */
import { parse } from 'yaml';
import { closest } from './did-you-mean.ts';
import { type Path, type PathSegment, pathText } from './parse.ts';
import { replaceableKeys } from './schema.ts';
import { merged } from './variants.ts';

export interface Setting {
  readonly path: Path;
  readonly value: unknown;
}

/** A scenario with some keys replaced: what a comparison or a sweep has many of. */
export interface SettingsVariant {
  readonly name: string;
  readonly settings: readonly Setting[];
}

export type ReadSettings =
  | { readonly ok: true; readonly value: readonly Setting[] }
  | { readonly ok: false; readonly problem: string };

/** Reads `path=value`, several separated by semicolons. Values are YAML: `12`, `[1, 2]`, `{ policy: static, count: 4 }`. */
export function parseSettings(text: string): ReadSettings {
  const settings: Setting[] = [];
  for (const part of text.split(';').filter((one) => one.trim() !== '')) {
    const equals = part.indexOf('=');
    if (equals <= 0) {
      return { ok: false, problem: `${part.trim()} is no setting; write a path, = and a value` };
    }
    const path = parsePath(part.slice(0, equals).trim());
    if (path === null) return { ok: false, problem: `${part.slice(0, equals).trim()} is no path` };
    const refusal = refusalOf(path);
    if (refusal !== null) return { ok: false, problem: refusal };
    const written = part.slice(equals + 1).trim();
    if (written === '') return { ok: false, problem: `${pathText(path)} has no value` };
    try {
      settings.push({ path, value: parse(written, { version: '1.2' }) });
    } catch {
      return { ok: false, problem: `the value of ${pathText(path)} is not valid YAML` };
    }
  }
  if (settings.length === 0) return { ok: false, problem: 'no setting is given' };
  const twice = setTwice(settings);
  return twice === null
    ? { ok: true, value: settings }
    : { ok: false, problem: `${twice} is set twice: one would undo the other` };
}

/** The first path that is set more than once; null when there is none. */
export function setTwice(settings: readonly Setting[]): string | null {
  const paths = settings.map(({ path }) => pathText(path));
  return paths.find((path, index) => paths.indexOf(path) < index) ?? null;
}

/** `demand[0].burst.at` as its segments; null when it is no path. */
export function parsePath(text: string): Path | null {
  if (!/^[\p{L}_][^\s.[\]]*(\.[\p{L}_][^\s.[\]]*|\[\d+\])*$/u.test(text)) return null;
  return [...text.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(
    ([word, index]): PathSegment => (index === undefined ? word : Number(index)),
  );
}

/** Why a path cannot be set; null when it can. */
export function refusalOf(path: Path): string | null {
  const first = String(path[0]);
  if (replaceableKeys.some((key) => key === first)) return null;
  const near = closest(first, replaceableKeys);
  const hint = near === null ? `can be: ${replaceableKeys.join(', ')}` : `did you mean ${near}?`;
  return `${pathText(path)} cannot be set; ${hint}`;
}

/**
 * Keys to replace in the scenario, as a variant's `set`, so that all settings are met.
 *
 * @param base what the user wrote, whole
 * @returns the problem, when a setting goes through a list entry that does not exist
 */
export function patchOf(base: unknown, settings: readonly Setting[]): { readonly set: unknown } | string {
  let set: unknown = {};
  for (const { path, value } of settings) {
    const current = merged(base, set);
    const nested = nestedAt(current, path, value, []);
    if (typeof nested === 'string') return nested;
    set = merged(set, nested.value);
  }
  return { set };
}

/** Mappings around the value; lists are copied from what is there, with one entry changed. */
function nestedAt(
  current: unknown,
  path: Path,
  value: unknown,
  above: Path,
): { readonly value: unknown } | string {
  const [segment, ...rest] = path;
  if (segment === undefined) return { value };
  const here = [...above, segment];
  if (typeof segment === 'number') {
    if (!Array.isArray(current) || segment >= current.length) {
      const has = Array.isArray(current) ? `has ${current.length}, counted from 0` : 'is no list';
      return `${pathText(here)} does not exist: ${pathText(above)} ${has}`;
    }
    const entry = nestedAt(current[segment], rest, value, here);
    if (typeof entry === 'string') return entry;
    return { value: current.map((one, index) => (index === segment ? merged(one, entry.value) : one)) };
  }
  const inner = (current as Readonly<Record<string, unknown>> | null | undefined)?.[segment];
  const nested = nestedAt(inner, rest, value, here);
  return typeof nested === 'string' ? nested : { value: { [segment]: nested.value } };
}
