import { describe, expect, it } from 'vitest';
import type { RandomStream } from '../../../../src/engine/random/random-stream.ts';
import { createRandomStreams } from '../../../../src/engine/random/random-streams.ts';

const name = 'workload/conference-arrivals';
const streamOf = (seed: number, replication: number, streamName = name) =>
  createRandomStreams({ seed, replication }).stream(streamName);

describe('random streams', () => {
  it('gives an entity the same draws whatever was drawn before, and in whatever order', () => {
    const inOrder = streamOf(1, 0);
    const expected = [0, 1, 2, 3].map((entity) => draws(inOrder.at(entity), 9));
    const other = streamOf(1, 0);
    draws(other.at(17), 5);
    expect([3, 1, 0, 2].map((entity) => [entity, draws(other.at(entity), 9)])).toEqual(
      [3, 1, 0, 2].map((entity) => [entity, expected[entity]]),
    );
  });

  it('starts on entity 0', () => {
    expect(draws(streamOf(1, 0), 6)).toEqual(draws(streamOf(1, 0).at(0), 6));
  });

  it('gives two objects of one name positions of their own', () => {
    const streams = createRandomStreams({ seed: 1, replication: 0 });
    const first = streams.stream(name);
    draws(first, 3);
    expect(draws(streams.stream(name), 3)).toEqual(draws(first.at(0), 3));
  });

  it('differs between seeds, replications, names and entities, also beyond 32 bits', () => {
    // Goal: every part of the address counts, with all its bits. Method: addresses that agree in their low 32 bits,
    // names that agree but for zeros at the end, swapped seed and replication; no two share their first 128 bits.
    const streams: RandomStream[] = [];
    for (const part of [0, 1, 2, 2 ** 32, 2 ** 32 + 1, 2 ** 40, 2 ** 53 - 1]) {
      streams.push(streamOf(part, 5), streamOf(5, part), streamOf(5, 7).at(part));
    }
    for (const streamName of [
      '',
      'a',
      'b',
      'ab',
      'a\0',
      'a\0\0',
      'abcdefgh',
      'abcdefghi',
      'bcdefgha',
      '日本',
    ]) {
      streams.push(streamOf(1, 1, streamName));
    }
    const firsts = streams.map((stream) => [0, 1, 2, 3].map(() => stream.nextUint32()).join(' '));
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it.each([-1, 0.5, NaN, 2 ** 53])('rejects %s as seed, replication and entity', (value) => {
    expect(() => streamOf(value, 0)).toThrow(/seed must be an integer/);
    expect(() => streamOf(0, value)).toThrow(/replication must be an integer/);
    expect(() => streamOf(0, 0).at(value)).toThrow(/entity must be an integer/);
  });

  it('keeps units strictly between 0 and 1 even for the extreme words', () => {
    // Goal: a logarithm of a unit or of its complement is finite. Method: the words 0 and 2^32 - 1 are put in place
    // of the generator's; the results are the first and the last odd multiple of 2^-53.
    for (const [word, expected] of [
      [0, 2 ** -53],
      [0xffffffff, 1 - 2 ** -53],
    ] as const) {
      const stream = streamOf(1, 0);
      stream.nextUint32 = () => word;
      expect(stream.nextUnit()).toBe(expected);
    }
  });

  it('gives every bit of a word the same chance', () => {
    // Method: ones among 100 000 words for each of 32 bits, binomial with standard error 158; 4.5 standard errors
    // leave a chance of 2 x 10^-4 over all 32 bits.
    const stream = streamOf(2, 0);
    const ones = new Array<number>(32).fill(0);
    for (let draw = 0; draw < 100_000; draw += 1) {
      const word = stream.nextUint32();
      for (let bit = 0; bit < 32; bit += 1) ones[bit]! += (word >>> bit) & 1;
    }
    for (const count of ones) expect(Math.abs(count - 50_000)).toBeLessThan(4.5 * 158.2);
  });

  it('gives every index the same chance', () => {
    // Method: chi-square over 20 indices, 19 degrees of freedom, 99.9 % quantile 43.82 (NIST table 1.3.6.7.4).
    const stream = streamOf(2, 1);
    const counts = new Array<number>(20).fill(0);
    for (let draw = 0; draw < 100_000; draw += 1) counts[stream.nextIndex(20)]! += 1;
    expect(chiSquare(counts, 5000)).toBeLessThan(43.82);
  });

  // Goal: what differs in one step of one part of the address is independent.
  // Method: pairs of units from neighbouring addresses in a 16 x 16 grid: chi-square with 255 degrees of freedom,
  // 99.9 % quantile 330.5; and their correlation, of standard error 1 / sqrt(50 000), within 3.29 of those.
  const pairs = 50_000;
  it.each<[string, (index: number) => readonly [number, number]]>([
    [
      'entities',
      (index) => [
        streamOf(3, 0).at(index).nextUnit(),
        streamOf(3, 0)
          .at(index + 1)
          .nextUnit(),
      ],
    ],
    ['draws', (index) => draws(streamOf(4, 0).at(index), 2) as [number, number]],
    [
      'blocks',
      (index) => [0, 2].map((draw) => draws(streamOf(5, 0).at(index), 3)[draw]!) as [number, number],
    ],
    ['replications', (index) => [streamOf(6, index).nextUnit(), streamOf(6, index + 1).nextUnit()]],
    ['seeds', (index) => [streamOf(index, 0).nextUnit(), streamOf(index + 1, 0).nextUnit()]],
    ['names', (index) => [streamOf(7, 0, `a${index}`).nextUnit(), streamOf(7, 0, `b${index}`).nextUnit()]],
    [
      'far entities',
      (index) => [
        streamOf(8, 0).at(index).nextUnit(),
        streamOf(8, 0)
          .at(index + 2 ** 32)
          .nextUnit(),
      ],
    ],
  ])('neighbouring %s are independent', (_, pairAt) => {
    const counts = new Array<number>(256).fill(0);
    let products = 0;
    for (let index = 0; index < pairs; index += 1) {
      const [first, second] = pairAt(index);
      counts[Math.floor(first * 16) * 16 + Math.floor(second * 16)]! += 1;
      products += (first - 0.5) * (second - 0.5) * 12;
    }
    expect(chiSquare(counts, pairs / 256)).toBeLessThan(330.5);
    expect(Math.abs(products / pairs)).toBeLessThan(3.29 / Math.sqrt(pairs));
  });
});

function draws(stream: RandomStream, count: number): number[] {
  return Array.from({ length: count }, () => stream.nextUnit());
}

function chiSquare(counts: readonly number[], expected: number): number {
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
