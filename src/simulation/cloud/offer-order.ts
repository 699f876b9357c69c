/**
 * In which order a pool's offers are tried for its next instance.
 */
import { nextPurchase } from '../../cloud/capacity-mix.ts';
import type { InstanceOffer } from '../../cloud/cloud-settings.ts';
import type { InstancePool } from '../../cloud/instance-pool.ts';
import type { PoolSupply } from '../../cloud/pool-supply.ts';

/** Indices into `offers`: types in order, bought the way that keeps the proportions of spot and on demand. */
export function offersInOrder(
  { types, spot }: PoolSupply,
  offers: readonly InstanceOffer[],
  instances: InstancePool,
): readonly number[] {
  const onDemand = types.map((_, type) => type);
  if (spot === null) return onDemand;
  const onSpot = onDemand.map((type) => types.length + type);
  const purchase = nextPurchase(spot, {
    onDemand: stayingOnDemand(offers, instances),
    total: instances.launchingCount + instances.readyCount,
  });
  if (purchase === 'on-demand') return onDemand;
  return spot.fallsBackToOnDemand ? [...onSpot, ...onDemand] : onSpot;
}

/** On-demand instances that are launching or ready. */
function stayingOnDemand(offers: readonly InstanceOffer[], instances: InstancePool): number {
  let count = 0;
  for (let slot = 0; slot < instances.slotCount; slot++) {
    const state = instances.stateOf(slot);
    if (state !== 'launching' && state !== 'ready') continue;
    if (offers[instances.offerOf(slot)]!.purchase === 'on-demand') count += 1;
  }
  return count;
}
