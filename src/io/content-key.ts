/**
 * Keys by content: the same for equal values, another for any that differ in what decides a result.
 */
import { createHash } from 'node:crypto';
import { ownProgramHash } from './program-hash.ts';

/** SHA-256 over a value and over the program that runs it, so that what is found by the key is what would be run. */
export function contentKey(value: unknown, program: string = ownProgramHash()): string {
  return createHash('sha256').update(canonicalText({ value, program })).digest('hex');
}

/** Text that is the same for equal values, whatever the order of keys; typed arrays and infinities too. */
function canonicalText(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (ArrayBuffer.isView(value)) return canonicalText(Array.from(value as Float64Array));
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`;
  if (value instanceof Map || value instanceof Set) return canonicalText([...value]);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalText(inner)}`).join()}}`;
}
