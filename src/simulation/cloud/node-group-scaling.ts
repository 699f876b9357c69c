/**
 * Nodes in an EC2 Auto Scaling group that knows of no pods: once a period target tracking looks at how full the nodes are.
 * It scales out for full nodes and not for pods that wait, learns late, and takes nodes away whatever runs on them unless
 * they are protected.
 *
 * Simplification: nodes with pods are protected from scale-in where pods may not be evicted; else those with the fewest
 * pods go first, where the default termination policy looks at launch templates and the instance hour.
 */
import { decideAutoScalingGroup } from '../../autoscaling/aws/auto-scaling-group.ts';
import {
  type AutoScalingGroupMemory,
  type AutoScalingGroupPolicy,
  initialAutoScalingGroupMemory,
} from '../../autoscaling/aws/group-policy.ts';
import type { NodeGroupScaling as Settings } from '../../cloud/nodes/node-settings.ts';
import type { NodeAutoscaler, NodesView } from './nodes-view.ts';

/** Index of the one group of nodes. */
const group = 0;

export class NodeGroupScaling implements NodeAutoscaler {
  private readonly view: NodesView;
  private readonly settings: Settings;
  private readonly policy: AutoScalingGroupPolicy;
  private memory: AutoScalingGroupMemory;
  private desiredCount = 0;
  /** Figures at the ends of periods that are not seen yet. */
  private sent: { readonly atMs: number; readonly figure: number | null }[] = [];

  constructor(view: NodesView, settings: Settings) {
    this.view = view;
    this.settings = settings;
    const { minCount, maxCount } = view.settings.groups[group]!;
    const { target, scaleOutPeriods, scaleInPeriods, scaleInRatio } = settings;
    this.policy = {
      minSize: minCount,
      maxSize: maxCount,
      defaultCooldownSeconds: 0,
      policies: [
        {
          ...{ kind: 'target-tracking', name: settings.metric, target, disableScaleIn: false },
          ...{ scaleOutPeriods, scaleInPeriods, scaleInRatio },
        },
      ],
      scheduledActions: [],
      maxCapacityBreach: { behavior: 'HonorMaxCapacity', bufferPercent: 0 },
    };
    this.memory = initialAutoScalingGroupMemory(this.policy);
  }

  start(nowMs: number): number {
    const { instances } = this.view.nodes;
    this.desiredCount = instances.readyCount + instances.launchingCount;
    return nowMs + this.settings.alarmPeriodSeconds * 1000;
  }

  /** It does not know of pods that wait. */
  podsPending(): number {
    return Number.POSITIVE_INFINITY;
  }

  look(nowMs: number): number {
    const { instances } = this.view.nodes;
    const { alarmPeriodSeconds, instanceWarmupSeconds, metricDelaySeconds } = this.settings;
    this.sent.push({ atMs: nowMs, figure: this.figure() });
    const seen = this.sent.filter(({ atMs }) => atMs <= nowMs - metricDelaySeconds * 1000);
    this.sent = this.sent.filter(({ atMs }) => atMs > nowMs - metricDelaySeconds * 1000);
    // Those there at the beginning are warm; the others once their figures are in what is seen.
    const youngMs = nowMs - (instanceWarmupSeconds + metricDelaySeconds) * 1000;
    const warming = instances
      .slotsIn('ready')
      .filter((node) => instances.becameReadyMs(node) > Math.max(0, youngMs)).length;
    const decision = decideAutoScalingGroup(this.policy, this.memory, {
      nowMs,
      desiredCapacity: this.desiredCount,
      readings: [seen.at(-1)?.figure ?? null],
      warmingCount: warming + instances.launchingCount,
      terminatingCount: 0,
      activityEndedMs: Number.NEGATIVE_INFINITY,
      predictedCapacity: null,
    });
    this.memory = decision.memory;
    this.desiredCount = decision.desiredCount;
    this.apply(nowMs);
    return nowMs + alarmPeriodSeconds * 1000;
  }

  private figure(): number | null {
    const { bindings, pendingCount } = this.view;
    const { bound, capacity } = bindings.use;
    if (capacity === 0) return null;
    return (bound + (this.settings.metric === 'podsRequested' ? pendingCount : 0)) / capacity;
  }

  /** Launches what is missing, again at every look while the cloud refuses it; takes away what is too much. */
  private apply(nowMs: number): void {
    const { view } = this;
    const { instances } = view.nodes;
    const here = instances.slotsIn('ready').filter((node) => !view.bindings.isCordoned(node));
    let surplus = here.length + instances.launchingCount - this.desiredCount;
    for (; surplus < 0; surplus++) if (view.launchNode(group, nowMs) < 0) return;
    const podsOn = (node: number): number => view.bindings.podsOn(node).length;
    const victims = here
      .filter((node) => view.settings.evictsPods || podsOn(node) === 0)
      .sort((a, b) => podsOn(a) - podsOn(b) || instances.number[a]! - instances.number[b]!);
    for (const node of victims.slice(0, surplus)) view.drainNode(node, null, nowMs);
  }
}
