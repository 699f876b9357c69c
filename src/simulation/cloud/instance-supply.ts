// length: all of a pool's dealings with the cloud, which share its orders and draws
/**
 * A pool's dealings with the cloud: it orders instances, asks again for those that are refused, spreads them over
 * zones, and learns when spot instances are taken back. What an instance then does is its pool's business.
 */
import { bootStageTimesMs } from '../../cloud/boot-delay.ts';
import type { BootModel } from '../../cloud/boot-model.ts';
import type { InstanceOffer } from '../../cloud/cloud-settings.ts';
import { type EndReason, type InstanceKind, InstancePool } from '../../cloud/instance-pool.ts';
import { type LaunchOrder, LaunchOrders } from '../../cloud/launch-orders.ts';
import { offersOf, type PoolSupply } from '../../cloud/pool-supply.ts';
import type { RandomStream } from '../../engine/random/random-stream.ts';
import { QuantileSketch } from '../../stats/quantile-sketch.ts';
import type { PaidInstances } from '../cost-meter.ts';
import { noteIncident, type RunContext } from '../run-context.ts';
import { CloudDesk, type DeskGroup } from './cloud-desk.ts';
import { BalancedZones, type LaunchZones, stayingByZone } from './launch-zones.ts';
import type { CloudDealings, PoolSource, SupplyOwner } from './pool-source.ts';
import { Rebalancing } from './rebalancing.ts';
import { SpotWatch } from './spot-watch.ts';
import {
  prepare,
  rebalance,
  retry,
  type SupplyEvent,
  type SupplyNumber,
  supplyEntity,
  take,
} from './supply-events.ts';
import { WarmPool } from './warm-pool.ts';

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

export class InstanceSupply implements PoolSource, DeskGroup {
  readonly instances = new InstancePool();
  readonly offers: readonly InstanceOffer[];
  readonly orders = new LaunchOrders();
  /** Requests that the cloud refused, each attempt counted, and those held up by the API's rate limit. */
  refusals = 0;
  throttled = 0;
  /** From the order of an instance until it was ready. */
  readonly orderToReadySeconds = new QuantileSketch();
  private readonly orderedAtMs: number[] = [];
  owner: SupplyOwner = { retire: () => {}, noticed: () => {}, taken: () => {} };
  /** Whether an instance that the cloud takes back is ordered anew at once, as a group of the cloud does. */
  replacesTaken = true;
  /** These instances are no pods. */
  readonly podOf = (): null => null;
  readonly loseZone = (): void => {};
  private readonly context: RunContext;
  readonly options: SupplyOptions;
  readonly zones: LaunchZones;
  private readonly spot: SpotWatch;
  private readonly desk: CloudDesk;
  private readonly rebalancing: Rebalancing | null;
  /** null without one. */
  readonly warm: WarmPool | null;

