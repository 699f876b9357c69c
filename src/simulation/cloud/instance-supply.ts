/**
 * A pool's dealings with the cloud: it orders instances, asks again for those that are refused, spreads them over
 * zones, and learns when spot instances are taken back. What an instance then does is its pool's business.
 */
import { bootStageTimesMs } from '../../cloud/boot-delay.ts';
import type { BootModel } from '../../cloud/boot-model.ts';
import { nextPurchase } from '../../cloud/capacity-mix.ts';
import { refusalText } from '../../cloud/cloud-account.ts';
import type { InstanceOffer } from '../../cloud/cloud-settings.ts';
import { type EndReason, InstancePool } from '../../cloud/instance-pool.ts';
import { LaunchOrders } from '../../cloud/launch-orders.ts';
import { offersOf, type PoolSupply } from '../../cloud/pool-supply.ts';
import { interruptionAfterMs, interruptionHazardPerHour } from '../../cloud/spot-interruption.ts';
import type { RandomStream } from '../../engine/random/random-stream.ts';
import { noteIncident, type RunContext } from '../run-context.ts';
import { BalancedZones, type LaunchZones } from './launch-zones.ts';
import {
  retry,
  type SupplyEvent,
  type SupplyHandler,
  type SupplyNumber,
  supplyEntity,
  take,
} from './supply-events.ts';

export interface SupplyOptions {
  /** Name of the pool, as quotas and incidents know it. */
  readonly pool: string;
  /** What is launched, for incidents: bridge, Jibri, node. */
  readonly noun: string;
  readonly supply: PoolSupply;
  readonly boot: BootModel;
  readonly bootStream: RandomStream;
  readonly number: SupplyNumber;
  /** The event that an instance has booted. */
  readonly bootEntity: (slot: number) => number;
  /** Where instances are launched; null for the zones of the cloud in balance. */
  readonly zones: LaunchZones | null;
}

/** What becomes of an instance that the cloud takes back. */
export interface TakenInstances {
  /** The notice has come; the instance is gone `noticeSeconds` later. */
  noticed(slot: number, nowMs: number): void;
  /** The instance is gone, whatever ran on it. */
  taken(slot: number, nowMs: number): void;
}

export class InstanceSupply implements SupplyHandler {
  readonly instances = new InstancePool();
  readonly offers: readonly InstanceOffer[];
  readonly orders = new LaunchOrders();
  /** Requests that the cloud refused, each attempt counted, and those held up by the API's rate limit. */
  refusals = 0;
  throttled = 0;
  /** Spot instances that the cloud took back. */
  interruptions = 0;
  /** Set by the pool that owns the instances. */
  owner: TakenInstances = { noticed: () => {}, taken: () => {} };
  /** Whether an instance that the cloud takes back is ordered anew at once, as a group of the cloud does. */
  replacesTaken = true;
  private readonly context: RunContext;
  private readonly options: SupplyOptions;
  private readonly zones: LaunchZones;
  private readonly stockStream: RandomStream;
  private readonly spotStream: RandomStream;
  private readonly noticed = new Set<number>();
  private stockDraws = 0;

  constructor(context: RunContext, options: SupplyOptions) {
    this.context = context;
    this.options = options;
    this.offers = offersOf(options.supply);
    this.zones = options.zones ?? new BalancedZones(context.cloud.settings.zones, this.instances);
    this.stockStream = context.streams.stream(`cloud/stock-${options.pool}`);
    this.spotStream = context.streams.stream(`cloud/spot-${options.pool}`);
  }

  /** An instance that is there and ready when the run begins. Returns its slot. */
  provideReady(nowMs: number): number {
    const slot = this.instances.provideReady(nowMs, {
      zone: this.zones.inOrder()[0]!,
      offer: this.offersInOrder()[0]!,
    });
    this.begin(slot, nowMs);
    return slot;
  }

  /** Orders instances: those that the cloud refuses wait and are asked for again. */
  order(count: number, nowMs: number): void {
    this.orders.add(count, nowMs);
    this.fill(nowMs);
  }

  /** Asks once for each of `count` instances; refused ones are forgotten. Returns how many were granted. */
  tryOnce(count: number, nowMs: number): number {
    let granted = 0;
    for (let i = 0; i < count; i++) {
      if (this.context.cloud.throttledUntilMs(nowMs) !== null) {
        this.throttled += count - i;
        break;
      }
      if (this.place(nowMs, true)) granted += 1;
    }
    return granted;
  }

  /** Asks for everything that waits. Called on an order and on the retry timer. */
  fill(nowMs: number): void {
    const { cloud, list } = this.context;
    let wakeAtMs = Number.POSITIVE_INFINITY;
    this.orders.each((order) => {
      const throttledUntilMs = cloud.throttledUntilMs(nowMs);
      if (throttledUntilMs !== null) {
        this.throttled += 1;
        wakeAtMs = throttledUntilMs;
        return 'stop';
      }
      if (this.place(nowMs, order.refusals === 0)) return 'filled';
      wakeAtMs = nowMs + cloud.settings.retrySeconds * 1000;
      return 'refused';
    }, nowMs);
    if (wakeAtMs < this.context.endMs) list.schedule(supplyEntity(this.options.number, retry, 0), wakeAtMs);
  }

