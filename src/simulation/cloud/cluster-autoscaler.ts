/**
 * The Cluster Autoscaler in a run: it scans, adds nodes for pods that no node takes, and removes what has long been
 * unneeded. Decisions are in `cloud/nodes/cluster-autoscaler.ts`.
 */
import {
  emptyNodesAtOnce,
  expand,
  isUnneeded,
  nextBackoffSeconds,
  scaleUpOptions,
} from '../../cloud/nodes/cluster-autoscaler.ts';
import type { ClusterAutoscalerSettings } from '../../cloud/nodes/node-settings.ts';
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type { RunContext } from '../run-context.ts';
import { lateNodes, type NodeAutoscaler, type NodesView, nodesInSight } from './nodes-view.ts';

interface Backoff {
  readonly seconds: number;
  readonly failedMs: number;
}

export class ClusterAutoscaler implements NodeAutoscaler {
  private readonly view: NodesView;
  private readonly settings: ClusterAutoscalerSettings;
  private readonly phases: RandomStream;
  private readonly ties: RandomStream;
  private readonly backoffs: (Backoff | null)[];
  /** When each node was first seen unneeded, by its number: slots are used again. */
  private unneededSinceMs = new Map<number, number>();
  private lastAddMs = Number.NEGATIVE_INFINITY;
  /** When a node could not be removed. */
  private lastFailureMs = Number.NEGATIVE_INFINITY;
  private scans = 0;

  constructor(context: RunContext, view: NodesView, settings: ClusterAutoscalerSettings) {
    this.view = view;
    this.settings = settings;
    // The cluster of the bridges came first and has no prefix.
    const prefix = view.pool === 'bridges' ? '' : 'jibri-';
    this.phases = context.streams.stream(`cloud/${prefix}cluster-autoscaler-phase`);
    this.ties = context.streams.stream(`cloud/${prefix}cluster-autoscaler-ties`);
    this.backoffs = view.settings.groups.map(() => null);
  }

  start(nowMs: number): number {
    // Its loop has been running before the day begins.
    return nowMs + this.phases.at(0).nextUnit() * this.settings.scanIntervalSeconds * 1000;
  }

  podsPending(): number {
    return Number.POSITIVE_INFINITY;
  }

  look(nowMs: number): number {
    this.scans += 1;
    this.giveUpLateNodes(nowMs);
    this.scaleUp(nowMs);
    this.scaleDown(nowMs);
    return nowMs + this.settings.scanIntervalSeconds * 1000;
  }

  /** Nodes that are not ready in time go, and their groups are put off as after a refusal. */
  private giveUpLateNodes(nowMs: number): void {
    const { maxNodeProvisionSeconds } = this.settings;
    for (const node of lateNodes(this.view, maxNodeProvisionSeconds, nowMs)) {
      this.backOff(this.view.groupOf(node), nowMs);
      this.view.abandonNode(node, maxNodeProvisionSeconds, nowMs);
    }
  }

  private scaleUp(nowMs: number): void {
    const { view } = this;
    const { counts, upcomingPods } = nodesInSight(view);
    let missing = view.pendingCount - upcomingPods;
    while (missing > 0) {
      const options = scaleUpOptions(view.settings.groups, missing, {
        counts,
        isAvailable: (group) => this.isAvailable(group, nowMs),
      });
      const option = expand(this.settings.expander, view.settings.groups, options, (count) =>
        this.ties.at(this.scans).nextIndex(count),
      );
      if (option === null) return;
      const granted = this.launch(option.group, option.nodes, nowMs);
      counts[option.group]! += granted;
      missing -= granted * view.settings.groups[option.group]!.podsPerNode;
      if (granted > 0) this.lastAddMs = nowMs;
      // One group a scan, as upstream; a group that gave nothing is left alone and the next one is asked at once.
      if (granted > 0) return;
    }
  }

  /** Returns how many nodes were granted; a refusal puts the group off. */
  private launch(group: number, nodes: number, nowMs: number): number {
    for (let granted = 0; granted < nodes; granted++) {
      if (this.view.launchNode(group, nowMs) >= 0) continue;
      this.backOff(group, nowMs);
      return granted;
    }
    return nodes;
  }

  private backOff(group: number, nowMs: number): void {
    const last = this.backoffs[group] ?? null;
    const seconds = nextBackoffSeconds(
      this.settings,
      last === null ? null : { seconds: last.seconds, sinceFailureSeconds: (nowMs - last.failedMs) / 1000 },
    );
    this.backoffs[group] = { seconds, failedMs: nowMs };
  }

  private isAvailable(group: number, nowMs: number): boolean {
    const backoff = this.backoffs[group] ?? null;
    return backoff === null || nowMs >= backoff.failedMs + backoff.seconds * 1000;
  }

  private scaleDown(nowMs: number): void {
    const { view } = this;
    const { bindings } = view;
    const { instances } = view.nodes;
    const since = new Map<number, number>();
    const due: number[] = [];
    for (const node of instances.slotsIn('ready')) {
      if (bindings.isCordoned(node)) continue;
      const pods = bindings.podsOn(node);
      const use = {
        node,
        pods: pods.length,
        podsPerNode: bindings.capacityOf(node),
        leavingPods: pods.filter((pod) => view.isLeaving(pod)).length,
      };
      if (!isUnneeded(use, bindings.roomElsewhere(node), this.settings, view.settings.evictsPods)) continue;
      const number = instances.number[node]!;
      const firstMs = this.unneededSinceMs.get(number) ?? nowMs;
      since.set(number, firstMs);
      if (nowMs - firstMs >= this.settings.scaleDownUnneededSeconds * 1000) due.push(node);
    }
    this.unneededSinceMs = since;
    if (nowMs - this.lastAddMs < this.settings.scaleDownDelayAfterAddSeconds * 1000) return;
    if (nowMs - this.lastFailureMs < this.settings.scaleDownDelayAfterFailureSeconds * 1000) return;
    this.remove(due, nowMs);
  }

  /** Empty nodes, up to ten; without any, one that is drained. Groups keep their fewest. */
  private remove(due: readonly number[], nowMs: number): void {
    const { view } = this;
    const { instances } = view.nodes;
    const left = view.settings.groups.map(({ minCount }) => -minCount);
    for (const state of ['launching', 'ready'] as const) {
      for (const node of instances.slotsIn(state)) left[view.groupOf(node)]! += 1;
    }
    const spared = due.filter((node) => {
      const group = view.groupOf(node);
      if (left[group]! <= 0) return false;
      left[group]! -= 1;
      return true;
    });
    const empty = spared.filter((node) => view.bindings.podsOn(node).length === 0);
    for (const node of empty.slice(0, emptyNodesAtOnce)) {
      if (!this.isGranted(nowMs)) return;
      view.removeNode(node, nowMs);
    }
    if (empty.length > 0 || spared.length === 0 || !this.isGranted(nowMs)) return;
    view.drainNode(spared[0]!, this.settings.maxGracefulTerminationSeconds, nowMs);
  }

  /** Whether the cloud's API takes the request to delete a node; if not, scaling down waits. */
  private isGranted(nowMs: number): boolean {
    if (this.view.takesRequest(nowMs)) return true;
    this.lastFailureMs = nowMs;
    return false;
  }
}
