// Goal: for any stream the sketch is within its stated error, and merging loses nothing in any order.
// Method: random streams over eighteen powers of ten against the sorted stream itself.

import { expect, test } from 'vitest';
import { QuantileSketch } from '../../../src/stats/quantile-sketch.ts';
import { fc } from '../../support/property.ts';

const value = fc.oneof(
  fc.double({ min: 1e-6, max: 1e12, noNaN: true }),
  fc.double({ min: 0.9, max: 1.1, noNaN: true }),
  fc.integer({ min: -6, max: 12 }).map((exponent) => 10 ** exponent),
);
const stream = fc.array(value, { minLength: 1, maxLength: 200 });
const probability = fc.double({ min: 0, max: 1, noNaN: true });

test('every quantile is within the relative error of the value at its rank', () => {
  fc.assert(
    fc.property(stream, probability, fc.constantFrom(0.001, 0.01, 0.1), (values, p, relativeError) => {
      const sketch = sketchOf(values, relativeError);
      const exact = values.toSorted((a, b) => a - b)[Math.floor(p * (values.length - 1))]!;
      // The 1e-12 is the rounding of one logarithm and one exponential.
      expect(Math.abs(sketch.quantile(p) / exact - 1)).toBeLessThanOrEqual(
        relativeError * (1 + 1e-9) + 1e-12,
      );
    }),
  );
});

test('merging parts in any order is the same as inserting everything', () => {
  fc.assert(
    fc.property(fc.array(stream, { minLength: 1, maxLength: 6 }), fc.nat(), (parts, rotation) => {
      const whole = sketchOf(parts.flat(), 0.01);
      const turned = parts.map((_, index) => parts[(index + rotation) % parts.length]!);
      const merged = new QuantileSketch();
      for (const part of turned) merged.merge(sketchOf(part, 0.01));
      expect(merged.snapshot()).toEqual(whole.snapshot());
      expect(merged.count).toBe(whole.count);
    }),
  );
});

function sketchOf(values: readonly number[], relativeError: number): QuantileSketch {
  const sketch = new QuantileSketch({ relativeError });
  for (const each of values) sketch.insert(each);
  return sketch;
}
