/**
 * The Kubernetes HPA in a run: bridges are pods, one a node. The metrics server averages each pod's CPU between two
 * scrapes; the controller looks every sync period and sees the last scrape.
 *
 * Pods that still boot are Pending; a draining bridge is a pod with a deletion timestamp, which the controller
 * ignores although it goes on serving and costing. Victims: the ReplicaSet's order without deletion cost.
 */
import { decideKubernetesHpa } from '../../autoscaling/kubernetes-hpa/decide.ts';
import {
  emptyKubernetesHpaMemory,
  type HpaPod,
  type HpaReading,
  type HpaResourceSample,
  type KubernetesHpaMemory,
  type KubernetesHpaPolicy,
} from '../../autoscaling/kubernetes-hpa/policy.ts';
import type { BridgeFleet } from '../../jitsi/bridge-fleet.ts';
import type { KubernetesHpaScaling } from '../../scenario/scenario.ts';
import type { RunContext } from '../run-context.ts';
import { applyDesired, type ScaledPool, youngestFirst } from '../scaled-pool.ts';
import { type Controller, noteDecision, withoutAgents } from './controller.ts';

const containerName = 'jvb';

export class KubernetesHpaController implements Controller {
  readonly policy = 'kubernetes-hpa';
  desiredCount: number;
  readonly agentStart = withoutAgents.agentStart;
  readonly agentTick = withoutAgents.agentTick;
  readonly agentEnd = withoutAgents.agentEnd;
  private readonly context: RunContext;
  private readonly pool: ScaledPool;
  private readonly fleet: BridgeFleet;
  private readonly scaling: KubernetesHpaScaling;
  private memory: KubernetesHpaMemory = emptyKubernetesHpaMemory;
  private nextScrapeMs = 0;
  private nextSyncMs = 0;
  private lastScrapeMs = 0;
  /** CPU integral of each pod at the last scrape, by instance number: slots are used again. */
  private scraped = new Map<number, number>();
  private samples: HpaResourceSample[] = [];

  constructor(context: RunContext, pool: ScaledPool, fleet: BridgeFleet, scaling: KubernetesHpaScaling) {
    this.context = context;
    this.pool = pool;
    this.fleet = fleet;
    this.scaling = scaling;
    this.desiredCount = pool.instances.readyCount;
  }

  start(nowMs: number): number {
    // Neither clock is aligned with the day: their phases are drawn.
    const phases = this.context.streams.stream('autoscaling/kubernetes-hpa-phases').at(0);
    this.nextScrapeMs = nowMs + phases.nextUnit() * this.scaling.metricsPeriodSeconds * 1000;
    this.nextSyncMs = nowMs + phases.nextUnit() * this.scaling.hpa.syncPeriodSeconds * 1000;
    this.lastScrapeMs = nowMs;
    return Math.min(this.nextScrapeMs, this.nextSyncMs);
  }

  tick(nowMs: number): number {
    if (nowMs >= this.nextScrapeMs) {
      this.scrape(nowMs);
      this.nextScrapeMs = nowMs + this.scaling.metricsPeriodSeconds * 1000;
    }
    if (nowMs >= this.nextSyncMs) {
      this.sync(nowMs);
      this.nextSyncMs = nowMs + this.scaling.hpa.syncPeriodSeconds * 1000;
    }
    return Math.min(this.nextScrapeMs, this.nextSyncMs);
  }

  private scrape(nowMs: number): void {
    const { instances } = this.pool;
    const windowMs = nowMs - this.lastScrapeMs;
    const scraped = new Map<number, number>();
    const samples: HpaResourceSample[] = [];
    for (const slot of instances.slotsIn('ready')) {
      this.fleet.settle(slot, nowMs);
      const number = instances.number[slot]!;
      const total = this.fleet.cpuCoreMs[slot]!;
      const before = this.scraped.get(number);
      scraped.set(number, total);
      // A pod's first scrape has nothing to take a rate over; it is missing until the next.
      if (before === undefined || windowMs <= 0) continue;
      const usageMilli = Math.round(((total - before) / windowMs) * 1000);
      samples.push({
        podId: number,
        takenAtMs: nowMs,
        windowMs,
        containers: [{ name: containerName, usageMilli }],
      });
    }
    this.scraped = scraped;
    this.samples = samples;
    this.lastScrapeMs = nowMs;
  }

  private sync(nowMs: number): void {
    const { instances } = this.pool;
    const reading: HpaReading =
      this.samples.length === 0
        ? { kind: 'unavailable', error: 'no metrics scraped yet' }
        : { kind: 'resource', samples: this.samples };
    const policy = this.policyAt(nowMs);
    const decision = decideKubernetesHpa(policy, this.memory, {
      nowMs,
      specReplicas: this.desiredCount,
      statusReplicas: instances.launchingCount + instances.readyCount,
      pods: this.pods(),
      readings: policy.metrics.map(() => reading),
    });
    this.memory = decision.memory;
    noteDecision(
      this.context,
      this.pool,
      this.policy,
      this.desiredCount,
      decision.desiredCount,
      decision.reason,
      nowMs,
    );
    this.desiredCount = decision.desiredCount;
    applyDesired(this.pool, this.desiredCount, youngestFirst, nowMs);
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

  private pods(): HpaPod[] {
    const { instances } = this.pool;
    const pods: HpaPod[] = [];
    const containers = [
      { name: containerName, requestMilli: Math.round(this.scaling.cpuRequestCores * 1000) },
    ];
    for (let slot = 0; slot < instances.slotCount; slot++) {
      const state = instances.stateOf(slot);
      if (state === 'gone') continue;
      const isServing = state !== 'launching';
      pods.push({
        id: instances.number[slot]!,
        phase: isServing ? 'Running' : 'Pending',
        ready: isServing,
        startedAtMs: isServing ? instances.becameReadyMs(slot) : null,
        readyChangedAtMs: isServing ? instances.becameReadyMs(slot) : Number.NEGATIVE_INFINITY,
        deleting: state === 'draining',
        containers,
        podRequestMilli: null,
      });
    }
    return pods;
  }
}
