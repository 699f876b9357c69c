/**
 * An EC2 Auto Scaling group in a run: once an alarm period CloudWatch makes one datapoint of what warm instances sent.
 *
 * Simplification: instances that are there at the beginning are warm. Zones are the cloud's: the termination policy chooses
 * among all instances.
 */
import { decideAutoScalingGroup } from '../../autoscaling/aws/auto-scaling-group.ts';
import { initialAutoScalingGroupMemory } from '../../autoscaling/aws/group-policy.ts';
import { hourlyForecast } from '../../autoscaling/aws/hourly-forecast.ts';
import type { AwsAutoScaling } from '../../scenario/scenario.ts';
import { forecastAt, loadForecast } from '../forecast/load-forecast.ts';
import type { RunContext } from '../run-context.ts';
import { applyDesired, type VictimOrder, youngestFirst } from '../scaled-pool.ts';
import { type Controller, noteDecision, withoutAgents } from './controller.ts';
import { presentCount } from './interval-controller.ts';
import { localHours } from './local-hours.ts';
import { MonitoredMetrics } from './monitored-metrics.ts';
import { type PoolSignals, servingSince } from './pool-signals.ts';

const hourMs = 3_600_000;

export function awsAutoScalingController(
  context: RunContext,
  signals: PoolSignals,
  scaling: AwsAutoScaling,
): Controller {
  const { policy, group, alarmPeriodSeconds, warmupSeconds, monitoring } = scaling;
  const { pool } = signals;
  const { instances } = pool;
  const firstMs = monitoring.sampleSeconds * 1000;
  const metrics = new MonitoredMetrics(signals, scaling.readings, monitoring, firstMs);
  let nextLookMs = 0;
  const predict = predictor(context, signals, scaling);
  let memory = initialAutoScalingGroupMemory(group);
  let desiredCount = instances.readyCount;
  let activityEndedMs = Number.NEGATIVE_INFINITY;
  let clockMs = 0;
  const victims: VictimOrder = (_pool, a, b) => terminationOrder(scaling, signals, a, b, clockMs);
  return {
    policy,
    get desiredCount() {
      return desiredCount;
    },
    start(nowMs) {
      nextLookMs = nowMs + alarmPeriodSeconds * 1000;
      return Math.min(nextLookMs, metrics.nextSampleMs);
    },
    tick(nowMs) {
      metrics.sample(nowMs, warmInstances(signals, warmupSeconds, nowMs));
      if (nowMs < nextLookMs) return Math.min(nextLookMs, metrics.nextSampleMs);
      nextLookMs = nowMs + alarmPeriodSeconds * 1000;
      clockMs = nowMs;
      const isActive = pool.supply.waitingCount + instances.launchingCount + instances.drainingCount > 0;
      if (isActive) activityEndedMs = nowMs;
      // An instance is reckoned with once its figures are seen: capacity and metric must be of the same instances.
      const counted = warmInstances(signals, warmupSeconds + monitoring.delaySeconds, nowMs);
      const decision = decideAutoScalingGroup(group, memory, {
        nowMs,
        desiredCapacity: desiredCount,
        readings: metrics.read(nowMs),
        warmingCount: presentCount(signals) - counted.length,
        terminatingCount: instances.drainingCount,
        activityEndedMs: isActive ? null : activityEndedMs,
        predictedCapacity: predict(nowMs),
      });
      memory = decision.memory;
      const { desiredCount: wanted, reason } = decision;
      noteDecision(context, pool, policy, desiredCount, wanted, reason, nowMs, () => metrics.saw(nowMs));
      desiredCount = wanted;
      applyDesired(
        pool,
        desiredCount,
        victims,
        nowMs,
        () => true,
        (slot) => !scaling.protectBusy || signals.work(slot) === 0,
      );
      return Math.min(nextLookMs, metrics.nextSampleMs);
    },
    ...withoutAgents,
  };
}

/** Instances that have served for their warm-up, or were there at the beginning. */
function warmInstances(signals: PoolSignals, warmupSeconds: number, nowMs: number): number[] {
  const { instances } = signals.pool;
  return servingSince(signals, warmupSeconds, nowMs).concat(
    instances
      .slotsIn('ready')
      .filter((slot) => instances.becameReadyMs(slot) === 0 && warmupSeconds * 1000 > nowMs),
  );
}

/** Which instance goes first. */
function terminationOrder(
  { terminationPolicy }: AwsAutoScaling,
  { pool }: PoolSignals,
  a: number,
  b: number,
  nowMs: number,
): number {
  const { instances } = pool;
  const launched = (slot: number): number => instances.launchedMs(slot);
  switch (terminationPolicy) {
    case 'oldest-instance':
      return launched(a) - launched(b) || instances.number[a]! - instances.number[b]!;
    case 'newest-instance':
      return youngestFirst(pool, a, b);
    // All instances have one launch template, so the default comes to the next instance hour.
    case 'default':
    case 'closest-to-next-instance-hour': {
      const used = (slot: number): number => (nowMs - launched(slot)) % hourMs;
      return used(b) - used(a) || instances.number[a]! - instances.number[b]!;
    }
  }
}

/** Capacity that predictive scaling wants now: the highest forecast from now to the buffer ahead; null without. */
function predictor(
  context: RunContext,
  signals: PoolSignals,
  { predictive }: AwsAutoScaling,
): (nowMs: number) => number | null {
  if (predictive === null) return () => null;
  const { target, bufferSeconds, history } = predictive;
  const hourAt = localHours(context.scenario.horizon);
  const capacityAt =
    history === 'demand'
      ? demandHours(context, signals.pool.name, target)
      : pastHours(signals, target, hourAt);
  return (nowMs) => {
    const now = capacityAt(nowMs, nowMs);
    const ahead = capacityAt(nowMs, nowMs + bufferSeconds * 1000);
    if (now === null || ahead === null) return null;
    return Math.ceil(Math.max(now, ahead));
  };
}

type CapacityAt = (nowMs: number, atMs: number) => number | null;

/** As if the days before had been like the expected one: the mean load of each hour of the horizon. */
function demandHours(context: RunContext, pool: 'bridges' | 'jibris', target: number): CapacityAt {
  const forecast = loadForecast(context.scenario, pool);
  return (_nowMs, atMs) => {
    const startMs = Math.floor(atMs / hourMs) * hourMs;
    let sum = 0;
    for (let minute = 0; minute < 60; minute++) {
      sum += forecastAt(forecast, forecast.mean, startMs + minute * 60_000);
    }
    return sum / 60 / target;
  };
}

/** From the hours of the run itself, once there are 24 of them. */
function pastHours(signals: PoolSignals, target: number, hourAt: (nowMs: number) => number): CapacityAt {
  const needs: number[] = [];
  let sum = 0;
  let count = 0;
  let hour = 0;
  let lastMs = -1;
  return (nowMs, atMs) => {
    if (nowMs !== lastMs) {
      lastMs = nowMs;
      if (Math.floor(nowMs / hourMs) > hour) {
        needs.push(count === 0 ? 0 : sum / count);
        hour = Math.floor(nowMs / hourMs);
        sum = 0;
        count = 0;
      }
      sum += signals.load(nowMs) / target;
      count += 1;
    }
    return hourlyForecast(needs, hourAt(0))?.[hourAt(atMs)] ?? null;
  };
}
