/**
 * A pool's dealings with the cloud: it orders instances (`launches.ts`), spreads them over zones, and learns when spot
 * instances are taken back. What an instance then does is its pool's business.
 */
import type { InstanceOffer } from '../../cloud/cloud-settings.ts';
import { type EndReason, type InstanceKind, InstancePool } from '../../cloud/instance-pool.ts';
import { offersOf, type PoolSupply } from '../../cloud/pool-supply.ts';
import type { QuantileSketch } from '../../stats/quantile-sketch.ts';
import type { PaidInstances } from '../cost-meter.ts';
import type { RunContext } from '../run-context.ts';
import { CloudDesk, type DeskGroup } from './cloud-desk.ts';
import { BalancedZones, type LaunchZones } from './launch-zones.ts';
import { Launches, type LaunchOptions } from './launches.ts';
import type { CloudDealings, PoolSource, SupplyOwner } from './pool-source.ts';
import { Rebalancing } from './rebalancing.ts';
import { SpotWatch } from './spot-watch.ts';
import { prepare, rebalance, type SupplyEvent, take } from './supply-events.ts';
import { WarmPool } from './warm-pool.ts';

export interface SupplyOptions extends LaunchOptions {
  /** Name of the pool, as quotas and incidents know it. */
  readonly pool: string;
  readonly supply: PoolSupply;
  /** Where instances are launched; null for the zones of the cloud in balance. */
  readonly zones: LaunchZones | null;
}

export class InstanceSupply implements PoolSource, DeskGroup {
  readonly instances = new InstancePool();
  readonly offers: readonly InstanceOffer[];
  owner: SupplyOwner = { retire: () => {}, noticed: () => {}, taken: () => {} };
  /** Whether an instance that the cloud takes back is ordered anew at once, as a group of the cloud does. */
  replacesTaken = true;
  /** These instances are no pods. */
  readonly podOf = (): null => null;
  readonly loseZone = (): void => {};
  readonly options: SupplyOptions;
  private readonly launches: Launches;
  readonly zones: LaunchZones;
  private readonly spot: SpotWatch;
  private readonly desk: CloudDesk;
  private readonly rebalancing: Rebalancing | null;
  /** null without one. */
  readonly warm: WarmPool | null;

  constructor(context: RunContext, options: SupplyOptions) {
    this.options = options;
    this.offers = offersOf(options.supply);
    this.zones = options.zones ?? new BalancedZones(context.cloud.settings.zones, this.instances);
    const { warmPool, rebalanceSeconds } = options.supply;
    this.warm =
      warmPool === null ? null : new WarmPool(context, warmPool, { ...options, offers: this.offers });
    this.desk = new CloudDesk(context, this);
    this.spot = new SpotWatch(context, options);
    this.launches = new Launches(context, this, {
      ...{ desk: this.desk, warm: this.warm },
      begin: (slot, nowMs) => this.begin(slot, nowMs),
    });
    this.rebalancing = rebalanceSeconds === null ? null : new Rebalancing(context, rebalanceSeconds, this);
  }

  /** An instance that is there and ready when the run begins. Returns its slot. */
  provideReady(nowMs: number, type?: number): number {
    const slot = this.instances.provideReady(nowMs, {
      zone: this.zones.inOrder()[0]!,
      offer: this.desk.offersInOrder(type)[0]!,
    });
    this.begin(slot, nowMs);
    return slot;
  }

  /** What begins with the run, once the first instances are there: a full warm pool, looks at the balance of zones. */
  start(nowMs: number): void {
    this.warm?.fillAtOnce(this.desk, this.launches.inServiceCount, nowMs);
    this.rebalancing?.planLook(nowMs);
  }

  order(count: number, nowMs: number): void {
    this.launches.order(count, nowMs);
  }

  tryOnce(count: number, nowMs: number): number {
    return this.launches.tryOnce(count, nowMs);
  }

