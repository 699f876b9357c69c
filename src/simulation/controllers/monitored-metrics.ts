/**
 * What a monitoring system knows of a pool, for the autoscalers that read it instead of asking instances: every instance
 * sends its figures once an interval, the system averages over a window, and shows the result after a delay.
 *
 *   mean   all figures of the window, of all instances, over their number    (CloudWatch's Average)
 *   max    the largest of them                                              (Maximum)
 *   sum    the mean over the window of the pool's sum
 *
 * CPU is each instance's mean since it sent before; other figures are those of the moment.
 *
 * Simplification: all instances send at the same moment. Real agents have phases of their own, so that a mean lies within
 * an interval of theirs.
 */

import { isPoolMetric, type MetricAggregate, type ScalingMetric } from '../../scenario/scaling-metrics.ts';
import type { HpaMetricReading, Monitoring } from '../../scenario/scenario.ts';
import { type PoolSignals, UnservedRate } from './pool-signals.ts';

interface Sample {
  readonly atMs: number;
  /** One for each source. */
  readonly figures: readonly Figures[];
}

interface Figures {
  readonly sum: number;
  readonly max: number;
  readonly count: number;
}

export class MonitoredMetrics {
  private readonly signals: PoolSignals;
  private readonly sources: readonly HpaMetricReading[];
  private readonly monitoring: Monitoring;
  private readonly unserved: UnservedRate;
  private samples: Sample[] = [];
  private nextMs: number;
  private lastMs = Number.NEGATIVE_INFINITY;
  /** CPU integral of each instance when it sent last, by its number: slots are used again. */
  private cpuBefore = new Map<number, number>();

  /** @param firstMs when instances send first */
  constructor(
    signals: PoolSignals,
    sources: readonly HpaMetricReading[],
    monitoring: Monitoring,
    firstMs: number,
  ) {
    this.signals = signals;
    this.sources = sources;
    this.monitoring = monitoring;
    this.unserved = new UnservedRate(signals);
    this.nextMs = firstMs;
  }

  /** When instances send next. */
  get nextSampleMs(): number {
    return this.nextMs;
  }

  /**
   * Takes the figures if they are due.
   *
   * @param slots instances that count; all ready ones unless given
   */
  sample(nowMs: number, slots: readonly number[] = this.signals.pool.instances.slotsIn('ready')): void {
    if (nowMs < this.nextMs) return;
    const { sampleSeconds, windowSeconds, delaySeconds } = this.monitoring;
    const unserved = this.unserved.lastMinute(nowMs);
    const cpu = this.sources.some(({ metric }) => metric === 'cpu') ? this.cpuCores(slots, nowMs) : [];
    const figures = this.sources.map(({ metric }) =>
      isPoolMetric(metric) ? figuresOf([unserved]) : figuresOf(this.valuesOf(metric, slots, cpu, nowMs)),
    );
    const keptMs = nowMs - (windowSeconds + delaySeconds) * 1000;
    this.samples = [...this.samples.filter(({ atMs }) => atMs > keptMs), { atMs: nowMs, figures }];
    this.lastMs = nowMs;
    this.nextMs = nowMs + sampleSeconds * 1000;
  }

  /** One figure a source: of the newest window that can be seen; null when nothing was sent in it. */
  read(nowMs: number): (number | null)[] {
    const { windowSeconds, delaySeconds } = this.monitoring;
    const untilMs = nowMs - delaySeconds * 1000;
    const seen = this.samples.filter(({ atMs }) => atMs <= untilMs && atMs > untilMs - windowSeconds * 1000);
    return this.sources.map(({ aggregate }, index) => {
      const figures = seen.map((sample) => sample.figures[index]!).filter(({ count }) => count > 0);
      return figures.length === 0 ? null : joined(figures, aggregate);
    });
  }

  /** How old the figures are, in words. */
  saw(nowMs: number): string {
    const { windowSeconds, sampleSeconds, delaySeconds } = this.monitoring;
    const newest = this.samples.findLast(({ atMs }) => atMs <= nowMs - delaySeconds * 1000);
    if (newest === undefined) return 'monitoring has no figures yet';
    const age = `metrics ${Math.round((nowMs - newest.atMs) / 1000)} s old`;
    return windowSeconds > sampleSeconds ? `${age}, the mean of the ${windowSeconds} s before` : age;
  }

  private valuesOf(
    metric: Exclude<ScalingMetric, 'joinsFailed' | 'recordingsRefused'>,
    slots: readonly number[],
    cpu: readonly number[],
    nowMs: number,
  ): number[] {
    return metric === 'cpu' ? [...cpu] : slots.map((slot) => this.signals.read(metric, slot, nowMs));
  }

  /** Mean cores of each instance since it sent before; of the moment, the first time. */
  private cpuCores(slots: readonly number[], nowMs: number): number[] {
    const { instances } = this.signals.pool;
    const before = this.cpuBefore;
    const elapsedMs = nowMs - this.lastMs;
    this.cpuBefore = new Map();
    return slots.map((slot) => {
      const number = instances.number[slot]!;
      const used = this.signals.cpuCoreMs(slot, nowMs);
      this.cpuBefore.set(number, used);
      const last = before.get(number);
      return last === undefined || elapsedMs <= 0
        ? this.signals.read('cpu', slot, nowMs)
        : (used - last) / elapsedMs;
    });
  }
}

function figuresOf(values: readonly number[]): Figures {
  let sum = 0;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    sum += value;
    if (value > max) max = value;
  }
  return { sum, max, count: values.length };
}

function joined(figures: readonly Figures[], aggregate: MetricAggregate): number {
  switch (aggregate) {
    case 'mean':
      return total(figures, 'sum') / total(figures, 'count');
    case 'max':
      return Math.max(...figures.map(({ max }) => max));
    case 'sum':
      return total(figures, 'sum') / figures.length;
  }
}

function total(figures: readonly Figures[], of: 'sum' | 'count'): number {
  return figures.reduce((sum, one) => sum + one[of], 0);
}
