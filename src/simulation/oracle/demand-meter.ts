/**
 * The demand of a run, whatever its fleet did: instances that the load of the moment needs, as a fraction.
 */
import type { BridgeFleet } from '../../jitsi/bridge-fleet.ts';
import type { JibriOperations } from '../jibri-operations.ts';

/** Packets offered to all bridges over those that put one at its limit (`deployment.bridges.stress.overstressedAbove`). */
export function bridgesLoad(fleet: BridgeFleet): number {
  let offeredPps = 0;
  for (let bridge = 0; bridge < fleet.capacity; bridge++) {
    if (fleet.isServing(bridge)) offeredPps += fleet.packetRatePps[bridge]!;
  }
  return offeredPps / fleet.overstressedAbovePps;
}

/** Jibris that record or finalise, and those that the recordings refused would need now. */
export function jibrisLoad(jibris: JibriOperations, nowMs: number): number {
  const { counts } = jibris.recordings;
  let refused = 0;
  for (const untilMs of counts.refusedUntilMs) if (untilMs > nowMs) refused += 1;
  return jibris.fleet.busyCount + refused;
}
