// Goal: bills are what the providers' rules say, to the last micro-unit.
// Method: constant fleets against their closed form, both grains; the rules' edges; algebra a bill must obey.
import { describe, expect, test } from 'vitest';
import {
  billedSeconds,
  billInstance,
  billInstances,
  billSeconds,
  costUntil,
} from '../../../src/billing/instance-cost.ts';
import type { InstancePrice } from '../../../src/billing/price.ts';

const hourMs = 3_600_000;
/** AWS eu-west-1 c5.xlarge of 2024-02-21, and Scaleway GP1-XS of 2022: 0.192 USD a second-grained hour, 0.084 EUR an hour. */
const perSecond: InstancePrice = {
  currency: 'USD',
  costPerHour: 0.192,
  grain: 'per-second',
  minimumSeconds: 60,
  source: 'test',
  asOf: '2024-02-21',
};
const startedHour: InstancePrice = {
  ...perSecond,
  currency: 'EUR',
  costPerHour: 0.084,
  grain: 'started-hour',
  minimumSeconds: 0,
};

describe('a constant fleet costs instances x hours x price', () => {
  test.each([
    { price: perSecond, hours: 1, instances: 1, microUnits: 192_000n },
    { price: perSecond, hours: 3, instances: 20, microUnits: 11_520_000n },
    { price: perSecond, hours: 25, instances: 90, microUnits: 432_000_000n },
    { price: startedHour, hours: 1, instances: 1, microUnits: 84_000n },
    { price: startedHour, hours: 3, instances: 20, microUnits: 5_040_000n },
    { price: startedHour, hours: 25, instances: 90, microUnits: 189_000_000n },
  ])('$instances instances for $hours h, $price.grain', ({ price, hours, instances, microUnits }) => {
    const lives = Array.from({ length: instances }, () => ({ startMs: 0, endMs: hours * hourMs }));
    const bill = billInstances(lives, price);
    expect(bill.billedSeconds).toBe(instances * hours * 3600);
    expect(bill.costMicroUnits).toBe(microUnits);
  });
});

describe('the grain', () => {
  const seconds = (lengthMs: number, price: InstancePrice): number =>
    billedSeconds({ startMs: 1234, endMs: 1234 + lengthMs, price });

  test('rounds up to the second, and to the minimum', () => {
    expect(seconds(1, perSecond)).toBe(60);
    expect(seconds(60_000, perSecond)).toBe(60);
    expect(seconds(60_001, perSecond)).toBe(61);
    expect(seconds(3_599_500, perSecond)).toBe(3600);
    expect(seconds(500, { ...perSecond, minimumSeconds: 0 })).toBe(1);
  });

  test('charges every started hour in full', () => {
    expect(seconds(1, startedHour)).toBe(3600);
    expect(seconds(hourMs, startedHour)).toBe(3600);
    expect(seconds(hourMs + 1, startedHour)).toBe(7200);
    // OpenFUN's own rule: the amount is charged even though the instance does not exist the whole interval.
    expect(billInstance({ startMs: 0, endMs: 90 * 60_000, price: startedHour }).costMicroUnits).toBe(
      168_000n,
    );
  });

  test('charges nothing for an instance that never was', () => {
    for (const price of [perSecond, startedHour]) {
      const bill = billInstance({ startMs: 5000, endMs: 5000, price });
      expect(bill).toEqual({ billedSeconds: 0, costTicks: 0n, costMicroUnits: 0n });
    }
  });

  test('does not start an hour for the rounding noise of simulated times', () => {
    // Eleven stages of an eleventh of an hour each: an hour, but for the rounding of eleven additions.
    let endMs = 0.1;
    for (let stage = 0; stage < 11; stage += 1) endMs += hourMs / 11;
    expect(endMs - 0.1).toBeGreaterThan(hourMs);
    expect(billedSeconds({ startMs: 0.1, endMs, price: startedHour })).toBe(3600);
    expect(billedSeconds({ startMs: 0.1, endMs, price: perSecond })).toBe(3600);
  });

  test('refuses a life that ends before it starts, or never', () => {
    expect(() => billInstance({ startMs: 10, endMs: 9, price: perSecond })).toThrow(/from 10 to 9 ms/);
    expect(() => billInstance({ startMs: 0, endMs: Number.POSITIVE_INFINITY, price: perSecond })).toThrow(
      /Infinity/,
    );
    expect(() => billInstance({ startMs: Number.NaN, endMs: 1, price: perSecond })).toThrow(/NaN/);
  });
});

test('seven per-second minutes cost their exact fraction, rounded once', () => {
  // 420 s x 0.192 / 3600 = 0.0224; and one second at 0.13402284 (a Google price) = 0.0000372285666...
  expect(billInstance({ startMs: 0, endMs: 420_000, price: perSecond }).costMicroUnits).toBe(22_400n);
  expect(billSeconds(1, { ...perSecond, costPerHour: 0.13402284 }).costMicroUnits).toBe(37n);
  expect(billSeconds(3_600_000, { ...perSecond, costPerHour: 0.13402284 }).costMicroUnits).toBe(134_022_840n);
});

describe('costUntil', () => {
  test('is nothing before the launch, the minimum right after it, and the bill at the end', () => {
    const at = (nowMs: number, price: InstancePrice): bigint =>
      costUntil({ startMs: 1000, nowMs, price }).costMicroUnits;
    expect(at(0, perSecond)).toBe(0n);
    expect(at(1000, perSecond)).toBe(0n);
    expect(at(1001, perSecond)).toBe(3_200n);
    expect(at(1000 + hourMs, perSecond)).toBe(192_000n);
    expect(at(1001, startedHour)).toBe(84_000n);
    expect(at(1000 + hourMs, startedHour)).toBe(84_000n);
    expect(at(1001 + hourMs, startedHour)).toBe(168_000n);
  });
});

test('refuses seconds that are not whole', () => {
  expect(() => billSeconds(1.5, perSecond)).toThrow(/whole/);
  expect(() => billSeconds(-1, perSecond)).toThrow(/whole/);
});
