/**
 * Instances as pods on nodes: a pod waits until a node takes it, then its container starts; nodes come from the cloud
 * and go back to it as the node autoscaler says. Nodes are paid for, pods are not.
 *
 * Simplification: pods of one node do not disturb each other; each has the cores of its own limit.
 */
import { type EndReason, InstancePool } from '../../cloud/instance-pool.ts';
import type { NodeSettings } from '../../cloud/nodes/node-settings.ts';
import type { PodForDeletion } from '../../cloud/nodes/replica-set-order.ts';
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type { QuantileSketch } from '../../stats/quantile-sketch.ts';
import type { PaidInstances } from '../cost-meter.ts';
import { noteIncident, type RunContext } from '../run-context.ts';
import { InstanceSupply } from './instance-supply.ts';
import { createNodeAutoscaler } from './node-autoscaler.ts';
import { NodeBindings, unbound } from './node-bindings.ts';
import type { NodeAutoscaler, NodesView } from './nodes-view.ts';
import { PendingPods } from './pending-pods.ts';
import { PodStarts } from './pod-starts.ts';
import { nodeNumbers, type PodSupplyOptions, streamPrefix } from './pod-supply-options.ts';
import type { CloudDealings, PoolSource, SupplyOwner } from './pool-source.ts';
import { boot, kill, look, type SupplyEvent, type SupplyNumber, supplyEntity } from './supply-events.ts';

export class PodSupply implements PoolSource, NodesView {
  readonly instances = new InstancePool();
  readonly nodes: InstanceSupply;
  readonly bindings: NodeBindings;
  readonly settings: NodeSettings;
  readonly pool: 'bridges' | 'jibris';
  /** Node drains that evicted pods, and pods evicted by them. */
  evictions = 0;
  owner: SupplyOwner = { retire: () => {}, noticed: () => {}, taken: () => {} };
  readonly waitingCount = 0;
  readonly spareCount = 0;
  private readonly context: RunContext;
  private readonly options: PodSupplyOptions;
  private readonly autoscaler: NodeAutoscaler;
  private readonly starts: PodStarts;
  private readonly failureStream: RandomStream;
  private readonly number: SupplyNumber;
  private readonly pending = new PendingPods();

  constructor(context: RunContext, options: PodSupplyOptions) {
    this.context = context;
    this.options = options;
    this.settings = options.settings;
    this.pool = options.pool;
    this.number = nodeNumbers[options.pool];
    const prefix = streamPrefix[options.pool];
    this.nodes = new InstanceSupply(context, {
      number: this.number,
      pool: options.pool,
      noun: 'node',
      supply: options.supply,
      boot: { ...options.boot, stages: options.boot.stages.slice(0, options.settings.readyStage + 1) },
      bootStream: context.streams.stream(`cloud/${prefix}node-boot`),
      bootEntity: (node) => this.bootEntity(node),
      zones: null,
    });
    // What the cloud takes is missed by pods, for which the autoscaler then adds nodes.
    this.nodes.replacesTaken = false;
    this.nodes.owner = {
      retire: (node, nowMs) => this.drainNode(node, null, nowMs),
      noticed: (node, nowMs) => this.drainNode(node, null, nowMs),
      taken: (node, nowMs) => this.loseNode(node, nowMs),
    };
    this.bindings = new NodeBindings(this.nodes.instances);
    const startStream = context.streams.stream(`cloud/${prefix}pod-start`);
    this.starts = new PodStarts(this.instances, startStream, options);
    this.failureStream = context.streams.stream(`cloud/${prefix}node-boot-failures`);
    this.autoscaler = createNodeAutoscaler(context, this);
  }

  get paid(): readonly PaidInstances[] {
    return this.nodes.paid;
  }

  get machines(): InstanceSupply {
    return this.nodes;
  }

  zoneNameOf(pod: number): string {
    const node = this.bindings.nodeOf(pod);
    return node === unbound ? '' : this.nodes.zoneNameOf(node);
  }

