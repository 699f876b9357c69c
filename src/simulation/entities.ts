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

/** Power of two above the number of kinds. */
const kindBits = 4;
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
  | typeof monitorKind;

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
