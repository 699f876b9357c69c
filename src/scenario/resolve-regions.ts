/**
 * Regions and zones of a scenario, put together from all the places that name some: the bridges' places, the
 * participants' shares, Jicofo's groups and own region, and the distances between them.
 */
import type { BridgePlace, Geography, Zone } from '../jitsi/geography.ts';
import { unknownRegion } from '../jitsi/jicofo/selection-policy.ts';
import { closest } from './did-you-mean.ts';
import type { ModelValues } from './model-values.ts';
import type { Path } from './parse.ts';
import { mappingOf, part } from './parts.ts';
import { citeParameters, findModel, type ResolveContext, report } from './resolve-context.ts';
import type { ParticipantRegions } from './scenario.ts';
import {
  participantRegionsSchema,
  REGIONS_MAX,
  type WrittenLatency,
  type WrittenParticipantRegions,
  type WrittenPlaces,
  type WrittenSpread,
} from './schema-regions.ts';

const DEFAULT_REGION = 'default';
const DEFAULT_LATENCY = 'ibm-cloud-2024';
/** How far the shares of a class may be from 1 in all, for what was rounded. */
const SHARES_TOLERANCE = 0.005;

export interface WrittenRegions {
  readonly region: string | undefined;
  readonly latency: WrittenLatency | undefined;
  readonly places: WrittenPlaces | undefined;
  readonly spread: WrittenSpread | undefined;
  readonly regionGroups: readonly (readonly string[])[] | undefined;
  readonly localRegion: string | undefined;
  /** Regions of the shards. */
  readonly shards: readonly string[] | undefined;
  /** Regions that demand names, without repetition. */
  readonly participants: readonly string[];
}

/** The deployment's own region, and all of them unless everything is in one zone of it. */
export function resolveRegions(
  context: ResolveContext,
  written: WrittenRegions,
): { readonly region: string; readonly geography?: Geography } {
  const { places, participants, regionGroups, localRegion } = written;
  const region = written.region ?? places?.find((place) => place.region !== undefined)?.region;
  const own = region ?? DEFAULT_REGION;
  if (places === undefined && written.spread !== undefined) {
    report(context, ['deployment', 'bridges', 'spread'], 'has no meaning without places', { atKey: true });
  }
  const shards = written.shards ?? [];
  const isOneZone = places === undefined && participants.length === 0 && new Set([own, ...shards]).size === 1;
  if (isOneZone && regionGroups === undefined && localRegion === undefined) {
    if (written.latency !== undefined) {
      const problem = 'says how far regions are apart, and there is only one';
      report(context, ['deployment', 'latency'], problem, {
        atKey: true,
        hint: 'write places of the bridges',
      });
    }
    return { region: own };
  }
  const bridgeRegions = places?.map((place) => place.region ?? own) ?? [own];
  const regions = [...new Set([own, ...bridgeRegions, ...shards, ...participants])];
  if (regions.length > REGIONS_MAX) {
    report(context, ['demand'], `names ${regions.length} regions; at most ${REGIONS_MAX} are possible`);
    return { region: own };
  }
  warnOfRegionsWithoutBridges(context, participants, bridgeRegions);
  const { zones, placed } = resolvePlaces(context, places ?? [{}], own, regions);
  const selection: Path = ['deployment', 'bridges', 'selection'];
  const number = (name: string, path: Path): number => numberOf(context, regions, name, path);
  const geography: Geography = {
    regions,
    zones,
    places: placed,
    spread: resolveSpread(context, written),
    regionGroups: (regionGroups ?? []).map((group, i) =>
      group.map((name, j) => number(name, [...selection, 'regionGroups', i, j])),
    ),
    localRegion:
      localRegion === undefined ? unknownRegion : number(localRegion, [...selection, 'localRegion']),
    roundTripMs: resolveLatency(context, written.latency, regions, { bridgeRegions, participants }),
  };
  return { region: own, geography };
}

function resolveSpread(context: ResolveContext, { spread, places }: WrittenRegions): Geography['spread'] {
  if (spread !== 'round-robin') return 'balanced';
  const shared = places?.findIndex(({ share, count }) => share !== undefined || count !== undefined) ?? -1;
  if (shared >= 0) {
    const problem = 'takes the places in turn, whatever their shares';
    const hint = 'remove share and count, or write spread: balanced';
    report(context, ['deployment', 'bridges', 'spread'], problem, { got: spread, hint });
  }
  return spread;
}

function resolvePlaces(
  context: ResolveContext,
  places: WrittenPlaces,
  own: string,
  regions: readonly string[],
): { readonly zones: readonly Zone[]; readonly placed: readonly BridgePlace[] } {
  const zones: Zone[] = [];
  const placed: BridgePlace[] = [];
  places.forEach(({ region = own, zone = region, share = 1, count }, index) => {
    const number = regions.indexOf(region);
    if (zones.some((known) => known.name === zone && known.region === number)) {
      report(context, ['deployment', 'bridges', 'places', index], 'is the same zone as one before', {
        got: zone,
        hint: 'give each its own zone, or add up their shares',
      });
    }
    zones.push({ name: zone, region: number });
    const weight = count ?? share;
    if (weight > 0) placed.push({ zone: zones.length - 1, share: weight });
  });
  return { zones, placed };
}

