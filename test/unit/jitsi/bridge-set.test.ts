// Goal: a set of bridges holds what was added and not removed, and is walked in ascending order.
// Method: random changes, with numbers on both sides of the words of 32 bits; the oracle is JavaScript's own Set, sorted.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BridgeSet } from '../../../src/jitsi/bridge-set.ts';

function walk(set: BridgeSet): number[] {
  const members: number[] = [];
  for (let bridge = set.from(0); bridge >= 0; bridge = set.from(bridge + 1)) members.push(bridge);
  return members;
}

describe('a set of bridges', () => {
  it('is walked in ascending order, each member once', () => {
    const bridge = fc.oneof(fc.nat({ max: 200 }), fc.constantFrom(0, 31, 32, 63, 64, 127, 128));
    const change = fc.record({ bridge, isAdded: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), fc.nat({ max: 250 }), (changes, start) => {
        const set = new BridgeSet(40);
        const members = new Set<number>();
        for (const { bridge: one, isAdded } of changes) {
          if (isAdded) {
            set.add(one);
            members.add(one);
          } else {
            set.remove(one);
            members.delete(one);
          }
        }
        const sorted = [...members].sort((a, b) => a - b);
        expect(walk(set)).toEqual(sorted);
        expect(set.from(start)).toBe(sorted.find((one) => one >= start) ?? -1);
      }),
    );
  });
});
