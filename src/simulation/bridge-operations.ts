/**
 * Bridges through their lives: the cloud's instance and Jitsi's bridge are one slot. Launch, boot, serve, drain until
 * the last conference ends, shut down, gone.
 */
import type { EndReason, InstancePool } from '../cloud/instance-pool.ts';
import type { PodForDeletion } from '../cloud/nodes/replica-set-order.ts';
import type { RandomStream } from '../engine/random/random-stream.ts';
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import { BridgeDrains } from './bridge-drains.ts';
import { BridgeOwners } from './bridge-owners.ts';
import { BridgeShutdown } from './bridge-shutdown.ts';
import { createRunVersions, type RunVersions } from './bridge-versions.ts';
import { createBridgeSource } from './cloud/bridge-source.ts';
import type { PoolSource, SupplyOwner } from './cloud/pool-source.ts';
import { DrainFlags } from './drain-flags.ts';
import { bridgeKind, entity } from './entities.ts';
import { createLoadManagers, type LoadManagers } from './load-managers.ts';
import { noteIncident, type RunContext } from './run-context.ts';
import type { ScaledPool } from './scaled-pool.ts';

export class BridgeOperations implements ScaledPool, SupplyOwner {
  readonly name = 'bridges';
  readonly supply: PoolSource;
  readonly instances: InstancePool;
  readonly drains: BridgeDrains;
  readonly drainFlags: DrainFlags;
  onReady: (slot: number, nowMs: number) => void = () => {};
  onGone: (slot: number, nowMs: number) => void = () => {};
  /** Told when a bridge serves no more, whatever becomes of its instance. */
  onStopped: (bridge: number) => void = () => {};
  /** Told when a bridge begins to serve. */
  onAdded: (nowMs: number) => void = () => {};
  /** Moves everybody off a bridge that is stopped before its conferences ended; returns how many. */
  evacuate: (bridge: number, nowMs: number) => number = () => 0;
  /** null when the load reducer is off. */
  readonly loadManagers: LoadManagers | null;
  readonly shutdown: BridgeShutdown;
  /** null while all bridges are of one version. */
  readonly versions: RunVersions | null;
  private readonly context: RunContext;
  private readonly fleet: BridgeFleet;
  private readonly clockStream: RandomStream;
  /** null when all shards share the bridges. */
  private readonly owners: BridgeOwners | null;
  /** Silent bridges whose instance the cloud has taken. */
  private readonly takenUnseen = new Set<number>();
  /** Instances whose process starts anew: they were ready once. */
  private readonly restarting = new Set<number>();

  constructor(context: RunContext, fleet: BridgeFleet) {
    this.context = context;
    this.fleet = fleet;
    this.loadManagers = createLoadManagers(context, fleet);
    this.shutdown = new BridgeShutdown(context, fleet);
    this.versions = createRunVersions(context.scenario, fleet);
    this.supply = createBridgeSource(context, fleet);
    this.supply.owner = this;
    this.instances = this.supply.instances;
    this.drains = new BridgeDrains(context, { fleet, instances: this.instances, shutdown: this.shutdown });
    this.drainFlags = new DrainFlags(context, {
      fleet,
      instances: this.instances,
      zoneNameOf: (slot) => this.supply.zoneNameOf(slot),
    });
    this.clockStream = context.streams.stream('jitsi/bridge-clocks');
    const { shards, shardCount } = context.scenario.deployment;
    this.owners = shards?.hasOwnBridges === true ? new BridgeOwners(shardCount, shards) : null;
  }

  /** The bridges that serve when the run begins. */
  provideInitial(): void {
    for (let i = 0; i < this.context.scenario.deployment.bridges.initialCount; i++) {
      this.serve(this.supply.provideReady(0), 0);
    }
    this.supply.start(0);
  }

  podOf(slot: number): PodForDeletion | null {
    const pod = this.supply.podOf(slot);
    return pod === null ? null : { ...pod, deletionCost: this.deletionCost(slot) };
  }

  private deletionCost(slot: number): number {
    switch (this.context.scenario.deployment.bridges.nodes?.podDeletionCost) {
      case 'participants':
        return this.fleet.endpoints[slot]!;
      case 'stress':
        return this.fleet.isServing(slot) ? this.fleet.trueStress(slot) : 0;
      default:
        return 0;
    }
  }

  retire(slot: number, nowMs: number, graceSeconds = Number.POSITIVE_INFINITY): void {
    if (this.instances.stateOf(slot) === 'launching') {
      this.context.list.cancel(entity(bridgeKind, slot));
      this.restarting.delete(slot);
      this.supply.end(slot, nowMs);
      this.onGone(slot, nowMs);
      return;
    }
    // A dead one hears no order; it is gone soon.
    if (this.fleet.isSilent(slot)) return;
    this.instances.startDrain(slot, nowMs);
    this.drains.begin(slot, graceSeconds, nowMs);
  }

