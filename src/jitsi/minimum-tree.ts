/**
 * The smallest of many keys that change one at a time: a tournament over a fixed number of places. Setting a key costs
 * the logarithm of the places at most, and usually much less, since most keys win no match.
 */
export class MinimumTree {
  /** Places below this number. */
  readonly capacity: number;
  /** Winners of all matches, root at 1; the leaves are the second half. */
  private readonly winners: Float64Array;

  /** @param places at least 1; all keys are Infinity at first */
  constructor(places: number) {
    this.capacity = 2 ** Math.ceil(Math.log2(Math.max(1, places)));
    this.winners = new Float64Array(2 * this.capacity).fill(Number.POSITIVE_INFINITY);
  }

  /** Infinity for a place out of the competition. */
  set(place: number, key: number): void {
    const { winners } = this;
    let node = this.capacity + place;
    winners[node] = key;
    for (node >>= 1; node >= 1; node >>= 1) {
      const left = winners[2 * node]!;
      const right = winners[2 * node + 1]!;
      const winner = Math.min(left, right);
      if (winners[node] === winner) return;
      winners[node] = winner;
    }
  }

  keyOf(place: number): number {
    return this.winners[this.capacity + place]!;
  }

  /** The smallest key. */
  get minimum(): number {
    return this.winners[1]!;
  }

  /** The lowest place that has the smallest key. */
  minimumPlace(): number {
    const { winners, capacity } = this;
    let node = 1;
    while (node < capacity) node = winners[2 * node]! <= winners[2 * node + 1]! ? 2 * node : 2 * node + 1;
    return node - capacity;
  }
}
