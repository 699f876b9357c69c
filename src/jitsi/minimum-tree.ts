/**
 * The smallest of many keys that change one at a time: a tournament over a fixed number of places. Setting a key costs
 * the logarithm of the places at most, and usually much less, since most keys win no match.
 */

/** What makes a place's true key at least as large as the one that the tree knows. */
export interface Surcharge {
  /** The true key of the place; never below `key`. */
  keyOf(place: number, key: number): number;
}

/** Nodes that a search has put off: at most one a level, and one more. */
const pending = new Int32Array(64);

export class MinimumTree {
  /** Places below this number. */
  readonly capacity: number;
  /** Winners of all matches, root at 1; the leaves are the second half. */
  private readonly winners: Float64Array;
  /** The key of the place that `search` found last. */
  foundKey = Number.POSITIVE_INFINITY;

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

  /**
   * The lowest place with the smallest key once keys are raised to the true ones, as far as that matters; -1 when none
   * precedes `place` with `key` (see `search`). Its key is then `minimum`.
   */
  raisedMinimumPlace(key: number, place: number, raise: Surcharge): number {
    for (;;) {
      const known = this.winners[1]!;
      if (known > key || known === Number.POSITIVE_INFINITY || (known === key && place < 0)) return -1;
      const found = this.minimumPlace();
      if (known === key && found >= place) return -1;
      const trueKey = raise.keyOf(found, known);
      if (!(trueKey > known)) return found;
      this.set(found, trueKey);
    }
  }

  /**
   * The lowest place with the smallest true key, where each place's is at least the one that the tree knows; -1 when
   * none precedes `place` with `key`. Its true key is then `foundKey`.
   *
   * Places are looked at in the order of the known keys, and none whose known key is above the best true one: as many as
   * have a surcharge and would be first without it, and one more.
   *
   * @param key the true key that is to be beaten, or met by a place below `place`
   * @param place -1 when the key alone is to be beaten
   */
  search(key: number, place: number, surcharge: Surcharge): number {
    const { winners, capacity } = this;
    let best = key;
    let found = place;
    let count = 0;
    let node = 1;
    for (;;) {
      const known = winners[node]!;
      const levels = Math.clz32(node) - Math.clz32(capacity);
      if (known < best || (known === best && (node << levels) - capacity < found)) {
        if (node < capacity) {
          const left = 2 * node;
          const isLeftFirst = winners[left]! <= winners[left + 1]!;
          pending[count] = isLeftFirst ? left + 1 : left;
          count += 1;
          node = isLeftFirst ? left : left + 1;
          continue;
        }
        const one = node - capacity;
        const trueKey = surcharge.keyOf(one, known);
        if (trueKey < best || (trueKey === best && one < found)) {
          best = trueKey;
          found = one;
        }
      }
      if (count === 0) break;
      count -= 1;
      node = pending[count]!;
    }
    this.foundKey = best;
    return best < key || found !== place ? found : -1;
  }
}
