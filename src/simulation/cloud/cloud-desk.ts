/**
 * Where a group asks the cloud for instances: by offer and zone, one answer a request.
 */
import { type Refusal, refusalText } from '../../cloud/cloud-account.ts';
import type { InstanceOffer } from '../../cloud/cloud-settings.ts';
import type { InstanceKind, InstancePool } from '../../cloud/instance-pool.ts';
import type { PoolSupply } from '../../cloud/pool-supply.ts';
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type { RunContext } from '../run-context.ts';
import type { LaunchZones } from './launch-zones.ts';
import { offersInOrder } from './offer-order.ts';

/** The group that asks. */
export interface DeskGroup {
  readonly options: { readonly pool: string; readonly supply: PoolSupply };
  readonly offers: readonly InstanceOffer[];
  readonly instances: InstancePool;
  readonly zones: LaunchZones;
}

export class CloudDesk {
  private readonly context: RunContext;
  private readonly group: DeskGroup;
  private readonly stockStream: RandomStream;
  private stockDraws = 0;

  constructor(context: RunContext, group: DeskGroup) {
    this.context = context;
    this.group = group;
    this.stockStream = context.streams.stream(`cloud/stock-${group.options.pool}`);
  }

  /** Where the cloud grants an instance, or the first reason why it does not. */
  find(zones: readonly number[], nowMs: number, type?: number): InstanceKind | string {
    let refused = '';
    for (const offer of this.offersInOrder(type)) {
      for (const zone of zones) {
        const refusal = this.ask({ zone, offer }, nowMs);
        if (refusal === null) return { zone, offer };
        if (refused === '') refused = refusalText(refusal);
      }
    }
    return refused;
  }

  /** null when the cloud grants it. */
  ask({ zone, offer }: InstanceKind, nowMs: number): Refusal | null {
    const { offers, zones, options } = this.group;
    const { instanceType, purchase } = offers[offer]!;
    const place = { instanceType, purchase, zone: zones.names[zone]! };
    return this.context.cloud.refusalOf(options.pool, place, nowMs, () => this.drawStock());
  }

  isThrottled(nowMs: number): boolean {
    return this.context.cloud.throttledUntilMs(nowMs) !== null;
  }

  /** An instance begins to use up quotas (1) or no longer does (-1). */
  count({ offer }: InstanceKind, change: 1 | -1): void {
    this.context.cloud.count(this.group.options.pool, this.group.offers[offer]!.instanceType, change);
  }

  /** Factor on the boot delay of what is launched there now. */
  bootFactor({ zone }: InstanceKind, nowMs: number): number {
    return this.context.cloud.conditions.bootFactor(this.group.zones.names[zone]!, nowMs);
  }

  /** Zones in the order in which they are tried for the next instance. */
  zonesInOrder(): readonly number[] {
    return this.group.zones.inOrder();
  }

  /** What the next instance is tried as; `type`: only as this one of the pool's types. */
  offersInOrder(type?: number): readonly number[] {
    const { supply } = this.group.options;
    const offers = offersInOrder(supply, this.group.offers, this.group.instances);
    return type === undefined ? offers : offers.filter((offer) => offer % supply.types.length === type);
  }

  /** Where the next instance is tried first, and as what. */
  firstKind(): InstanceKind {
    return { zone: this.group.zones.inOrder()[0]!, offer: this.offersInOrder()[0]! };
  }

  private drawStock(): number {
    this.stockDraws += 1;
    return this.stockStream.at(this.stockDraws).nextUnit();
  }
}
