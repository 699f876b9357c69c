/**
 * Where the instances of a pool come from: straight from the cloud, or as pods on nodes that come from it.
 */

import type { InstanceOffer } from '../../cloud/cloud-settings.ts';
import type { EndReason, InstancePool } from '../../cloud/instance-pool.ts';
import type { PodForDeletion } from '../../cloud/nodes/replica-set-order.ts';
import type { QuantileSketch } from '../../stats/quantile-sketch.ts';
import type { PaidInstances } from '../cost-meter.ts';
import type { BootRow } from '../rows.ts';
import type { PoolOrders } from '../scaled-pool.ts';
import type { BootStages } from './boot-stages.ts';
import type { SupplyHandler } from './supply-events.ts';
import type { WarmPool } from './warm-pool.ts';

/** The pool that owns the instances, as its dealings with the cloud need it. */
export interface SupplyOwner {
  /** The instance is no longer wanted: it leaves as after a scale-down, within so many seconds if that is given. */
  retire(slot: number, nowMs: number, graceSeconds?: number): void;
  /** The notice has come; the instance is gone soon. */
  noticed(slot: number, nowMs: number): void;
  /** The instance is gone, whatever ran on it. */
  taken(slot: number, nowMs: number): void;
}

/** What the cloud did, for the totals. */
export interface CloudDealings {
  readonly refusals: number;
  readonly throttled: number;
  readonly interruptions: number;
  readonly warm: WarmPool | null;
  waitedMs(endMs: number): number;
}

/** Machines that the cloud may take back. */
export interface MachineSupply extends SupplyHandler {
  readonly instances: InstancePool;
  readonly offers: readonly InstanceOffer[];
  /** Whether the cloud has said that it takes the machine in the slot. */
  isNoticed(slot: number): boolean;
}

export interface PoolSource extends SupplyHandler, PoolOrders {
  readonly instances: InstancePool;
  /** Everything that costs money. */
  readonly paid: readonly PaidInstances[];
  readonly orderToReadySeconds: QuantileSketch;
  /** Time in each stage of the launches that got there, of instances or of pods and their nodes. */
  readonly boots: readonly { readonly of: BootRow['of']; readonly stages: BootStages }[];
  readonly dealings: CloudDealings;
  owner: SupplyOwner;
  /** An instance that is there and ready when the run begins. Returns its slot. */
  provideReady(nowMs: number): number;
  /** What begins with the run, once the first instances are there. */
  start(nowMs: number): void;
  noteReady(slot: number, nowMs: number): void;
  end(slot: number, nowMs: number, reason?: EndReason): void;
  /** The machines that the cloud knows: the instances themselves, or the nodes under pods. */
  readonly machines: MachineSupply;
  /** Name of the zone that the instance in the slot is in. */
  zoneNameOf(slot: number): string;
  /** The zone is lost, and with it nodes; what ran on them is dealt with by whoever says so. */
  loseZone(zone: string, nowMs: number): void;
  /** What a ReplicaSet knows of the pod in the slot; null where instances are no pods. */
  podOf(slot: number): Omit<PodForDeletion, 'deletionCost'> | null;
}
