/**
 * Remembers the joins of conferences that were looked at ahead, so that they need not be drawn a second time. It is a
 * cache and nothing else: what was overwritten is drawn again, from the same substream, with the same result.
 *
 * Runs of numbers are written one after the other into a ring. Places in the ring count on for ever, and what lies
 * more than the ring's length behind the newest is gone. The ring starts small and doubles, emptied, when something is
 * asked for that it no longer holds: how far a class looks ahead is known only by looking.
 */

/** Longer runs are not kept: one of them would push out many. */
export const keptRunMax = 2 ** 12;
const ringLengthMin = 2 * keptRunMax;
/** 8 MB: the window of some ten thousand conferences an hour aligned to half hours. */
const ringLengthMax = 2 ** 20;
/** The ring holds this many numbers for each conference whose place is known. */
const numbersPerPlace = 8;

export class KeptJoins {
  #ring = new Float64Array(0);
  /** By conference number modulo their length: conference, place in the ring, length of the run. */
  #conferences = new Float64Array(0);
  #places = new Float64Array(0);
  #lengths = new Int32Array(0);
  #end = 0;
  #emptiedAt = 0;

  constructor() {
    this.#allocate(ringLengthMin);
  }

  /** Keeps the first `count` numbers of `values` for the conference, if they are few enough. */
  keep(conference: number, values: Float64Array, count: number): void {
    if (count > keptRunMax) return;
    let start = this.#end & (this.#ring.length - 1);
    if (start + count > this.#ring.length) {
      this.#end += this.#ring.length - start;
      start = 0;
    }
    const key = conference & (this.#conferences.length - 1);
    this.#conferences[key] = conference;
    this.#places[key] = this.#end;
    this.#lengths[key] = count;
    for (let i = 0; i < count; i += 1) this.#ring[start + i] = values[i]!;
    this.#end += count;
  }

  /** Copies what is kept of the conference into `values`, which has room for `keptRunMax`; returns how many, or 0. */
  recall(conference: number, values: Float64Array): number {
    const key = conference & (this.#conferences.length - 1);
    const place = this.#places[key]!;
    if (this.#conferences[key] !== conference || this.#end - place > this.#ring.length) {
      this.#enlarge();
      return 0;
    }
    const count = this.#lengths[key]!;
    const start = place & (this.#ring.length - 1);
    for (let i = 0; i < count; i += 1) values[i] = this.#ring[start + i]!;
    return count;
  }

  /** Only when it has been full: right after it was emptied, much is missing that would fit. */
  #enlarge(): void {
    const { length } = this.#ring;
    if (length < ringLengthMax && this.#end - this.#emptiedAt > length) this.#allocate(2 * length);
  }

  #allocate(ringLength: number): void {
    this.#ring = new Float64Array(ringLength);
    this.#conferences = new Float64Array(ringLength / numbersPerPlace).fill(-1);
    this.#places = new Float64Array(ringLength / numbersPerPlace);
    this.#lengths = new Int32Array(ringLength / numbersPerPlace);
    this.#emptiedAt = this.#end;
  }
}
