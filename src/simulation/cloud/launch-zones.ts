/**
 * In which zone the next instance is launched, and in which after it when the cloud refuses.
 */
import type { InstancePool } from '../../cloud/instance-pool.ts';
import { zonesByNeed } from '../../cloud/zone-balance.ts';

export interface LaunchZones {
  /** Names of the zones by number. */
  readonly names: readonly string[];
  /** Numbers of the zones in the order in which they are tried for the next instance. */
  inOrder(): readonly number[];
  /** The instance in the slot is in the zone. */
  placed(slot: number, zone: number): void;
  /** The instance in the slot is gone. */
  gone(slot: number): void;
}

/** Zones of one region, the one with the fewest staying instances first. */
export class BalancedZones implements LaunchZones {
  readonly names: readonly string[];
  private readonly instances: InstancePool;

  constructor(names: readonly string[], instances: InstancePool) {
    this.names = names;
    this.instances = instances;
  }

  inOrder(): readonly number[] {
    return this.names.length === 1 ? onlyZone : zonesByNeed(stayingByZone(this.instances, this.names.length));
  }

  placed(): void {}

  gone(): void {}
}

const onlyZone: readonly number[] = [0];

/** Instances that are launching or ready, by zone. */
export function stayingByZone(instances: InstancePool, zones: number): number[] {
  const counts = new Array<number>(zones).fill(0);
  for (let slot = 0; slot < instances.slotCount; slot++) {
    const state = instances.stateOf(slot);
    if (state === 'launching' || state === 'ready') counts[instances.zoneOf(slot)]! += 1;
  }
  return counts;
}
