/**
 * What must hold in every replication, whatever was simulated. Cheap, so always on: a violation is a bug of ours.
 */
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import type { Conferences } from './conferences.ts';
import type { JibriOperations } from './jibri-operations.ts';
import { assertRecordings } from './jibris/recording-checks.ts';
import type { ParticipantConnections } from './signalling/participant-connections.ts';

/** Relative error allowed where sums of many float additions are compared. */
const relativeTolerance = 1e-9;

/**
 * Holds a finished run against conservation, Little's law and the recomputed load of its bridges.
 *
 * @throws Error with the figures, seed and replication
 */
export function assertInvariants(
  fleet: BridgeFleet,
  conferences: Conferences,
  jibris: JibriOperations,
  endMs: number,
  run: { readonly seed: number; readonly replication: number },
): void {
  const where = `(seed ${run.seed}, replication ${run.replication})`;
  const present = fleet.endpointsTotal;
  const accounted =
    conferences.leaves +
    conferences.lost +
    present +
    conferences.joinsFailed +
    conferences.away +
    (conferences.starts?.alone ?? 0);
  if (conferences.joins !== accounted) {
    throw new Error(
      `conservation: ${conferences.joins} joined, ${accounted} left, lost, refused, away, alone or present ${where}`,
    );
  }
  if (conferences.connections !== null) assertConnections(conferences.connections, where);
  // Little's law in sample-path form: the integral of the participants present is the sum of their stays.
  const stayedMs = conferences.sojournMs + present * endMs;
  const presentMs = fleet.participantMs + fleet.unreachableParticipantMs;
  if (!isClose(presentMs, stayedMs)) {
    throw new Error(`Little's law: ${presentMs} participant-ms present, ${stayedMs} stayed ${where}`);
  }
  let onBridges = 0;
  let sound = 0;
  for (let bridge = 0; bridge < fleet.capacity; bridge++) {
    onBridges += fleet.endpoints[bridge]!;
    if (!fleet.isServing(bridge) && fleet.endpoints[bridge] !== 0) {
      throw new Error(`bridge ${bridge} is gone and has ${fleet.endpoints[bridge]} endpoints ${where}`);
    }
    if ((fleet.busy.from(bridge) === bridge) !== fleet.endpoints[bridge]! > 0) {
      throw new Error(
        `bridge ${bridge} has ${fleet.endpoints[bridge]} endpoints and counts otherwise ${where}`,
      );
    }
    if (fleet.isServing(bridge) && !fleet.isSilent(bridge)) sound += 1;
  }
  if (sound !== fleet.soundCount) {
    throw new Error(`${sound} bridges are there and not silent, ${fleet.soundCount} counted ${where}`);
  }
  if (onBridges !== present)
    throw new Error(`${present} endpoints, of which ${onBridges} on bridges ${where}`);
  assertLoads(fleet, where);
  assertRecordings(jibris.recordings, jibris.fleet, where);
}

/** A bridge carries the load of its endpoints, every one of which is on one bridge that is there. */
function assertLoads(fleet: BridgeFleet, where: string): void {
  const { table } = fleet;
  const recomputed = fleet.loads.recomputed(fleet.capacity);
  const endpoints = new Int32Array(fleet.capacity);
  for (let slot = 0; slot < table.slotCount; slot++) {
    if (!table.isLive(slot)) continue;
    for (let part = table.first(slot); part >= 0; part = table.nextPart(part)) {
      const bridge = table.bridgeOf(part);
      if (!fleet.isServing(bridge)) {
        throw new Error(`conference ${slot} is on bridge ${bridge}, which is gone ${where}`);
      }
      endpoints[bridge]! += table.endpointsOf(part);
    }
  }
  for (let bridge = 0; bridge < fleet.capacity; bridge++) {
    if (endpoints[bridge] !== fleet.endpoints[bridge]) {
      throw new Error(
        `bridge ${bridge}: ${fleet.endpoints[bridge]} endpoints, ${endpoints[bridge]} in its conferences ${where}`,
      );
    }
    const pps = fleet.packetRatePps[bridge]!;
    const difference = Math.abs(pps - recomputed[bridge]!);
    if (difference > relativeTolerance * Math.max(pps, recomputed[bridge]!)) {
      throw new Error(
        `bridge ${bridge} carries ${pps} packets per second, its endpoints make ${recomputed[bridge]} ${where}`,
      );
    }
  }
}

/** Whoever arrived is waiting, connected, out or has ended, and the counts say of each what its client is doing. */
function assertConnections(connections: ParticipantConnections, where: string): void {
  const { arrived, waiting, connected, out, ended } = connections.counts;
  if (arrived !== waiting + connected + out + ended) {
    throw new Error(
      `connections: ${arrived} arrived; ${waiting} wait, ${connected} are in, ${out} out, ${ended} ended ${where}`,
    );
  }
  const found = connections.recount();
  if (found.waiting !== waiting || found.connected !== connected || found.out !== out) {
    throw new Error(
      `connections: ${waiting}, ${connected} and ${out} counted as waiting, in and out; found ${found.waiting}, ${found.connected} and ${found.out} ${where}`,
    );
  }
}

function isClose(a: number, b: number): boolean {
  // Sums of times of day cancel: compare with the size of what was added, at least one participant-minute.
  return Math.abs(a - b) <= relativeTolerance * Math.max(Math.abs(a), Math.abs(b)) + 60_000 * 1e-3;
}
