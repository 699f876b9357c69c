/**
 * Events of conferences and of those in them: to the part of a run that each concerns.
 */
import type { Conferences } from './conferences.ts';
import {
  conferenceKind,
  conferenceStopKind,
  endpointVanishedKind,
  mediaChangeKind,
  peerToPeerKind,
  recordingKind,
  reinviteKind,
  sourceKind,
} from './entities.ts';

export type ConferenceEventKind =
  | typeof conferenceKind
  | typeof sourceKind
  | typeof recordingKind
  | typeof mediaChangeKind
  | typeof endpointVanishedKind
  | typeof conferenceStopKind
  | typeof peerToPeerKind
  | typeof reinviteKind;

export function dispatchConferenceEvent(
  conferences: Conferences,
  kind: ConferenceEventKind,
  slot: number,
  nowMs: number,
): void {
  switch (kind) {
    case conferenceKind:
      conferences.handleConference(slot, nowMs);
      return;
    case sourceKind:
      conferences.handleSource(slot);
      return;
    case recordingKind:
      conferences.handleRecording(slot, nowMs);
      return;
    case mediaChangeKind:
    case endpointVanishedKind:
      conferences.mediaChanges.handle(kind, slot, nowMs);
      return;
    case peerToPeerKind:
      conferences.mediaChanges.goBackToPeers(slot, nowMs);
      return;
    case conferenceStopKind:
      conferences.starts!.handle(slot, nowMs);
      return;
    case reinviteKind:
      conferences.lostEndpoints.reinvitations.handle(slot, nowMs);
      return;
    default:
      kind satisfies never;
  }
}
