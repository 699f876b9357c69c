/**
 * The pools of a deployment with the policies that scale them.
 */
import type { CloudSettings } from '../cloud/cloud-settings.ts';
import type { Geography } from '../jitsi/geography.ts';
import type { VisitorSettings } from '../jitsi/jicofo/visitor-nodes.ts';
import { mappingOf, part, rightKeys } from './parts.ts';
import { resolveCloud } from './resolve-cloud.ts';
import { type ResolveContext, report, type ZonedHorizon } from './resolve-context.ts';
import { resolveBridges, resolveJibris, type WrittenInstanceTypes } from './resolve-deployment.ts';
import { countOfPlaces, regionsOfDemand, resolveRegions } from './resolve-regions.ts';
import {
  defaultBridgeScaling,
  defaultJibriScaling,
  floorOf,
  resolveBridgeScaling,
  resolveJibriScaling,
} from './resolve-scaling.ts';
import { resolveShardSettings } from './resolve-shards.ts';
import { resolveShards } from './resolve-signalling.ts';
import type { BridgePool, BridgeScaling, Deployment, JibriPool, JibriScaling, Scenario } from './scenario.ts';
import { cloudSchema } from './schema-cloud.ts';
import { bridgesSchema, deploymentSchema, jibrisSchema, type WrittenBridges } from './schema-deployment.ts';
import {
  bridgeScalingSchema,
  jibriScalingSchema,
  scalingSchema,
  type WrittenBridgeScaling,
  type WrittenJibriScaling,
} from './schema-scaling.ts';
import { shardsSchema, type WrittenShards } from './schema-signalling.ts';
import { resolveVisitors, visitorsSchema } from './schema-visitors.ts';

export interface Pools {
  readonly deployment: Deployment | null;
  readonly scaling: Scenario['scaling'] | null;
  readonly hasJibris: boolean;
  readonly instanceTypes: WrittenInstanceTypes;
}

export function resolvePools(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: Readonly<Record<string, unknown>>,
): Pools {
  const deployment = mappingOf(written.deployment);
  const scaling = mappingOf(written.scaling);
  const whole = part(deploymentSchema, deployment);
  const bridgePolicy = part(bridgeScalingSchema, scaling.bridges ?? defaultBridgeScaling);
  const bridgesWritten = rightKeys(bridgesSchema, deployment.bridges);
  const floor = bridgePolicy.ok ? floorOf(context, bridgePolicy.value, 'bridges') : 0;
  const bridges = resolveBridges(context, withCounts(context, bridgesWritten), floor, [
    'deployment',
    'bridges',
  ]);
  const shardsWritten = rightKeys(shardsSchema, deployment.shards);
  const { region, geography } = regionsOf(context, deployment, bridgesWritten, {
    demand: written.demand,
    shards: shardsWritten.regions,
  });
  const bridgeScaling =
    bridgePolicy.ok && bridges !== null
      ? scalingOfBridges(context, horizon, bridgePolicy.value, bridges)
      : null;
  const hasJibris = deployment.jibris !== undefined;
  if (!hasJibris && scaling.jibris !== undefined) reportNoJibris(context);
  const jibriPolicy = part(jibriScalingSchema, scaling.jibris ?? defaultJibriScaling);
  const jibrisWritten = rightKeys(jibrisSchema, deployment.jibris);
  const jibriFloor = jibriPolicy.ok ? floorOf(context, jibriPolicy.value, 'jibris') : 0;
  const jibris = hasJibris
    ? resolveJibris(context, jibrisWritten, jibriFloor, ['deployment', 'jibris'])
    : null;
  const jibriScaling =
    jibriPolicy.ok && jibris !== null ? scalingOfJibris(context, horizon, jibriPolicy.value, jibris) : null;
  const visitors = visitorsOf(context, deployment, bridges);
  const shards = shardsOf(context, horizon, shardsWritten, geography?.regions ?? [region]);
  const cloud = cloudOf(context, horizon, deployment.cloud, geography);
  const areJibrisDone = !hasJibris || (jibris !== null && jibriScaling !== null);
  const instanceTypes = {
    bridges: bridgesWritten?.instanceType ?? null,
    jibris: jibrisWritten?.instanceType ?? null,
  };
  const isDone =
    whole.ok &&
    cloud !== null &&
    bridges !== null &&
    bridgeScaling !== null &&
    shards !== null &&
    visitors !== null &&
    areJibrisDone;
  if (!isDone || !part(scalingSchema, scaling).ok) {
    return { deployment: null, scaling: null, hasJibris, instanceTypes };
  }
  return {
    deployment: {
      region,
      ...(geography === undefined ? {} : { geography }),
      ...shards,
      ...(visitors === undefined ? {} : { visitors }),
      cloud,
      bridges,
      jibris,
    },
    scaling: { bridges: bridgeScaling, jibris: jibriScaling },
    hasJibris,
    instanceTypes,
  };
}

