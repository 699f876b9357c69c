/**
 * Brings every integral of a run to the end of its horizon.
 */
import type { InstancePool } from '../cloud/instance-pool.ts';
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';

export function settleRun(fleet: BridgeFleet, pools: readonly InstancePool[], endMs: number): void {
  for (let bridge = 0; bridge < fleet.capacity; bridge++) {
    if (fleet.isServing(bridge)) fleet.settle(bridge, endMs);
  }
  fleet.traffic.settleAll(endMs);
  for (const pool of pools) pool.settle(endMs);
}