  constructor(context: RunContext, options: SupplyOptions) {
    this.context = context;
    this.options = options;
    this.offers = offersOf(options.supply);
    this.zones = options.zones ?? new BalancedZones(context.cloud.settings.zones, this.instances);
    const { warmPool, rebalanceSeconds } = options.supply;
    this.warm =
      warmPool === null ? null : new WarmPool(context, warmPool, { ...options, offers: this.offers });
    this.rebalancing = rebalanceSeconds === null ? null : new Rebalancing(rebalanceSeconds);
    this.desk = new CloudDesk(context, this);
    this.spot = new SpotWatch(context, options);
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
    this.warm?.fillAtOnce(this.desk, this.inServiceCount, nowMs);
    this.planRebalance(nowMs);
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
      if (this.place({ sinceMs: nowMs, refusals: 0 }, nowMs)) granted += 1;
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
      if (this.place(order, nowMs)) return 'filled';
      wakeAtMs = nowMs + cloud.settings.retrySeconds * 1000;
      return 'refused';
    }, nowMs);
    const isWarm = this.warm?.refill(this.desk, this.inServiceCount, nowMs) ?? true;
    if (!isWarm) wakeAtMs = Math.min(wakeAtMs, nowMs + cloud.settings.retrySeconds * 1000);
    if (wakeAtMs < this.context.endMs) list.schedule(supplyEntity(this.options.number, retry, 0), wakeAtMs);
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
    if (this.warm.takesBack(this.inServiceCount)) this.warm.provide(this.desk, kind, nowMs);
    this.fill(nowMs);
  }

  /** To be called when an instance has become ready: a replacement for balance lets the other one go. */
  noteReady(slot: number, nowMs: number): void {
    const orderedAtMs = this.orderedAtMs[slot];
    // One that was there at the beginning, or whose process merely started anew, was not waited for.
    if (orderedAtMs !== undefined) this.orderToReadySeconds.insert((nowMs - orderedAtMs) / 1000);
    delete this.orderedAtMs[slot];
    const leaving = this.rebalancing?.leavingFor(slot, this.instances) ?? -1;
    if (leaving >= 0) this.owner.retire(leaving, nowMs);
  }

  /** Instances launched for balance beside the wanted ones. */
  get spareCount(): number {
    return this.rebalancing?.spareCount ?? 0;
  }

  get dealings(): CloudDealings {
    const { refusals, throttled, warm, orders, spot } = this;
    const waitedMs = (endMs: number): number => orders.waitedUntilMs(endMs);
    return { refusals, throttled, interruptions: spot.interruptions, warm, waitedMs };
  }

  get waitingCount(): number {
    return this.orders.count;
  }

  withdraw(count: number, nowMs: number): number {
    return this.orders.withdraw(count, nowMs);
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
        this.lookAtBalance(nowMs);
        return;
      default:
        this.fill(nowMs);
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

  /** Asks once for an instance of the type, an index into the pool's types; -1 when it is refused. */
  tryType(type: number, nowMs: number): number {
    if (this.desk.isThrottled(nowMs)) {
      this.throttled += 1;
      return -1;
    }
    const found = this.desk.find(this.zones.inOrder(), nowMs, type);
    if (typeof found !== 'string') return this.launchAt(found, null, nowMs);
    this.refusals += 1;
    this.noteRefusal(found, nowMs);
    return -1;
  }

  /** Places one instance where the cloud grants it; false when it is refused everywhere. */
  private place({ sinceMs, refusals }: LaunchOrder, nowMs: number): boolean {
    const started = this.warm?.start(this.desk, nowMs) ?? null;
    if (started !== null) {
      this.orderedAtMs[this.launchAt(started.kind, started.delayMs, nowMs)] = sinceMs;
      return true;
    }
    const found = this.desk.find(this.zones.inOrder(), nowMs);
    if (typeof found !== 'string') {
      this.orderedAtMs[this.launchAt(found, null, nowMs)] = sinceMs;
      return true;
    }
    this.refusals += 1;
    if (refusals === 0) this.noteRefusal(found, nowMs);
    return false;
  }

  /** `delayMs`: until it serves; null to draw a boot. */
  private launchAt(kind: InstanceKind, delayMs: number | null, nowMs: number): number {
    const slot = this.instances.launch(nowMs, kind);
    this.orderedAtMs[slot] = nowMs;
    this.begin(slot, nowMs);
    const stream = this.options.bootStream.at(this.instances.number[slot]!);
    const bootMs =
      delayMs ?? bootStageTimesMs(this.options.boot, stream).at(-1)! * this.desk.bootFactor(kind, nowMs);
    this.context.list.schedule(this.options.bootEntity(slot), nowMs + bootMs);
    return slot;
  }

  private lookAtBalance(nowMs: number): void {
    const { rebalancing, zones, instances } = this;
    const counts = stayingByZone(instances, zones.names.length);
    const move = rebalancing!.move(
      counts,
      (zone) => !this.context.cloud.conditions.isLost(zones.names[zone]!, nowMs),
    );
    if (move !== null) {
      const found = this.desk.find([move.to], nowMs);
      if (typeof found !== 'string') rebalancing!.begin(this.launchAt(found, null, nowMs), move.from);
    }
    this.planRebalance(nowMs);
  }

  private planRebalance(nowMs: number): void {
    if (this.rebalancing === null) return;
    const atMs = nowMs + this.rebalancing.periodSeconds * 1000;
    if (atMs < this.context.endMs)
      this.context.list.schedule(supplyEntity(this.options.number, rebalance, 0), atMs);
  }

  /** Instances of the group itself: wanted, whether they are there yet or not. */
  private get inServiceCount(): number {
    return this.orders.count + this.instances.launchingCount + this.instances.readyCount;
  }

  private kindOf(slot: number): InstanceKind {
    return { zone: this.instances.zoneOf(slot), offer: this.instances.offerOf(slot) };
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
    const kind = this.kindOf(slot);
    this.zones.placed(slot, kind.zone);
    this.desk.count(kind, 1);
    const { purchase } = this.offers[kind.offer]!;
    if (purchase === 'spot') this.spot.plan(slot, this.instances.number[slot]!, nowMs);
  }
}
