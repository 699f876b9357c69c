/**
 * The working memory of `MetricInventory`: one look at the samples, period by period, with the same gaps filled and
 * the same order of additions as `samplesPerPeriod` and `summariseSamples`.
 *
 * Presence, totals and counts are arrays by slot that are reused from look to look. A slot is present in a period
 * if its stamp there is that of the present look, so nothing needs to be cleared.
 */
import { type PeriodSummaries, summariseSamples } from './periods.ts';

/** Samples in the order of their times. */
export interface SampleColumns {
  readonly atMs: Float64Array;
  /** Dense number of the instance. */
  readonly slot: Int32Array;
  readonly value: Float64Array;
}

export interface SummaryOptions {
  readonly nowMs: number;
  /** Length of one period, seconds. */
  readonly scalePeriod: number;
  readonly periodsCount: number;
  readonly combine: 'sum' | 'mean';
}

export interface Look {
  readonly columns: SampleColumns;
  /** Samples in the columns. */
  readonly length: number;
  readonly slotsCount: number;
  /** Samples at or before this time are past their time to live. */
  readonly oldestMs: number;
  readonly options: SummaryOptions;
}

export class PeriodScratch {
  #look: Look = noLook;
  /** Number of the present look; 0 before the first. */
  #stamp = 0;
  /** Where the samples of each period begin; period p ends where p - 1 begins. Filled up to `#walked`. */
  #from = new Int32Array(0);
  #walked = 0;
  #newestEnd = 0;
  #presentStamps: Int32Array[] = [];
  #counts = new Int32Array(0);
  #totals = new Float64Array(0);

  /** Begins a look; the summaries are worked out when read. */
  begin(look: Look): PeriodSummaries {
    const { periodsCount, nowMs } = look.options;
    this.invalidate();
    this.#look = look;
    if (look.slotsCount > this.#counts.length) this.#growTo(2 * look.slotsCount);
    if (periodsCount > this.#from.length) this.#from = new Int32Array(periodsCount);
    while (this.#presentStamps.length < periodsCount) {
      this.#presentStamps.push(new Int32Array(this.#counts.length));
    }
    this.#walked = 0;
    // Samples from the future are in no period.
    this.#newestEnd = look.length;
    while (this.#newestEnd > 0 && look.columns.atMs[this.#newestEnd - 1]! > nowMs) this.#newestEnd -= 1;
    return new LookSummaries(this, this.#stamp, periodsCount);
  }

  /** @throws Error if `stamp` is not that of the present look. */
  summary(period: number, stamp: number): number {
    if (stamp !== this.#stamp) throw new Error('PeriodSummaries: read after the inventory changed');
    return this.#summarise(period);
  }

  invalidate(): void {
    this.#stamp += 1;
  }

  #growTo(slots: number): void {
    this.#counts = new Int32Array(slots);
    this.#totals = new Float64Array(slots);
    this.#presentStamps = [];
  }

  #summarise(period: number): number {
    const { periodsCount, combine } = this.#look.options;
    const from = this.#fromOf(period);
    const to = this.#toOf(period);
    const fills = period < periodsCount - 1 ? this.#fillsOf(period) : noPositions;
    const lends = period > 0 && this.#missing(period - 1).length > 0;
    if (fills.length === 0 && !lends) return this.#combineSlice(from, to);
    return summariseSamples(
      this.#orderOfAdding(from, to, fills, lends).map((position) => ({
        instanceId: this.#look.columns.slot[position]!,
        value: this.#look.columns.value[position]!,
      })),
      combine,
    );
  }

