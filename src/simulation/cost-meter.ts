/**
 * What a run's instances have cost so far, and the bill at its end.
 */
import { billInstance } from '../billing/instance-cost.ts';
import { microUnitsToAmount } from '../billing/money.ts';
import type { InstancePrice } from '../billing/price.ts';
import type { InstanceLife, InstancePool } from '../cloud/instance-pool.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { BillRow } from './rows.ts';

interface MeteredPool {
  readonly name: 'bridges' | 'jibris';
  readonly instanceType: string;
  readonly instances: InstancePool;
  readonly price: InstancePrice;
  /** Ended instances already added up, and what they cost. */
  endedCounted: number;
  endedMicroUnits: bigint;
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
    let microUnits = 0n;
    for (const pool of this.pools) {
      const { ended } = pool.instances;
      for (; pool.endedCounted < ended.length; pool.endedCounted++) {
        pool.endedMicroUnits += costOf(ended[pool.endedCounted]!, pool.price, nowMs);
      }
      microUnits += pool.endedMicroUnits;
      for (const life of pool.instances.living()) microUnits += costOf(life, pool.price, nowMs);
    }
    return microUnitsToAmount(microUnits);
  }

  /** One line per pool; instances that outlive the horizon are billed up to its end. */
  bill(): BillRow[] {
    return this.pools.map(({ name, instanceType, instances, price }) => {
      let microUnits = 0n;
      let quantity = 0;
      for (const life of [...instances.ended, ...instances.living()]) {
        const line = billInstance({ ...within(life, this.endMs), price });
        microUnits += line.costMicroUnits;
        quantity += line.billedSeconds;
      }
      return {
        category: 'compute',
        pool: name,
        instanceType,
        quantity: quantity / 3600,
        unit: 'instance-hour',
        unitPrice: price.costPerHour,
        cost: microUnitsToAmount(microUnits),
        currency: price.currency,
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
  return { name, instanceType, instances, price, endedCounted: 0, endedMicroUnits: 0n };
}

function costOf(life: InstanceLife, price: InstancePrice, nowMs: number): bigint {
  return billInstance({ ...within(life, nowMs), price }).costMicroUnits;
}

function within({ startMs, endMs }: InstanceLife, untilMs: number): InstanceLife {
  return { startMs, endMs: Math.min(endMs, untilMs) };
}
