/**
 * A 64-bit fingerprint of a run's trace. Two runs with the same fingerprint handled, for all practical purposes,
 * the same events in the same order at bit-identical times; a golden file can hold a day in sixteen characters.
 *
 * Not cryptographic. Two 32-bit lanes with different multipliers replace one 64-bit lane because JavaScript has
 * 64-bit integers only as BigInt, which would allocate for each event.
 */
export interface Fingerprint {
  /** Takes in one event; order matters. `entity` is any 32-bit integer. */
  add(entity: number, timeMs: number): void;
  /** Sixteen hexadecimal digits for the events so far. */
  toHexadecimal(): string;
}

export function createFingerprint(): Fingerprint {
  return new TwoLaneFingerprint();
}

const timeAsFloat = new Float64Array(1);
const timeAsWords = new Int32Array(timeAsFloat.buffer);
/** Index of the low word of a number: 0 on little-endian machines. The fingerprint is the same on all. */
const lowWord = new Uint8Array(Int32Array.of(1).buffer)[0] === 1 ? 0 : 1;
const highWord = 1 - lowWord;

class TwoLaneFingerprint implements Fingerprint {
  private laneA = 0x243f6a88 | 0;
  private laneB = 0x13198a2e | 0;
  private count = 0;

  add(entity: number, timeMs: number): void {
    timeAsFloat[0] = timeMs;
    const low = timeAsWords[lowWord]!;
    const high = timeAsWords[highWord]!;
    this.laneA = absorb(absorb(absorb(this.laneA, low), high), entity);
    this.laneB = absorbOther(absorbOther(absorbOther(this.laneB, entity), high), low);
    this.count = (this.count + 1) | 0;
  }

  toHexadecimal(): string {
    const a = finish(this.laneA ^ this.count);
    const b = finish((this.laneB + a) | 0);
    return hexadecimal(a) + hexadecimal(b);
  }
}

/** One step of MurmurHash3 x86_32 (Appleby, public domain): multiply, rotate, multiply, mix into the lane. */
function absorb(lane: number, word: number): number {
  const scattered = Math.imul(word, 0xcc9e2d51);
  const mixed = lane ^ Math.imul((scattered << 15) | (scattered >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** The same with the constants of the second lane of MurmurHash3 x86_128. */
function absorbOther(lane: number, word: number): number {
  const scattered = Math.imul(word, 0x239b961b);
  const mixed = lane ^ Math.imul((scattered << 16) | (scattered >>> 16), 0xab0e9789 | 0);
  return (Math.imul((mixed << 19) | (mixed >>> 13), 5) + 0x561ccd1b) | 0;
}

/** The finaliser of MurmurHash3: every input bit reaches every output bit. */
function finish(lane: number): number {
  let mixed = lane ^ (lane >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function hexadecimal(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
