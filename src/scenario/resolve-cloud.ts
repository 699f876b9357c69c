/**
 * `deployment.cloud` and the ways in which a pool buys its instances, with their defaults.
 */
import { type CloudSettings, type TimeWindow, unlimitedCloud } from '../cloud/cloud-settings.ts';
import type { PoolSupply, SpotOptions, WarmPoolOptions } from '../cloud/pool-supply.ts';
import { closest } from './did-you-mean.ts';
import type { Path } from './parse.ts';
import { presetValues } from './presets.ts';
import {
  type ResolveContext,
  report,
  resolveModel,
  resolveTime,
  type ZonedHorizon,
} from './resolve-context.ts';
import type { WarmPoolPreset, WrittenCloud, WrittenSupply, WrittenWindow } from './schema-cloud.ts';
import { shippedDefault } from './shipped-default.ts';
import { distributionOf, type WrittenDistribution } from './values.ts';

const DEFAULT_SPOT = 'aws-eu-west-1-c5-xlarge';

/** null (with issues) when something is wrong. */
export function resolveCloud(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenCloud | undefined,
  /** Zones that the places of bridges name. */
  placeZones: readonly string[],
  path: Path,
): CloudSettings | null {
  const before = context.issues.length;
  const zones = resolveZones(context, written?.zones, [...path, 'zones']);
  const known = [...new Set([...zones, ...placeZones])];
  const windowOf = (one: WrittenWindow, list: string, index: number): TimeWindow =>
    resolveWindow(context, horizon, one, [...path, list, index]);
  const settings: CloudSettings = {
    zones,
    quotas: (written?.quotas ?? []).map((quota, index) => ({
      pool: quota.pool ?? null,
      instanceType: quota.instanceType ?? null,
      maxCount: quota.max,
      ...windowOf(quota, 'quotas', index),
    })),
    stockOuts: (written?.stockOuts ?? []).map((out, index) => ({
      instanceType: out.instanceType ?? null,
      zone: knownZone(context, known, out.zone, [...path, 'stockOuts', index, 'zone']),
      purchase: out.purchase ?? null,
      refusedRatio: out.refusedRatio ?? 1,
      ...windowOf(out, 'stockOuts', index),
    })),
    slowBoots: (written?.slowBoots ?? []).map((slow, index) => ({
      factor: slow.factor,
      zone: knownZone(context, known, slow.zone, [...path, 'slowBoots', index, 'zone']),
      ...windowOf(slow, 'slowBoots', index),
    })),
    retrySeconds: resolveRetry(context, written, path),
    api:
      written?.api === undefined
        ? null
        : {
            requestsPerSecond: written.api.requestsPerSecond,
            burstRequests: Math.max(
              1,
              written.api.burstRequests ??
                shippedDefault(context, 'burstRequests', [...path, 'api', 'burstRequests']),
            ),
          },
  };
  return context.issues.length > before ? null : settings;
}

/** A cloud that refuses nothing is not asked again, so that nothing is assumed of it. */
function resolveRetry(context: ResolveContext, written: WrittenCloud | undefined, path: Path): number {
  if (written?.retrySeconds !== undefined) return written.retrySeconds;
  const { quotas = [], stockOuts = [], api } = written ?? {};
  const refuses = quotas.length > 0 || stockOuts.length > 0 || api !== undefined;
  if (!refuses) return unlimitedCloud.retrySeconds;
  return shippedDefault(context, 'retrySeconds', [...path, 'retrySeconds']);
}

function resolveZones(
  context: ResolveContext,
  written: readonly string[] | undefined,
  path: Path,
): readonly string[] {
  if (written === undefined) return unlimitedCloud.zones;
  written.forEach((zone, index) => {
    if (written.indexOf(zone) === index) return;
    report(context, [...path, index], 'must differ from the other zones', { got: zone });
  });
  return written;
}

function knownZone(
  context: ResolveContext,
  zones: readonly string[],
  zone: string | undefined,
  path: Path,
): string | null {
  if (zone === undefined) return null;
  if (zones.includes(zone)) return zone;
  const near = closest(zone, zones);
  const hint = near === null ? `the zones are ${zones.join(', ')}` : `did you mean ${near}?`;
  report(context, path, 'must be one of the zones of deployment.cloud or of the places of bridges', {
    got: zone,
    hint,
  });
  return null;
}

