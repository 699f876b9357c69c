/**
 * Which price moves the bill most: every price, exchange rate and growth is moved alone, and the whole bill is made again,
 * so that commitments cover more or less and tiers fill as they would.
 *
 * Prices are moved by a tenth down and up: nobody knows how far a list will move, and with the same step for all the order
 * of the bars is that of the sensitivities. Exchange rates move by their interval where the budget gives one, else by 5 %,
 * what EUR against USD moved between 2026-05-27 and 2026-10-28 (European Central Bank: 1.1637 to 1.1133). Growth moves
 * from one end of its interval to the other.
 */
import { type BillLine, isPriceFound } from '../billing/bill-line.ts';
import { amountToNumber } from '../billing/exact.ts';
import type { ComputeUse } from '../billing/month-usage.ts';
import { findRate, type PriceBook } from '../billing/price-book.ts';
import type { Budget } from './budget.ts';
import type { Forecast } from './forecast.ts';
import { expectedBill } from './forecast.ts';
import { sum } from './views.ts';

/** How far a price is moved, and a rate without an interval. */
const PRICE_STEP = 0.1;
const RATE_STEP = 0.05;

export interface TornadoBar {
  /** What is moved. */
  readonly name: string;
  /** How far, in words: `-10 % to +10 %`. */
  readonly range: string;
  /** Amortised cost of all months with the low and the high value, less that expected. */
  readonly low: number;
  readonly high: number;
}

interface Lever {
  readonly name: string;
  readonly range: string;
  readonly low: Budget;
  readonly high: Budget;
}

/** The bars, the longest first; what moves nothing is left out. */
export function priceTornado(forecast: Forecast): TornadoBar[] {
  const { budget } = forecast;
  const expected = costOf(budget);
  return levers(forecast)
    .map(({ name, range, low, high }) => ({
      name,
      range,
      low: costOf(low) - expected,
      high: costOf(high) - expected,
    }))
    .filter(({ low, high }) => Math.max(Math.abs(low), Math.abs(high)) > 1e-9)
    .sort((a, b) => spread(b) - spread(a) || a.name.localeCompare(b.name));
}

function spread({ low, high }: TornadoBar): number {
  return Math.max(low, high, 0) - Math.min(low, high, 0);
}

function costOf(budget: Budget): number {
  return amountToNumber(
    sum(expectedBill(budget).flatMap((lines) => lines.map(({ amortised }) => amortised))),
  );
}

function levers(forecast: Forecast): Lever[] {
  const { budget } = forecast;
  const found = new Map<string, Lever>();
  for (const { lines } of forecast.months) {
    for (const line of lines) {
      const change = isPriceFound(line) ? changeOf(line) : null;
      if (change === null || found.has(change.name)) continue;
      const moved = (factor: number): Budget => change.apply(budget, factor);
      found.set(change.name, {
        name: change.name,
        range: `±${Math.round(100 * PRICE_STEP)} %`,
        low: moved(1 - PRICE_STEP),
        high: moved(1 + PRICE_STEP),
      });
    }
  }
  return [...found.values(), ...rateLevers(forecast), ...growthLever(budget)];
}

interface Change {
  readonly name: string;
  readonly apply: (budget: Budget, factor: number) => Budget;
}

/** The price behind a line; null for the fee of a commitment, which is what it is. */
function changeOf(line: BillLine): Change | null {
  switch (line.category) {
    case 'commitment-fee':
    case 'unused-commitment':
      return null;
    case 'compute': {
      const isSpot = line.pricing === 'spot';
      return {
        name: isSpot ? `${line.sku}, spot` : `${line.sku}, on demand`,
        apply: (budget, factor) => withComputePrice(budget, line.sku, isSpot, factor),
      };
    }
    case 'egress':
    case 'turn':
    case 'inter-zone':
    case 'inter-region':
      return trafficChange(line);
    case 'recordings':
      return /-out\b/.test(line.sku) ? trafficChange(line) : serviceChange(line);
    case 'other':
      return {
        name: line.sku,
        apply: (budget, factor) => ({
          ...budget,
          flat: budget.flat.map((flat) =>
            flat.name === line.sku ? { ...flat, price: times(flat.price, factor) } : flat,
          ),
        }),
      };
    default:
      return serviceChange(line);
  }
}

function trafficChange({ provider, sku }: BillLine): Change {
  const [kind] = sku.split(' to ');
  return {
    name: `${provider} ${kind}`,
    apply: (budget, factor) =>
      withBook(budget, {
        traffic: budget.book.traffic.map((price) =>
          price.provider !== provider || price.kind !== kind
            ? price
            : {
                ...price,
                tiers: price.tiers.map((tier) => ({
                  ...tier,
                  pricePerGigabyte: tier.pricePerGigabyte === null ? null : tier.pricePerGigabyte * factor,
                })),
              },
        ),
      }),
  };
}

function serviceChange({ provider, sku }: BillLine): Change {
  return {
    name: `${provider} ${sku}`,
    apply: (budget, factor) =>
      withBook(budget, {
        services: budget.book.services.map((price) =>
          price.provider === provider && price.service === sku && price.price !== null
            ? { ...price, price: price.price * factor }
            : price,
        ),
      }),
  };
}

function withBook(budget: Budget, changes: Partial<PriceBook>): Budget {
  return { ...budget, book: { ...budget.book, ...changes } };
}

function times<Origin extends { readonly listed: number | null }>(origin: Origin, factor: number): Origin {
  return { ...origin, listed: origin.listed === null ? null : origin.listed * factor };
}

function withComputePrice(budget: Budget, instanceType: string, isSpot: boolean, factor: number): Budget {
  const moved = (use: ComputeUse): ComputeUse => {
    if (use.instanceType !== instanceType) return use;
    if (isSpot) return { ...use, spot: times(use.spot, factor) };
    const cap = use.costPerMonthMax;
    return {
      ...use,
      onDemand: times(use.onDemand, factor),
      costPerMonthMax: cap === null ? null : cap * factor,
    };
  };
  return {
    ...budget,
    compute: budget.compute.map(moved),
    constant: budget.constant.map(({ use, count }) => ({ use: moved(use), count })),
  };
}

/** Every currency that a price of the bill is listed in besides its own. */
function rateLevers({ budget, months }: Forecast): Lever[] {
  const currencies = new Set(
    months.flatMap(({ lines }) => lines.filter(isPriceFound).map(({ origin }) => origin.currency)),
  );
  return [...currencies].flatMap((from): Lever[] => {
    if (from === '' || from === budget.currency) return [];
    const rate = findRate(budget.book, from, budget.currency)!;
    const [low, high] = rate.interval ?? [rate.rate * (1 - RATE_STEP), rate.rate * (1 + RATE_STEP)];
    const at = (value: number): Budget =>
      withBook(budget, { rates: [...budget.book.rates, { ...rate, rate: value }] });
    return [
      {
        name: `${budget.currency} for one ${from}`,
        range: `${short(low)} to ${short(high)}`,
        low: at(low),
        high: at(high),
      },
    ];
  });
}

function growthLever(budget: Budget): Lever[] {
  const { growth } = budget;
  if (!growth.isUncertain) return [];
  const at = (drawn: number): Budget => ({
    ...budget,
    growth: { ...growth, ratioOf: (month) => growth.ratioOf(month, drawn) },
  });
  return [{ name: 'growth of demand', range: growth.text, low: at(0), high: at(1) }];
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
