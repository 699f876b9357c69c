/**
 * Presets of policies: models of the kind `policies`, named by policy and preset.
 */
import { closest } from './did-you-mean.ts';
import type { Model } from './model-registry.ts';
import type { Path } from './parse.ts';
import { citeParameters, type ResolveContext, report } from './resolve-context.ts';
import type { BridgeScaling, JibriScaling } from './scenario.ts';

/** The preset `openfun` of the policy `kubernetes-hpa` is the model `policies/kubernetes-hpa-openfun`. */
function findPreset(context: ResolveContext, policy: string, name: string, path: Path): Model | null {
  const prefix = `${policy}-`;
  const model = context.registry.get('policies', `${prefix}${name}`);
  if (model !== null) return model;
  const names = context.registry
    .names('policies')
    .filter((known) => known.startsWith(prefix))
    .map((known) => known.slice(prefix.length));
  const near = closest(name, names);
  report(context, [...path, 'preset'], `names a preset that ${policy} does not have`, {
    got: name,
    hint:
      near === null ? `models/policies has ${names.join(', ') || 'none'} for it` : `did you mean ${near}?`,
  });
  return null;
}

/** What scales nodes or keeps instances warm: settings with presets like those of policies. */
type CloudSide = 'cluster-autoscaler' | 'karpenter' | 'node-group' | 'warm-pool';

export interface PresetUse {
  readonly policy: Exclude<BridgeScaling['policy'] | JibriScaling['policy'], 'static'> | CloudSide;
  readonly preset: string;
  /** What the scenario gives instead, by the preset's parameter names; undefined for what it does not give. */
  readonly replaced: Readonly<Record<string, unknown>>;
  /** Parameters that a run takes from elsewhere, so that they are not cited. */
  readonly unused: readonly string[];
}

/** The preset's parameters with those that the scenario gives; null (with an issue) when there is no such preset. */
export function presetValues(
  context: ResolveContext,
  { policy, preset, replaced, unused }: PresetUse,
  path: Path,
): Record<string, unknown> | null {
  const model = findPreset(context, policy, preset, path);
  if (model === null) return null;
  const given = Object.entries(replaced).filter(([, value]) => value !== undefined);
  const names = new Set([...given.map(([name]) => name), ...unused]);
  citeParameters(
    context,
    model,
    Object.keys(model.parameters).filter((name) => !names.has(name)),
  );
  const values = Object.entries(model.parameters).map(([name, { value }]) => [name, value] as const);
  return Object.fromEntries([...values, ...given]);
}

/** A number of a preset before anything is replaced; 0 when there is none. */
export function presetNumber(
  context: ResolveContext,
  policy: string,
  preset: string,
  parameter: string,
): number {
  const value = context.registry.get('policies', `${policy}-${preset}`)?.parameters[parameter]?.value;
  return typeof value === 'number' ? value : 0;
}

/** False, with an issue, when the bounds are the wrong way round. */
export function areBounds(context: ResolveContext, min: number, max: number, path: Path): boolean {
  if (min <= max) return true;
  report(context, [...path, 'max'], `must be at least min (${min})`, {
    got: max,
    hint: 'swap the two values?',
  });
  return false;
}
