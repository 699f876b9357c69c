/**
 * The Kubernetes HPA in a run: bridges or Jibris are pods, one a node. The metrics APIs are read once a period; the
 * controller looks every sync period and sees the last reading.
 *
 * Pods that still boot are Pending; a draining instance is a pod with a deletion timestamp, which the controller
 * ignores although it goes on serving and costing. Victims: the ReplicaSet's order, with the deletion cost that a
 * sidecar writes where the scenario says so.
 *
 * Simplification: a sidecar's deletion cost and status label are up to date; OpenFUN's sidecars write them every 5 s for
 * Jibris and every 60 s for bridges.
 */
import { decideKubernetesHpa } from '../../autoscaling/kubernetes-hpa/decide.ts';
import {
  emptyKubernetesHpaMemory,
  type KubernetesHpaMemory,
  type KubernetesHpaPolicy,
} from '../../autoscaling/kubernetes-hpa/policy.ts';
import type { KubernetesHpaScaling } from '../../scenario/scenario.ts';
import type { RunContext } from '../run-context.ts';
import { applyDesired, type ScaledPool, type VictimOrder } from '../scaled-pool.ts';
import { type Controller, noteDecision, withoutAgents } from './controller.ts';
import { HpaMetrics } from './hpa-metrics.ts';
import { podsOf } from './hpa-pods.ts';
import { type PoolSignals, podVictims } from './pool-signals.ts';

export class KubernetesHpaController implements Controller {
  readonly policy = 'kubernetes-hpa';
  desiredCount: number;
  readonly agentStart = withoutAgents.agentStart;
  readonly agentTick = withoutAgents.agentTick;
  readonly agentEnd = withoutAgents.agentEnd;
  private readonly context: RunContext;
  private readonly pool: ScaledPool;
  private readonly signals: PoolSignals;
  private readonly scaling: KubernetesHpaScaling;
  private readonly metrics: HpaMetrics;
  private readonly victims: VictimOrder;
  private readonly requestMilli: number | null;
  private memory: KubernetesHpaMemory;
  private nextScrapeMs = 0;
  private nextSyncMs = 0;

  constructor(context: RunContext, signals: PoolSignals, scaling: KubernetesHpaScaling) {
    this.context = context;
    this.pool = signals.pool;
    this.signals = signals;
    this.scaling = scaling;
    this.desiredCount = signals.pool.instances.readyCount;
    this.metrics = new HpaMetrics(signals, scaling.hpa.metrics, scaling.readings, 0);
    this.victims = podVictims(signals, scaling.podDeletionCost);
    const { cpuRequestCores } = scaling;
    this.requestMilli = cpuRequestCores === null ? null : Math.round(cpuRequestCores * 1000);
    // A pool that begins at zero was taken there by this HPA: otherwise it would never come back.
    this.memory = { ...emptyKubernetesHpaMemory, scaledToZero: this.desiredCount === 0 };
  }

  start(nowMs: number): number {
    // Neither clock is aligned with the day: their phases are drawn.
    const suffix = this.pool.name === 'bridges' ? '' : `-${this.pool.name}`;
    const phases = this.context.streams.stream(`autoscaling/kubernetes-hpa-phases${suffix}`).at(0);
    this.nextScrapeMs = nowMs + phases.nextUnit() * this.scaling.metricsPeriodSeconds * 1000;
    this.nextSyncMs = nowMs + phases.nextUnit() * this.scaling.hpa.syncPeriodSeconds * 1000;
    return Math.min(this.nextScrapeMs, this.nextSyncMs);
  }

  tick(nowMs: number): number {
    if (nowMs >= this.nextScrapeMs) {
      this.metrics.scrape(nowMs);
      this.nextScrapeMs = nowMs + this.scaling.metricsPeriodSeconds * 1000;
    }
    if (nowMs >= this.nextSyncMs) {
      this.sync(nowMs);
      this.nextSyncMs = nowMs + this.scaling.hpa.syncPeriodSeconds * 1000;
    }
    return Math.min(this.nextScrapeMs, this.nextSyncMs);
  }

  private sync(nowMs: number): void {
    const { instances } = this.pool;
    const before = this.desiredCount;
    const detached = instances.slotsIn('ready').filter((slot) => this.isDetached(slot)).length;
    const decision = decideKubernetesHpa(this.policyAt(nowMs), this.memory, {
      nowMs,
      specReplicas: before,
      statusReplicas:
        this.pool.supply.waitingCount + instances.launchingCount + instances.readyCount - detached,
      pods: podsOf(this.pool, this.requestMilli, (slot) => this.isDetached(slot)),
      readings: this.metrics.readings,
    });
    this.memory = decision.memory;
    const { desiredCount, reason } = decision;
    const saw = (): string => this.metrics.saw(nowMs);
    noteDecision(this.context, this.pool, this.policy, before, desiredCount, reason, nowMs, saw);
    this.desiredCount = desiredCount;
    applyDesired(this.pool, desiredCount, this.victims, nowMs, (slot) => !this.isDetached(slot));
  }

  /** A busy Jibri of a Deployment that selects idle ones is nobody's replica. */
  private isDetached(slot: number): boolean {
    return this.scaling.detachesBusy && this.signals.work(slot) > 0;
  }

  /** The policy with the bounds that operators had set by then. */
  private policyAt(nowMs: number): KubernetesHpaPolicy {
    let policy = this.scaling.hpa;
    for (const change of this.scaling.boundsChanges) {
      if (change.atMs <= nowMs) {
        policy = { ...policy, minReplicas: change.minCount, maxReplicas: change.maxCount };
      }
    }
    return policy;
  }
}
