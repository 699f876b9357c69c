/**
 * Karpenter in a run: it batches pending pods and launches nodes for a batch; every ten seconds it looks for nodes to
 * give up, or to replace by cheaper ones. Decisions are in `cloud/nodes/karpenter.ts`.
 */
import { batchClosesMs, consolidation, disruptionBudget, planNodes } from '../../cloud/nodes/karpenter.ts';
import type { KarpenterSettings } from '../../cloud/nodes/node-settings.ts';
import { lateNodes, type NodeAutoscaler, type NodesView, nodesInSight } from './nodes-view.ts';

interface Replacement {
  readonly old: NodeId;
  readonly young: NodeId;
}

/** Slots are used again, numbers are not. */
interface NodeId {
  readonly slot: number;
  readonly number: number;
}

export class Karpenter implements NodeAutoscaler {
  private readonly view: NodesView;
  private readonly settings: KarpenterSettings;
  private batch: { readonly firstMs: number; readonly lastMs: number } | null = null;
  private nextPollMs = 0;
  /** The node that is replaced and the one that boots for it, by number and slot; null for none. */
  private replacement: Replacement | null = null;
  /** When each node was first seen as one to give up, by its number. */
  private disruptableSinceMs = new Map<number, number>();

  constructor(view: NodesView, settings: KarpenterSettings) {
    this.view = view;
    this.settings = settings;
  }

  start(nowMs: number): number {
    this.nextPollMs = nowMs + this.settings.disruptionPollSeconds * 1000;
    return this.nextPollMs;
  }

  podsPending(nowMs: number): number {
    this.batch = { firstMs: this.batch?.firstMs ?? nowMs, lastMs: nowMs };
    return this.nextLookMs();
  }

  look(nowMs: number): number {
    if (this.batch !== null && nowMs >= batchClosesMs(this.settings, this.batch)) {
      this.batch = null;
      this.provision(nowMs);
    }
    if (nowMs >= this.nextPollMs) {
      this.giveUpLateNodes(nowMs);
      this.finishReplacement(nowMs);
      this.disrupt(nowMs);
      this.nextPollMs = nowMs + this.settings.disruptionPollSeconds * 1000;
      // Pods that were refused a node are tried again; a batch that is open waits for its end.
      if (this.batch === null && this.view.pendingCount > 0) this.provision(nowMs);
    }
    return this.nextLookMs();
  }

  private nextLookMs(): number {
    const closesMs =
      this.batch === null ? Number.POSITIVE_INFINITY : batchClosesMs(this.settings, this.batch);
    return Math.min(this.nextPollMs, closesMs);
  }

  private provision(nowMs: number): void {
    const { view } = this;
    const { counts, upcomingPods } = nodesInSight(view);
    let upcoming = upcomingPods;
    const refused = new Set<number>();
    for (;;) {
      const missing = view.pendingCount - upcoming;
      const groups = view.settings.groups;
      const plan = planNodes(
        groups,
        Math.max(0, missing),
        (group) => !refused.has(group) && counts[group]! < groups[group]!.maxCount,
      );
      const [group] = plan;
      if (group === undefined) return;
      if (view.launchNode(group, nowMs) >= 0) {
        counts[group]! += 1;
        upcoming += groups[group]!.podsPerNode;
      } else refused.add(group);
    }
  }

  /** Nodes that did not register in time go; their pods are then missed by the next batch. */
  private giveUpLateNodes(nowMs: number): void {
    const { registrationTimeoutSeconds } = this.settings;
    for (const node of lateNodes(this.view, registrationTimeoutSeconds, nowMs)) {
      this.view.abandonNode(node, registrationTimeoutSeconds, nowMs);
    }
  }

  private disrupt(nowMs: number): void {
    const { view } = this;
    const { bindings } = view;
    const { instances } = view.nodes;
    const ready = instances.slotsIn('ready').filter((node) => !bindings.isCordoned(node));
    const since = new Map<number, number>();
    let budget = disruptionBudget(this.settings, ready.length) - (this.replacement === null ? 0 : 1);
    const waitMs = (this.settings.consolidateAfterSeconds + this.settings.validationSeconds) * 1000;
    for (const node of ready) {
      const number = instances.number[node]!;
      // A replacement waits for the pods of the node that it replaces.
      if (number === this.replacement?.young.number) continue;
      const action = this.actionFor(node);
      if (action === null) continue;
      const firstMs = this.disruptableSinceMs.get(number) ?? nowMs;
      since.set(number, firstMs);
      const { minCount } = view.settings.groups[view.groupOf(node)]!;
      if (budget <= 0 || nowMs - firstMs < waitMs || this.countOf(view.groupOf(node)) <= minCount) continue;
      budget -= 1;
      if (bindings.podsOn(node).length === 0) {
        view.removeNode(node, nowMs);
        continue;
      }
      // Of nodes with pods one is consolidated at a time.
      if (this.replacement !== null) continue;
      if (action.kind === 'delete') view.drainNode(node, null, nowMs);
      else this.replace(node, action.group, nowMs);
      break;
    }
    this.disruptableSinceMs = since;
  }

  /** What to do with the node: nothing (null), delete it, or replace it. */
  private actionFor(node: number): ReturnType<typeof consolidation> {
    const { view } = this;
    const { bindings, nodes, settings } = view;
    const pods = bindings.podsOn(node);
    if (pods.length === 0) return { kind: 'delete' };
    const mayMove = settings.evictsPods && this.settings.consolidationPolicy === 'WhenEmptyOrUnderutilized';
    if (!mayMove || pods.some((pod) => view.isLeaving(pod))) return null;
    const candidate = {
      group: view.groupOf(node),
      pods: pods.length,
      isSpot: nodes.offers[nodes.instances.offerOf(node)]!.purchase === 'spot',
      roomElsewhere: bindings.roomElsewhere(node),
    };
    return consolidation(
      settings.groups,
      candidate,
      (group) => this.countOf(group) < settings.groups[group]!.maxCount,
    );
  }

  /** The node takes nothing more; it is drained once the cheaper one is ready. */
  private replace(node: number, group: number, nowMs: number): void {
    const { view } = this;
    const young = view.launchNode(group, nowMs);
    if (young < 0) return;
    view.bindings.cordon(node);
    const idOf = (slot: number): NodeId => ({ slot, number: view.nodes.instances.number[slot]! });
    this.replacement = { old: idOf(node), young: idOf(young) };
  }

  private finishReplacement(nowMs: number): void {
    if (this.replacement === null) return;
    const { old, young } = this.replacement;
    const { instances } = this.view.nodes;
    const stateOf = ({ slot, number }: NodeId) =>
      instances.number[slot] === number ? instances.stateOf(slot) : 'gone';
    const youngState = stateOf(young);
    if (youngState === 'launching') return;
    this.replacement = null;
    if (stateOf(old) === 'gone') return;
    if (youngState === 'ready') this.view.drainNode(old.slot, null, nowMs);
    else this.view.bindings.uncordon(old.slot);
  }

  private countOf(group: number): number {
    const { instances } = this.view.nodes;
    return instances.slotsIn('ready').filter((node) => this.view.groupOf(node) === group).length;
  }
}