  /** `summariseSamples` of the samples as they lie. */
  #combineSlice(from: number, to: number): number {
    const { slot: slots, value: values } = this.#look.columns;
    const counts = this.#counts;
    const totals = this.#totals;
    for (let position = from; position < to; position += 1) {
      const slot = slots[position]!;
      const value = values[position]!;
      totals[slot] = counts[slot] === 0 ? value : totals[slot]! + value;
      counts[slot]! += 1;
    }
    let sum = 0;
    let instances = 0;
    for (let position = from; position < to; position += 1) {
      const slot = slots[position]!;
      if (counts[slot] === 0) continue;
      sum += totals[slot]! / counts[slot]!;
      counts[slot] = 0;
      instances += 1;
    }
    return this.#look.options.combine === 'sum' || instances === 0 ? sum : sum / instances;
  }

  /** Own samples, then filled ones; newest first if the period lends a value to the next. */
  #orderOfAdding(from: number, to: number, fills: readonly number[], lends: boolean): readonly number[] {
    const positions: number[] = [];
    for (let position = from; position < to; position += 1) positions.push(position);
    positions.push(...fills);
    const { atMs } = this.#look.columns;
    return lends ? positions.sort((a, b) => atMs[b]! - atMs[a]!) : positions;
  }

  /** For each missing slot its newest sample in the older period, in the order in which the store first has them. */
  #fillsOf(period: number): readonly number[] {
    const missing = this.#missing(period);
    if (missing.length === 0) return noPositions;
    const { atMs, slot } = this.#look.columns;
    const from = this.#fromOf(period + 1);
    const to = this.#toOf(period + 1);
    const newest = new Map<number, number>();
    for (let position = from; position < to; position += 1) {
      const known = newest.get(slot[position]!);
      if (known === undefined || atMs[position]! > atMs[known]!) newest.set(slot[position]!, position);
    }
    const ordered = missing.length === 1 ? missing : this.#byFirstSample(missing);
    return ordered.map((missingSlot) => newest.get(missingSlot)!);
  }

  /** Slots without a sample here that have one in the older period and, but for period 0, one in the newer. */
  #missing(period: number): readonly number[] {
    let missing = noPositions;
    const from = this.#fromOf(period + 1);
    const to = this.#toOf(period + 1);
    const { slot: slots } = this.#look.columns;
    const stamp = this.#stamp;
    const here = this.#presentStamps[period]!;
    const newer = period > 0 ? this.#presentStamps[period - 1]! : null;
    for (let position = from; position < to; position += 1) {
      const slot = slots[position]!;
      if (here[slot] === stamp || (newer !== null && newer[slot] !== stamp)) continue;
      if (!missing.includes(slot)) missing = [...missing, slot];
    }
    return missing;
  }

  #byFirstSample(slots: readonly number[]): readonly number[] {
    const wanted = new Set(slots);
    const ordered: number[] = [];
    let position = this.#fromOf(this.#look.options.periodsCount - 1);
    for (; ordered.length < slots.length; position += 1) {
      const slot = this.#look.columns.slot[position]!;
      if (wanted.delete(slot)) ordered.push(slot);
    }
    return ordered;
  }

  /** Where the samples of a period begin; walks back to it and stamps the slots present on the way. */
  #fromOf(period: number): number {
    if (period >= this.#look.options.periodsCount) return 0;
    while (this.#walked <= period) this.#walkBack();
    return this.#from[period]!;
  }

  #toOf(period: number): number {
    if (period >= this.#look.options.periodsCount) return 0;
    return period === 0 ? this.#newestEnd : this.#fromOf(period - 1);
  }

  #walkBack(): void {
    const { columns, oldestMs, options } = this.#look;
    const { atMs, slot: slots } = columns;
    const { nowMs } = options;
    const periodMs = options.scalePeriod * 1000;
    const period = this.#walked;
    const stamp = this.#stamp;
    const stamps = this.#presentStamps[period]!;
    let from = period === 0 ? this.#newestEnd : this.#from[period - 1]!;
    while (from > 0 && atMs[from - 1]! > oldestMs) {
      if (Math.floor((nowMs - atMs[from - 1]!) / periodMs) !== period) break;
      from -= 1;
      stamps[slots[from]!] = stamp;
    }
    this.#from[period] = from;
    this.#walked += 1;
  }
}

class LookSummaries implements PeriodSummaries {
  readonly length: number;
  readonly #scratch: PeriodScratch;
  readonly #stamp: number;
  readonly #known: number[] = [];

  constructor(scratch: PeriodScratch, stamp: number, length: number) {
    this.#scratch = scratch;
    this.#stamp = stamp;
    this.length = length;
  }

  /** Works out the periods up to this one, unless it did before. */
  at(period: number): number | undefined {
    if (period < 0 || period >= this.length) return undefined;
    while (this.#known.length <= period) {
      this.#known.push(this.#scratch.summary(this.#known.length, this.#stamp));
    }
    return this.#known[period];
  }
}

const noPositions: readonly number[] = [];

const noLook: Look = {
  columns: { atMs: new Float64Array(0), slot: new Int32Array(0), value: new Float64Array(0) },
  length: 0,
  slotsCount: 0,
  oldestMs: 0,
  options: { nowMs: 0, scalePeriod: 1, periodsCount: 0, combine: 'sum' },
};
