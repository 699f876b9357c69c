/**
 * Moving participants off bridges: on request, and by Jicofo itself when a bridge is overloaded. Moved participants
 * are invited again and go through selection.
 *
 * Source: jicofo 7ebb13d, jicofo/src/main/kotlin/org/jitsi/jicofo/bridgeload/LoadRedistributor.kt.
 */

/** A conference that participants may be moved out of. */
export interface MovableConference {
  /** XMPP address, `name@service`. */
  readonly id: string;
  /** Participants by bridge. */
  readonly participantsOn: ReadonlyMap<string, number>;
  /** Moves one participant, off that bridge only when one is given; false when it refuses. */
  readonly moveParticipant: (participant: string, bridge: string | null) => boolean;
  /** Moves so many off the bridge; returns how many were moved. */
  readonly moveParticipants: (bridge: string, count: number) => number;
}

export interface Movables {
  /** XMPP addresses of the bridges. */
  readonly bridges: ReadonlySet<string>;
  /** Address of the brewery: a bridge may be called by its name there alone; null when unknown. */
  readonly brewery: string | null;
  readonly conferences: readonly MovableConference[];
}

export type MoveError =
  | 'missing-parameter'
  | 'invalid-parameter'
  | 'bridge-not-found'
  | 'conference-not-found';

export type MoveResult =
  | { readonly movedEndpoints: number; readonly conferences: number }
  | { readonly error: MoveError };

type Found<Thing> = { readonly found: Thing } | { readonly error: MoveError };

/** Moves one participant. */
export function moveEndpoint(
  movables: Movables,
  request: {
    readonly conference: string | null;
    readonly endpoint: string | null;
    readonly bridge: string | null;
  },
): MoveResult {
  const { conference: conferenceId, endpoint, bridge: bridgeId } = request;
  if (isBlank(conferenceId) || isBlank(endpoint)) return { error: 'missing-parameter' };
  const bridge = isBlank(bridgeId) ? { found: null } : findBridge(movables, bridgeId);
  if ('error' in bridge) return bridge;
  const conference = findConference(movables, conferenceId);
  if ('error' in conference) return conference;
  const moved = conference.found.moveParticipant(endpoint, bridge.found) ? 1 : 0;
  return { movedEndpoints: moved, conferences: moved };
}

/** Moves so many participants off a bridge, out of its largest conferences first, or out of one conference. */
export function moveEndpoints(
  movables: Movables,
  request: { readonly bridge: string | null; readonly conference: string | null; readonly count: number },
): MoveResult {
  if (isBlank(request.bridge)) return { error: 'missing-parameter' };
  const bridge = findBridge(movables, request.bridge);
  if ('error' in bridge) return bridge;
  if (isBlank(request.conference)) {
    return moveOff(bridge.found, largestFirst(movables.conferences, bridge.found), request.count);
  }
  const conference = findConference(movables, request.conference);
  if ('error' in conference) return conference;
  return moveOff(bridge.found, largestFirst([conference.found], bridge.found), request.count);
}

/** Moves a share of a bridge's participants, out of its largest conferences first; a half is rounded up. */
export function moveFraction(
  movables: Movables,
  request: { readonly bridge: string | null; readonly fraction: number },
): MoveResult {
  if (isBlank(request.bridge)) return { error: 'missing-parameter' };
  const bridge = findBridge(movables, request.bridge);
  if ('error' in bridge) return bridge;
  const conferences = largestFirst(movables.conferences, bridge.found);
  const total = conferences.reduce((sum, { participantsOn }) => sum + participantsOn.get(bridge.found)!, 0);
  return moveOff(bridge.found, conferences, Math.round(request.fraction * total));
}

function largestFirst(
  conferences: readonly MovableConference[],
  bridge: string,
): readonly MovableConference[] {
  return conferences
    .filter(({ participantsOn }) => participantsOn.has(bridge))
    .toSorted((a, b) => b.participantsOn.get(bridge)! - a.participantsOn.get(bridge)!);
}

function moveOff(bridge: string, conferences: readonly MovableConference[], count: number): MoveResult {
  let left = count;
  let movedEndpoints = 0;
  let movedConferences = 0;
  for (const conference of conferences) {
    if (left <= 0) break;
    const share = Math.min(conference.participantsOn.get(bridge)!, left);
    left -= share;
    const moved = conference.moveParticipants(bridge, share);
    movedEndpoints += moved;
    if (moved > 0) movedConferences += 1;
  }
  return { movedEndpoints, conferences: movedConferences };
}

function findConference({ conferences }: Movables, id: string): Found<MovableConference> {
  if (!/^[^@/\s]+@[^@/\s]+$/.test(id)) return { error: 'invalid-parameter' };
  const found = conferences.find((conference) => conference.id === id);
  return found === undefined ? { error: 'conference-not-found' } : { found };
}

function findBridge({ bridges, brewery }: Movables, id: string): Found<string> {
  if (!/^([^@/\s]+@)?[^@/\s]+(\/.+)?$/.test(id)) return { error: 'invalid-parameter' };
  if (bridges.has(id)) return { found: id };
  const inBrewery = `${brewery}/${id}`;
  return brewery !== null && bridges.has(inBrewery) ? { found: inBrewery } : { error: 'bridge-not-found' };
}

function isBlank(value: string | null): value is null {
  return value === null || value.trim() === '';
}

export interface RedistributionOptions {
  /** Corrected stress from which a bridge is relieved; above `stress-threshold`. */
  readonly stressThreshold: number;
  /** Participants moved off a bridge at a time. */
  readonly endpoints: number;
  /** How long a bridge is left alone after that, seconds. */
  readonly timeoutSeconds: number;
}

/** Off as shipped; run every minute where it is on (jicofo 7ebb13d jicofo-selector/src/main/resources/reference.conf:106-118). */
export const shippedRedistribution: RedistributionOptions = {
  stressThreshold: 0.9,
  endpoints: 10,
  timeoutSeconds: 180,
};

/** Decides which bridges Jicofo relieves when it looks. */
export class LoadRedistributor {
  private readonly options: RedistributionOptions;
  private readonly relievedMs = new Map<string, number>();

  constructor(options: RedistributionOptions) {
    this.options = options;
  }

  /** Bridges to move `endpoints` participants off now; none when there is no bridge that could take them. */
  bridgesToRelieve(
    bridges: readonly {
      readonly id: string;
      readonly correctedStress: number;
      readonly isOverloaded: boolean;
    }[],
    nowMs: number,
  ): readonly string[] {
    if (bridges.every(({ isOverloaded }) => isOverloaded)) return [];
    for (const [id, atMs] of this.relievedMs) {
      if (atMs < nowMs - this.options.timeoutSeconds * 1000) this.relievedMs.delete(id);
    }
    const relieved = bridges
      .filter(({ id }) => !this.relievedMs.has(id))
      .filter(({ correctedStress }) => correctedStress >= this.options.stressThreshold)
      .map(({ id }) => id);
    for (const id of relieved) this.relievedMs.set(id, nowMs);
    return relieved;
  }
}
