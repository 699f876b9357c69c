/**
 * The state of the cloud in one run: what is out of stock, slow or lost, and when. Begins with what the scenario says;
 * faults add to it while the run goes on. Shared by all pools.
 */
import {
  type CloudSettings,
  isWithin,
  type PurchaseOption,
  type SlowBoot,
  type StockOut,
  type TimeWindow,
  type ZoneLoss,
} from './cloud-settings.ts';

/** What is asked for, and when. */
export interface LaunchPlace {
  readonly instanceType: string;
  readonly purchase: PurchaseOption;
  readonly zone: string;
}

export class CloudConditions {
  private readonly stockOuts: StockOut[];
  private readonly slowBoots: SlowBoot[];
  private readonly lostZones: ZoneLoss[] = [];

  constructor({ stockOuts, slowBoots }: Pick<CloudSettings, 'stockOuts' | 'slowBoots'>) {
    this.stockOuts = [...stockOuts];
    this.slowBoots = [...slowBoots];
  }

  /** From now on, requests that match within the window are refused with that probability. */
  stockOut(stockOut: StockOut): void {
    this.stockOuts.push(stockOut);
  }

  /** Instances launched within the window take so many times as long to boot. */
  slowBoot(slowBoot: SlowBoot): void {
    this.slowBoots.push(slowBoot);
  }

  /** Nothing can be launched in the zone within the window. */
  loseZone(zone: string, window: TimeWindow): void {
    this.lostZones.push({ zone, ...window });
  }

  isLost(zone: string, nowMs: number): boolean {
    return this.lostZones.some((loss) => loss.zone === zone && isWithin(loss, nowMs));
  }

  /**
   * Probability that a request is refused for want of stock, 0 to 1. Several stock-outs are independent:
   * 1 - product of (1 - refusedRatio).
   */
  refusedRatio({ instanceType, purchase, zone }: LaunchPlace, nowMs: number): number {
    let granted = 1;
    for (const out of this.stockOuts) {
      if (!isWithin(out, nowMs)) continue;
      if (out.instanceType !== null && out.instanceType !== instanceType) continue;
      if (out.zone !== null && out.zone !== zone) continue;
      if (out.purchase !== null && out.purchase !== purchase) continue;
      granted *= 1 - out.refusedRatio;
    }
    return 1 - granted;
  }

  /** Factor on the boot delay of an instance launched now in the zone: the product of all that apply, 1 for none. */
  bootFactor(zone: string, nowMs: number): number {
    let factor = 1;
    for (const slow of this.slowBoots) {
      if (isWithin(slow, nowMs) && (slow.zone === null || slow.zone === zone)) factor *= slow.factor;
    }
    return factor;
  }
}
