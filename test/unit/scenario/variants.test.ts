// Goal: variants replace keys as JSON Merge Patch does.
// Method: the examples of RFC 7396, appendix A, for mappings; our one further rule by hand.
import { describe, expect, test } from 'vitest';
import { merged } from '../../../src/scenario/variants.ts';

describe('a variant', () => {
  test.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('of %j set to %j is %j', (base, set, result) => {
    expect(merged(base, set)).toEqual(result);
  });

  test('replaces a mapping whole when it names another policy', () => {
    const base = { bridges: { policy: 'kubernetes-hpa', cpuRequestCores: 3.4, min: 20 } };
    expect(merged(base, { bridges: { policy: 'static', count: 3 } })).toEqual({
      bridges: { policy: 'static', count: 3 },
    });
    expect(merged(base, { bridges: { policy: 'kubernetes-hpa', min: 5 } })).toEqual({
      bridges: { policy: 'kubernetes-hpa', cpuRequestCores: 3.4, min: 5 },
    });
  });

  test('leaves the base as it was', () => {
    const base = { a: { b: 1 } };
    merged(base, { a: { b: 2, c: 3 } });
    expect(base).toEqual({ a: { b: 1 } });
  });
});