  /** The pending event of a bridge: booted, drained for too long, or shut down. */
  handle(slot: number, nowMs: number): void {
    if (this.instances.stateOf(slot) === 'launching') {
      this.instances.markReady(slot, nowMs);
      this.serve(slot, nowMs);
      if (!this.restarting.delete(slot)) this.supply.noteReady(slot, nowMs);
      return;
    }
    if (this.fleet.endpoints[slot]! > 0) {
      if (!this.shutdown.has(slot) && this.shutdown.endsDrains(this.drains.limitedBy(slot))) {
        this.shutdown.begin(slot, nowMs);
        return;
      }
      const by = this.drains.limitedBy(slot);
      const moved = this.evacuate(slot, nowMs);
      noteIncident(this.context, {
        atMs: nowMs,
        kind: 'bridge-stopped',
        detail: `bridge ${slot} reached its drain limit (${by}) with participants on it`,
        affected: moved,
      });
      this.shutdown.scheduleEnd(slot, nowMs);
      return;
    }
    if (this.shutdown.goesOn(slot, nowMs)) this.shutdown.scheduleEnd(slot, nowMs);
    else this.finish(slot, nowMs, 'retired');
  }

  noticed(slot: number, nowMs: number): void {
    if (this.instances.stateOf(slot) !== 'draining') this.retire(slot, nowMs);
  }

  taken(slot: number, nowMs: number): void {
    if (this.fleet.isSilent(slot)) {
      // A dead one is on its way out already; one that is cut off goes unseen.
      if (this.fleet.isServing(slot)) this.takenUnseen.add(slot);
      else this.endUnseen(slot, nowMs);
      return;
    }
    const participants = this.fleet.endpoints[slot]!;
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'instance-taken',
      detail: `the cloud took bridge ${slot} with ${participants} participants on it`,
      affected: participants,
    });
    this.context.list.cancel(entity(bridgeKind, slot));
    if (this.fleet.endpoints[slot]! > 0) this.evacuate(slot, nowMs);
    this.finish(slot, nowMs, 'taken');
  }

  private finish(slot: number, nowMs: number, reason: EndReason): void {
    this.loadManagers?.stop(slot);
    this.fleet.settle(slot, nowMs);
    this.fleet.stop(slot);
    this.owners?.release(slot);
    this.onStopped(slot);
    this.supply.end(slot, nowMs, reason);
    this.onGone(slot, nowMs);
  }

  /** Bridges that are registered with the shard. */
  registeredWith(shard: number): number {
    return this.owners?.servingOf(shard) ?? this.instances.readyCount + this.instances.drainingCount;
  }

  /** The bridge's machine fell silent: its agents too, and nothing that was planned for it happens. */
  silence(slot: number, nowMs: number): void {
    this.loadManagers?.stop(slot);
    this.context.list.cancel(entity(bridgeKind, slot));
    this.onGone(slot, nowMs);
  }

  /**
   * The bridge is dead and nobody is on it any more. Its instance is gone, and no longer billed; or the process comes
   * back on it after some seconds, unless it was draining.
   */
  crash(slot: number, restartSeconds: number | null, nowMs: number): void {
    this.takenUnseen.delete(slot);
    this.drainFlags.forget(slot);
    this.loadManagers?.stop(slot);
    this.context.list.cancel(entity(bridgeKind, slot));
    this.fleet.settle(slot, nowMs);
    this.fleet.stop(slot);
    this.owners?.release(slot);
    this.onStopped(slot);
    if (restartSeconds !== null && this.instances.stateOf(slot) === 'ready') {
      this.instances.restart(slot, nowMs);
      this.restarting.add(slot);
      this.context.list.schedule(entity(bridgeKind, slot), nowMs + restartSeconds * 1000);
      this.onGone(slot, nowMs);
    } else {
      this.supply.end(slot, nowMs);
      this.onGone(slot, nowMs);
    }
  }

  /** The bridge cannot be reached any more, and nobody is on it; its instance lives on. */
  cutOff(slot: number, nowMs: number): void {
    this.fleet.settle(slot, nowMs);
    this.fleet.stop(slot);
    if (this.takenUnseen.has(slot)) this.endUnseen(slot, nowMs);
  }

  /** The bridge can be reached again, unless its instance has gone meanwhile. */
  rejoin(slot: number, instance: number, nowMs: number): void {
    if (this.instances.number[slot] !== instance || !this.isStaying(slot)) return;
    this.serve(slot, nowMs);
  }

  /** Whether the instance is there to stay: not draining. */
  isStaying(slot: number): boolean {
    return this.instances.stateOf(slot) === 'ready';
  }

  private endUnseen(slot: number, nowMs: number): void {
    this.takenUnseen.delete(slot);
    this.supply.end(slot, nowMs, 'taken');
    this.onGone(slot, nowMs);
  }

  private serve(slot: number, nowMs: number): void {
    const { samplePeriodSeconds, publishPeriodSeconds } = this.context.scenario.deployment.bridges.stress;
    const clocks = this.clockStream.at(this.instances.number[slot]!);
    // A bridge samples as soon as it starts (upstream: first at t = 0); the phases of bridges differ.
    const firstSampleMs = nowMs + clocks.nextUnit() * samplePeriodSeconds * 1000;
    const firstPublishMs = nowMs + clocks.nextUnit() * publishPeriodSeconds * 1000;
    if (this.owners !== null) {
      const shard = this.owners.assign(slot, this.fleet.regionOf(slot));
      this.fleet.assign(slot, shard);
      this.fleet.sites.setShard(slot, shard);
      this.instances.setOwner(slot, shard);
    }
    this.versions?.begin(slot, this.instances.number[slot]!, nowMs);
    this.fleet.start(slot, nowMs, firstSampleMs, firstPublishMs);
    this.drainFlags.served(slot);
    this.loadManagers?.start(slot, firstSampleMs);
    this.shutdown.reset(slot);
    this.onReady(slot, nowMs);
    this.onAdded(nowMs);
  }
}
