/**
 * KEDA's ScaledObject in a run: its own loop polls the triggers, and the HPA that it made asks for them at every sync.
 *
 * Simplification: triggers answer with what instances show at that moment; a Prometheus behind them would add its scrape
 * interval.
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
import { applyDesired, type VictimOrder, youngestFirst } from '../scaled-pool.ts';
import { type Controller, noteDecision, withoutAgents } from './controller.ts';
import { podsOf } from './hpa-pods.ts';
import { leastWorkFirst, metricReader, type PoolSignals } from './pool-signals.ts';

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
  private readonly readers: readonly ReturnType<typeof metricReader>[];
  private memory: ScaledObjectMemory;
  private nextPollMs = 0;
  private nextSyncMs = 0;

  constructor(context: RunContext, signals: PoolSignals, scaling: KedaScaledObjectScaling) {
    this.context = context;
    this.signals = signals;
    this.scaling = scaling;
    this.victims = scaling.podDeletionCost === 'load' ? leastWorkFirst(signals) : youngestFirst;
    this.desiredCount = signals.pool.instances.readyCount;
    this.memory = initialScaledObjectMemory(scaling.scaledObject, 0);
    this.readers = scaling.triggers.map(() => metricReader(signals));
  }

  start(nowMs: number): number {
    const { scaledObject } = this.scaling;
    const phases = this.context.streams.stream(`autoscaling/keda-phases-${this.signals.pool.name}`).at(0);
    this.nextPollMs = nowMs + phases.nextUnit() * scaledObject.pollingIntervalSeconds * 1000;
    this.nextSyncMs = nowMs + phases.nextUnit() * scaledObject.hpa.syncPeriodSeconds * 1000;
    return Math.min(this.nextPollMs, this.nextSyncMs);
  }

  tick(nowMs: number): number {
    const { scaledObject } = this.scaling;
    if (nowMs >= this.nextPollMs) {
      this.poll(nowMs);
      this.nextPollMs = nowMs + scaledObject.pollingIntervalSeconds * 1000;
    }
    if (nowMs >= this.nextSyncMs) {
      this.sync(nowMs);
      this.nextSyncMs = nowMs + scaledObject.hpa.syncPeriodSeconds * 1000;
    }
    return Math.min(this.nextPollMs, this.nextSyncMs);
  }

  private poll(nowMs: number): void {
    const { scaledObject } = this.scaling;
    const seen = { nowMs, specReplicas: this.desiredCount, readings: this.readings(nowMs) };
    const decision = pollScaledObject(scaledObject, this.memory, seen);
    this.memory = decision.memory;
    this.apply(decision.desiredCount, decision.reason, nowMs);
  }

  private sync(nowMs: number): void {
    const { pool } = this.signals;
    const { launchingCount, readyCount } = pool.instances;
    const decision = decideScaledObjectHpa(this.scaling.scaledObject, this.memory, {
      nowMs,
      specReplicas: this.desiredCount,
      statusReplicas: pool.waitingCount + launchingCount + readyCount,
      readyReplicas: readyCount,
      pods: podsOf(pool, null),
      readings: this.readings(nowMs),
    });
    this.memory = decision.memory;
    this.apply(decision.desiredCount, decision.reason, nowMs);
  }

  private apply(desiredCount: number, reason: string, nowMs: number): void {
    const { pool } = this.signals;
    const saw = (): string => this.signals.saw(nowMs);
    noteDecision(this.context, pool, this.policy, this.desiredCount, desiredCount, reason, nowMs, saw);
    this.desiredCount = desiredCount;
    applyDesired(pool, desiredCount, this.victims, nowMs);
  }

  private readings(nowMs: number): TriggerReading[] {
    return this.scaling.triggers.map((trigger, index) => this.reading(trigger, index, nowMs));
  }

  private reading(trigger: KedaTrigger, index: number, nowMs: number): TriggerReading {
    if (trigger.kind === 'cron') {
      const isActive = trigger.windows.some(({ fromMs, untilMs }) => nowMs >= fromMs && nowMs < untilMs);
      // Outside of its hours the scaler still answers with one replica (defaultDesiredReplicas).
      return { valueMilli: (isActive ? trigger.desiredReplicas : 1) * 1000, isActive };
    }
    if (trigger.outages.some(({ fromMs, untilMs }) => nowMs >= fromMs && nowMs < untilMs)) return null;
    const value = this.readers[index]!(trigger.metric, trigger.aggregate, nowMs);
    const { activationThreshold } = this.scaling.scaledObject.triggers[index]!;
    return { valueMilli: Math.round(value * 1000), isActive: value > activationThreshold };
  }
}
