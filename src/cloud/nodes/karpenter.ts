/**
 * Decisions of Karpenter about nodes for pods of one kind.
 *
 * Source: kubernetes-sigs/karpenter@22664681: pending pods are batched, packed on as few nodes as the largest type
 * allows, and each node is the cheapest type that takes its pods. Consolidation deletes a node whose pods fit elsewhere, or
 * replaces it by a cheaper one that takes those that do not; spot nodes are not replaced (spot-to-spot is off as shipped).
 *
 * Simplification: one node at a time (upstream's single-node consolidation); several are not merged into one.
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

/** A node as consolidation sees it. */
export interface ConsolidationCandidate {
  readonly group: number;
  readonly pods: number;
  readonly isSpot: boolean;
  /** Pods that the other nodes still take. */
  readonly roomElsewhere: number;
}

/**
 * What to do with a node that is little used: delete it, replace it by one of a cheaper group, or leave it (null).
 *
 * @param available groups that may be used
 */
export function consolidation(
  groups: readonly NodeGroup[],
  { group, pods, isSpot, roomElsewhere }: ConsolidationCandidate,
  available: (group: number) => boolean,
): { readonly kind: 'delete' } | { readonly kind: 'replace'; readonly group: number } | null {
  const left = pods - roomElsewhere;
  if (left <= 0) return { kind: 'delete' };
  if (isSpot) return null;
  const [cheapest] = planNodes(
    groups,
    left,
    (other) =>
      available(other) &&
      groups[other]!.podsPerNode >= left &&
      groups[other]!.priceRatio < groups[group]!.priceRatio,
  );
  return cheapest === undefined ? null : { kind: 'replace', group: cheapest };
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