  loseZone(zone: string, nowMs: number): void {
    const { instances } = this.nodes;
    for (let node = 0; node < instances.slotCount; node++) {
      if (instances.stateOf(node) === 'gone' || this.nodes.zoneNameOf(node) !== zone) continue;
      this.bindings.cordon(node);
      this.context.list.cancel(this.bootEntity(node));
      this.nodes.end(node, nowMs, 'taken');
    }
  }

  get boots(): PoolSource['boots'] {
    const [ofNodes] = this.nodes.boots;
    return [
      { of: 'pod', stages: this.starts.stages },
      { of: 'node', stages: ofNodes!.stages },
    ];
  }

  get orderToReadySeconds(): QuantileSketch {
    return this.starts.orderToReadySeconds;
  }

  get dealings(): CloudDealings {
    return this.nodes.dealings;
  }

  get pendingCount(): number {
    return this.pending.count;
  }

  /** Pod-milliseconds without a node. */
  pendingUntilMs(nowMs: number): number {
    return this.pending.waitedUntilMs(nowMs);
  }

  provideReady(nowMs: number): number {
    let node = this.bindings.choose(this.settings.placement);
    if (node === unbound) {
      node = this.nodes.provideReady(nowMs);
      this.bindings.add(node, this.settings.groups[this.groupOf(node)]!.podsPerNode);
    }
    const pod = this.instances.provideReady(nowMs, { zone: this.nodes.instances.zoneOf(node), offer: 0 });
    this.bindings.bind(pod, node);
    return pod;
  }

  start(nowMs: number): void {
    this.settings.groups.forEach(({ minCount, podsPerNode }, group) => {
      for (let missing = minCount - this.countOf(group); missing > 0; missing--) {
        this.bindings.add(this.nodes.provideReady(nowMs, group), podsPerNode);
      }
    });
    this.nodes.start(nowMs);
    this.planLook(this.autoscaler.start(nowMs));
  }

  order(count: number, nowMs: number): void {
    for (let i = 0; i < count; i++) this.pending.add(this.instances.launch(nowMs), nowMs);
    this.bindPending(nowMs);
    if (this.pending.count > 0) this.planLook(this.autoscaler.podsPending(nowMs));
  }

  tryOnce(count: number, nowMs: number): number {
    this.order(count, nowMs);
    return count;
  }

  withdraw(): number {
    return 0;
  }

  noteReady(pod: number, nowMs: number): void {
    this.starts.noteReady(pod, nowMs);
  }

  end(pod: number, nowMs: number, reason: EndReason = 'retired'): void {
    const node = this.bindings.nodeOf(pod);
    this.pending.remove(pod, nowMs);
    this.bindings.unbind(pod);
    if (this.options.killsEvicted) this.context.list.cancel(this.killEntity(pod));
    this.instances.end(pod, nowMs, reason);
    if (node === unbound || this.nodes.instances.stateOf(node) === 'gone') return;
    if (this.bindings.isCordoned(node) && this.bindings.podsOn(node).length === 0)
      this.removeNode(node, nowMs);
    else this.bindPending(nowMs);
  }

  podOf(pod: number): Omit<PodForDeletion, 'deletionCost'> {
    return this.bindings.podOf(pod, this.instances);
  }

  handleCloudEvent(what: SupplyEvent, node: number, nowMs: number): void {
    if (what === look) {
      this.planLook(this.autoscaler.look(nowMs));
      return;
    }
    if (what === kill) {
      // The event's slot is a pod's: its grace is over.
      this.owner.taken(node, nowMs);
      return;
    }
    if (what !== boot) {
      this.nodes.handleCloudEvent(what, node, nowMs);
      return;
    }
    if (this.failsToBoot(node)) return;
    this.nodes.instances.markReady(node, nowMs);
    this.nodes.noteReady(node, nowMs);
    this.bindPending(nowMs);
  }

  groupOf(node: number): number {
    return this.nodes.instances.offerOf(node) % this.settings.groups.length;
  }