  /** The pool no longer needs an instance: it is gone. */
  end(slot: number, nowMs: number, reason: EndReason = 'retired'): void {
    const { instanceType } = this.offers[this.instances.offerOf(slot)]!;
    this.context.cloud.count(this.options.pool, instanceType, -1);
    this.context.list.cancel(this.takeEntity(slot));
    this.noticed.delete(slot);
    this.zones.gone(slot);
    this.instances.end(slot, nowMs, reason);
  }

  handleCloudEvent(what: SupplyEvent, slot: number, nowMs: number): void {
    if (what === take) this.handleTake(slot, nowMs);
    else this.fill(nowMs);
  }

  private takeEntity(slot: number): number {
    return supplyEntity(this.options.number, take, slot);
  }

  /** The cloud takes the spot instance: first the notice, then the end. */
  private handleTake(slot: number, nowMs: number): void {
    const { spot } = this.options.supply;
    if (spot === null || this.noticed.has(slot)) {
      this.owner.taken(slot, nowMs);
      return;
    }
    this.interruptions += 1;
    this.noticed.add(slot);
    this.context.list.schedule(this.takeEntity(slot), nowMs + spot.noticeSeconds * 1000);
    const isLeaving = this.instances.stateOf(slot) === 'draining';
    this.owner.noticed(slot, nowMs);
    if (this.replacesTaken && !isLeaving) this.order(1, nowMs);
  }

  /** Places one instance where the cloud grants it; false when it is refused everywhere. */
  private place(nowMs: number, isFirst: boolean): boolean {
    const { cloud, list } = this.context;
    let refused = '';
    for (const offer of this.offersInOrder()) {
      const { instanceType, purchase } = this.offers[offer]!;
      for (const zone of this.zones.inOrder()) {
        const place = { instanceType, purchase, zone: this.zones.names[zone]! };
        const refusal = cloud.refusalOf(this.options.pool, place, nowMs, () => this.drawStock());
        if (refusal !== null) {
          if (refused === '') refused = refusalText(refusal);
          continue;
        }
        const slot = this.instances.launch(nowMs, { zone, offer });
        this.begin(slot, nowMs);
        const stream = this.options.bootStream.at(this.instances.number[slot]!);
        const delayMs = bootStageTimesMs(this.options.boot, stream).at(-1)!;
        const factor = cloud.conditions.bootFactor(place.zone, nowMs);
        list.schedule(this.options.bootEntity(slot), nowMs + delayMs * factor);
        return true;
      }
    }
    this.refusals += 1;
    if (isFirst) this.noteRefusal(refused, nowMs);
    return false;
  }

  private noteRefusal(why: string, nowMs: number): void {
    const { launchingCount, readyCount } = this.instances;
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'launch-refused',
      detail: `a ${this.options.noun} was refused (${why}): ${readyCount} ready, ${launchingCount} launching`,
      affected: 1,
    });
  }

  /** The instance exists from now on: it uses up its quota, and a spot instance may be taken. */
  private begin(slot: number, nowMs: number): void {
    const { instanceType, purchase } = this.offers[this.instances.offerOf(slot)]!;
    this.zones.placed(slot, this.instances.zoneOf(slot));
    this.context.cloud.count(this.options.pool, instanceType, 1);
    const { spot } = this.options.supply;
    if (purchase !== 'spot' || spot === null) return;
    const stream = this.spotStream.at(this.instances.number[slot]!);
    const takenMs =
      nowMs + interruptionAfterMs(interruptionHazardPerHour(spot.interruptedPerMonthRatio), stream);
    if (takenMs < this.context.endMs) this.context.list.schedule(this.takeEntity(slot), takenMs);
  }

  /** Offers in the order in which they are tried for the next instance. */
  private offersInOrder(): readonly number[] {
    const { types, spot } = this.options.supply;
    const onDemand = types.map((_, type) => type);
    if (spot === null) return onDemand;
    const onSpot = onDemand.map((type) => types.length + type);
    const purchase = nextPurchase(spot, this.countPurchases());
    if (purchase === 'on-demand') return onDemand;
    return spot.fallsBackToOnDemand ? [...onSpot, ...onDemand] : onSpot;
  }

  private countPurchases(): { readonly onDemand: number; readonly total: number } {
    const { instances } = this;
    let onDemand = 0;
    for (let slot = 0; slot < instances.slotCount; slot++) {
      if (!this.isStaying(slot)) continue;
      if (this.offers[instances.offerOf(slot)]!.purchase === 'on-demand') onDemand += 1;
    }
    return { onDemand, total: instances.launchingCount + instances.readyCount };
  }

  private isStaying(slot: number): boolean {
    const state = this.instances.stateOf(slot);
    return state === 'launching' || state === 'ready';
  }

  private drawStock(): number {
    this.stockDraws += 1;
    return this.stockStream.at(this.stockDraws).nextUnit();
  }
}
