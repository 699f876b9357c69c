/**
 * One instance at a time is moved from the fullest zone to the emptiest: its replacement is launched first, and the
 * old one leaves when that is ready, so that the group is never short (AWS's Availability Zone rebalancing).
 *
 * Simplification: AWS may move several at once, up to a tenth of the group; here a look moves one.
 */
import type { InstancePool } from '../../cloud/instance-pool.ts';
import { rebalancingMove } from '../../cloud/zone-balance.ts';

export class Rebalancing {
  readonly periodSeconds: number;
  /** The replacement that boots, -1 for none, and the zone that an instance then leaves. */
  private spare = -1;
  private leavingZone = 0;

  constructor(periodSeconds: number) {
    this.periodSeconds = periodSeconds;
  }

  get spareCount(): number {
    return this.spare < 0 ? 0 : 1;
  }

  /** What to move now; null when zones are in balance or a replacement is on its way. */
  move(
    counts: readonly number[],
    isAvailable: (zone: number) => boolean,
  ): { readonly from: number; readonly to: number } | null {
    return this.spare < 0 ? rebalancingMove(counts, isAvailable) : null;
  }

  /** The replacement in the slot boots. */
  begin(slot: number, leavingZone: number): void {
    this.spare = slot;
    this.leavingZone = leavingZone;
  }

  /** The instance in the slot is gone: if it was the replacement, nothing is moved. */
  forget(slot: number): void {
    if (slot === this.spare) this.spare = -1;
  }

  /** The instance that leaves because the one in the slot is ready: the oldest of its zone; -1 for none. */
  leavingFor(slot: number, instances: InstancePool): number {
    if (slot !== this.spare) return -1;
    this.spare = -1;
    return instances.slotsIn('ready').find((ready) => instances.zoneOf(ready) === this.leavingZone) ?? -1;
  }
}
