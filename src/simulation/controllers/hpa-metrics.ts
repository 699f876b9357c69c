/**
 * What the metrics APIs of a cluster answer an HPA: at every scrape each pod's CPU is averaged since the scrape before,
 * all other figures are taken as they are at that moment, and until the next scrape nothing else is seen.
 */
import type { HpaMetric, HpaReading, HpaResourceSample } from '../../autoscaling/kubernetes-hpa/policy.ts';
import { isPoolMetric } from '../../scenario/scaling-metrics.ts';
import type { HpaMetricReading } from '../../scenario/scenario.ts';
import { containerName } from './hpa-pods.ts';
import { aggregated, type PoolSignals, UnservedRate } from './pool-signals.ts';

export class HpaMetrics {
  /** One for each metric, as of the last scrape. */
  readings: readonly HpaReading[];
  private readonly signals: PoolSignals;
  private readonly metrics: readonly HpaMetric[];
  private readonly sources: readonly HpaMetricReading[];
  private readonly unserved: UnservedRate;
  private readonly usesCpu: boolean;
  private lastScrapeMs: number;
  private lastWindowMs = 0;
  private hasScraped = false;
  /** CPU integral of each pod at the last scrape, by instance number: slots are used again. */
  private scraped = new Map<number, number>();

  constructor(
    signals: PoolSignals,
    metrics: readonly HpaMetric[],
    sources: readonly HpaMetricReading[],
    nowMs: number,
  ) {
    this.signals = signals;
    this.metrics = metrics;
    this.sources = sources;
    this.unserved = new UnservedRate(signals);
    this.usesCpu = metrics.some(({ kind }) => kind.startsWith('resource-'));
    this.lastScrapeMs = nowMs;
    this.readings = metrics.map(() => ({ kind: 'unavailable', error: 'no metrics scraped yet' }));
  }

  scrape(nowMs: number): void {
    const samples = this.usesCpu ? this.cpuSamples(nowMs) : [];
    const unserved = this.unserved.lastMinute(nowMs);
    this.readings = this.metrics.map((metric, index) =>
      this.readingOf(metric, this.sources[index]!, samples, unserved, nowMs),
    );
    this.lastWindowMs = nowMs - this.lastScrapeMs;
    this.lastScrapeMs = nowMs;
    this.hasScraped = true;
  }

  /** How old the readings are, in words. */
  saw(nowMs: number): string {
    const age = `metrics scraped ${Math.round((nowMs - this.lastScrapeMs) / 1000)} s ago`;
    const cpu = this.usesCpu
      ? `, CPU the mean of the ${Math.round(this.lastWindowMs / 1000)} s before that`
      : '';
    return this.hasScraped ? `${age}${cpu}` : 'nothing scraped yet';
  }

  private readingOf(
    { kind }: HpaMetric,
    { metric, aggregate }: HpaMetricReading,
    samples: readonly HpaResourceSample[],
    unserved: number,
    nowMs: number,
  ): HpaReading {
    if (kind.startsWith('resource-')) {
      return samples.length === 0
        ? { kind: 'unavailable', error: 'no metrics scraped yet' }
        : { kind: 'resource', samples };
    }
    if (isPoolMetric(metric)) return { kind: 'values', valuesMilli: [unserved * 1000] };
    const { instances } = this.signals.pool;
    if (kind === 'pods-average-value') {
      const values = instances.slotsIn('ready').map((slot) => ({
        podId: instances.number[slot]!,
        valueMilli: Math.round(this.signals.read(metric, slot, nowMs) * 1000),
      }));
      return { kind: 'pods', samples: values };
    }
    return {
      kind: 'values',
      valuesMilli: [Math.round(aggregated(this.signals, metric, aggregate, nowMs) * 1000)],
    };
  }

  private cpuSamples(nowMs: number): HpaResourceSample[] {
    const { instances } = this.signals.pool;
    const windowMs = nowMs - this.lastScrapeMs;
    const scraped = new Map<number, number>();
    const samples: HpaResourceSample[] = [];
    for (const slot of instances.slotsIn('ready')) {
      const number = instances.number[slot]!;
      const total = this.signals.cpuCoreMs(slot, nowMs);
      const before = this.scraped.get(number);
      scraped.set(number, total);
      // A pod's first scrape has nothing to take a rate over; it is missing until the next.
      if (before === undefined || windowMs <= 0) continue;
      const usageMilli = Math.round(((total - before) / windowMs) * 1000);
      const containers = [{ name: containerName, usageMilli }];
      samples.push({ podId: number, takenAtMs: nowMs, windowMs, containers });
    }
    this.scraped = scraped;
    return samples;
  }
}
