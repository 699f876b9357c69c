/**
 * The samples of one group, kept so that a running simulation gets its period summaries cheaply.
 *
 * Gives exactly what `summariesOf` gives for the same samples, to the last digit, but reads only the samples of the
 * periods that are asked for: a decision that fails on the newest period never looks at the other nine.
 *
 * Samples lie in columns in the order of their times, like the sorted set upstream keeps; those past their time to
 * live are cut off in blocks. A sample equal in instance, time and value to one already there is the same sample.
 */
import type { InstanceId } from './inventory.ts';
import type { PeriodSummaries } from './periods.ts';

/** Expired samples that may pile up before they are cut off: cutting moves all others. */
const expiredSamplesMax = 4096;

export interface SummaryOptions {
  readonly nowMs: number;
  /** Length of one period, seconds. */
  readonly scalePeriod: number;
  readonly periodsCount: number;
  readonly combine: 'sum' | 'mean';
}

export class MetricInventory {
  readonly #metricTTLMs: number;
  readonly #slotOf = new Map<InstanceId, number>();
  readonly #atMs: number[] = [];
  readonly #slot: number[] = [];
  readonly #value: number[] = [];

  constructor({ metricTTLSec }: { readonly metricTTLSec: number }) {
    this.#metricTTLMs = metricTTLSec * 1000;
  }

