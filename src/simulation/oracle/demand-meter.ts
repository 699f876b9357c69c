/**
 * The demand of a run, whatever its fleet did: instances that the load of the moment needs, as a fraction.
 */
import type { BridgeFleet } from '../../jitsi/bridge-fleet.ts';
import type { JibriOperations } from '../jibri-operations.ts';

/** Packets offered to all bridges over those that put one at its limit (`deployment.bridges.stress.overstressedAbove`). */
export function bridgesLoad(fleet: BridgeFleet): number {
  let offeredPps = 0;
  for (let bridge = fleet.busy.from(0); bridge >= 0; bridge = fleet.busy.from(bridge + 1)) {
    if (fleet.isServing(bridge)) offeredPps += fleet.packetRatePps[bridge]!;
  }
  return offeredPps / fleet.overstressedAbovePps;
}

/** Jibris that record or finalise, and those that the recordings refused would need now. To be asked in order of time. */
export function jibrisLoad(jibris: JibriOperations, nowMs: number): number {
  const { refusedUntilMs } = jibris.recordings.counts;
  // What is over is forgotten, so that a year of refusals does not slow down its end.
  let kept = 0;
  for (const untilMs of refusedUntilMs) {
    if (untilMs <= nowMs) continue;
    refusedUntilMs[kept] = untilMs;
    kept += 1;
  }
  refusedUntilMs.length = kept;
  return jibris.fleet.busyCount + kept;
}
