/**
 * Decisions of Karpenter about nodes for pods of one kind.
 *
 * Source: kubernetes-sigs/karpenter@22664681: pending pods are batched, packed on as few nodes as the largest type
 * allows, and each node is the cheapest type that takes its pods.
 *
 * Simplification: consolidation deletes nodes; it does not replace one by a cheaper one.
 */
import type { KarpenterSettings, NodeGroup } from './node-settings.ts';

/**
 * Groups of the nodes to launch, one entry a node, for pods that no node takes.
 *
 * @param available groups that may be used; others are as if they did not exist
 */
export function planNodes(
  groups: readonly NodeGroup[],
  pendingPods: number,
  available: (group: number) => boolean,
): number[] {
  const usable = groups.map((_, group) => group).filter(available);
  const largest = Math.max(0, ...usable.map((group) => groups[group]!.podsPerNode));
  const nodes: number[] = [];
  if (largest === 0) return nodes;
  for (let left = pendingPods; left > 0; left -= largest) {
    const pods = Math.min(left, largest);
    const fitting = usable.filter((group) => groups[group]!.podsPerNode >= pods);
    nodes.push(
      fitting.reduce((best, group) => (groups[group]!.priceRatio < groups[best]!.priceRatio ? group : best)),
    );
  }
  return nodes;
}

/** When a batch closes, from when its first and its last pod came; milliseconds. */
export function batchClosesMs(
  settings: Pick<KarpenterSettings, 'batchIdleSeconds' | 'batchMaxSeconds'>,
  batch: { readonly firstMs: number; readonly lastMs: number },
): number {
  return Math.min(
    batch.firstMs + settings.batchMaxSeconds * 1000,
    batch.lastMs + settings.batchIdleSeconds * 1000,
  );
}

/** Nodes that may be disrupted at a time. */
export function disruptionBudget(
  { budgetRatio }: Pick<KarpenterSettings, 'budgetRatio'>,
  nodes: number,
): number {
  return Math.max(0, Math.ceil(nodes * budgetRatio - 1e-9));
}