  /** Adds a sample; readings arrive up to half a minute out of order, so it is moved up to its place. */
  record(instanceId: InstanceId, atMs: number, value: number): void {
    const slot = this.#slotFor(instanceId);
    let place = this.#atMs.length;
    while (place > 0 && this.#atMs[place - 1]! > atMs) place -= 1;
    for (let same = place - 1; same >= 0 && this.#atMs[same] === atMs; same -= 1) {
      if (this.#slot[same] === slot && this.#value[same] === value) return;
    }
    this.#atMs.splice(place, 0, atMs);
    this.#slot.splice(place, 0, slot);
    this.#value.splice(place, 0, value);
  }

  /** The summaries as of now. Valid until the next `record`. */
  summariesAt(options: SummaryOptions): PeriodSummaries {
    this.#dropExpired(options.nowMs);
    const columns = { atMs: this.#atMs, slot: this.#slot, value: this.#value };
    return new LazySummaries(columns, { ...options, oldestMs: options.nowMs - this.#metricTTLMs });
  }

  #slotFor(instanceId: InstanceId): number {
    let slot = this.#slotOf.get(instanceId);
    if (slot === undefined) {
      slot = this.#slotOf.size;
      this.#slotOf.set(instanceId, slot);
    }
    return slot;
  }

  #dropExpired(nowMs: number): void {
    if ((this.#atMs[expiredSamplesMax] ?? Number.POSITIVE_INFINITY) > nowMs - this.#metricTTLMs) return;
    let expired = 0;
    while (expired < this.#atMs.length && this.#atMs[expired]! <= nowMs - this.#metricTTLMs) expired += 1;
    this.#atMs.splice(0, expired);
    this.#slot.splice(0, expired);
    this.#value.splice(0, expired);
  }
}

interface SampleColumns {
  readonly atMs: readonly number[];
  readonly slot: readonly number[];
  readonly value: readonly number[];
}

/** Positions [from, to) of a period's samples in the columns, and the slots that have one. */
interface PeriodSlice {
  readonly from: number;
  readonly to: number;
  readonly present: ReadonlySet<number>;
}

const emptySlice: PeriodSlice = { from: 0, to: 0, present: new Set() };

class LazySummaries implements PeriodSummaries {
  readonly length: number;
  readonly #columns: SampleColumns;
  readonly #options: SummaryOptions & { readonly oldestMs: number };
  readonly #slices: PeriodSlice[] = [];
  readonly #summaries: (number | undefined)[];

  constructor(columns: SampleColumns, options: SummaryOptions & { readonly oldestMs: number }) {
    this.#columns = columns;
    this.#options = options;
    this.length = options.periodsCount;
    this.#summaries = Array.from({ length: options.periodsCount }, () => undefined);
  }

  at(period: number): number | undefined {
    if (period < 0 || period >= this.length) return undefined;
    this.#summaries[period] ??= this.#summarise(period);
    return this.#summaries[period];
  }

  #summarise(period: number): number {
    const positions = this.#positionsOf(period);
    const { slot, value } = this.#columns;
    const totals = new Map<number, { total: number; count: number }>();
    for (const position of positions) {
      const known = totals.get(slot[position]!);
      if (known === undefined) totals.set(slot[position]!, { total: value[position]!, count: 1 });
      else {
        known.total += value[position]!;
        known.count += 1;
      }
    }
    if (totals.size === 0) return 0;
    let sum = 0;
    for (const { total, count } of totals.values()) sum += total / count;
    return this.#options.combine === 'sum' ? sum : sum / totals.size;
  }

  /** The samples of a period in the order in which upstream adds them: own ones, filled ones, sorted if it lent any. */
  #positionsOf(period: number): readonly number[] {
    const slice = this.#sliceOf(period);
    const positions: number[] = [];
    for (let position = slice.from; position < slice.to; position += 1) positions.push(position);
    if (period < this.length - 1) positions.push(...this.#fillsOf(period));
    if (period > 0 && this.#missing(period - 1).length > 0) {
      const { atMs } = this.#columns;
      positions.sort((a, b) => atMs[b]! - atMs[a]!);
    }
    return positions;
  }

  /** The newest sample of the older period for each slot that is missing, in the order the store first has them. */
  #fillsOf(period: number): readonly number[] {
    const missing = this.#missing(period);
    if (missing.length === 0) return [];
    const older = this.#sliceOf(period + 1);
    const { atMs, slot } = this.#columns;
    const newest = new Map<number, number>();
    for (let position = older.from; position < older.to; position += 1) {
      const known = newest.get(slot[position]!);
      if (known === undefined || atMs[position]! > atMs[known]!) newest.set(slot[position]!, position);
    }
    const ordered = missing.length === 1 ? missing : this.#inOrderOfFirstSample(missing);
    return ordered.map((missingSlot) => newest.get(missingSlot)!);
  }

  /** Slots without a sample in this period that had one in the period before and, but for the newest, have one after. */
  #missing(period: number): readonly number[] {
    const present = this.#sliceOf(period).present;
    const newer = period > 0 ? this.#sliceOf(period - 1).present : null;
    const missing: number[] = [];
    for (const slot of this.#sliceOf(period + 1).present) {
      if (!present.has(slot) && (newer === null || newer.has(slot))) missing.push(slot);
    }
    return missing;
  }

  #inOrderOfFirstSample(slots: readonly number[]): readonly number[] {
    const wanted = new Set(slots);
    const ordered: number[] = [];
    const oldest = this.#sliceOf(this.length - 1);
    for (let position = oldest.from; ordered.length < slots.length; position += 1) {
      const slot = this.#columns.slot[position]!;
      if (wanted.delete(slot)) ordered.push(slot);
    }
    return ordered;
  }

  #sliceOf(period: number): PeriodSlice {
    if (period >= this.length) return emptySlice;
    while (this.#slices.length <= period) this.#slices.push(this.#nextSlice());
    return this.#slices[period]!;
  }

  /** Walks from the newest period backwards; samples from the future are in none. */
  #nextSlice(): PeriodSlice {
    const { nowMs, scalePeriod, oldestMs } = this.#options;
    const { atMs, slot } = this.#columns;
    const period = this.#slices.length;
    let to = this.#slices[period - 1]?.from ?? atMs.length;
    while (period === 0 && to > 0 && atMs[to - 1]! > nowMs) to -= 1;
    const present = new Set<number>();
    let from = to;
    while (from > 0 && atMs[from - 1]! > oldestMs) {
      if (Math.floor((nowMs - atMs[from - 1]!) / (scalePeriod * 1000)) !== period) break;
      from -= 1;
      present.add(slot[from]!);
    }
    return { from, to, present };
  }
}
