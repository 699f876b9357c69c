/**
 * Bridges and Jibris as pods on nodes. Settings of node autoscalers that are not written come from `models/policies`.
 */
import type { BootModel } from '../cloud/boot-model.ts';
import type { NodeGroup, NodeSettings } from '../cloud/nodes/node-settings.ts';
import type { PoolSupply } from '../cloud/pool-supply.ts';
import type { Path } from './parse.ts';
import { presetValues } from './presets.ts';
import { listedRatio, resolveSupply } from './resolve-cloud.ts';
import { type ResolveContext, report } from './resolve-context.ts';
import type { BridgePool } from './scenario.ts';
import type { WrittenBridges, WrittenJibris } from './schema-deployment.ts';
import type { WrittenNodes } from './schema-nodes.ts';

const DEFAULT_MAX_NODES = 1000;
const DEFAULT_READY_STAGE = 'nodeReady';

type PoolOnNodes = Pick<BridgePool, 'supply' | 'nodes'>;

/** How a pool is bought, and the nodes its instances are pods on, if any; null (with issues) when something is wrong. */
export function resolvePoolSupply(
  context: ResolveContext,
  written: WrittenBridges | WrittenJibris | undefined,
  pool: { readonly instanceType: string; readonly boot: BootModel },
  path: Path,
): PoolOnNodes | null {
  const supply = resolveSupply(context, written, pool.instanceType, path);
  if (written?.nodes === undefined) return supply === null ? null : { supply, nodes: null };
  const given: Readonly<Record<string, unknown>> = written;
  for (const key of ['places', 'fallbackTypes', 'warmPool', 'rebalanceSeconds'] as const) {
    if (given[key] === undefined) continue;
    report(context, [...path, key], 'cannot be had with nodes', {
      atKey: true,
      hint: hintsBesideNodes[key],
    });
  }
  return supply === null
    ? null
    : resolveNodes(context, written.nodes, { ...pool, supply }, [...path, 'nodes']);
}

const hintsBesideNodes = {
  places: 'a cluster of nodes is in one region; its zones are deployment.cloud.zones',
  fallbackTypes: 'write them as groups of nodes',
  warmPool: 'remove it, or remove nodes',
  rebalanceSeconds: 'remove it: pods are not moved between nodes',
};

/** The nodes, and how they are bought; null (with issues) when something is wrong. */
function resolveNodes(
  context: ResolveContext,
  written: WrittenNodes,
  pool: { readonly instanceType: string; readonly boot: BootModel; readonly supply: PoolSupply },
  path: Path,
): PoolOnNodes | null {
  const before = context.issues.length;
  const groups = (written.groups ?? [{}]).map((group, index): NodeGroup => {
    const at = [...path, 'groups', index];
    const instanceType = group.instanceType ?? pool.instanceType;
    const isSame = instanceType === pool.instanceType;
    const [min, max] = [group.min ?? 0, group.max ?? DEFAULT_MAX_NODES];
    if (max < min) report(context, [...at, 'max'], `must be at least min (${min})`, { got: max });
    return {
      instanceType,
      podsPerNode: group.podsPerNode ?? 1,
      priceRatio:
        group.priceRatio ?? (isSame ? 1 : listedRatio(context, pool.instanceType, instanceType, at)),
      minCount: min,
      maxCount: max,
      priority: group.priority ?? 0,
    };
  });
  const readyStage = resolveReadyStage(context, written.readyStage, pool.boot, path);
  const autoscaler = resolveAutoscaler(context, written.autoscaler, [...path, 'autoscaler']);
  if (autoscaler?.kind === 'asg' && groups.length > 1) {
    report(context, [...path, 'groups'], 'must be one for asg: an Auto Scaling group has nodes of one size', {
      got: groups.length,
      hint: 'keep one group, or write autoscaler: { kind: cluster-autoscaler }',
    });
  }
  if (context.issues.length > before || autoscaler === null) return null;
  return {
    nodes: {
      groups,
      autoscaler,
      evictsPods: written.evictsPods ?? false,
      placement: written.placement ?? 'spread',
      podDeletionCost: written.podDeletionCost ?? 'none',
      bootFailureRatio: written.bootFailureRatio ?? 0,
      readyStage,
    },
    supply: {
      ...pool.supply,
      types: groups.map(({ instanceType, priceRatio }) => ({ instanceType, priceRatio })),
    },
  };
}

function resolveReadyStage(
  context: ResolveContext,
  written: string | undefined,
  boot: BootModel,
  path: Path,
): number {
  const name = written ?? DEFAULT_READY_STAGE;
  const stage = boot.stages.findIndex((known) => known.name === name);
  if (stage < 0) {
    const names = boot.stages.map((known) => known.name).join(', ');
    const problem = `is no stage of the boot model ${boot.name}, so nobody knows when a node takes pods`;
    report(context, written === undefined ? path : [...path, 'readyStage'], problem, {
      got: name,
      hint: `its stages are ${names}; write readyStage`,
    });
  }
  return stage;
}

/** Presets of node autoscalers, by the name of their files. */
const presetPolicies = {
  'cluster-autoscaler': 'cluster-autoscaler',
  karpenter: 'karpenter',
  asg: 'node-group',
} as const;

function resolveAutoscaler(
  context: ResolveContext,
  written: WrittenNodes['autoscaler'],
  path: Path,
): NodeSettings['autoscaler'] | null {
  const { kind, ...replaced } = written ?? { kind: 'cluster-autoscaler' };
  if (kind === 'none') return { kind };
  const use = { policy: presetPolicies[kind], preset: 'default', replaced, unused: [] };
  const values = presetValues(context, use, path);
  // The schema of each kind's presets has checked its values.
  return values === null ? null : ({ kind, ...values } as NodeSettings['autoscaler']);
}