/** Bridges at the beginning when places give their counts; undefined when they do not. */
export function countOfPlaces(
  context: ResolveContext,
  places: WrittenPlaces | undefined,
  initialCount: number | undefined,
): number | undefined {
  const path: Path = ['deployment', 'bridges', 'places'];
  const counted = places?.filter(({ count }) => count !== undefined) ?? [];
  if (places === undefined || counted.length === 0) return undefined;
  if (counted.length < places.length) {
    const index = places.findIndex(({ count }) => count === undefined);
    report(context, [...path, index], 'gives no count, and others do', {
      hint: 'write a count in each place',
    });
    return undefined;
  }
  places.forEach(({ share }, index) => {
    if (share !== undefined)
      report(context, [...path, index, 'share'], 'must not be given beside count', { atKey: true });
  });
  const total = counted.reduce((sum, { count = 0 }) => sum + count, 0);
  if (total === 0) {
    report(context, path, 'have no bridges at all', { hint: 'write a count above 0, or shares' });
  }
  if (initialCount !== undefined && initialCount !== total) {
    report(
      context,
      ['deployment', 'bridges', 'initialCount'],
      `must be what the places add up to (${total})`,
      {
        got: initialCount,
        hint: 'remove it',
      },
    );
  }
  return total;
}

/** Shares of one class; null (with issues) when they are wrong. */
export function resolveParticipantRegions(
  context: ResolveContext,
  written: {
    readonly regions?: WrittenParticipantRegions | undefined;
    readonly homeRatio?: number | undefined;
  },
  path: Path,
): ParticipantRegions | null {
  const { regions, homeRatio } = written;
  if (regions === undefined) {
    if (homeRatio !== undefined)
      report(context, [...path, 'homeRatio'], 'has no meaning without regions', { atKey: true });
    return null;
  }
  const shares = Object.entries(regions).map(([region, share]) => ({ region, share }));
  const total = shares.reduce((sum, { share }) => sum + share, 0);
  if (Math.abs(total - 1) > SHARES_TOLERANCE) {
    report(context, [...path, 'regions'], `must add up to 1, and add up to ${Number(total.toFixed(4))}`);
    return null;
  }
  return { shares, homeRatio: homeRatio ?? 0 };
}

/** Regions that the entries of a written demand name, without repetition. */
export function regionsOfDemand(demand: unknown): string[] {
  if (!Array.isArray(demand)) return [];
  const names = demand.flatMap((entry) => {
    const regions = part(participantRegionsSchema, mappingOf(entry).regions);
    return regions.ok ? Object.keys(regions.value) : [];
  });
  return [...new Set(names)];
}

function numberOf(context: ResolveContext, regions: readonly string[], name: string, path: Path): number {
  const number = regions.indexOf(name);
  if (number >= 0) return number;
  const near = closest(name, regions);
  report(context, path, 'names a region that has neither bridges, shards nor participants', {
    got: name,
    hint: near === null ? `there are ${regions.join(', ')}` : `did you mean ${near}?`,
  });
  return 0;
}

function warnOfRegionsWithoutBridges(
  context: ResolveContext,
  participants: readonly string[],
  bridgeRegions: readonly string[],
): void {
  for (const region of participants) {
    if (bridgeRegions.includes(region)) continue;
    const near = closest(region, bridgeRegions);
    const hint = near === null ? '' : `; did you mean ${near}?`;
    context.warnings.add(`participants are in region ${region}, where there are no bridges${hint}`);
  }
}

/** Times from the model by city, replaced by the pairs that the scenario gives; NaN where neither knows. */
function resolveLatency(
  context: ResolveContext,
  written: WrittenLatency | undefined,
  regions: readonly string[],
  used: { readonly bridgeRegions: readonly string[]; readonly participants: readonly string[] },
): number[][] {
  const path: Path = ['deployment', 'latency'];
  const times = regions.map((_, i) => regions.map((__, j) => (i === j ? 0 : Number.NaN)));
  const model = findModel(context, 'latency', written?.model ?? DEFAULT_LATENCY, [...path, 'model']);
  if (model === null) return times;
  const { cities, roundTripMs, cityByRegion } = Object.fromEntries(
    Object.entries(model.parameters).map(([key, { value }]) => [key, value]),
  ) as ModelValues<'latency'>;
  const cityOf = (region: string): number => cities.indexOf(cityByRegion[region] ?? region);
  regions.forEach((from, i) => {
    regions.forEach((to, j) => {
      const known = roundTripMs[cityOf(from)]?.[cityOf(to)];
      if (i !== j && known !== undefined) times[i]![j] = known;
    });
  });
  if (times.some((row, i) => row.some((time, j) => i !== j && !Number.isNaN(time)))) {
    citeParameters(context, model, ['roundTripMs']);
  }
  written?.pairs?.forEach(({ between, roundTripMs: time }, index) => {
    const [a, b] = between.map((name, end) =>
      numberOf(context, regions, name, [...path, 'pairs', index, 'between', end]),
    );
    if (a === b)
      report(context, [...path, 'pairs', index, 'between'], 'must be two regions', { got: between });
    times[a!]![b!] = time;
    times[b!]![a!] = time;
  });
  const unknown = used.participants.flatMap((from) =>
    [...new Set(used.bridgeRegions)]
      .filter((to) => Number.isNaN(times[regions.indexOf(from)]?.[regions.indexOf(to)]))
      .map((to) => `${from} and ${to}`),
  );
  if (unknown.length > 0) {
    context.warnings.add(
      `no round-trip time is known between ${unknown.join(', ')}: these participants are left out of distances; write deployment.latency.pairs`,
    );
  }
  return times;
}
