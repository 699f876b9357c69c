/**
 * What the cloud lets an account have, and how it answers: zones, quotas, stock, API throttling. Times are simulated
 * milliseconds; a window is [fromMs, toMs).
 */

export interface TimeWindow {
  readonly fromMs: number;
  /** Infinity for ever. */
  readonly toMs: number;
}

export type PurchaseOption = 'on-demand' | 'spot';

/** The account may run at most so many instances; null matches every pool or type. */
export interface Quota extends TimeWindow {
  readonly pool: string | null;
  readonly instanceType: string | null;
  readonly maxCount: number;
}

/** The cloud has too few of a type; null matches every type, zone or purchase option. */
export interface StockOut extends TimeWindow {
  readonly instanceType: string | null;
  readonly zone: string | null;
  readonly purchase: PurchaseOption | null;
  /** Share of requests that are refused, 0 to 1; each request is drawn anew. */
  readonly refusedRatio: number;
}

/** Boots take longer, in a zone or everywhere (null). */
export interface SlowBoot extends TimeWindow {
  readonly zone: string | null;
  /** Factor on the boot delay of instances launched within the window. */
  readonly factor: number;
}

/** A zone is lost: nothing can be launched there. What ran there is the concern of whoever says so. */
export interface ZoneLoss extends TimeWindow {
  readonly zone: string;
}

/** A token bucket on launch requests, one token an instance. */
export interface ApiLimit {
  readonly requestsPerSecond: number;
  /** Requests that may come at once after a quiet time; at least 1. */
  readonly burstRequests: number;
}

export interface CloudSettings {
  /** Names of the zones that instances are spread over; at least one. */
  readonly zones: readonly string[];
  readonly quotas: readonly Quota[];
  readonly stockOuts: readonly StockOut[];
  readonly slowBoots: readonly SlowBoot[];
  /** Seconds after a refusal until the launch is asked for again. */
  readonly retrySeconds: number;
  /** null for no throttling. */
  readonly api: ApiLimit | null;
}

/**
 * A cloud without limits: one zone, no quota, everything in stock. Faults may still make it refuse; it is then asked again
 * after a minute, as by the assumption in `models/defaults/shipped.yaml`.
 */
export const unlimitedCloud: CloudSettings = {
  zones: ['a'],
  quotas: [],
  stockOuts: [],
  slowBoots: [],
  retrySeconds: 60,
  api: null,
};

/** What a pool may ask for: an instance type bought one way. */
export interface InstanceOffer {
  readonly instanceType: string;
  readonly purchase: PurchaseOption;
  /** Price as a ratio of the pool's price. */
  readonly priceRatio: number;
}

export function isWithin({ fromMs, toMs }: TimeWindow, nowMs: number): boolean {
  return nowMs >= fromMs && nowMs < toMs;
}
