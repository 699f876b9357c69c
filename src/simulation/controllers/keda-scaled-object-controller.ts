/**
 * KEDA's ScaledObject in a run: its own loop polls the triggers, and the HPA that it made asks for them at every sync. Both
 * are told what a Prometheus scraped last; without figures it counts as 0, as KEDA's scaler does (`ignoreNullValues`).
 */
import {
  decideScaledObjectHpa,
  initialScaledObjectMemory,
  pollScaledObject,
  type ScaledObjectMemory,
  type TriggerReading,
} from '../../autoscaling/keda/scaled-object.ts';
import type { KedaScaledObjectScaling, KedaTrigger } from '../../scenario/scenario.ts';
import type { RunContext } from '../run-context.ts';
import { applyDesired, type VictimOrder } from '../scaled-pool.ts';
import { type Controller, noteDecision, withoutAgents } from './controller.ts';
import { podsOf } from './hpa-pods.ts';
import { MonitoredMetrics } from './monitored-metrics.ts';
import { type PoolSignals, podVictims } from './pool-signals.ts';

/** A cron trigger measures nothing; its figure is not used. */
const nothingMeasured = { metric: 'participants', aggregate: 'sum' } as const;

export class KedaScaledObjectController implements Controller {
  readonly policy = 'keda-scaled-object';
  desiredCount: number;
  readonly agentStart = withoutAgents.agentStart;
  readonly agentTick = withoutAgents.agentTick;
  readonly agentEnd = withoutAgents.agentEnd;
  private readonly context: RunContext;
  private readonly signals: PoolSignals;
  private readonly scaling: KedaScaledObjectScaling;
  private readonly victims: VictimOrder;
  private readonly metrics: MonitoredMetrics;
  /** What the last poll read, for triggers whose HPA gets that. */
  private polled: readonly TriggerReading[] = [];
  private memory: ScaledObjectMemory;
  private nextPollMs = 0;
  private nextSyncMs = 0;

  constructor(context: RunContext, signals: PoolSignals, scaling: KedaScaledObjectScaling) {
    this.context = context;
    this.signals = signals;
    this.scaling = scaling;
    this.victims = podVictims(signals, scaling.podDeletionCost);
    this.desiredCount = signals.pool.instances.readyCount;
    this.memory = initialScaledObjectMemory(scaling.scaledObject, 0);
    const sources = scaling.triggers.map((trigger) =>
      trigger.kind === 'cron' ? nothingMeasured : { metric: trigger.metric, aggregate: trigger.aggregate },
    );
    // Prometheus has been scraping before the run begins.
    this.metrics = new MonitoredMetrics(signals, sources, scaling.monitoring, 0);
  }

  start(nowMs: number): number {
    const { scaledObject } = this.scaling;
    const phases = this.context.streams.stream(`autoscaling/keda-phases-${this.signals.pool.name}`).at(0);
    this.nextPollMs = nowMs + phases.nextUnit() * scaledObject.pollingIntervalSeconds * 1000;
    this.nextSyncMs = nowMs + phases.nextUnit() * scaledObject.hpa.syncPeriodSeconds * 1000;
    this.metrics.sample(nowMs);
    return this.nextTickMs();
  }

  tick(nowMs: number): number {
    const { scaledObject } = this.scaling;
    this.metrics.sample(nowMs);
    if (nowMs >= this.nextPollMs) {
      this.poll(nowMs);
      this.nextPollMs = nowMs + scaledObject.pollingIntervalSeconds * 1000;
    }
    if (nowMs >= this.nextSyncMs) {
      this.sync(nowMs);
      this.nextSyncMs = nowMs + scaledObject.hpa.syncPeriodSeconds * 1000;
    }
    return this.nextTickMs();
  }

  private nextTickMs(): number {
    return Math.min(this.nextPollMs, this.nextSyncMs, this.metrics.nextSampleMs);
  }

  private poll(nowMs: number): void {
    const { scaledObject } = this.scaling;
    this.polled = this.readings(nowMs);
    const seen = { nowMs, specReplicas: this.desiredCount, readings: this.polled };
    const decision = pollScaledObject(scaledObject, this.memory, seen);
    this.memory = decision.memory;
    // Above zero it is the HPA that says how many: a poll that changes nothing leaves the look to it.
    const isLeftToHpa = this.desiredCount > 0 && decision.desiredCount === this.desiredCount;
    this.apply(decision.desiredCount, isLeftToHpa ? '' : decision.reason, nowMs);
  }

  private sync(nowMs: number): void {
    const { pool } = this.signals;
    const { launchingCount, readyCount } = pool.instances;
    const decision = decideScaledObjectHpa(this.scaling.scaledObject, this.memory, {
      nowMs,
      specReplicas: this.desiredCount,
      statusReplicas: pool.supply.waitingCount + launchingCount + readyCount,
      readyReplicas: readyCount,
      pods: podsOf(pool, null),
      readings: this.readings(nowMs).map((reading, index) => {
        const trigger = this.scaling.triggers[index]!;
        const isCached = trigger.kind === 'metric' && trigger.usesCachedMetrics;
        return isCached && this.polled.length > 0 ? this.polled[index]! : reading;
      }),
    });
    this.memory = decision.memory;
    this.apply(decision.desiredCount, decision.reason, nowMs);
  }

  private apply(desiredCount: number, reason: string, nowMs: number): void {
    const { pool } = this.signals;
    const saw = (): string => this.metrics.saw(nowMs);
    noteDecision(this.context, pool, this.policy, this.desiredCount, desiredCount, reason, nowMs, saw);
    this.desiredCount = desiredCount;
    applyDesired(pool, desiredCount, this.victims, nowMs);
  }

  private readings(nowMs: number): TriggerReading[] {
    const figures = this.metrics.read(nowMs);
    return this.scaling.triggers.map((trigger, index) =>
      this.reading(trigger, { index, value: figures[index] ?? 0 }, nowMs),
    );
  }

  private reading(
    trigger: KedaTrigger,
    { index, value }: { readonly index: number; readonly value: number },
    nowMs: number,
  ): TriggerReading {
    if (trigger.kind === 'cron') {
      const isActive = trigger.windows.some(({ fromMs, untilMs }) => nowMs >= fromMs && nowMs < untilMs);
      // Outside of its hours the scaler still answers with one replica (defaultDesiredReplicas).
      return { valueMilli: (isActive ? trigger.desiredReplicas : 1) * 1000, isActive };
    }
    if (trigger.outages.some(({ fromMs, untilMs }) => nowMs >= fromMs && nowMs < untilMs)) return null;
    const { activationThreshold } = this.scaling.scaledObject.triggers[index]!;
    return { valueMilli: Math.round(value * 1000), isActive: value > activationThreshold };
  }
}
