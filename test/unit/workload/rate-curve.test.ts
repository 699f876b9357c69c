// Goal: arrival times are the inverse of the cumulative rate.
// Method: rates whose cumulative rate inverts by hand: constants, ramps up and down, a trapezium, gaps.
//   A ramp from 0 with slope s has L(t) = s t^2 / 2, so mass m is reached at sqrt(2 m / s); one that falls from r to 0
//   over T has L(t) = r t - r t^2 / (2 T), so m is reached at T (1 - sqrt(1 - 2 m / (r T))).
import { describe, expect, test } from 'vitest';
import { CumulativeRate, ratePerHourAt } from '../../../src/workload/rate-curve.ts';
import { hourMs } from '../../support/scenario.ts';
import { alongCurve } from '../../support/workload.ts';

const curve = (...points: readonly (readonly [number, number])[]) => alongCurve(points).rate;

/** Hours at which the cumulative rate reaches each of the masses, which must rise. */
function hoursAt(rate: CumulativeRate, masses: readonly number[]): number[] {
  let before = 0;
  return masses.map((mass) => {
    const timeMs = rate.advance(mass - before);
    before = mass;
    return timeMs / hourMs;
  });
}

const wholeNumbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('the cumulative rate', () => {
  test('of a ramp up is inverted by a square root', () => {
    // From 0 to 50 an hour within 4 hours: slope 12.5, 100 conferences.
    const rate = new CumulativeRate(curve([0, 0], [4, 50]), 4 * hourMs);
    expect(rate.total).toBeCloseTo(100, 9);
    const masses = wholeNumbers(99).map((i) => i + 0.5);
    for (const [i, hours] of hoursAt(rate, masses).entries()) {
      expect(hours).toBeCloseTo(Math.sqrt((2 * masses[i]!) / 12.5), 9);
    }
  });

  test('of a ramp down to nothing is inverted up to its very end', () => {
    const rate = new CumulativeRate(curve([0, 50], [4, 0]), 4 * hourMs);
    const masses = [0.001, 1, 50, 99, 99.999999];
    for (const [i, hours] of hoursAt(rate, masses).entries()) {
      expect(hours).toBeCloseTo(4 * (1 - Math.sqrt(1 - masses[i]! / 100)), 6);
    }
  });

  test('joins ramps, plateaus and hours without any conference', () => {
    // 0 to 1 h: 10 conferences; 1 to 2 h: none; 2 to 3 h: 30; each on a plateau with steep sides.
    const steep = 1e-9;
    const rate = new CumulativeRate(
      curve([0, 10], [1, 10], [1 + steep, 0], [2, 0], [2 + steep, 30], [3, 30]),
      3 * hourMs,
    );
    expect(rate.total).toBeCloseTo(40, 6);
    const [first, second, third] = hoursAt(rate, [5, 10 + 15, 10 + 29.999]);
    expect(first).toBeCloseTo(0.5, 6);
    expect(second).toBeCloseTo(2.5, 6);
    expect(third).toBeCloseTo(2 + 29.999 / 30, 6);
  });

  test('is cut at both ends of the horizon', () => {
    // Between -1 h and 3 h from 0 to 40 an hour: 10 at the start of the horizon, 30 at its end after 2 h.
    const rate = new CumulativeRate(curve([-1, 0], [3, 40]), 2 * hourMs);
    expect(rate.total).toBeCloseTo(40, 9);
    // 10 t + 5 t^2 = 15 at t = 1.
    expect(hoursAt(rate, [15])[0]).toBeCloseTo(1, 9);
    expect(rate.advance(25 + 1e-9)).toBe(Number.POSITIVE_INFINITY);
  });

  test('gives no arrival at or beyond the horizon, now and from then on', () => {
    const rate = new CumulativeRate(curve([0, 1], [1000, 1]), hourMs);
    expect(rate.advance(0.5)).toBeCloseTo(0.5 * hourMs, 6);
    expect(rate.advance(0.5)).toBe(Number.POSITIVE_INFINITY);
    expect(rate.advance(0)).toBe(Number.POSITIVE_INFINITY);
  });

  test('of a curve that ends early goes on at the last rate', () => {
    const rate = new CumulativeRate(curve([0, 0], [1, 6]), 5 * hourMs);
    expect(rate.total).toBeCloseTo(3 + 4 * 6, 9);
    expect(hoursAt(rate, [3 + 12])[0]).toBeCloseTo(3, 9);
  });

  test('keeps whole numbers whole after a million arrivals', () => {
    const rate = new CumulativeRate(curve([0, 1e6], [10, 1e6]), 10 * hourMs);
    let timeMs = 0;
    for (let i = 0; i < 1e6; i += 1) timeMs = rate.advance(1);
    expect(Math.abs(timeMs - hourMs)).toBeLessThan(1e-3);
  });
});

test('the rate between two points is on the line, outside them the nearest point', () => {
  const rate = curve([0, 10], [2, 30], [4, 0]);
  const at = (hours: number): number => ratePerHourAt(rate, hours * hourMs);
  expect([-1, 0, 0.5, 2, 3, 4, 9].map(at)).toEqual([10, 10, 15, 30, 15, 0, 0]);
});
