// Goal: the sketch keeps its promise of accuracy at the edges of its range, and refuses what would break it.
// Method: known values at and beyond the limits; see test/property/stats for arbitrary streams.
import { describe, expect, test } from 'vitest';
import { QuantileSketch } from '../../../src/stats/quantile-sketch.ts';

describe('QuantileSketch', () => {
  test('answers quantiles of 1 to 1000 within one per cent, and the extremes exactly', () => {
    const sketch = new QuantileSketch();
    for (let value = 1; value <= 1000; value += 1) sketch.insert(value);
    for (const p of [0.01, 0.1, 0.5, 0.9, 0.99]) {
      const exact = 1 + Math.floor(p * 999);
      expect(Math.abs(sketch.quantile(p) / exact - 1)).toBeLessThanOrEqual(0.01);
    }
    expect([sketch.quantile(0), sketch.quantile(1), sketch.count]).toEqual([1, 1000, 1000]);
  });

  test('counts zeros and values below its range, and reports them as the smallest value', () => {
    const sketch = new QuantileSketch({ smallest: 0.1 });
    sketch.insert(0, 3);
    sketch.insert(0.05);
    sketch.insert(7);
    expect(sketch.quantile(0.5)).toBe(0);
    expect(sketch.quantile(1)).toBe(7);
  });

  test('counts values above its range, and reports them as the largest value', () => {
    const sketch = new QuantileSketch({ largest: 100 });
    sketch.insert(1);
    sketch.insert(500);
    sketch.insert(700);
    expect(sketch.quantile(0.5)).toBe(700);
  });

  test('takes repetitions as so many insertions', () => {
    const repeated = new QuantileSketch();
    repeated.insert(5, 9);
    repeated.insert(8, 1);
    repeated.insert(9, 0);
    expect(repeated.count).toBe(10);
    expect(repeated.max).toBe(8);
    expect(Math.abs(repeated.quantile(0.8) / 5 - 1)).toBeLessThanOrEqual(0.01);
  });

  test('has no quantile when nothing was inserted', () => {
    expect(new QuantileSketch().quantile(0.5)).toBeNaN();
  });

  test('refuses values it could not place', () => {
    const sketch = new QuantileSketch();
    for (const value of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => sketch.insert(value)).toThrow(/finite and not negative/);
    }
    expect(() => sketch.insert(1, 0.5)).toThrow(/whole number/);
    expect(() => sketch.quantile(99)).toThrow(/0 to 1/);
  });

  test('refuses to merge with a sketch of other buckets, and to be made of too many', () => {
    expect(() => new QuantileSketch().merge(new QuantileSketch({ relativeError: 0.02 }))).toThrow(
      /relativeError/,
    );
    expect(() => new QuantileSketch({ relativeError: 1e-9 })).toThrow(/buckets/);
    expect(() => new QuantileSketch({ smallest: 10, largest: 1 })).toThrow(/smallest < largest/);
  });

  test('survives the way to another worker', () => {
    const sketch = new QuantileSketch();
    for (const value of [0, 1, 2, 40, 1e13]) sketch.insert(value);
    const copy = QuantileSketch.fromSnapshot(structuredClone(sketch.snapshot()));
    expect(copy.snapshot()).toEqual(sketch.snapshot());
    expect(copy.count).toBe(5);
    const snapshot = { ...sketch.snapshot(), counts: new Float64Array(3) };
    expect(() => QuantileSketch.fromSnapshot(snapshot)).toThrow(/3 counts/);
  });
});
