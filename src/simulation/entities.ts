/**
 * Who can have a pending event: kinds of entities, packed with their slot into one integer for the event list.
 */

export const conferenceKind = 0;
export const recordingKind = 1;
export const bridgeKind = 2;
export const bridgeSidecarKind = 3;
export const jibriKind = 4;
export const jibriSidecarKind = 5;
export const controllerKind = 6;
export const sourceKind = 7;
export const monitorKind = 8;
/** A timer of a shard; a participant's client; the end of an endpoint that nobody misses but its bridge. */
export const signallingKind = 9;
export const participantKind = 10;
/** A timer of a visitor node. */
export const visitorNodeKind = 29;
export const endpointExpiryKind = 11;
/** The endpoint of a participant who disappeared without leaving expires. */
export const endpointVanishedKind = 25;
/** The last participant of a conference has been alone for long enough; only where Jicofo's start rule is on. */
export const conferenceStopKind = 26;
/** Two participants whom a third has left go back to each other. */
export const peerToPeerKind = 28;
/** Participants look whether their connection to a bridge without media has failed. */
export const iceFailureKind = 27;
/** A fault's next time; a bridge that fell silent; the invitation of a participant who lost its endpoint. */
export const faultKind = 12;
export const lostBridgeKind = 13;
export const reinviteKind = 14;
/** A pool's dealings with the cloud; the slot is packed by `cloud/supply-events.ts`. */
export const cloudKind = 15;
/** A bridge samples its load; only where the load reducer is on. */
export const loadManagerKind = 16;
/** A camera, microphone or screen of a conference is turned on or off. */
export const mediaChangeKind = 17;
/** A timer of the entry to the shards. */
export const shardEntryKind = 18;
/** Something that a Jicofo does of its own accord. */
export const jicofoKind = 19;
/** A recording that was asked for: its next attempt, or what becomes of its start request. */
export const recordingRequestKind = 20;

/** Power of two above the number of kinds. */
const kindBits = 5;
const kindMask = (1 << kindBits) - 1;

export type EntityKind =
  | typeof conferenceKind
  | typeof recordingKind
  | typeof bridgeKind
  | typeof bridgeSidecarKind
  | typeof jibriKind
  | typeof jibriSidecarKind
  | typeof controllerKind
  | typeof sourceKind
  | typeof monitorKind
  | typeof signallingKind
  | typeof participantKind
  | typeof visitorNodeKind
  | typeof endpointExpiryKind
  | typeof endpointVanishedKind
  | typeof conferenceStopKind
  | typeof faultKind
  | typeof lostBridgeKind
  | typeof reinviteKind
  | typeof cloudKind
  | typeof loadManagerKind
  | typeof mediaChangeKind
  | typeof shardEntryKind
  | typeof jicofoKind
  | typeof iceFailureKind
  | typeof peerToPeerKind
  | typeof recordingRequestKind;

/** The event list's number of an entity. */
export function entity(kind: EntityKind, slot: number): number {
  return (slot << kindBits) | kind;
}

export function kindOf(entityNumber: number): EntityKind {
  return (entityNumber & kindMask) as EntityKind;
}

export function slotOf(entityNumber: number): number {
  return entityNumber >>> kindBits;
}
