/**
 * Bridges as pods on nodes, with defaults.
 *
 * Defaults: kubernetes/autoscaler@55c37cd5 cluster-autoscaler/FAQ.md; kubernetes-sigs/karpenter@22664681.
 */
import type { BootModel } from '../cloud/boot-model.ts';
import type { NodeGroup, NodeSettings } from '../cloud/nodes/node-settings.ts';
import type { PoolSupply } from '../cloud/pool-supply.ts';
import type { Path } from './parse.ts';
import { listedRatio, resolveSupply } from './resolve-cloud.ts';
import { type ResolveContext, report } from './resolve-context.ts';
import type { BridgePool } from './scenario.ts';
import type { WrittenBridges } from './schema-deployment.ts';
import type { WrittenNodes } from './schema-nodes.ts';

const DEFAULT_MAX_NODES = 1000;
const DEFAULT_READY_STAGE = 'nodeReady';

/** How bridges are bought, and the nodes they are pods on, if any; null (with issues) when something is wrong. */
export function resolveBridgeSupply(
  context: ResolveContext,
  written: WrittenBridges | undefined,
  pool: { readonly instanceType: string; readonly boot: BootModel },
  path: Path,
): Pick<BridgePool, 'supply' | 'nodes'> | null {
  const supply = resolveSupply(context, written, pool.instanceType, path);
  if (written?.nodes === undefined) return supply === null ? null : { supply, nodes: null };
  for (const key of ['places', 'fallbackTypes', 'warmPool', 'rebalanceSeconds'] as const) {
    if (written[key] === undefined) continue;
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
): Pick<BridgePool, 'supply' | 'nodes'> | null {
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
  if (context.issues.length > before) return null;
  return {
    nodes: {
      groups,
      autoscaler: resolveAutoscaler(written.autoscaler),
      evictsPods: written.evictsPods ?? false,
      placement: written.placement ?? 'spread',
      podDeletionCost: written.podDeletionCost ?? 'none',
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

function resolveAutoscaler(written: WrittenNodes['autoscaler']): NodeSettings['autoscaler'] {
  switch (written?.kind) {
    case 'karpenter':
      return {
        kind: 'karpenter',
        batchIdleSeconds: written.batchIdleSeconds ?? 1,
        batchMaxSeconds: written.batchMaxSeconds ?? 10,
        disruptionPollSeconds: written.disruptionPollSeconds ?? 10,
        consolidateAfterSeconds: written.consolidateAfterSeconds ?? 0,
        validationSeconds: written.validationSeconds ?? 15,
        budgetRatio: written.budgetRatio ?? 0.1,
      };
    case 'none':
      return { kind: 'none' };
    case undefined:
    case 'cluster-autoscaler':
      return {
        kind: 'cluster-autoscaler',
        expander: written?.expander ?? 'least-waste',
        scanIntervalSeconds: written?.scanIntervalSeconds ?? 10,
        scaleDownUtilizationThreshold: written?.scaleDownUtilizationThreshold ?? 0.5,
        scaleDownUnneededSeconds: written?.scaleDownUnneededSeconds ?? 600,
        scaleDownDelayAfterAddSeconds: written?.scaleDownDelayAfterAddSeconds ?? 600,
        maxGracefulTerminationSeconds: written?.maxGracefulTerminationSeconds ?? 600,
        initialBackoffSeconds: 300,
        maxBackoffSeconds: 1800,
        backoffResetSeconds: 10_800,
      };
  }
}
