/**
 * Which pod is on which node.
 */
import type { InstancePool } from '../../cloud/instance-pool.ts';
import type { PodForDeletion } from '../../cloud/nodes/replica-set-order.ts';

export const unbound = -1;

export class NodeBindings {
  private readonly nodeOfPod: number[] = [];
  private readonly podsOnNode: number[][] = [];
  private readonly capacityOfNode: number[] = [];
  /** Nodes that take no further pods: they are about to go. */
  private readonly cordoned = new Set<number>();
  private readonly nodes: InstancePool;

  constructor(nodes: InstancePool) {
    this.nodes = nodes;
  }

  /** The node in the slot is a new one. */
  add(node: number, capacity: number): void {
    this.podsOnNode[node] = [];
    this.capacityOfNode[node] = capacity;
    this.cordoned.delete(node);
  }

  cordon(node: number): void {
    this.cordoned.add(node);
  }

  uncordon(node: number): void {
    this.cordoned.delete(node);
  }

  isCordoned(node: number): boolean {
    return this.cordoned.has(node);
  }

  bind(pod: number, node: number): void {
    this.nodeOfPod[pod] = node;
    this.podsOnNode[node]!.push(pod);
  }

  unbind(pod: number): void {
    const node = this.nodeOf(pod);
    if (node === unbound) return;
    this.podsOnNode[node] = this.podsOnNode[node]!.filter((other) => other !== pod);
    this.nodeOfPod[pod] = unbound;
  }

  /** Node of the pod, `unbound` while it waits for one. */
  nodeOf(pod: number): number {
    return this.nodeOfPod[pod] ?? unbound;
  }

  /** What a ReplicaSet knows of the pod in the slot, but for its deletion cost. */
  podOf(pod: number, pods: InstancePool): Omit<PodForDeletion, 'deletionCost'> {
    const node = this.nodeOf(pod);
    const isReady = pods.stateOf(pod) === 'ready';
    return {
      isAssigned: node !== unbound,
      isRunning: isReady,
      isReady,
      podsOnNode: node === unbound ? 0 : this.podsOn(node).length,
      readySinceMs: pods.becameReadyMs(pod),
      createdMs: pods.launchedMs(pod),
    };
  }

  podsOn(node: number): readonly number[] {
    return this.podsOnNode[node] ?? [];
  }

  capacityOf(node: number): number {
    return this.capacityOfNode[node]!;
  }

  /** Pods that the node still takes; 0 while it boots or is about to go. */
  roomOn(node: number): number {
    if (this.nodes.stateOf(node) !== 'ready' || this.cordoned.has(node)) return 0;
    return this.capacityOfNode[node]! - this.podsOn(node).length;
  }

  /** Node for the next pod: the emptiest or fullest that has room, the oldest of several alike; `unbound` for none. */
  choose(placement: 'spread' | 'pack'): number {
    let chosen = unbound;
    let chosenUse = 0;
    for (const node of this.nodes.slotsIn('ready')) {
      if (this.roomOn(node) <= 0) continue;
      const use = this.podsOn(node).length / this.capacityOf(node);
      const isBetter = placement === 'spread' ? use < chosenUse : use > chosenUse;
      if (chosen !== unbound && !isBetter) continue;
      chosen = node;
      chosenUse = use;
    }
    return chosen;
  }

  /** Pods on all nodes, and pods that ready nodes take. */
  get use(): { readonly bound: number; readonly capacity: number } {
    let bound = 0;
    let capacity = 0;
    for (const node of this.nodes.slotsIn('ready')) {
      bound += this.podsOn(node).length;
      capacity += this.capacityOf(node);
    }
    return { bound, capacity };
  }

  /** Room on all other nodes together. */
  roomElsewhere(node: number): number {
    let room = 0;
    for (const other of this.nodes.slotsIn('ready')) if (other !== node) room += this.roomOn(other);
    return room;
  }
}
