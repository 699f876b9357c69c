/**
 * What an account used in a month: the input of its bill. Instance-hours are already rounded by each provider's grain;
 * hours come with weights, so that a month may be made of measured hours (weight 1) or of expected ones.
 */
import type { CostCategory, PriceOrigin } from './bill-line.ts';
import type { Place } from './price-book.ts';
import type { Service } from './service-prices.ts';
import type { SustainedUse } from './sustained-use.ts';
import type { TrafficKind } from './traffic-prices.ts';

/** Instances of one type, bought one way. Their hours stand in `WeightedHour.used` at the same index. */
export interface ComputeUse {
  readonly component: string;
  readonly shard: string | null;
  /** `provider/region/type`, or a name of the user's. */
  readonly instanceType: string;
  readonly place: Place;
  readonly zone: string | null;
  readonly purchase: 'on-demand' | 'spot';
  /** On-demand price in the list's currency, and the spot price in the same; `listed` is null when not found. */
  readonly onDemand: PriceOrigin;
  readonly spot: PriceOrigin;
  /** Most that one instance costs in a month, list currency; null for no cap. */
  readonly costPerMonthMax: number | null;
  readonly sustainedUse: SustainedUse | null;
  /** Traffic that comes with an instance that exists the whole month, GB; 0 for none. */
  readonly includedGigabytes: number;
}

export interface WeightedHour {
  /** Hours of the month that this one stands for. */
  readonly weight: number;
  /** Instance-hours billed within one such hour, by compute use. */
  readonly used: readonly number[];
}

export interface TrafficUse {
  readonly category: CostCategory;
  readonly component: string;
  readonly shard: string | null;
  readonly place: Place;
  readonly kind: TrafficKind;
  readonly destination: string;
  readonly gigabytes: number;
  readonly description: string;
}

export interface ServiceUse {
  readonly category: CostCategory;
  readonly component: string;
  readonly shard: string | null;
  readonly place: Place;
  readonly service: Service;
  /** In the unit of the service; requests in thousands. */
  readonly quantity: number;
  readonly description: string;
}

/** A cost the user states as such. */
export interface FlatUse {
  readonly category: CostCategory;
  readonly component: string;
  readonly name: string;
  readonly quantity: number;
  readonly price: PriceOrigin;
}

export interface MonthUsage {
  /** `2026-09`. */
  readonly month: string;
  readonly hoursInMonth: number;
  readonly compute: readonly ComputeUse[];
  readonly hours: readonly WeightedHour[];
  readonly traffic: readonly TrafficUse[];
  readonly services: readonly ServiceUse[];
  readonly flat: readonly FlatUse[];
}
