/**
 * What a run's instances have cost so far, and the bill at its end.
 */
import { type BilledLife, billedSeconds, billSeconds } from '../billing/instance-cost.ts';
import { microUnitsToAmount } from '../billing/money.ts';
import type { InstancePrice } from '../billing/price.ts';
import type { InstancePool } from '../cloud/instance-pool.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { BillRow } from './rows.ts';

interface MeteredPool {
  readonly name: 'bridges' | 'jibris';
  readonly instanceType: string;
  readonly instances: InstancePool;
  readonly price: InstancePrice;
  /** Ended instances already added up, and the seconds they are charged for. */
  endedCounted: number;
  endedSeconds: number;
}

export class CostMeter {
  private readonly pools: readonly MeteredPool[];
  private readonly endMs: number;

  constructor(scenario: Scenario, bridges: InstancePool, jibris: InstancePool) {
    const { deployment, prices } = scenario;
    const pools: MeteredPool[] = [
      metered('bridges', deployment.bridges.instanceType, bridges, prices.bridges),
    ];
    if (deployment.jibris !== null && prices.jibris !== null) {
      pools.push(metered('jibris', deployment.jibris.instanceType, jibris, prices.jibris));
    }
    this.pools = pools;
    this.endMs = scenario.horizon.durationMs;
  }

  /** Cost of all instances up to now, as if those that live ended now. */
  accrued(nowMs: number): number {
    let amount = 0;
    for (const pool of this.pools) {
      amount += microUnitsToAmount(billSeconds(secondsUntil(pool, nowMs), pool.price).costMicroUnits);
    }
    return amount;
  }

  /** One line per pool; instances that outlive the horizon are billed up to its end. */
  bill(): BillRow[] {
    return this.pools.map((pool) => {
      const seconds = secondsUntil(pool, this.endMs);
      return {
        category: 'compute',
        pool: pool.name,
        instanceType: pool.instanceType,
        quantity: seconds / 3600,
        unit: 'instance-hour',
        unitPrice: pool.price.costPerHour,
        cost: microUnitsToAmount(billSeconds(seconds, pool.price).costMicroUnits),
        currency: pool.price.currency,
      };
    });
  }
}

function metered(
  name: 'bridges' | 'jibris',
  instanceType: string,
  instances: InstancePool,
  price: InstancePrice,
): MeteredPool {
  return { name, instanceType, instances, price, endedCounted: 0, endedSeconds: 0 };
}

/** Seconds charged by now: the grain rounds each life, so lives that ended are added once and for all. */
function secondsUntil(pool: MeteredPool, nowMs: number): number {
  const { instances, price } = pool;
  for (; pool.endedCounted < instances.ended.length; pool.endedCounted++) {
    pool.endedSeconds += billedSeconds({ ...(instances.ended[pool.endedCounted] as BilledLife), price });
  }
  let seconds = pool.endedSeconds;
  for (let slot = 0; slot < instances.slotCount; slot++) {
    if (instances.stateOf(slot) === 'gone') continue;
    seconds += billedSeconds({ startMs: instances.launchedMs(slot), endMs: nowMs, price });
  }
  return seconds;
}
