/**
 * What `deployment.shards` says beyond signalling: regions, bridges, the entry, and operators' orders.
 */
import { type HaproxySettings, production8x8Entry } from '../jitsi/haproxy/entry-settings.ts';
import type { Path } from './parse.ts';
import { type ResolveContext, report, resolveTime, type ZonedHorizon } from './resolve-context.ts';
import type { ShardOrderAt, ShardSettings } from './scenario.ts';
import type { WrittenShards } from './schema-signalling.ts';

/** Undefined when it says nothing that differs from the defaults. */
export function resolveShardSettings(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: Partial<WrittenShards>,
  regions: readonly string[],
): ShardSettings | undefined {
  const path: Path = ['deployment', 'shards'];
  const { count, bridges, entry, orders } = written;
  const shards = count ?? written.regions?.length ?? 1;
  if (written.regions !== undefined && written.regions.length !== shards) {
    report(context, [...path, 'regions'], `must name a region for each of the ${shards} shards`, {
      got: written.regions,
      hint: `write ${shards} regions, or leave count out`,
    });
  }
  const haproxy = resolveEntry(entry);
  if (orders !== undefined && haproxy === null) {
    report(context, [...path, 'orders'], 'need HAProxy, which shards obey', {
      atKey: true,
      hint: 'write entry: haproxy beside it',
    });
  }
  const hasOwnBridges = bridges === 'own';
  if (written.regions === undefined && !hasOwnBridges && haproxy === null) return undefined;
  return {
    regions: (written.regions ?? []).map((region) => Math.max(0, regions.indexOf(region))),
    hasOwnBridges,
    haproxy,
    orders: (orders ?? []).flatMap((order, index) =>
      resolveOrder(context, horizon, order, shards, [...path, 'orders', index]),
    ),
  };
}

function resolveEntry(entry: WrittenShards['entry']): HaproxySettings | null {
  if (entry === undefined || entry === 'turns') return null;
  if (entry === 'haproxy') return production8x8Entry;
  const { hashBalanceFactor, ...given } = entry;
  const settings = Object.entries(given).filter(([, value]) => value !== undefined);
  return {
    ...production8x8Entry,
    ...(Object.fromEntries(settings) as Partial<HaproxySettings>),
    ...(hashBalanceFactor === undefined
      ? {}
      : { hashBalanceFactor: hashBalanceFactor === 'none' ? null : hashBalanceFactor }),
  };
}

function resolveOrder(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: NonNullable<WrittenShards['orders']>[number],
  shards: number,
  path: Path,
): ShardOrderAt[] {
  if (written.shard >= shards) {
    report(context, [...path, 'shard'], `must be below the number of shards (${shards})`, {
      got: written.shard,
      hint: 'shards count from 0',
    });
  }
  const atMs = resolveTime(context, horizon, written.at, [...path, 'at']);
  return atMs === null ? [] : [{ atMs, shard: written.shard, order: written.order }];
}
