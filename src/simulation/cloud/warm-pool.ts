/**
 * Instances prepared beforehand: launched and initialised while nobody needs them, then stopped (or kept running), so
 * that a scale-up only has to start them. They belong to the group's account but not to its count.
 */
import { bootStageTimesMs } from '../../cloud/boot-delay.ts';
import type { BootModel } from '../../cloud/boot-model.ts';
import type { InstanceOffer } from '../../cloud/cloud-settings.ts';
import { type InstanceKind, InstancePool } from '../../cloud/instance-pool.ts';
import type { WarmPoolOptions } from '../../cloud/pool-supply.ts';
import { warmPoolSize } from '../../cloud/warm-pool-size.ts';
import type { RandomStream } from '../../engine/random/random-stream.ts';
import { sampleDistribution } from '../../engine/random/sample-distribution.ts';
import type { PaidInstances } from '../cost-meter.ts';
import type { RunContext } from '../run-context.ts';
import type { CloudDesk } from './cloud-desk.ts';
import { prepare, type SupplyNumber, supplyEntity } from './supply-events.ts';

export class WarmPool {
  /** Instances that boot into the pool, at their full price. */
  readonly preparing = new InstancePool();
  /** Instances that wait in it, at the price of their state. */
  readonly prepared = new InstancePool();
  readonly preparedOffers: readonly InstanceOffer[];
  /** Instances that a scale-up took from here. */
  starts = 0;
  /** Requests for the pool that the cloud refused. */
  refusals = 0;
  private readonly context: RunContext;
  private readonly options: WarmPoolOptions;
  private readonly number: SupplyNumber;
  private readonly boot: BootModel;
  private readonly bootStream: RandomStream;
  private readonly startStream: RandomStream;

  constructor(
    context: RunContext,
    options: WarmPoolOptions,
    group: {
      readonly number: SupplyNumber;
      readonly pool: string;
      readonly boot: BootModel;
      readonly offers: readonly InstanceOffer[];
    },
  ) {
    this.context = context;
    this.options = options;
    this.number = group.number;
    this.boot = group.boot;
    this.preparedOffers = group.offers.map((offer) => ({
      ...offer,
      instanceType:
        options.state === 'running' ? offer.instanceType : `${offer.instanceType} ${options.state}`,
      priceRatio: offer.priceRatio * options.preparedPriceRatio,
    }));
    this.bootStream = context.streams.stream(`cloud/warm-boot-${group.pool}`);
    this.startStream = context.streams.stream(`cloud/warm-start-${group.pool}`);
  }

  paid(offers: readonly InstanceOffer[]): PaidInstances[] {
    return [
      { instances: this.preparing, offers, isRunning: true },
      { instances: this.prepared, offers: this.preparedOffers, isRunning: this.isRunning },
    ];
  }

  /** Whether prepared instances run, and so use up quotas and have their place already. */
  private get isRunning(): boolean {
    return this.options.state === 'running';
  }

  /** How many instances the pool lacks, or has too many (negative), preparing ones counted. */
  private lack(inServiceCount: number): number {
    const { launchingCount } = this.preparing;
    return warmPoolSize(this.options, inServiceCount) - launchingCount - this.prepared.readyCount;
  }

  /** The pool is full when the run begins, as far as the account lets it: running instances use up quotas. */
  fillAtOnce(desk: CloudDesk, inServiceCount: number, nowMs: number): void {
    for (let lack = this.lack(inServiceCount); lack > 0; lack--) {
      const kind = desk.firstKind();
      if (this.isRunning && desk.ask(kind, nowMs) !== null) return;
      this.provide(desk, kind, nowMs);
    }
  }

  /** Brings the pool to its size; false when the cloud refused or held up an instance. */
  refill(desk: CloudDesk, inServiceCount: number, nowMs: number): boolean {
    let lack = this.lack(inServiceCount);
    for (; lack > 0; lack--) {
      if (desk.isThrottled(nowMs)) return false;
      const kind = desk.find(desk.zonesInOrder(), nowMs);
      if (typeof kind === 'string') {
        this.refusals += 1;
        return false;
      }
      desk.count(kind, 1);
      this.prepare(kind, desk.bootFactor(kind, nowMs), nowMs);
    }
    // The last prepared go first, as many as are too many.
    for (const slot of lack < 0 ? this.prepared.slotsIn('ready').slice(lack) : [])
      this.remove(desk, slot, nowMs);
    return true;
  }

  /**
   * Takes a prepared instance, the longest prepared first; null when there is none that the cloud lets start. A
   * stopped instance has no place of its own: quota and stock are asked again.
   */
  start(desk: CloudDesk, nowMs: number): { readonly kind: InstanceKind; readonly delayMs: number } | null {
    for (const slot of this.prepared.slotsIn('ready')) {
      const kind = { zone: this.prepared.zoneOf(slot), offer: this.prepared.offerOf(slot) };
      if (!this.isRunning && desk.ask(kind, nowMs) !== null) continue;
      this.remove(desk, slot, nowMs);
      const seconds = sampleDistribution(this.options.startSeconds, this.startStream.at(this.starts));
      this.starts += 1;
      return { kind, delayMs: Math.max(0, seconds) * 1000 };
    }
    return null;
  }

  /** The instance in the slot of `preparing` has booted and waits from now on. */
  finishPreparing(desk: CloudDesk, slot: number, nowMs: number): void {
    const kind = { zone: this.preparing.zoneOf(slot), offer: this.preparing.offerOf(slot) };
    this.preparing.end(slot, nowMs);
    desk.count(kind, -1);
    this.provide(desk, kind, nowMs);
  }

  /** Hours that instances booted into the pool or waited in it. */
  hoursUntil(endMs: number): number {
    let totalMs = 0;
    for (const instances of [this.preparing, this.prepared]) {
      instances.settle(endMs);
      totalMs += instances.launchingMs + instances.readyMs;
    }
    return totalMs / 3_600_000;
  }

  /** Whether an instance that is no longer needed should wait here again. */
  takesBack(inServiceCount: number): boolean {
    return this.options.reusesOnScaleIn && this.lack(inServiceCount) > 0;
  }

  /** An instance waits here from now on. */
  provide(desk: CloudDesk, kind: InstanceKind, nowMs: number): void {
    this.prepared.provideReady(nowMs, kind);
    if (this.isRunning) desk.count(kind, 1);
  }

  private prepare(kind: InstanceKind, bootFactor: number, nowMs: number): void {
    const slot = this.preparing.launch(nowMs, kind);
    const stream = this.bootStream.at(this.preparing.number[slot]!);
    const delayMs = bootStageTimesMs(this.boot, stream).at(-1)! * bootFactor;
    this.context.list.schedule(supplyEntity(this.number, prepare, slot), nowMs + delayMs);
  }

  private remove(desk: CloudDesk, slot: number, nowMs: number): void {
    const kind = { zone: this.prepared.zoneOf(slot), offer: this.prepared.offerOf(slot) };
    this.prepared.end(slot, nowMs);
    if (this.isRunning) desk.count(kind, -1);
  }
}
