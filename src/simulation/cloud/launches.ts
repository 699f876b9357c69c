/**
 * What a pool asks the cloud to launch: orders that wait until they are granted, attempts that do not, and how long each
 * instance took from its order until it was ready.
 */
import { bootStageTimesMs } from '../../cloud/boot-delay.ts';
import type { BootModel } from '../../cloud/boot-model.ts';
import type { InstanceKind } from '../../cloud/instance-pool.ts';
import { type LaunchOrder, LaunchOrders } from '../../cloud/launch-orders.ts';
import type { RandomStream } from '../../engine/random/random-stream.ts';
import { QuantileSketch } from '../../stats/quantile-sketch.ts';
import { noteIncident, type RunContext } from '../run-context.ts';
import { BootStages, grantedStage, stageTimes, warmStartStage } from './boot-stages.ts';
import type { CloudDesk, DeskGroup } from './cloud-desk.ts';
import { retry, type SupplyNumber, supplyEntity } from './supply-events.ts';
import type { WarmPool } from './warm-pool.ts';

export interface LaunchOptions {
  /** What is launched, for incidents: bridge, Jibri, node. */
  readonly noun: string;
  readonly boot: BootModel;
  readonly bootStream: RandomStream;
  readonly number: SupplyNumber;
  /** The event that an instance has booted. */
  readonly bootEntity: (slot: number) => number;
}

/** The group that launches. */
type LaunchGroup = Pick<DeskGroup, 'instances' | 'zones'> & { readonly options: LaunchOptions };

export class Launches {
  readonly orders = new LaunchOrders();
  /** Requests that the cloud refused, each attempt counted, and those held up by the API's rate limit. */
  refusals = 0;
  throttled = 0;
  /** From the order of an instance until it was ready. */
  readonly orderToReadySeconds = new QuantileSketch();
  readonly stages = new BootStages();
  private readonly orderedAtMs: number[] = [];
  private readonly context: RunContext;
  private readonly group: LaunchGroup;
  private readonly desk: CloudDesk;
  private readonly warm: WarmPool | null;
  private readonly begin: (slot: number, nowMs: number) => void;

  constructor(
    context: RunContext,
    group: LaunchGroup,
    parts: {
      readonly desk: CloudDesk;
      /** null without a warm pool. */
      readonly warm: WarmPool | null;
      /** Told of every instance that begins to exist. */
      readonly begin: (slot: number, nowMs: number) => void;
    },
  ) {
    this.context = context;
    this.group = group;
    this.desk = parts.desk;
    this.warm = parts.warm;
    this.begin = parts.begin;
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
    if (wakeAtMs < this.context.endMs)
      list.schedule(supplyEntity(this.group.options.number, retry, 0), wakeAtMs);
  }

  /** Asks once for an instance of the type, an index into the pool's types; -1 when it is refused. */
  tryType(type: number, nowMs: number): number {
    if (this.desk.isThrottled(nowMs)) {
      this.throttled += 1;
      return -1;
    }
    const found = this.desk.find(this.group.zones.inOrder(), nowMs, type);
    if (typeof found !== 'string') return this.launchAt(found, null, nowMs);
    this.refusals += 1;
    this.noteRefusal(found, nowMs);
    return -1;
  }

  /** Places one instance where the cloud grants it; false when it is refused everywhere. */
  private place({ sinceMs, refusals }: LaunchOrder, nowMs: number): boolean {
    const started = this.warm?.start(this.desk, nowMs) ?? null;
    if (started !== null) {
      this.launchAt(started.kind, started.delayMs, nowMs, sinceMs);
      return true;
    }
    const found = this.desk.find(this.group.zones.inOrder(), nowMs);
    if (typeof found !== 'string') {
      this.launchAt(found, null, nowMs, sinceMs);
      return true;
    }
    this.refusals += 1;
    if (refusals === 0) this.noteRefusal(found, nowMs);
    return false;
  }

  /** Launches what the cloud has granted. `delayMs`: until it serves; null to draw a boot. */
  launchAt(kind: InstanceKind, delayMs: number | null, nowMs: number, orderedMs = nowMs): number {
    const slot = this.group.instances.launch(nowMs, kind);
    this.orderedAtMs[slot] = orderedMs;
    this.begin(slot, nowMs);
    const { boot, bootStream, bootEntity } = this.group.options;
    const factor = this.desk.bootFactor(kind, nowMs);
    const reachedMs =
      delayMs === null
        ? bootStageTimesMs(boot, bootStream.at(this.group.instances.number[slot]!)).map((ms) => ms * factor)
        : [delayMs];
    const names = delayMs === null ? boot.stages : [{ name: warmStartStage }];
    const granted = { stage: grantedStage, seconds: (nowMs - orderedMs) / 1000 };
    this.stages.begin(slot, [granted, ...stageTimes(names, reachedMs)]);
    this.context.list.schedule(bootEntity(slot), nowMs + reachedMs.at(-1)!);
    return slot;
  }

  /** An instance has become ready. */
  noteReady(slot: number, nowMs: number): void {
    const orderedAtMs = this.orderedAtMs[slot];
    // One that was there at the beginning, or whose process merely started anew, was not waited for.
    if (orderedAtMs !== undefined) this.orderToReadySeconds.insert((nowMs - orderedAtMs) / 1000);
    this.stages.finish(slot);
    delete this.orderedAtMs[slot];
  }

  /** Instances of the group itself: wanted, whether they are there yet or not. */
  get inServiceCount(): number {
    const { launchingCount, readyCount } = this.group.instances;
    return this.orders.count + launchingCount + readyCount;
  }

  private noteRefusal(why: string, nowMs: number): void {
    const { launchingCount, readyCount } = this.group.instances;
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'launch-refused',
      detail: `a ${this.group.options.noun} was refused (${why}): ${readyCount} ready, ${launchingCount} launching`,
      affected: 1,
    });
  }
}
