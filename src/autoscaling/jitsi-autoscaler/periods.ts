/**
 * From samples to one number per metric period, as the decision reads them.
 *
 * A sample falls into period floor(age / scalePeriod); 0 is the newest. A period in which an instance said nothing
 * is filled with the newest value of the period before, but only across one gap. Then every period becomes one
 * number: the mean of each instance, summed over instances (available Jibris) or averaged over them (stress).
 *
 * Oddities kept, because they change decisions:
 *   - an empty period is 0: an unheard-of bridge pool looks idle, an unheard-of Jibri pool looks fully busy;
 *   - whether an instance is present is judged by real samples only, so a filled period never fills the next;
 *   - a period that lends a value is sorted newest first, which changes the last digits of its sum.
 *
 * Source: jitsi/jitsi-autoscaler@c302ef1 src/instance_tracker.ts; the order of fills is confirmed by its vectors.
 * `metric-inventory.ts` gives the same numbers for a running simulation, without copying samples.
 */
import type { InstanceId } from './inventory.ts';

/** One number an instance reported. */
export interface MetricSample {
  readonly instanceId: InstanceId;
  /** When the sidecar read it, milliseconds. */
  readonly atMs: number;
  readonly value: number;
}

/** One number per period, newest first. A plain array of numbers is one. */
export interface PeriodSummaries {
  readonly length: number;
  at(period: number): number | undefined;
}

export interface PeriodWindow {
  readonly nowMs: number;
  /** Length of one period, seconds. */
  readonly scalePeriod: number;
  readonly periodsCount: number;
  /** Samples this old or older are gone, seconds. */
  readonly metricTTLSec: number;
}

/**
 * Samples of each period, newest period first, gaps filled. `samples` are in the order of their times, as the store
 * returns them.
 */
export function samplesPerPeriod(
  samples: readonly MetricSample[],
  { nowMs, scalePeriod, periodsCount, metricTTLSec }: PeriodWindow,
): readonly (readonly MetricSample[])[] {
  const periods: MetricSample[][] = Array.from({ length: periodsCount }, () => []);
  const present = periods.map(() => new Set<InstanceId>());
  const instanceIds = new Set<InstanceId>();
  for (const sample of samples) {
    if (sample.atMs <= nowMs - metricTTLSec * 1000) continue;
    const period = Math.floor((nowMs - sample.atMs) / (scalePeriod * 1000));
    if (period < 0 || period >= periodsCount) continue;
    periods[period]!.push(sample);
    present[period]!.add(sample.instanceId);
    instanceIds.add(sample.instanceId);
  }
  for (let period = periodsCount - 2; period >= 0; period -= 1) {
    const older = periods[period + 1]!;
    for (const instanceId of instanceIds) {
      if (present[period]!.has(instanceId) || !present[period + 1]!.has(instanceId)) continue;
      if (period > 0 && !present[period - 1]!.has(instanceId)) continue;
      older.sort((a, b) => b.atMs - a.atMs);
      periods[period]!.push(older.find((sample) => sample.instanceId === instanceId)!);
    }
  }
  return periods;
}

/** One number of one period: the sum (available instances) or the mean (stress) of the instances' means; 0 if empty. */
export function summariseSamples(
  samples: readonly { readonly instanceId: InstanceId; readonly value: number }[],
  combine: 'sum' | 'mean',
): number {
  const perInstance = new Map<InstanceId, { total: number; count: number }>();
  for (const { instanceId, value } of samples) {
    const known = perInstance.get(instanceId);
    if (known === undefined) {
      perInstance.set(instanceId, { total: value, count: 1 });
    } else {
      known.total += value;
      known.count += 1;
    }
  }
  if (perInstance.size === 0) return 0;
  let sum = 0;
  for (const { total, count } of perInstance.values()) sum += total / count;
  return combine === 'sum' ? sum : sum / perInstance.size;
}

/** The summaries the decision reads, from plain samples: what `MetricInventory` does incrementally. */
export function summariesOf(
  samples: readonly MetricSample[],
  window: PeriodWindow,
  combine: 'sum' | 'mean',
): readonly number[] {
  return samplesPerPeriod(samples, window).map((period) => summariseSamples(period, combine));
}
