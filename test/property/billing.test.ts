// Goal: bills obey the algebra of money for every fleet.
// Method: random lives and prices; sums checked against arithmetic on whole numbers alone.

import { expect, test } from 'vitest';
import { billInstance, billInstances, costUntil } from '../../src/billing/instance-cost.ts';
import type { InstancePrice } from '../../src/billing/price.ts';
import { fc } from '../support/property.ts';

const yearMs = 366 * 24 * 3_600_000;
const life = fc
  .tuple(fc.double({ min: 0, max: yearMs, noNaN: true }), fc.double({ min: 0, max: yearMs, noNaN: true }))
  .map(([a, b]) => ({ startMs: Math.min(a, b), endMs: Math.max(a, b) }));
/** Prices in whole nano-units an hour, so that the expected bill is a product of whole numbers. */
const nanoUnits = fc.integer({ min: 0, max: 2_000_000_000 });
const grain = fc.constantFrom('per-second', 'started-hour');

function priceOf(nano: number, each: InstancePrice['grain']): InstancePrice {
  return {
    currency: 'EUR',
    costPerHour: nano / 1e9,
    grain: each,
    minimumSeconds: 60,
    source: 'test',
    asOf: '2026-01-01',
  };
}

test('a year of instances costs exactly the sum of its parts, in any order', () => {
  fc.assert(
    fc.property(fc.array(life, { maxLength: 60 }), nanoUnits, grain, (lives, nano, each) => {
      const price = priceOf(nano, each);
      const bill = billInstances(lives, price);
      const parts = lives.map((one) => billInstance({ ...one, price }));
      expect(bill.costTicks).toBe(parts.reduce((sum, part) => sum + part.costTicks, 0n));
      expect(bill.costTicks).toBe(BigInt(bill.billedSeconds) * BigInt(nano));
      expect(billInstances(lives.toReversed(), price)).toEqual(bill);
    }),
  );
});

test('a year of minutes at a price without finite binary form has no drift', () => {
  // 366 days of one-minute lives, one after the other, at 0.1 an hour: 527 040 minutes cost 878.4 exactly.
  const minutes = 366 * 24 * 60;
  const lives = Array.from({ length: minutes }, (_, minute) => ({
    startMs: minute * 60_000,
    endMs: (minute + 1) * 60_000,
  }));
  expect(billInstances(lives, priceOf(100_000_000, 'per-second')).costMicroUnits).toBe(878_400_000n);
});

test('doubling the price doubles the cost', () => {
  fc.assert(
    fc.property(life, nanoUnits, grain, (one, nano, each) => {
      const single = billInstance({ ...one, price: priceOf(nano, each) });
      const double = billInstance({ ...one, price: priceOf(2 * nano, each) });
      expect(double.costTicks).toBe(2n * single.costTicks);
    }),
  );
});

test('splitting a per-second life at a second above the minimum changes nothing', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: yearMs }),
      fc.integer({ min: 60, max: 100_000 }),
      fc.integer({ min: 60_000, max: 100_000_000 }),
      nanoUnits,
      (startMs, firstSeconds, restMs, nano) => {
        const price = priceOf(nano, 'per-second');
        const middleMs = startMs + firstSeconds * 1000;
        const endMs = middleMs + restMs;
        const halves = [
          { startMs, endMs: middleMs },
          { startMs: middleMs, endMs },
        ];
        expect(billInstances(halves, price)).toEqual(billInstance({ startMs, endMs, price }));
      },
    ),
  );
});

test('accrued cost never falls, and the exact time is never undercharged', () => {
  fc.assert(
    fc.property(
      life,
      fc.double({ min: 0, max: 1, noNaN: true }),
      nanoUnits,
      grain,
      (one, share, nano, each) => {
        const price = priceOf(nano, each);
        const nowMs = one.startMs + share * (one.endMs - one.startMs);
        const early = costUntil({ startMs: one.startMs, nowMs, price });
        const late = costUntil({ startMs: one.startMs, nowMs: one.endMs, price });
        expect(early.costTicks).toBeLessThanOrEqual(late.costTicks);
        expect(late.billedSeconds).toBeGreaterThanOrEqual((one.endMs - one.startMs) / 1000 - 2e-6);
      },
    ),
  );
});
