import { describe, expect, it } from 'vitest';
import { fillThreefryBlock } from '../../../../src/engine/random/threefry.ts';

describe('Threefry4x32-20', () => {
  // Goal: the generator is the published one. Method: the known answers of Random123 for threefry4x32 with 20
  // rounds, counter, key and result (DEShawResearch/random123, tests/kat_vectors, lines "threefry4x32 20"): zeros,
  // ones, and the digits of pi.
  it.each([
    {
      counter: '00000000 00000000 00000000 00000000',
      key: '00000000 00000000 00000000 00000000',
      result: '9c6ca96a e17eae66 fc10ecd4 5256a7d8',
    },
    {
      counter: 'ffffffff ffffffff ffffffff ffffffff',
      key: 'ffffffff ffffffff ffffffff ffffffff',
      result: '2a881696 57012287 f6c7446e a16a6732',
    },
    {
      counter: '243f6a88 85a308d3 13198a2e 03707344',
      key: 'a4093822 299f31d0 082efa98 ec4e6c89',
      result: '59cd1dbb b8879579 86b5d00c ac8b6d84',
    },
  ])('gives $result for the counter $counter', ({ counter, key, result }) => {
    const [c0, c1, c2, c3] = words(counter);
    const out = new Uint32Array(4);
    fillThreefryBlock(Int32Array.from(words(key)), c0!, c1!, c2!, c3!, out);
    expect([...out]).toEqual(words(result));
  });
});

function words(hexadecimal: string): number[] {
  return hexadecimal.split(' ').map((word) => Number.parseInt(word, 16));
}
