/**
 * Nodes and pods as a node autoscaler sees them, and a node autoscaler as the pods' supply knows it.
 */
import type { NodeSettings } from '../../cloud/nodes/node-settings.ts';
import type { InstanceSupply } from './instance-supply.ts';
import type { NodeBindings } from './node-bindings.ts';

/** The nodes and pods of a pool, as a node autoscaler sees and changes them. */
export interface NodesView {
  readonly pool: 'bridges' | 'jibris';
  readonly settings: NodeSettings;
  readonly nodes: InstanceSupply;
  readonly bindings: NodeBindings;
  /** Pods that no node takes. */
  readonly pendingCount: number;
  /** Group of the node in the slot. */
  groupOf(node: number): number;
  /** Asks the cloud for a node of the group; its slot, or -1 when it is refused. */
  launchNode(group: number, nowMs: number): number;
  /** Gives up a node that has not become ready. */
  abandonNode(node: number, afterSeconds: number, nowMs: number): void;
  /** Whether the cloud's API takes a request now; it counts as one. */
  takesRequest(nowMs: number): boolean;
  /** The empty node goes. */
  removeNode(node: number, nowMs: number): void;
  /** The node takes nothing more and its pods leave, within so many seconds; then it goes. */
  drainNode(node: number, graceSeconds: number | null, nowMs: number): void;
  /** Whether the pod in the slot is leaving already. */
  isLeaving(pod: number): boolean;
}

/** Nodes of each group, and pods that those will take which boot. */
export function nodesInSight(view: NodesView): { readonly counts: number[]; readonly upcomingPods: number } {
  const { instances } = view.nodes;
  const counts = view.settings.groups.map(() => 0);
  let upcomingPods = 0;
  for (let node = 0; node < instances.slotCount; node++) {
    const state = instances.stateOf(node);
    if (state === 'gone') continue;
    counts[view.groupOf(node)]! += 1;
    if (state === 'launching') upcomingPods += view.bindings.capacityOf(node);
  }
  return { counts, upcomingPods };
}

/** Nodes that have been launching for longer than that. */
export function lateNodes(
  { nodes: { instances } }: NodesView,
  limitSeconds: number,
  nowMs: number,
): number[] {
  return instances
    .slotsIn('launching')
    .filter((node) => nowMs - instances.launchedMs(node) > limitSeconds * 1000);
}

export interface NodeAutoscaler {
  /** Begins; returns when it looks first, Infinity for never. */
  start(nowMs: number): number;
  /** Looks; returns when it looks next. */
  look(nowMs: number): number;
  /** Pods wait that were not there before; returns when to look because of them, Infinity for as planned. */
  podsPending(nowMs: number): number;
}
