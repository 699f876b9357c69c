/**
 * The samples of one group, kept so that a running simulation gets its period summaries cheaply.
 *
 * Gives exactly what `summariesOf` gives for the same samples, to the last digit, but reads only the samples of the
 * periods that are asked for: a decision that fails on the newest period never looks at the other nine.
 *
 * Samples lie in typed columns in the order of their times, like the sorted set upstream keeps, and name their
 * instance by a dense slot, so that sums and presence are array reads: this runs every 30 simulated seconds.
 */
import type { InstanceId } from './inventory.ts';
import { PeriodScratch, type SampleColumns, type SummaryOptions } from './period-scratch.ts';
import type { PeriodSummaries } from './periods.ts';

const initialCapacity = 1024;

export class MetricInventory {
  readonly #metricTTLMs: number;
  readonly #slotOf = new Map<InstanceId, number>();
  readonly #scratch = new PeriodScratch();
  #columns = emptyColumns(initialCapacity);
  #length = 0;

  constructor({ metricTTLSec }: { readonly metricTTLSec: number }) {
    this.#metricTTLMs = metricTTLSec * 1000;
  }

  /**
   * Adds a sample, read no later than now. Readings arrive up to half a minute out of order, so it is moved up to
   * its place. One equal in instance, time and value to another is the same sample.
   */
  record(instanceId: InstanceId, atMs: number, value: number): void {
    const slot = this.#slotFor(instanceId);
    if (this.#length === this.#columns.atMs.length) this.#makeRoom(atMs);
    const columns = this.#columns;
    let place = this.#length;
    while (place > 0 && columns.atMs[place - 1]! > atMs) place -= 1;
    for (let same = place - 1; same >= 0 && columns.atMs[same] === atMs; same -= 1) {
      if (columns.slot[same] === slot && columns.value[same] === value) return;
    }
    for (let position = this.#length; position > place; position -= 1) {
      columns.atMs[position] = columns.atMs[position - 1]!;
      columns.slot[position] = columns.slot[position - 1]!;
      columns.value[position] = columns.value[position - 1]!;
    }
    columns.atMs[place] = atMs;
    columns.slot[place] = slot;
    columns.value[place] = value;
    this.#length += 1;
    this.#scratch.invalidate();
  }

  /**
   * The summaries as of now, worked out as they are read.
   *
   * @throws Error when read after the next `record` or `summariesAt`.
   */
  summariesAt(options: SummaryOptions): PeriodSummaries {
    return this.#scratch.begin({
      columns: this.#columns,
      length: this.#length,
      slotsCount: this.#slotOf.size,
      oldestMs: options.nowMs - this.#metricTTLMs,
      options,
    });
  }

  #slotFor(instanceId: InstanceId): number {
    let slot = this.#slotOf.get(instanceId);
    if (slot === undefined) {
      slot = this.#slotOf.size;
      this.#slotOf.set(instanceId, slot);
    }
    return slot;
  }

  /** Cuts off samples past their time to live; if that frees less than half, doubles the columns as well. */
  #makeRoom(nowMs: number): void {
    const old = this.#columns;
    let expired = 0;
    while (expired < this.#length && old.atMs[expired]! <= nowMs - this.#metricTTLMs) expired += 1;
    const kept = this.#length - expired;
    const capacity = old.atMs.length;
    this.#columns = kept > capacity / 2 ? emptyColumns(2 * capacity) : old;
    this.#columns.atMs.set(old.atMs.subarray(expired, this.#length));
    this.#columns.slot.set(old.slot.subarray(expired, this.#length));
    this.#columns.value.set(old.value.subarray(expired, this.#length));
    this.#length = kept;
  }
}

function emptyColumns(capacity: number): SampleColumns {
  return {
    atMs: new Float64Array(capacity),
    slot: new Int32Array(capacity),
    value: new Float64Array(capacity),
  };
}
