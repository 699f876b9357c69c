/**
 * Karpenter in a run: it batches pending pods and launches nodes for a batch; every ten seconds it looks for nodes to
 * give up. Decisions are in `cloud/nodes/karpenter.ts`.
 */
import { batchClosesMs, disruptionBudget, planNodes } from '../../cloud/nodes/karpenter.ts';
import type { KarpenterSettings } from '../../cloud/nodes/node-settings.ts';
import type { NodeAutoscaler, NodesView } from './nodes-view.ts';

export class Karpenter implements NodeAutoscaler {
  private readonly view: NodesView;
  private readonly settings: KarpenterSettings;
  private batch: { readonly firstMs: number; readonly lastMs: number } | null = null;
  private nextPollMs = 0;
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
    const { instances } = view.nodes;
    const counts = view.settings.groups.map(() => 0);
    let upcoming = 0;
    for (let node = 0; node < instances.slotCount; node++) {
      const state = instances.stateOf(node);
      if (state === 'gone') continue;
      counts[view.groupOf(node)]! += 1;
      if (state === 'launching') upcoming += view.bindings.capacityOf(node);
    }
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
      if (view.launchNode(group, nowMs)) {
        counts[group]! += 1;
        upcoming += groups[group]!.podsPerNode;
      } else refused.add(group);
    }
  }

  private disrupt(nowMs: number): void {
    const { view } = this;
    const { bindings } = view;
    const { instances } = view.nodes;
    const ready = instances.slotsIn('ready').filter((node) => !bindings.isCordoned(node));
    const since = new Map<number, number>();
    let budget = disruptionBudget(this.settings, ready.length);
    const waitMs = (this.settings.consolidateAfterSeconds + this.settings.validationSeconds) * 1000;
    for (const node of ready) {
      const pods = bindings.podsOn(node);
      const canMove =
        view.settings.evictsPods &&
        pods.length <= bindings.roomElsewhere(node) &&
        !pods.some((pod) => view.isLeaving(pod));
      if (pods.length > 0 && !canMove) continue;
      const number = instances.number[node]!;
      const firstMs = this.disruptableSinceMs.get(number) ?? nowMs;
      since.set(number, firstMs);
      const { minCount } = view.settings.groups[view.groupOf(node)]!;
      if (budget <= 0 || nowMs - firstMs < waitMs || this.countOf(view.groupOf(node)) <= minCount) continue;
      budget -= 1;
      if (pods.length === 0) view.removeNode(node, nowMs);
      else {
        view.drainNode(node, null, nowMs);
        // One node is consolidated at a time.
        break;
      }
    }
    this.disruptableSinceMs = since;
  }

  private countOf(group: number): number {
    const { instances } = this.view.nodes;
    return instances.slotsIn('ready').filter((node) => this.view.groupOf(node) === group).length;
  }
}
