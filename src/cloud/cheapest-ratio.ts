/**
 * The least that an instance of a pool can cost: what a bound from below must reckon with.
 */
import type { NodeSettings } from './nodes/node-settings.ts';
import { offersOf, type PoolSupply } from './pool-supply.ts';

/**
 * Price of the cheapest way to have one instance, as a ratio of the pool's price: the cheapest type and purchase option; of
 * pods a full node's share.
 */
export function cheapestPriceRatio(supply: PoolSupply, nodes: NodeSettings | null): number {
  const ratios = offersOf(supply).map(({ priceRatio }, offer) => {
    const group = nodes?.groups[offer % supply.types.length];
    return priceRatio / (group?.podsPerNode ?? 1);
  });
  return Math.min(...ratios);
}
