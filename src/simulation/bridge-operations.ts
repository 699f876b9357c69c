/**
 * Bridges through their lives: the cloud's instance and Jitsi's bridge are one slot. Launch, boot, serve, drain until
 * the last conference ends, shut down, gone.
 */
import { bootDelayMs } from '../cloud/boot-delay.ts';
import { InstancePool } from '../cloud/instance-pool.ts';
import type { RandomStream } from '../engine/random/random-stream.ts';
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import { BridgePlacement } from './bridge-placement.ts';
import { bridgeKind, entity } from './entities.ts';
import type { RunContext } from './run-context.ts';
import type { ScaledPool } from './scaled-pool.ts';

export class BridgeOperations implements ScaledPool {
  readonly name = 'bridges';
  readonly instances = new InstancePool();
  onReady: (slot: number, nowMs: number) => void = () => {};
  onGone: (slot: number, nowMs: number) => void = () => {};
  /** Told when a bridge begins to serve. */
  onAdded: (nowMs: number) => void = () => {};
  /** Moves everybody off a bridge that is stopped before its conferences ended. */
  evacuate: (bridge: number, nowMs: number) => void = () => {};
  private readonly context: RunContext;
  private readonly fleet: BridgeFleet;
  private readonly bootStream: RandomStream;
  private readonly clockStream: RandomStream;
  /** null when all bridges are in one zone. */
  private readonly placement: BridgePlacement | null;

  constructor(context: RunContext, fleet: BridgeFleet) {
    this.context = context;
    this.fleet = fleet;
    this.bootStream = context.streams.stream('cloud/bridge-boot');
    this.clockStream = context.streams.stream('jitsi/bridge-clocks');
    const { geography } = context.scenario.deployment;
    this.placement = geography === undefined ? null : new BridgePlacement(geography);
  }

  /** The bridges that serve when the run begins. */
  provideInitial(): void {
    for (let i = 0; i < this.context.scenario.deployment.bridges.initialCount; i++) {
      const slot = this.instances.provideReady(0);
      this.locate(slot);
      this.serve(slot, 0);
    }
  }

  launch(count: number, nowMs: number): void {
    for (let i = 0; i < count; i++) {
      const slot = this.instances.launch(nowMs);
      this.locate(slot);
      const stream = this.bootStream.at(this.instances.number[slot]!);
      const delayMs = bootDelayMs(this.context.scenario.deployment.bridges.boot, stream);
      this.context.list.schedule(entity(bridgeKind, slot), nowMs + delayMs);
    }
  }

  retire(slot: number, nowMs: number): void {
    if (this.instances.stateOf(slot) === 'launching') {
      this.context.list.cancel(entity(bridgeKind, slot));
      this.end(slot, nowMs);
      return;
    }
    // A dead one hears no order; it is gone soon.
    if (this.fleet.isSilent(slot)) return;
    this.instances.startDrain(slot, nowMs);
    if (this.context.windows.losesDrainOrders(nowMs)) {
      this.stopAtLimit(slot, nowMs);
      return;
    }
    this.fleet.startDrain(slot);
    const { drainMaxSeconds } = this.context.scenario.deployment.bridges;
    if (this.fleet.endpoints[slot] === 0) this.scheduleEnd(slot, nowMs);
    else if (Number.isFinite(drainMaxSeconds)) {
      this.context.list.schedule(entity(bridgeKind, slot), nowMs + drainMaxSeconds * 1000);
    }
  }

  /** The pending event of a bridge: booted, drained for too long, or shut down. */
  handle(slot: number, nowMs: number): void {
    if (this.instances.stateOf(slot) === 'launching') {
      this.instances.markReady(slot, nowMs);
      this.serve(slot, nowMs);
      return;
    }
    if (this.fleet.endpoints[slot]! > 0) {
      this.evacuate(slot, nowMs);
      this.scheduleEnd(slot, nowMs);
      return;
    }
    this.fleet.settle(slot, nowMs);
    this.fleet.stop(slot);
    this.end(slot, nowMs);
  }

  /** To be called when a participant left the bridge: an empty draining bridge shuts down. */
  afterLeave(slot: number, nowMs: number): void {
    if (this.fleet.endpoints[slot] === 0 && this.fleet.isDraining(slot)) this.scheduleEnd(slot, nowMs);
  }

  /** To be called when a participant joined a draining bridge: it is not empty any more. */
  afterJoin(slot: number, nowMs: number): void {
    if (!this.fleet.isDraining(slot) || this.fleet.endpoints[slot] !== 1) return;
    this.context.list.cancel(entity(bridgeKind, slot));
    const { drainMaxSeconds } = this.context.scenario.deployment.bridges;
    if (Number.isFinite(drainMaxSeconds)) {
      this.context.list.schedule(entity(bridgeKind, slot), nowMs + drainMaxSeconds * 1000);
    }
  }

  private end(slot: number, nowMs: number): void {
    this.instances.end(slot, nowMs);
    this.placement?.remove(slot);
    this.onGone(slot, nowMs);
  }

  /** Decides in which zone the instance is. */
  private locate(slot: number): void {
    if (this.placement === null) return;
    const zone = this.placement.place(slot);
    this.fleet.sites.set(slot, this.context.scenario.deployment.geography!.zones[zone]!.region, zone);
  }

  /** The bridge's machine fell silent: its agents too, and nothing that was planned for it happens. */
  silence(slot: number, nowMs: number): void {
    this.context.list.cancel(entity(bridgeKind, slot));
    this.onGone(slot, nowMs);
  }

  /**
   * The bridge is dead and nobody is on it any more. Its instance is gone, and no longer billed; or the process comes
   * back on it after some seconds, unless it was draining.
   */
  crash(slot: number, restartSeconds: number | null, nowMs: number): void {
    this.context.list.cancel(entity(bridgeKind, slot));
    this.fleet.settle(slot, nowMs);
    this.fleet.stop(slot);
    if (restartSeconds !== null && this.instances.stateOf(slot) === 'ready') {
      this.instances.restart(slot, nowMs);
      this.context.list.schedule(entity(bridgeKind, slot), nowMs + restartSeconds * 1000);
      this.onGone(slot, nowMs);
    } else this.end(slot, nowMs);
  }

  /** The order to drain got lost: the bridge goes on until somebody stops it. */
  private stopAtLimit(slot: number, nowMs: number): void {
    const { drainMaxSeconds } = this.context.scenario.deployment.bridges;
    if (!Number.isFinite(drainMaxSeconds)) return;
    this.context.list.schedule(entity(bridgeKind, slot), nowMs + drainMaxSeconds * 1000);
  }

  private scheduleEnd(slot: number, nowMs: number): void {
    const delayMs = this.context.scenario.deployment.bridges.shutdownDelaySeconds * 1000;
    this.context.list.schedule(entity(bridgeKind, slot), nowMs + delayMs);
  }

  private serve(slot: number, nowMs: number): void {
    const { samplePeriodSeconds, publishPeriodSeconds } = this.context.scenario.deployment.bridges.stress;
    const clocks = this.clockStream.at(this.instances.number[slot]!);
    // A bridge samples as soon as it starts (upstream: first at t = 0); the phases of bridges differ.
    const firstSampleMs = nowMs + clocks.nextUnit() * samplePeriodSeconds * 1000;
    const firstPublishMs = nowMs + clocks.nextUnit() * publishPeriodSeconds * 1000;
    this.fleet.start(slot, nowMs, firstSampleMs, firstPublishMs);
    this.onReady(slot, nowMs);
    this.onAdded(nowMs);
  }
}