function resolveWindow(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenWindow,
  path: Path,
): TimeWindow {
  const at = (text: string | undefined, key: string, otherwise: number): number =>
    text === undefined ? otherwise : (resolveTime(context, horizon, text, [...path, key]) ?? otherwise);
  const fromMs = at(written.from, 'from', 0);
  const toMs = at(written.to, 'to', Number.POSITIVE_INFINITY);
  if (toMs <= fromMs && !horizon.isStandIn) {
    report(context, [...path, 'to'], 'must be after from', { got: written.to });
  }
  return { fromMs, toMs };
}

/** null (with issues) when something is wrong. `instanceType` is the pool's first choice. */
export function resolveSupply(
  context: ResolveContext,
  written: WrittenSupply | undefined,
  instanceType: string,
  path: Path,
): PoolSupply | null {
  const before = context.issues.length;
  const fallbacks = (written?.fallbackTypes ?? []).map((fallback, index) => ({
    instanceType: fallback.instanceType,
    priceRatio:
      fallback.priceRatio ??
      listedRatio(context, instanceType, fallback.instanceType, [...path, 'fallbackTypes', index]),
  }));
  const spot = resolveSpot(context, written?.spot, [...path, 'spot']);
  const warmPool = resolveWarmPool(context, written?.warmPool, [...path, 'warmPool']);
  if (warmPool !== null && spot !== null) {
    report(
      context,
      [...path, 'warmPool'],
      'cannot be had with spot: AWS has no warm pools of spot instances',
      {
        atKey: true,
        hint: 'remove one of them',
      },
    );
  }
  if (context.issues.length > before) return null;
  return {
    types: [{ instanceType, priceRatio: 1 }, ...fallbacks],
    spot,
    warmPool,
    rebalanceSeconds: written?.rebalanceSeconds ?? null,
  };
}

/** Price of one type as a ratio of another's, from the listed prices. */
export function listedRatio(context: ResolveContext, base: string, other: string, path: Path): number {
  const [from, to] = [base, other].map((type) => context.registry.get('prices', type)?.parameters);
  const [fromPrice, toPrice] = [from, to].map((parameters) => parameters?.costPerHour?.value);
  const isComparable = from?.currency?.value === to?.currency?.value;
  if (typeof fromPrice === 'number' && typeof toPrice === 'number' && fromPrice > 0 && isComparable) {
    return toPrice / fromPrice;
  }
  report(context, path, `needs priceRatio: jitsim prices does not list both ${base} and ${other}`, {
    got: other,
    hint: 'write priceRatio, 1 for the same price',
  });
  return 1;
}

function resolveSpot(
  context: ResolveContext,
  written: WrittenSupply['spot'],
  path: Path,
): SpotOptions | null {
  if (written === undefined) return null;
  const model = resolveModel(context, 'spot', written.model ?? DEFAULT_SPOT, [...path, 'model']);
  if (model === null) return null;
  return {
    name: model.name,
    ...model.values,
    onDemandBaseCount: written.onDemandBaseCount ?? 0,
    onDemandAboveBaseRatio: written.onDemandAboveBaseRatio ?? 0,
    fallsBackToOnDemand: written.fallsBackToOnDemand ?? false,
  };
}

function resolveWarmPool(
  context: ResolveContext,
  written: WrittenSupply['warmPool'],
  path: Path,
): WarmPoolOptions | null {
  if (written === undefined) return null;
  const { state = 'stopped', minCount = 0, maxPreparedCount = null } = written;
  const isRunning = state === 'running';
  if (minCount === 0 && maxPreparedCount === null) {
    report(context, path, 'holds nothing: it has neither minCount nor maxPreparedCount', {
      hint: 'write one of them, for example maxPreparedCount: the max of the policy',
    });
  }
  if (isRunning && written.preparedPriceRatio !== undefined && written.preparedPriceRatio !== 1) {
    report(context, [...path, 'preparedPriceRatio'], 'must be 1 while prepared instances run', {
      got: written.preparedPriceRatio,
      hint: 'remove it, or write state: stopped',
    });
  }
  const { startSeconds, preparedPriceRatio } = written;
  const use = { policy: 'warm-pool', replaced: { startSeconds, preparedPriceRatio }, unused: [] } as const;
  const values = presetValues(context, { ...use, preset: state }, path) as WarmPoolPreset | null;
  if (values === null) return null;
  return {
    minCount,
    maxPreparedCount,
    state,
    startSeconds: distributionOf(values.startSeconds as WrittenDistribution),
    preparedPriceRatio: isRunning ? 1 : values.preparedPriceRatio,
    reusesOnScaleIn: written.reusesOnScaleIn ?? false,
  };
}
