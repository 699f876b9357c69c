/**
 * Why two bills differ: volume, mix, price and exchange rate, category by category, adding up to the difference exactly.
 *
 * With q quantity, p price in the list's currency and f the exchange rate of each thing bought, before (0) and after (1),
 * and k = sum q1 / sum q0 of things counted in the same unit:
 *
 *   volume = (k - 1) sum q0 p0 f0                  more or less of everything, in the old proportions
 *   mix    = sum q1 p0 f0 - k sum q0 p0 f0         other proportions
 *   price  = sum q1 (p1 - p0) f0
 *   fx     = sum q1 p1 (f1 - f0)
 *
 * What is bought for the first time has the new price as its old one. Prices are what a unit bears in the amortised
 * view. Where nothing of a unit was bought before, all of it is volume.
 *
 * Source: price-volume-mix analysis as in Horngren, Cost Accounting, chapter on flexible budgets and variances.
 */
import { isPurchase } from '../billing/bill-line.ts';
import { amountFromNumber, amountToNumber, quantityToNumber } from '../billing/exact.ts';
import { findRate } from '../billing/price-book.ts';
import type { Forecast } from './forecast.ts';

export interface VarianceRow {
  readonly category: string;
  readonly before: bigint;
  readonly after: bigint;
  readonly volume: bigint;
  readonly mix: bigint;
  readonly price: bigint;
  readonly fx: bigint;
}

interface Bought {
  readonly quantity: number;
  /** In the list's currency. */
  readonly price: number;
  readonly rate: number;
  readonly amount: bigint;
  readonly unit: string;
}

/**
 * The variance of each category, in the order of the bills.
 *
 * @throws RangeError when the bills are in different currencies
 */
export function variance(before: Forecast, after: Forecast): VarianceRow[] {
  if (before.budget.currency !== after.budget.currency) {
    throw new RangeError(
      `variance: bills in ${before.budget.currency} and ${after.budget.currency} cannot be compared`,
    );
  }
  const old = boughtByCategory(before);
  const now = boughtByCategory(after);
  return [...new Set([...old.keys(), ...now.keys()])].map((category) =>
    varianceOf(category, old.get(category) ?? new Map(), now.get(category) ?? new Map()),
  );
}

type Purchases = ReadonlyMap<string, Bought>;

function varianceOf(category: string, old: Purchases, now: Purchases): VarianceRow {
  const amount = (bought: Purchases): bigint =>
    [...bought.values()].reduce((sum, one) => sum + one.amount, 0n);
  const units = new Set([...old.values(), ...now.values()].map(({ unit }) => unit));
  let volume = 0;
  let price = 0;
  let fx = 0;
  for (const unit of units) {
    const ofUnit = (bought: Purchases) => [...bought].filter(([, one]) => one.unit === unit);
    const total = (bought: Purchases): number =>
      ofUnit(bought).reduce((sum, [, one]) => sum + one.quantity, 0);
    const oldQuantity = total(old);
    const oldCost = ofUnit(old).reduce((sum, [, one]) => sum + one.quantity * one.price * one.rate, 0);
    for (const [key, one] of ofUnit(now)) {
      const then = old.get(key) ?? one;
      price += one.quantity * (one.price - then.price) * then.rate;
      fx += one.quantity * one.price * (one.rate - then.rate);
      if (oldQuantity === 0) volume += one.quantity * then.price * then.rate;
    }
    if (oldQuantity > 0) volume += (total(now) / oldQuantity - 1) * oldCost;
  }
  const [before, after] = [amount(old), amount(now)];
  const exact = {
    volume: amountFromNumber(volume),
    price: amountFromNumber(price),
    fx: amountFromNumber(fx),
  };
  // The mix takes what is left, so that the four add up to the difference to the last digit.
  const mix = after - before - exact.volume - exact.price - exact.fx;
  return { category, before, after, mix, ...exact };
}

function boughtByCategory({ months, budget }: Forecast): Map<string, Map<string, Bought>> {
  const categories = new Map<
    string,
    Map<string, { quantity: bigint; amount: bigint; rate: number; unit: string }>
  >();
  for (const { lines } of months) {
    for (const line of lines) {
      if (isPurchase(line) || line.listPrice === null) continue;
      const things = categories.get(line.category) ?? new Map();
      categories.set(line.category, things);
      const key = [line.component, line.sku, line.pricing, line.description, line.unit].join('|');
      const known = things.get(key);
      things.set(key, {
        quantity: (known?.quantity ?? 0n) + line.quantity,
        amount: (known?.amount ?? 0n) + line.amortised,
        rate: findRate(budget.book, line.origin.currency, budget.currency)?.rate ?? 1,
        unit: line.unit,
      });
    }
  }
  const bought = (
    things: ReadonlyMap<string, { quantity: bigint; amount: bigint; rate: number; unit: string }>,
  ) =>
    new Map(
      [...things].map(([key, { quantity, amount, rate, unit }]): [string, Bought] => {
        const units = quantityToNumber(quantity);
        const price = units === 0 ? 0 : amountToNumber(amount) / units / rate;
        return [key, { quantity: units, price, rate, amount, unit }];
      }),
    );
  return new Map([...categories].map(([category, things]) => [category, bought(things)]));
}
