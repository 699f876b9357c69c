/**
 * A pool as its controller's hands know it: what is there, and how to ask for more or less. The same for bridges
 * and Jibris; what draining means differs inside.
 */
import type { InstancePool } from '../cloud/instance-pool.ts';
import { compareForDeletion, type PodForDeletion } from '../cloud/nodes/replica-set-order.ts';

/** Where a pool orders its instances. */
export interface PoolOrders {
  /** Instances ordered that the cloud refused so far; it is asked for them again. */
  readonly waitingCount: number;
  /** Launching instances that replace others for the balance of zones, and so come on top of what is wanted. */
  readonly spareCount: number;
  /** Orders instances from the cloud; those that it refuses wait. */
  order(count: number, nowMs: number): void;
  /** Asks the cloud once for instances and forgets those that it refuses; returns how many it granted. */
  tryOnce(count: number, nowMs: number): number;
  /** Gives up orders that wait, the latest first; returns how many there were. */
  withdraw(count: number, nowMs: number): number;
}

export interface ScaledPool {
  readonly name: 'bridges' | 'jibris';
  readonly instances: InstancePool;
  readonly supply: PoolOrders;
  /** What a ReplicaSet knows of the pod in the slot; null where instances are no pods. */
  podOf?(slot: number): PodForDeletion | null;
  /** Lets a ready instance drain, or gives up a launching one. */
  retire(slot: number, nowMs: number): void;
  /** Told when an instance serves and when it is gone; at most one listener. */
  onReady: (slot: number, nowMs: number) => void;
  onGone: (slot: number, nowMs: number) => void;
}

/** 0 when they are no pods, or alike to a ReplicaSet. */
function comparePods(pool: ScaledPool, a: number, b: number): number {
  const [podA, podB] = [pool.podOf?.(a) ?? null, pool.podOf?.(b) ?? null];
  return podA === null || podB === null ? 0 : compareForDeletion(podA, podB);
}

/** The last launched has the longest way to go; of pods first those that no node has taken. */
function launchingVictims(pool: ScaledPool): number[] {
  return pool.instances
    .slotsIn('launching')
    .reverse()
    .sort((a, b) => comparePods(pool, a, b));
}

/** Order in which instances are given up: launching ones first, then whatever the comparison says. */
export type VictimOrder = (pool: ScaledPool, a: number, b: number) => number;

/**
 * Victims as Kubernetes' ReplicaSet picks them: pods that do not serve yet first, then by deletion cost and by how many
 * share a node, then the one that became ready last. Where instances are no pods only the last counts.
 */
export const youngestFirst: VictimOrder = (pool, a, b) =>
  comparePods(pool, a, b) ||
  pool.instances.becameReadyMs(b) - pool.instances.becameReadyMs(a) ||
  pool.instances.number[b]! - pool.instances.number[a]!;

const every = (): boolean => true;

/**
 * Launches or retires until waiting + launching + ready equals `desired`.
 *
 * @param counts which ready instances count; all unless given. The others are neither counted nor retired.
 * @param mayRetire which of them may be retired; all unless given. Protected ones stay, and the pool is too large.
 */
export function applyDesired(
  pool: ScaledPool,
  desired: number,
  order: VictimOrder,
  nowMs: number,
  counts: (slot: number) => boolean = every,
  mayRetire: (slot: number) => boolean = every,
): void {
  const { instances } = pool;
  // Most looks change nothing: the list of a large pool is made only when it is needed.
  const readyCount =
    counts === every ? instances.readyCount : instances.slotsIn('ready').filter(counts).length;
  const present = pool.supply.waitingCount + instances.launchingCount + readyCount - pool.supply.spareCount;
  if (desired > present) {
    pool.supply.order(desired - present, nowMs);
    return;
  }
  let surplus = present - desired;
  if (surplus === 0) return;
  surplus -= pool.supply.withdraw(surplus, nowMs);
  for (const slot of launchingVictims(pool)) {
    if (surplus === 0) return;
    pool.retire(slot, nowMs);
    surplus -= 1;
  }
  const ready = instances.slotsIn('ready').filter(counts);
  const victims = ready.filter(mayRetire).sort((a, b) => order(pool, a, b));
  for (const slot of victims.slice(0, surplus)) pool.retire(slot, nowMs);
}

/** Why a join found no bridge. */
export function noBridgeTakesIt({ readyCount, launchingCount, drainingCount }: InstancePool): string {
  return `no bridge takes it: ${readyCount} ready, ${launchingCount} launching, ${drainingCount} draining`;
}
