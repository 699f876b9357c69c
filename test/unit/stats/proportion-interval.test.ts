// Goal: the exact interval of a probability is the published one.
// Method: values of R's binom.test (Clopper-Pearson), and the closed forms for none and for all.
import { describe, expect, test } from 'vitest';
import { proportionInterval } from '../../../src/stats/proportion-interval.ts';

const interval = (successes: number, trials: number) =>
  proportionInterval({ successes, trials, confidence: 0.95 });

describe('proportionInterval', () => {
  test('is that of binom.test in R', () => {
    // binom.test(7, 20): 0.1539092 0.5921885; binom.test(682, 925), the example of its help page: 0.7076683 0.7654066.
    expect(interval(7, 20).low).toBeCloseTo(0.1539092, 6);
    expect(interval(7, 20).high).toBeCloseTo(0.5921885, 6);
    expect(interval(682, 925).low).toBeCloseTo(0.7076683, 6);
    expect(interval(682, 925).high).toBeCloseTo(0.7654066, 6);
  });

  test('has closed forms at the ends', () => {
    expect(interval(0, 30)).toEqual({ low: 0, high: expect.closeTo(1 - 0.025 ** (1 / 30), 10) });
    expect(interval(30, 30)).toEqual({ low: expect.closeTo(0.025 ** (1 / 30), 10), high: 1 });
  });

  test('refuses what is no count', () => {
    expect(() => interval(3, 2)).toThrow(RangeError);
    expect(() => interval(0, 0)).toThrow(RangeError);
  });
});