  launchNode(group: number, nowMs: number): number {
    const node = this.nodes.tryType(group, nowMs);
    if (node >= 0) this.bindings.add(node, this.settings.groups[group]!.podsPerNode);
    return node;
  }

  abandonNode(node: number, afterSeconds: number, nowMs: number): void {
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'node-never-ready',
      detail: `node ${this.nodes.instances.number[node]!} was not ready after ${afterSeconds} s and is given up`,
      affected: 0,
    });
    this.context.list.cancel(this.bootEntity(node));
    this.removeNode(node, nowMs);
  }

  takesRequest(nowMs: number): boolean {
    return this.context.cloud.throttledUntilMs(nowMs) === null;
  }

  removeNode(node: number, nowMs: number): void {
    if (this.bindings.podsOn(node).length > 0) throw new Error(`PodSupply.removeNode: node ${node} has pods`);
    this.bindings.cordon(node);
    this.nodes.end(node, nowMs);
  }

  drainNode(node: number, graceSeconds: number | null, nowMs: number): void {
    this.bindings.cordon(node);
    let evicted = 0;
    for (const pod of [...this.bindings.podsOn(node)]) {
      if (this.isLeaving(pod)) continue;
      evicted += 1;
      this.owner.retire(pod, nowMs, graceSeconds ?? Number.POSITIVE_INFINITY);
      if (this.options.killsEvicted && graceSeconds !== null && this.isLeaving(pod))
        this.context.list.schedule(this.killEntity(pod), nowMs + graceSeconds * 1000);
    }
    const { instances } = this.nodes;
    if (instances.stateOf(node) === 'launching') this.context.list.cancel(this.bootEntity(node));
    const isThere = instances.stateOf(node) !== 'gone';
    if (isThere && this.bindings.podsOn(node).length === 0) this.removeNode(node, nowMs);
    this.evictions += evicted;
    if (this.options.replacesEvicted && evicted > 0) this.order(evicted, nowMs);
  }

  isLeaving(pod: number): boolean {
    return this.instances.stateOf(pod) === 'draining';
  }

  /** The node is gone at once, and its pods with it. */
  private loseNode(node: number, nowMs: number): void {
    this.bindings.cordon(node);
    this.context.list.cancel(this.bootEntity(node));
    for (const pod of [...this.bindings.podsOn(node)]) {
      if (this.instances.stateOf(pod) === 'launching') this.owner.retire(pod, nowMs);
      else this.owner.taken(pod, nowMs);
    }
    if (this.nodes.instances.stateOf(node) !== 'gone') this.nodes.end(node, nowMs, 'taken');
  }

  private bindPending(nowMs: number): void {
    while (this.pending.count > 0) {
      const node = this.bindings.choose(this.settings.placement);
      if (node === unbound) return;
      const pod = this.pending.shift(nowMs);
      this.bindings.bind(pod, node);
      this.instances.setZone(pod, this.nodes.instances.zoneOf(node));
      this.context.list.schedule(this.options.startEntity(pod), nowMs + this.starts.bind(pod, nowMs));
    }
  }

  private bootEntity(node: number): number {
    return supplyEntity(this.number, boot, node);
  }

  private killEntity(pod: number): number {
    return supplyEntity(this.number, kill, pod);
  }

  /** The node has booted as far as it does: it never joins the cluster, and is paid for all the same. */
  private failsToBoot(node: number): boolean {
    const { bootFailureRatio } = this.settings;
    const number = this.nodes.instances.number[node]!;
    return bootFailureRatio > 0 && this.failureStream.at(number).nextUnit() < bootFailureRatio;
  }

  private countOf(group: number): number {
    const { instances } = this.nodes;
    const present = [...instances.slotsIn('launching'), ...instances.slotsIn('ready')];
    return present.filter((node) => this.groupOf(node) === group).length;
  }

  private planLook(atMs: number): void {
    if (atMs >= this.context.endMs) return;
    this.context.list.schedule(supplyEntity(this.number, look, 0), atMs);
  }
}
