/**
 * What a sweep varies: a key of the scenario with a range of numbers or a list of values, as
 * `scaling.bridges.count=4..12:5` or `scaling.bridges.policy=static,kubernetes-hpa`.
 */
import { parse } from 'yaml';
import { type Path, pathText } from './parse.ts';
import { parsePath, refusalOf } from './settings.ts';

export type Varied = {
  /** The path as text: the name of the column. */
  readonly name: string;
  readonly path: Path;
} & (
  | { readonly kind: 'values'; readonly values: readonly unknown[] }
  | {
      readonly kind: 'range';
      readonly low: number;
      readonly high: number;
      /** Both ends are written as whole numbers, without a decimal point. */
      readonly isWhole: boolean;
    }
);

export type ReadVaried =
  | { readonly ok: true; readonly value: Varied }
  | { readonly ok: false; readonly problem: string };

/** Most values of one key. */
const VALUES_MAX = 100_000;
/** Digits kept of a value between two ends: it stands in tables and file names. */
const VALUE_DIGITS = 10;

const range = /^([-+.\deE]+?)\.\.([-+.\deE]+?)(?::(.*))?$/;

/**
 * Reads `path=a..b:n` (n values from a to b, both included), `path=a..b` (any number between) or `path=x,y,z` (YAML
 * values).
 */
export function parseVaried(text: string): ReadVaried {
  const equals = text.indexOf('=');
  if (equals <= 0) return refused(`${text} varies nothing; write path=4..12:5 or path=4,8,12`);
  const path = parsePath(text.slice(0, equals).trim());
  if (path === null) return refused(`${text.slice(0, equals).trim()} is no path`);
  const refusal = refusalOf(path);
  if (refusal !== null) return refused(refusal);
  const name = pathText(path);
  const written = text.slice(equals + 1).trim();
  const match = range.exec(written);
  if (match !== null) return readRange({ name, path }, match);
  if (written.includes('..')) return refused(`${name}: ${written} is no range of numbers such as 4..12:5`);
  return readValues({ name, path }, written);
}

function readRange(key: { readonly name: string; readonly path: Path }, match: RegExpExecArray): ReadVaried {
  const [written, lowText = '', highText = '', count] = match;
  const [low, high] = [Number(lowText), Number(highText)];
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    return refused(`${key.name}: ${written} is no range of numbers such as 4..12:5`);
  }
  if (low >= high) {
    return refused(`${key.name}: the range ${written} is empty: it must lead from a number to a larger one`);
  }
  if (count === undefined) {
    const isWhole = [low, high].every(Number.isSafeInteger) && !/[.eE]/.test(`${lowText}${highText}`);
    return { ok: true, value: { ...key, kind: 'range', low, high, isWhole } };
  }
  const n = Number(count);
  if (!/^\d+$/.test(count) || n < 2 || n > VALUES_MAX) {
    return refused(
      `${key.name}: a range needs 2 to ${VALUES_MAX} values, as ${lowText}..${highText}:5, got ${count}`,
    );
  }
  const values = Array.from({ length: n }, (_, index) => between(low, high, index / (n - 1)));
  return { ok: true, value: { ...key, kind: 'values', values } };
}

function readValues(key: { readonly name: string; readonly path: Path }, written: string): ReadVaried {
  let values: unknown;
  try {
    values = parse(`[${written}]`, { version: '1.2' });
  } catch {
    return refused(`the values of ${key.name} are not valid YAML: ${written}`);
  }
  if (!Array.isArray(values) || values.length === 0) return refused(`${key.name} has no values to take`);
  if (values.some((value) => value === undefined || value === null || value === '')) {
    return refused(`${key.name}: a value is missing in ${written}`);
  }
  const texts = values.map((value) => JSON.stringify(value));
  const twice = texts.find((text, index) => texts.indexOf(text) < index);
  if (twice !== undefined) return refused(`${key.name} is to take ${twice} twice`);
  return { ok: true, value: { ...key, kind: 'values', values } };
}

/** The number at `share` (0..1) of the way, without the last digits that only binary fractions have. */
export function between(low: number, high: number, share: number): number {
  return Number((low + share * (high - low)).toPrecision(VALUE_DIGITS));
}

function refused(problem: string): ReadVaried {
  return { ok: false, problem };
}