  tryType(type: number, nowMs: number): number {
    return this.launches.tryType(type, nowMs);
  }

  /** The pool no longer needs an instance: it is gone, or goes back to the warm pool. */
  end(slot: number, nowMs: number, reason: EndReason = 'retired'): void {
    const kind = this.kindOf(slot);
    this.desk.count(kind, -1);
    this.spot.forget(slot);
    this.rebalancing?.forget(slot);
    this.zones.gone(slot);
    this.instances.end(slot, nowMs, reason);
    if (this.warm === null || reason !== 'retired') return;
    if (this.warm.takesBack(this.launches.inServiceCount)) this.warm.provide(this.desk, kind, nowMs);
    this.launches.fill(nowMs);
  }

  /** To be called when an instance has become ready: a replacement for balance lets the other one go. */
  noteReady(slot: number, nowMs: number): void {
    this.launches.noteReady(slot, nowMs);
    const leaving = this.rebalancing?.leavingFor(slot, this.instances) ?? -1;
    if (leaving >= 0) this.owner.retire(leaving, nowMs);
  }

  /** Instances launched for balance beside the wanted ones. */
  get spareCount(): number {
    return this.rebalancing?.spareCount ?? 0;
  }

  /** From the order of an instance until it was ready. */
  get orderToReadySeconds(): QuantileSketch {
    return this.launches.orderToReadySeconds;
  }

  get boots(): PoolSource['boots'] {
    return [{ of: 'instance', stages: this.launches.stages }];
  }

  get dealings(): CloudDealings {
    const { warm, spot } = this;
    const { refusals, throttled, orders } = this.launches;
    const waitedMs = (endMs: number): number => orders.waitedUntilMs(endMs);
    return { refusals, throttled, interruptions: spot.interruptions, warm, waitedMs };
  }

  get waitingCount(): number {
    return this.launches.orders.count;
  }

  withdraw(count: number, nowMs: number): number {
    return this.launches.orders.withdraw(count, nowMs);
  }

  /** Everything that costs money. */
  get paid(): readonly PaidInstances[] {
    const { instances, offers, warm } = this;
    return [{ instances, offers, isRunning: true }, ...(warm?.paid(offers) ?? [])];
  }

  get machines(): InstanceSupply {
    return this;
  }

  isNoticed(slot: number): boolean {
    return this.spot.isNoticed(slot);
  }

  zoneNameOf(slot: number): string {
    return this.zones.names[this.instances.zoneOf(slot)]!;
  }

  handleCloudEvent(what: SupplyEvent, slot: number, nowMs: number): void {
    switch (what) {
      case take:
        this.handleTake(slot, nowMs);
        return;
      case prepare:
        this.warm!.finishPreparing(this.desk, slot, nowMs);
        return;
      case rebalance:
        this.rebalancing!.look(this.desk, this.launches, nowMs);
        return;
      default:
        this.launches.fill(nowMs);
    }
  }

  /** The cloud takes the spot instance: first the notice, then the end. */
  private handleTake(slot: number, nowMs: number): void {
    if (!this.spot.notice(slot, nowMs)) {
      this.owner.taken(slot, nowMs);
      return;
    }
    const isLeaving = this.instances.stateOf(slot) === 'draining';
    this.owner.noticed(slot, nowMs);
    if (this.replacesTaken && !isLeaving) this.order(1, nowMs);
  }

  private kindOf(slot: number): InstanceKind {
    return { zone: this.instances.zoneOf(slot), offer: this.instances.offerOf(slot) };
  }

  /** The instance exists from now on: it uses up its quota, and a spot instance may be taken. */
  private begin(slot: number, nowMs: number): void {
    const kind = this.kindOf(slot);
    this.zones.placed(slot, kind.zone);
    this.desk.count(kind, 1);
    const { purchase } = this.offers[kind.offer]!;
    if (purchase === 'spot') this.spot.plan(slot, this.instances.number[slot]!, nowMs);
  }
}
