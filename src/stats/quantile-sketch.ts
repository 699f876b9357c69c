/**
 * Quantiles of a stream too long to keep: a histogram whose buckets grow geometrically, so that every quantile is
 * right within a stated relative error whatever the distribution.
 *
 *   bucket(x) = ceil(ln x / ln g),   g = (1 + e) / (1 - e),   value of bucket i = 2 g^i / (g + 1)
 *
 * e is `relativeError`. Counts are whole numbers, so merging is exact and its order cannot matter: results are the same
 * on any number of workers. Inserting costs one logarithm and one addition, and allocates nothing.
 *
 * Source: C. Masson, J. E. Rim, H. K. Lee, DDSketch, Proceedings of the VLDB Endowment 12 (2019) 2195-2205.
 * Simplification: the range is fixed in advance instead of collapsing buckets; see the options.
 */
export class QuantileSketch {
  readonly #options: QuantileSketchOptions;
  readonly #inverseLogGrowth: number;
  readonly #firstBucket: number;
  readonly #counts: Float64Array;
  #count = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  /** @throws RangeError when the options make no sense or ask for more than `bucketsMax` buckets */
  constructor(options: Partial<QuantileSketchOptions> = {}) {
    const { relativeError, smallest, largest } = { ...defaultOptions, ...options };
    if (
      !(relativeError > 0 && relativeError < 1) ||
      !(smallest > 0 && smallest < largest && largest < Infinity)
    ) {
      throw new RangeError(
        `QuantileSketch: needs 0 < relativeError < 1 and 0 < smallest < largest, got ${relativeError}, ` +
          `${smallest}, ${largest}`,
      );
    }
    this.#options = { relativeError, smallest, largest };
    this.#inverseLogGrowth = 1 / (Math.log1p(relativeError) - Math.log1p(-relativeError));
    this.#firstBucket = Math.ceil(Math.log(smallest) * this.#inverseLogGrowth);
    const lastBucket = Math.ceil(Math.log(largest) * this.#inverseLogGrowth);
    // Slot 0 holds what lies below `smallest`, zero above all; slot i the bucket firstBucket + i - 1.
    const slots = lastBucket - this.#firstBucket + 2;
    if (slots > bucketsMax) throw new RangeError(`QuantileSketch: ${slots} buckets, more than ${bucketsMax}`);
    this.#counts = new Float64Array(slots);
  }

  /** Number of values inserted, repetitions counted. */
  get count(): number {
    return this.#count;
  }

  /** Smallest value inserted, exactly; Infinity when there is none. */
  get min(): number {
    return this.#min;
  }

  /** Largest value inserted, exactly; -Infinity when there is none. */
  get max(): number {
    return this.#max;
  }

  /**
   * Inserts a value.
   *
   * @param value non-negative and finite
   * @param repetitions how often it counts; a whole number, so that merging stays exact
   * @throws RangeError otherwise
   */
  insert(value: number, repetitions = 1): void {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`QuantileSketch.insert: value must be finite and not negative, got ${value}`);
    }
    if (!Number.isInteger(repetitions) || repetitions < 0) {
      throw new RangeError(`QuantileSketch.insert: repetitions must be a whole number, got ${repetitions}`);
    }
    if (repetitions === 0) return;
    const slot = this.#slot(value);
    this.#counts[slot] = this.#counts[slot]! + repetitions;
    this.#count += repetitions;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /**
   * The value at rank floor(p (n - 1)) of the sorted stream, within the relative error; 0 at worst for a value below
   * `smallest`, the largest value for ranks among those above `largest`.
   *
   * @param p from 0 to 1; 0 and 1 give the exact extremes
   * @returns NaN when nothing was inserted
   * @throws RangeError when p lies outside
   */
  quantile(p: number): number {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`QuantileSketch.quantile: p must lie in 0 to 1, got ${p}`);
    if (this.#count === 0) return Number.NaN;
    if (p === 0) return this.#min;
    const rank = Math.floor(p * (this.#count - 1));
    if (rank >= this.#count - 1) return this.#max;
    let below = 0;
    for (let slot = 0; slot < this.#counts.length; slot += 1) {
      below += this.#counts[slot]!;
      if (below > rank) return this.#valueOf(slot);
    }
    throw new Error(`QuantileSketch: counts do not add up to ${this.#count}`);
  }

  /**
   * Adds everything the other sketch has seen.
   *
   * @throws RangeError when the other was made with different options
   */
  merge(other: QuantileSketch): void {
    for (const key of optionNames) {
      if (this.#options[key] !== other.#options[key]) {
        throw new RangeError(
          `QuantileSketch.merge: ${key} differs, ${this.#options[key]} and ${other.#options[key]}`,
        );
      }
    }
    for (let slot = 0; slot < this.#counts.length; slot += 1) {
      this.#counts[slot] = this.#counts[slot]! + other.#counts[slot]!;
    }
    this.#count += other.#count;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  /** Plain rows, to send to another worker or to write down. */
  snapshot(): QuantileSketchSnapshot {
    return { ...this.#options, min: this.#min, max: this.#max, counts: this.#counts.slice() };
  }

  /** The sketch a snapshot was taken of. */
  static fromSnapshot(snapshot: QuantileSketchSnapshot): QuantileSketch {
    const sketch = new QuantileSketch(snapshot);
    if (snapshot.counts.length !== sketch.#counts.length) {
      throw new RangeError(
        `QuantileSketch.fromSnapshot: ${snapshot.counts.length} counts for ${sketch.#counts.length} buckets`,
      );
    }
    sketch.#counts.set(snapshot.counts);
    sketch.#count = snapshot.counts.reduce((sum, count) => sum + count, 0);
    sketch.#min = snapshot.min;
    sketch.#max = snapshot.max;
    return sketch;
  }

  #slot(value: number): number {
    if (value < this.#options.smallest) return 0;
    const slot = Math.ceil(Math.log(value) * this.#inverseLogGrowth) - this.#firstBucket + 1;
    return Math.min(slot, this.#counts.length - 1);
  }

  #valueOf(slot: number): number {
    if (slot === 0) return this.#min;
    if (slot === this.#counts.length - 1 && this.#max > this.#options.largest) return this.#max;
    // 2 g^i / (g + 1) with g = (1 + e) / (1 - e) is g^i (1 - e).
    const top = Math.exp((this.#firstBucket + slot - 1) / this.#inverseLogGrowth);
    return Math.min(this.#max, Math.max(this.#min, top * (1 - this.#options.relativeError)));
  }
}

export interface QuantileSketchOptions {
  /** Largest relative error of a quantile, between 0 and 1. */
  readonly relativeError: number;
  /** Values below are counted together and reported as the smallest value seen. */
  readonly smallest: number;
  /** Values above are counted together and reported as the largest value seen. */
  readonly largest: number;
}

export interface QuantileSketchSnapshot extends QuantileSketchOptions {
  readonly min: number;
  readonly max: number;
  /** Values below `smallest` first, then bucket by bucket. */
  readonly counts: Float64Array;
}

/** One per cent over eighteen powers of ten: 2073 buckets, 17 kB. */
const defaultOptions: QuantileSketchOptions = { relativeError: 0.01, smallest: 1e-6, largest: 1e12 };

/** Half a megabyte of counts; a relative error of 0.03 % over eighteen powers of ten. */
const bucketsMax = 65_536;

const optionNames = ['relativeError', 'smallest', 'largest'] as const;
