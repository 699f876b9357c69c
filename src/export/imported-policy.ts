/**
 * A policy read from a file of its target, as the scenario writes it under `scaling`.
 */
import { stringify } from 'yaml';
import type { ExportPool } from './export-target.ts';

export interface ImportedPolicy {
  readonly pool: ExportPool;
  /** Name of the object in the file. */
  readonly name: string;
  /** What stands under `scaling.<pool>` of a scenario. */
  readonly scaling: Readonly<Record<string, unknown>>;
  /** What the file says that a scenario has no key for, and what it does not say. */
  readonly notes: readonly string[];
}

/** The `scaling` section of a scenario. */
export function scalingText(policies: readonly ImportedPolicy[]): string {
  const scaling = Object.fromEntries(policies.map(({ pool, scaling }) => [pool, scaling]));
  return stringify({ scaling }, { lineWidth: 0 });
}

/** The keys with a value. */
export function given(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
