/** Versions of the bridges, and pins of conferences, with their defaults and names resolved. */
import type { BridgeVersions, VersionPin } from './bridge-versions.ts';
import { closest } from './did-you-mean.ts';
import type { Path } from './parse.ts';
import { mappingOf, rightKeys } from './parts.ts';
import { type ResolveContext, report, resolveTime, type ZonedHorizon } from './resolve-context.ts';
import type { Demand } from './scenario.ts';
import { bridgesSchema } from './schema-deployment.ts';
import type { WrittenPins, WrittenVersions } from './schema-versions.ts';

/** Undefined while all bridges are of one version and nothing is pinned. */
export function resolveVersions(
  context: ResolveContext,
  horizon: ZonedHorizon,
  deployment: unknown,
  demand: readonly Demand[],
): BridgeVersions | undefined {
  const { versions, selection } = rightKeys(bridgesSchema, mappingOf(deployment).bridges) ?? {};
  const { allowMixedVersions, pins } = selection ?? {};
  const path: Path = ['deployment', 'bridges'];
  if (versions === undefined) {
    for (const key of ['allowMixedVersions', 'pins'] as const) {
      if (selection?.[key] === undefined) continue;
      report(context, [...path, 'selection', key], 'has no meaning while all bridges are of one version', {
        atKey: true,
        hint: 'write deployment.bridges.versions',
      });
    }
    return undefined;
  }
  const names = [...new Set(versions.map(({ version }) => version))];
  return {
    names,
    rollout: resolveRollout(context, horizon, versions, names, [...path, 'versions']),
    allowsMixedVersions: allowMixedVersions ?? false,
    pins: (pins ?? []).flatMap((pin, index) =>
      resolvePin(context, horizon, pin, { names, demand }, [...path, 'selection', 'pins', index]),
    ),
  };
}

function resolveRollout(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenVersions,
  names: readonly string[],
  path: Path,
): BridgeVersions['rollout'] {
  if (written.every(({ from }) => from !== undefined)) {
    report(context, path, 'must say of which version the bridges are at the start', {
      hint: 'leave from out of one of them',
    });
  }
  const rollout = written.flatMap(({ version, from, weight }, index) => {
    const fromMs = from === undefined ? 0 : resolveTime(context, horizon, from, [...path, index, 'from']);
    return fromMs === null ? [] : [{ fromMs, version: names.indexOf(version), weight: weight ?? 1 }];
  });
  return rollout.sort((a, b) => a.fromMs - b.fromMs);
}

function resolvePin(
  context: ResolveContext,
  horizon: ZonedHorizon,
  { version, demand: name, from, minutes }: WrittenPins[number],
  known: { readonly names: readonly string[]; readonly demand: readonly Demand[] },
  path: Path,
): VersionPin[] {
  const number = indexOf(context, known.names, version, 'a version', [...path, 'version']);
  const demandNames = known.demand.map((one) => one.name);
  const demandIndex =
    name === undefined ? null : indexOf(context, demandNames, name, 'a demand', [...path, 'demand']);
  const fromMs = from === undefined ? 0 : resolveTime(context, horizon, from, [...path, 'from']);
  if (number < 0 || (demandIndex !== null && demandIndex < 0) || fromMs === null) return [];
  const toMs = minutes === undefined ? Number.POSITIVE_INFINITY : fromMs + minutes * 60_000;
  return [{ version: number, demandIndex, fromMs, toMs }];
}

function indexOf(
  context: ResolveContext,
  names: readonly string[],
  name: string,
  what: string,
  path: Path,
): number {
  const index = names.indexOf(name);
  if (index >= 0) return index;
  const near = closest(name, names);
  report(context, path, `names ${what} that the scenario does not have`, {
    got: name,
    hint: near === null ? `there are ${names.join(', ') || 'none'}` : `did you mean ${near}?`,
  });
  return index;
}
