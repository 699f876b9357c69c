/**
 * Named random streams whose every draw is a function of (seed, replication, stream name, entity, draw number)
 * and of nothing else.
 *
 * That is what makes common random numbers exact: conference 4711 has the same size and the same joins whatever
 * the policy under test does, in whatever order it is asked, on whatever worker. A new stream changes no other
 * stream's draws, and replication 17 can be computed without the sixteen before it.
 */
import { maxBlocksPerEntity } from '../limits.ts';
import type { RandomStream } from './random-stream.ts';
import { fillThreefryBlock } from './threefry.ts';

export interface RandomStreams {
  /**
   * The stream of one purpose, such as `workload/conference-arrivals`, positioned on entity 0. Each call returns
   * a new object with a position of its own; two objects of one name yield the same draws.
   */
  stream(name: string): RandomStream;
}

/**
 * @param options.seed integer from 0 to 2^53 - 1: which experiment
 * @param options.replication integer from 0 to 2^53 - 1: which replication of it
 * @throws RangeError when one of them is anything else
 */
export function createRandomStreams(options: {
  readonly seed: number;
  readonly replication: number;
}): RandomStreams {
  const { seed, replication } = options;
  requireIndex('createRandomStreams: seed', seed);
  requireIndex('createRandomStreams: replication', replication);
  const root = Int32Array.of(seed | 0, highWord(seed), replication | 0, highWord(replication));
  return {
    stream: (name) => new ThreefryStream(deriveKey(root, name)),
  };
}

const wordsPerBlock = 4;

class ThreefryStream implements RandomStream {
  private readonly key: Int32Array;
  private readonly words = new Uint32Array(wordsPerBlock);
  private entityLow = 0;
  private entityHigh = 0;
  private block = 0;
  /** Index of the next unused word; 4 when the block is used up. */
  private next = wordsPerBlock;

  constructor(key: Int32Array) {
    this.key = key;
  }

  at(entity: number): this {
    requireIndex('RandomStream.at: entity', entity);
    this.entityLow = entity | 0;
    this.entityHigh = highWord(entity);
    this.block = 0;
    this.next = wordsPerBlock;
    return this;
  }

  nextUint32(): number {
    if (this.next === wordsPerBlock) this.refill();
    const word = this.words[this.next]!;
    this.next += 1;
    return word;
  }

  nextUnit(): number {
    // 26 + 26 bits and a half. With 53 bits the largest value plus a half would round to 1.
    const high = this.nextUint32() >>> 6;
    const low = this.nextUint32() >>> 6;
    return (high * 67108864 + low + 0.5) * 2 ** -52;
  }

  nextIndex(count: number): number {
    return Math.floor(this.nextUnit() * count);
  }

  private refill(): void {
    if (this.block === maxBlocksPerEntity) {
      throw new RangeError(
        `RandomStream: entity ${this.entityHigh * 2 ** 32 + (this.entityLow >>> 0)} used all of its ${maxBlocksPerEntity} blocks`,
      );
    }
    fillThreefryBlock(this.key, this.block | 0, this.entityLow, this.entityHigh, 0, this.words);
    this.block += 1;
    this.next = 0;
  }
}

/**
 * The 128-bit key of a stream: the name is absorbed eight characters at a time with Threefry as compression
 * function (Matyas-Meyer-Oseas: state = T(key = state, block) xor block), its length last. At 128 bits, two names,
 * replications or seeds that share a key are out of the question.
 */
function deriveKey(root: Int32Array, name: string): Int32Array {
  const state = Int32Array.from(root);
  const absorb = (block0: number, block1: number, block2: number, block3: number) => {
    const out = new Uint32Array(wordsPerBlock);
    fillThreefryBlock(state, block0, block1, block2, block3, out);
    state[0] = out[0]! ^ block0;
    state[1] = out[1]! ^ block1;
    state[2] = out[2]! ^ block2;
    state[3] = out[3]! ^ block3;
  };
  const unit = (index: number) => (index < name.length ? name.charCodeAt(index) : 0);
  const word = (index: number) => unit(index) | (unit(index + 1) << 16);
  for (let index = 0; index < name.length; index += 8) {
    absorb(word(index), word(index + 2), word(index + 4), word(index + 6));
  }
  // The last word sets this block apart from any block of characters: U+FFFF U+FFFF is no text.
  absorb(name.length, 0, 0, -1);
  return state;
}

function highWord(value: number): number {
  return Math.floor(value / 2 ** 32);
}

function requireIndex(what: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${what} must be an integer from 0 to 2^53 - 1, got ${value}`);
  }
}
