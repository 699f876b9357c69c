/**
 * A set of bridges that is walked in ascending order: a bit for each, so that a walk costs the members and a little for
 * every 32 bridges, whatever the order in which they came.
 */
import { grown } from './grown-array.ts';

const wordBits = 32;

export class BridgeSet {
  private words: Int32Array;

  /** @param capacity bridges to make room for at first; grows by itself */
  constructor(capacity: number) {
    this.words = new Int32Array(wordsFor(capacity));
  }

  add(bridge: number): void {
    const word = bridge >>> 5;
    if (word >= this.words.length) this.grow(word);
    this.words[word]! |= 1 << (bridge & 31);
  }

  /** The bridge may be in the set or not. */
  remove(bridge: number): void {
    const word = bridge >>> 5;
    if (word < this.words.length) this.words[word]! &= ~(1 << (bridge & 31));
  }

  /** The first member from this number on; -1 when there is none. */
  from(bridge: number): number {
    const { words } = this;
    let word = bridge >>> 5;
    if (word >= words.length) return -1;
    let bits = words[word]! & (-1 << (bridge & 31));
    while (bits === 0) {
      word += 1;
      if (word === words.length) return -1;
      bits = words[word]!;
    }
    // The lowest bit that is set, alone.
    return word * wordBits + (wordBits - 1 - Math.clz32(bits & -bits));
  }

  private grow(word: number): void {
    this.words = grown(this.words, new Int32Array(Math.max(word + 1, this.words.length * 2)));
  }
}

function wordsFor(bridges: number): number {
  return Math.max(1, Math.ceil(bridges / wordBits));
}
