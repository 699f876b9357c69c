/**
 * One instance at a time is moved from the fullest zone to the emptiest: its replacement is launched first, and the
 * old one leaves when that is ready, so that the group is never short (AWS's Availability Zone rebalancing).
 *
 * Simplification: AWS may move several at once, up to a tenth of the group; here a look moves one.
 */
import type { InstancePool } from '../../cloud/instance-pool.ts';
import { rebalancingMove } from '../../cloud/zone-balance.ts';
import { planWithin, type RunContext } from '../run-context.ts';
import type { CloudDesk } from './cloud-desk.ts';
import { type LaunchZones, stayingByZone } from './launch-zones.ts';
import type { Launches } from './launches.ts';
import { rebalance, type SupplyNumber, supplyEntity } from './supply-events.ts';

/** The group whose zones are kept in balance. */
interface BalancedGroup {
  readonly instances: InstancePool;
  readonly zones: LaunchZones;
  readonly options: { readonly number: SupplyNumber };
}

export class Rebalancing {
  private readonly context: RunContext;
  private readonly periodSeconds: number;
  private readonly group: BalancedGroup;
  /** The replacement that boots, -1 for none, and the zone that an instance then leaves. */
  private spare = -1;
  private leavingZone = 0;

  constructor(context: RunContext, periodSeconds: number, group: BalancedGroup) {
    this.context = context;
    this.periodSeconds = periodSeconds;
    this.group = group;
  }

  get spareCount(): number {
    return this.spare < 0 ? 0 : 1;
  }

  /** Looks at the zones, launches a replacement where they are out of balance, and plans the next look. */
  look(desk: CloudDesk, launches: Launches, nowMs: number): void {
    const { zones, instances } = this.group;
    const counts = stayingByZone(instances, zones.names.length);
    const { conditions } = this.context.cloud;
    const move =
      this.spare < 0
        ? rebalancingMove(counts, (zone) => !conditions.isLost(zones.names[zone]!, nowMs))
        : null;
    if (move !== null) {
      const found = desk.find([move.to], nowMs);
      if (typeof found !== 'string') {
        this.spare = launches.launchAt(found, null, nowMs);
        this.leavingZone = move.from;
      }
    }
    this.planLook(nowMs);
  }

  planLook(nowMs: number): void {
    const atMs = nowMs + this.periodSeconds * 1000;
    planWithin(this.context, supplyEntity(this.group.options.number, rebalance, 0), atMs);
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
