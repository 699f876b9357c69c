/**
 * The events of a run: each is handed to the part that it concerns. A new kind of event is a kind in `entities.ts` and a
 * case here, which the compiler asks for.
 */
import { dispatchCloudEvent } from './cloud/supply-events.ts';
import { dispatchConferenceEvent } from './conference-events.ts';
import {
  bridgeKind,
  bridgeSidecarKind,
  cloudKind,
  conferenceKind,
  conferenceStopKind,
  controllerKind,
  type EntityKind,
  endpointExpiryKind,
  endpointVanishedKind,
  faultKind,
  iceFailureKind,
  jibriKind,
  jibriSidecarKind,
  jicofoKind,
  kindOf,
  loadManagerKind,
  lostBridgeKind,
  mediaChangeKind,
  monitorKind,
  participantKind,
  peerToPeerKind,
  recordingKind,
  recordingRequestKind,
  reinviteKind,
  shardEntryKind,
  signallingKind,
  slotOf,
  sourceKind,
  visitorNodeKind,
} from './entities.ts';
import { minuteMs } from './minute-monitor.ts';
import { planWithin } from './run-context.ts';
import type { RunParts } from './run-parts.ts';

/** Slots of the controllers' events. */
export const bridgesSlot = 0;
export const jibrisSlot = 1;

/** Hands the event over, `number` being its entity's in the event list. */
// length: one case for each kind of event
export function dispatchRunEvent(parts: RunParts, number: number, nowMs: number): void {
  const slot = slotOf(number);
  const kind: EntityKind = kindOf(number);
  switch (kind) {
    case conferenceKind:
    case sourceKind:
    case recordingKind:
    case mediaChangeKind:
    case endpointVanishedKind:
    case conferenceStopKind:
    case peerToPeerKind:
    case reinviteKind:
      dispatchConferenceEvent(parts.conferences, kind, slot, nowMs);
      return;
    case bridgeKind:
      parts.bridges.handle(slot, nowMs);
      return;
    case jibriKind:
      parts.jibris.handle(slot, nowMs);
      return;
    case recordingRequestKind:
      parts.jibris.recordings.handle(slot, nowMs);
      return;
    case cloudKind:
      dispatchCloudEvent(
        [parts.bridges.supply, parts.jibris.supply, parts.bridges.supply, parts.jibris.supply],
        slot,
        nowMs,
      );
      return;
    case bridgeSidecarKind:
      planWithin(parts.context, number, parts.bridgeController.agentTick(slot, nowMs));
      return;
    case jibriSidecarKind:
      planWithin(parts.context, number, parts.jibriController!.agentTick(slot, nowMs));
      return;
    case controllerKind: {
      const controller = slot === bridgesSlot ? parts.bridgeController : parts.jibriController!;
      planWithin(parts.context, number, controller.tick(nowMs));
      return;
    }
    case monitorKind:
      parts.monitor.sample(nowMs);
      planWithin(parts.context, number, nowMs + minuteMs);
      return;
    case signallingKind:
      parts.signalling!.handle(slot, nowMs);
      return;
    case visitorNodeKind:
      parts.signalling!.connections.visitorNodeLives!.handle(slot, nowMs);
      return;
    case participantKind:
      parts.signalling!.connections.handle(slot, nowMs);
      return;
    case loadManagerKind:
      parts.bridges.loadManagers!.handle(slot, nowMs);
      return;
    case endpointExpiryKind:
      parts.signalling!.connections.expireEndpoint(slot, nowMs);
      return;
    case faultKind:
      parts.faults.handle(slot, nowMs);
      return;
    case lostBridgeKind:
      parts.faults.bridgeCrashes.handle(slot, nowMs);
      return;
    case jicofoKind:
      parts.jicofos.handle(slot, nowMs);
      return;
    case iceFailureKind:
      parts.jicofos.iceFailures.handle(slot, nowMs);
      return;
    case shardEntryKind:
      parts.entry.handle(slot, nowMs);
      return;
    default:
      kind satisfies never;
  }
}
