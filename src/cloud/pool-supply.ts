/**
 * How a pool buys its instances: which types in which order, how many on spot, and what happens when the cloud
 * refuses.
 */
import type { Distribution } from '../engine/random/distribution.ts';
import type { CapacityMix } from './capacity-mix.ts';
import type { InstanceOffer } from './cloud-settings.ts';
import type { WarmPoolSize } from './warm-pool-size.ts';

/** How spot instances of one type are sold. */
export interface SpotMarket {
  /** Price of a spot instance as a ratio of the on-demand price. */
  readonly priceRatio: number;
  /** Share of instances that the cloud takes back within 30 days. */
  readonly interruptedPerMonthRatio: number;
  /** From the notice until the instance is gone: 120 s at AWS, 30 s at Google Cloud, Azure and OCI. */
  readonly noticeSeconds: number;
}

export interface SpotOptions extends CapacityMix, SpotMarket {
  /** Name of the market's model. */
  readonly name: string;
  /** Whether an on-demand instance is taken when no spot instance is to be had. */
  readonly fallsBackToOnDemand: boolean;
}

export interface PoolSupply {
  /** Instance types in the order in which they are tried, with their price as a ratio of the pool's price. */
  readonly types: readonly { readonly instanceType: string; readonly priceRatio: number }[];
  /** null for on-demand instances only. */
  readonly spot: SpotOptions | null;
  /** null for none. */
  readonly warmPool: WarmPoolOptions | null;
  /** Seconds between two looks whether zones are out of balance; null to leave them so. */
  readonly rebalanceSeconds: number | null;
}

export interface WarmPoolOptions extends WarmPoolSize {
  /** What prepared instances do until they are needed. */
  readonly state: 'stopped' | 'hibernated' | 'running';
  /** Seconds from taking a prepared instance until it serves. */
  readonly startSeconds: Distribution;
  /** Price of a prepared instance as a ratio of its price while it runs; 1 for running. */
  readonly preparedPriceRatio: number;
  /** Whether an instance that is no longer needed goes back to the pool, if that has room. */
  readonly reusesOnScaleIn: boolean;
}

/** One type on demand. */
export function simpleSupply(instanceType: string): PoolSupply {
  return { types: [{ instanceType, priceRatio: 1 }], spot: null, warmPool: null, rebalanceSeconds: null };
}

/** All offers of a pool: types on demand in order, then the same on spot. */
export function offersOf({ types, spot }: PoolSupply): InstanceOffer[] {
  const onDemand = types.map((type): InstanceOffer => ({ ...type, purchase: 'on-demand' }));
  if (spot === null) return onDemand;
  const onSpot = types.map(
    ({ instanceType, priceRatio }): InstanceOffer => ({
      instanceType,
      purchase: 'spot',
      priceRatio: priceRatio * spot.priceRatio,
    }),
  );
  return [...onDemand, ...onSpot];
}