function regionsOf(
  context: ResolveContext,
  deployment: Readonly<Record<string, unknown>>,
  { places, spread, selection }: Partial<WrittenBridges>,
  named: { readonly demand: unknown; readonly shards: readonly string[] | undefined },
): ReturnType<typeof resolveRegions> {
  const { region, latency } = rightKeys(deploymentSchema, deployment);
  const { regionGroups, localRegion } = selection ?? {};
  return resolveRegions(context, {
    region,
    latency,
    places,
    spread,
    regionGroups,
    localRegion,
    shards: named.shards,
    participants: regionsOfDemand(named.demand),
  });
}

/** undefined when the scenario has no visitor nodes; null when they are wrong. */
function visitorsOf(
  context: ResolveContext,
  deployment: Readonly<Record<string, unknown>>,
  bridges: BridgePool | null,
): VisitorSettings | null | undefined {
  if (deployment.visitors === undefined) return undefined;
  const written = part(visitorsSchema, deployment.visitors);
  if (!written.ok || bridges === null) return null;
  const hasSignalling = mappingOf(deployment.shards).signalling !== undefined;
  return resolveVisitors(context, written.value, { ...bridges, hasSignalling }, ['deployment', 'visitors']);
}

/** How many shards, their signalling, and what else is said of them. */
function shardsOf(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: Partial<WrittenShards>,
  regions: readonly string[],
): Pick<Deployment, 'shardCount' | 'signalling' | 'clients' | 'shards'> | null {
  const settings = resolveShardSettings(context, horizon, written, regions);
  const shards = resolveShards(context, written, ['deployment', 'shards']);
  if (shards === null) return null;
  return { ...shards, ...(settings === undefined ? {} : { shards: settings }) };
}

/** The bridges at the beginning are those that places count, if they do. */
function withCounts(context: ResolveContext, written: Partial<WrittenBridges>): Partial<WrittenBridges> {
  const counted = countOfPlaces(context, written.places, written.initialCount);
  return counted === undefined ? written : { ...written, initialCount: counted };
}

function reportNoJibris(context: ResolveContext): void {
  report(context, ['scaling', 'jibris'], 'scales Jibris, and the deployment has none', {
    atKey: true,
    hint: 'write deployment.jibris, or remove this',
  });
}

/** What the cloud grants; it also knows the zones that the places of bridges name. */
function cloudOf(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: unknown,
  geography: Geography | undefined,
): CloudSettings | null {
  const placeZones = geography?.zones.map(({ name }) => name) ?? [];
  return resolveCloud(context, horizon, rightKeys(cloudSchema, written), placeZones, ['deployment', 'cloud']);
}

function scalingOfBridges(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenBridgeScaling,
  { initialCount }: BridgePool,
): BridgeScaling | null {
  const pool = { name: 'bridges', initialCount } as const;
  return resolveBridgeScaling(context, horizon, written, pool, ['scaling', 'bridges']);
}

function scalingOfJibris(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenJibriScaling,
  { initialCount }: JibriPool,
): JibriScaling | null {
  const pool = { name: 'jibris', initialCount } as const;
  return resolveJibriScaling(context, horizon, written, pool, ['scaling', 'jibris']);
}
