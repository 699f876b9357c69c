// Goal: averages over time are areas under steps.
// Method: areas worked by hand.
import { expect, test } from 'vitest';
import { TimeWeightedAverage } from '../../../src/stats/time-weighted-average.ts';

test('weighs each value with the time it lasted', () => {
  const present = new TimeWeightedAverage({ startMs: 100, value: 2 });
  present.set(110, 6);
  present.add(140, -6);
  // 10 ms at 2, 30 ms at 6, 10 ms at 0.
  expect(present.integralUntil(150)).toBe(200);
  expect(present.averageUntil(150)).toBe(4);
  expect(present.current).toBe(0);
});

test('counts only the last of several changes at one instant', () => {
  const ready = new TimeWeightedAverage({ startMs: 0, value: 1 });
  ready.add(10, 50);
  ready.add(10, -50);
  expect(ready.averageUntil(20)).toBe(1);
});

test('forgets the warm-up but not the present value', () => {
  const present = new TimeWeightedAverage({ startMs: 0, value: 1000 });
  present.set(10, 3);
  present.restart(20);
  expect(present.averageUntil(20)).toBe(3);
  present.set(30, 5);
  expect(present.averageUntil(40)).toBe(4);
});

test('refuses time that runs backwards', () => {
  const present = new TimeWeightedAverage({ startMs: 0, value: 1 });
  present.set(10, 2);
  expect(() => present.set(9, 1)).toThrow(/before the last change/);
  expect(() => present.averageUntil(9)).toThrow(/before the last change/);
  expect(() => present.set(Number.NaN, 1)).toThrow(/NaN/);
});
