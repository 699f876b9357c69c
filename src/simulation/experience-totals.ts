/**
 * What participants went through in a run, whatever the cause. Definitions: docs/background/measures.md.
 */
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import { QuantileSketch } from '../stats/quantile-sketch.ts';
import type { Conferences } from './conferences.ts';
import type { RunTotals } from './rows.ts';

const minuteMs = 60_000;

type ExperienceTotals = Pick<
  RunTotals,
  | 'fineParticipantMinutes'
  | 'fineParticipantMinutesRatio'
  | 'disconnectedParticipantMinutes'
  | 'disconnectedParticipantMinutesRatio'
  | 'participantsDropped'
  | 'dropSecondsP50'
  | 'dropSecondsP95'
  | 'joinsSucceeded'
  | 'joinsFailedByBridges'
>;

export function experienceTotals(
  fleet: BridgeFleet,
  conferences: Conferences,
  endMs: number,
): ExperienceTotals {
  const present = fleet.participantMs / minuteMs;
  const fine = (fleet.participantMs - fleet.overstressedParticipantMs) / minuteMs;
  const disconnected = disconnectedMs(conferences, fleet, endMs) / minuteMs;
  const wanted = present + disconnected;
  const counts = conferences.connections?.counts;
  const { reinvitations } = conferences.lostEndpoints;
  const seconds = new QuantileSketch();
  seconds.merge(reinvitations.outSeconds);
  if (counts !== undefined) seconds.merge(counts.outSeconds);
  const failedInSignalling =
    counts === undefined
      ? 0
      : counts.joinsFailed.front + counts.joinsFailed.prosody + counts.joinsFailed.focus;
  return {
    fineParticipantMinutes: fine,
    fineParticipantMinutesRatio: wanted === 0 ? 1 : fine / wanted,
    disconnectedParticipantMinutes: disconnected,
    disconnectedParticipantMinutesRatio: wanted === 0 ? 0 : disconnected / wanted,
    participantsDropped: (counts?.drops ?? 0) + reinvitations.drops,
    dropSecondsP50: seconds.count === 0 ? 0 : seconds.quantile(0.5),
    dropSecondsP95: seconds.count === 0 ? 0 : seconds.quantile(0.95),
    joinsSucceeded: conferences.joins - conferences.joinsFailed - waitingToJoin(conferences),
    joinsFailedByBridges: conferences.joinsFailed - failedInSignalling,
  };
}

/** Participants who were in and are out now: without signalling, invited again, or on a bridge that no media reach. */
export function participantsOut(conferences: Conferences, fleet: BridgeFleet): number {
  let out = (conferences.connections?.counts.out ?? 0) + conferences.lostEndpoints.reinvitations.count;
  for (const bridge of fleet.sites.unreachable) out += fleet.endpoints[bridge]!;
  return out;
}

function disconnectedMs(conferences: Conferences, fleet: BridgeFleet, endMs: number): number {
  const withoutSignalling = conferences.connections?.outMsUntil(endMs) ?? 0;
  const withoutBridge = conferences.lostEndpoints.reinvitations.waitedMs(endMs);
  return withoutSignalling + withoutBridge + fleet.unreachableParticipantMs;
}

/** Still on their way in when the run ends. */
function waitingToJoin({ connections }: Conferences): number {
  return connections?.counts.waiting ?? 0;
}
