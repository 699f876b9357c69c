/**
 * What a run's instances have cost so far, and the bill at its end.
 */
import { type BilledLife, billedSeconds, billSeconds } from '../billing/instance-cost.ts';
import { microUnitsToAmount } from '../billing/money.ts';
import type { InstancePrice } from '../billing/price.ts';
import type { InstanceOffer } from '../cloud/cloud-settings.ts';
import type { InstancePool } from '../cloud/instance-pool.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { BillRow } from './rows.ts';

/** Instances that cost money, and what each offer of theirs is. */
export interface PaidInstances {
  readonly instances: InstancePool;
  readonly offers: readonly InstanceOffer[];
  /** Whether they run; stopped ones cost their volumes only. */
  readonly isRunning: boolean;
}

export interface PaidPool extends PaidInstances {
  readonly pool: 'bridges' | 'jibris';
}

interface PoolOwner {
  readonly name: PaidPool['pool'];
  readonly supply: { readonly paid: readonly PaidInstances[] };
}

interface MeteredPool extends PaidPool {
  /** By offer: its price, and the seconds that instances already gone are charged for. */
  readonly prices: readonly InstancePrice[];
  readonly endedSeconds: Float64Array;
  /** Ended instances already added up. */
  endedCounted: number;
}

export class CostMeter {
  readonly pools: readonly MeteredPool[];
  private readonly endMs: number;

  constructor(scenario: Scenario, ...owners: readonly PoolOwner[]) {
    this.pools = owners.flatMap(({ name, supply }) => {
      const price = scenario.prices[name];
      return price === null ? [] : supply.paid.map((paid) => metered({ pool: name, ...paid }, price));
    });
    this.endMs = scenario.horizon.durationMs;
  }

  /** Cost of all instances up to now, as if those that live ended now. */
  accrued(nowMs: number): number {
    let amount = 0;
    for (const pool of this.pools) {
      const seconds = secondsUntil(pool, nowMs);
      pool.prices.forEach((price, offer) => {
        amount += microUnitsToAmount(billSeconds(seconds[offer]!, price).costMicroUnits);
      });
    }
    return amount;
  }

  /** One line per pool and offer that was used; instances that outlive the horizon are billed up to its end. */
  bill(): BillRow[] {
    const lines = new Map<string, BillRow>();
    for (const line of this.lines()) {
      const key = `${line.pool}/${line.instanceType}`;
      const before = lines.get(key);
      const { quantity, cost } = before ?? { quantity: 0, cost: 0 };
      lines.set(key, { ...line, quantity: quantity + line.quantity, cost: cost + line.cost });
    }
    return [...lines.values()];
  }

  private lines(): BillRow[] {
    return this.pools.flatMap((pool) => {
      const seconds = secondsUntil(pool, this.endMs);
      const lines = pool.offers.map((offer, index) => lineOf(pool, offer, index, seconds[index]!));
      // A pool that had nothing still has its line.
      const used = lines.filter(({ quantity }) => quantity > 0);
      return used.length > 0 || !pool.isRunning ? used : lines.slice(0, 1);
    });
  }
}

function lineOf(pool: MeteredPool, offer: InstanceOffer, index: number, seconds: number): BillRow {
  const price = pool.prices[index]!;
  return {
    category: 'compute',
    pool: pool.pool,
    instanceType: offer.purchase === 'spot' ? `${offer.instanceType} on spot` : offer.instanceType,
    quantity: seconds / 3600,
    unit: 'instance-hour',
    unitPrice: price.costPerHour,
    cost: microUnitsToAmount(billSeconds(seconds, price).costMicroUnits),
    currency: price.currency,
  };
}

function metered(pool: PaidPool, price: InstancePrice): MeteredPool {
  return {
    ...pool,
    prices: pool.offers.map(({ priceRatio }) => ({
      ...price,
      costPerHour: wholeNanoUnits(price.costPerHour * priceRatio),
    })),
    endedSeconds: new Float64Array(pool.offers.length),
    endedCounted: 0,
  };
}

/** Prices are counted in nano-units, so that bills add up exactly. */
function wholeNanoUnits(amount: number): number {
  return Math.round(amount * 1e9) / 1e9;
}

/** Seconds charged by now, by offer: the grain rounds each life, so lives that ended are added once and for all. */
function secondsUntil(pool: MeteredPool, nowMs: number): Float64Array {
  const { instances, prices, endedSeconds } = pool;
  for (; pool.endedCounted < instances.ended.length; pool.endedCounted++) {
    const life: BilledLife & { readonly offer: number } = instances.ended[pool.endedCounted]!;
    endedSeconds[life.offer]! += billedSeconds({ ...life, price: prices[life.offer]! });
  }
  const seconds = endedSeconds.slice();
  // Instances that were launched together are charged the same, whole seconds: a large fleet has few different lives.
  prices.forEach((price, offer) => {
    instances.cohorts.forEach(offer, (startMs, count) => {
      seconds[offer]! += count * billedSeconds({ startMs, endMs: nowMs, price });
    });
  });
  return seconds;
}
