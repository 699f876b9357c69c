/**
 * The account at the cloud: it grants or refuses a launch. In this order, as a provider checks: the API's rate limit,
 * the account's quotas, the zone, the stock.
 */
import { CloudConditions, type LaunchPlace } from './cloud-conditions.ts';
import { type CloudSettings, isWithin, type Quota } from './cloud-settings.ts';
import { TokenBucket } from './token-bucket.ts';

/** Why a launch was refused. */
export type Refusal =
  | { readonly kind: 'quota'; readonly quota: Quota }
  | { readonly kind: 'zone-lost'; readonly zone: string }
  | { readonly kind: 'out-of-stock'; readonly place: LaunchPlace };

interface Usage {
  readonly pool: string;
  readonly instanceType: string;
  count: number;
}

export class CloudAccount {
  readonly settings: CloudSettings;
  readonly conditions: CloudConditions;
  private readonly bucket: TokenBucket | null;
  private readonly usages: Usage[] = [];

  constructor(settings: CloudSettings) {
    this.settings = settings;
    this.conditions = new CloudConditions(settings);
    this.bucket = settings.api === null ? null : new TokenBucket(settings.api);
  }

  /** Takes one request of the API's allowance; null when it went through, else when to ask again. */
  throttledUntilMs(nowMs: number): number | null {
    if (this.bucket === null || this.bucket.take(nowMs)) return null;
    return this.bucket.nextTokenMs(nowMs);
  }

  /**
   * Asks for one instance; null when it is granted.
   *
   * @param drawUnit a fresh uniform number for the stock, taken only when stock is short
   */
  refusalOf(pool: string, place: LaunchPlace, nowMs: number, drawUnit: () => number): Refusal | null {
    for (const quota of this.settings.quotas) {
      if (!isWithin(quota, nowMs) || !matches(quota, pool, place.instanceType)) continue;
      if (this.usedOf(quota) >= quota.maxCount) return { kind: 'quota', quota };
    }
    if (this.conditions.isLost(place.zone, nowMs)) return { kind: 'zone-lost', zone: place.zone };
    const ratio = this.conditions.refusedRatio(place, nowMs);
    if (ratio > 0 && drawUnit() < ratio) return { kind: 'out-of-stock', place };
    return null;
  }

  /** An instance of the type begins to exist (+1) or is gone (-1). */
  count(pool: string, instanceType: string, change: 1 | -1): void {
    const usage = this.usages.find((known) => known.pool === pool && known.instanceType === instanceType);
    if (usage === undefined) this.usages.push({ pool, instanceType, count: change });
    else usage.count += change;
  }

  /** Instances that the quota counts now. */
  usedOf(quota: Quota): number {
    let used = 0;
    for (const usage of this.usages) {
      if (matches(quota, usage.pool, usage.instanceType)) used += usage.count;
    }
    return used;
  }
}

function matches(quota: Quota, pool: string, instanceType: string): boolean {
  if (quota.pool !== null && quota.pool !== pool) return false;
  return quota.instanceType === null || quota.instanceType === instanceType;
}

/** A refusal as operators would read it. */
export function refusalText(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'quota': {
      const { maxCount, instanceType, pool } = refusal.quota;
      return `quota: the account may run ${maxCount} ${instanceType ?? `instances${pool === null ? '' : ` of ${pool}`}`}`;
    }
    case 'zone-lost':
      return `zone ${refusal.zone} is lost`;
    case 'out-of-stock': {
      const { instanceType, purchase, zone } = refusal.place;
      return `out of stock: ${instanceType}${purchase === 'spot' ? ' spot' : ''} in zone ${zone}`;
    }
  }
}
