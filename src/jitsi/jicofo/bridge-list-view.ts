/**
 * A choice among a plain list of bridges: filter, order, strategy. For few bridges and for comparison; the fleet of a
 * run keeps its candidates ready instead (`bridge-fleet.ts`).
 */
import { type BridgeState, compareBridges } from './bridge-state.ts';
import type { RegionSet } from './region-groups.ts';
import { noBridge, reachesLimit, type SelectionPolicy } from './selection-policy.ts';
import type { SelectionView } from './selection-view.ts';
import { participantBridges, visitorBridges } from './selection-view.ts';
import { selectBridge } from './strategies.ts';

/** A bridge that carries the conference. */
export interface ConferenceBridge {
  /** Index in the list of bridges. */
  readonly bridge: number;
  readonly participants: number;
  readonly isForVisitors: boolean;
  /** Participants this conference added to it within `max-bridge-participants-interval`. */
  readonly recentlyAdded: number;
}

export interface SelectionRequest {
  readonly bridges: readonly BridgeState[];
  /** In the order in which they were added: the first decides version, relays and, intra-region, the region. */
  readonly conference: readonly ConferenceBridge[];
  /** The participant's region, or `unknownRegion`. */
  readonly region: number;
  readonly isVisitor: boolean;
  /** Version that the conference is pinned to; null for none. */
  readonly pinnedVersion: string | null;
  /** `max-bridge-participants-per-interval`; -1 for none. */
  readonly maxBridgeParticipantsPerInterval: number;
}

/**
 * Jicofo's whole choice: candidates, order, strategy.
 *
 * Source: jicofo 7ebb13d, BridgeSelector.kt (selectBridge).
 *
 * @returns index of the bridge, or `noBridge`
 */
export function selectFromBridges(request: SelectionRequest, policy: SelectionPolicy): number {
  const candidates = candidateBridges(request, policy);
  return candidates.length === 0 ? noBridge : selectFromCandidates(request, candidates, policy);
}

/** The strategy alone, on candidates in the order given. */
export function selectFromCandidates(
  request: SelectionRequest,
  candidates: readonly number[],
  policy: SelectionPolicy,
): number {
  return selectBridge(new BridgeListView(request, candidates), policy, request.region, request.isVisitor);
}

/** The bridges that a strategy may choose from, least first; empty when the conference cannot be served. */
export function candidateBridges(request: SelectionRequest, policy: SelectionPolicy): readonly number[] {
  const { bridges, conference, pinnedVersion } = request;
  const first = conference[0];
  const conferenceVersion = first === undefined ? null : bridges[first.bridge]!.version;
  // A pin that contradicts the conference serves nobody, even where versions may be mixed.
  if (conferenceVersion !== null && pinnedVersion !== null && conferenceVersion !== pinnedVersion) return [];
  const version = policy.allowsMixedVersions ? null : (conferenceVersion ?? pinnedVersion);
  const usable = [...bridges.keys()]
    .filter((bridge) => {
      const state = bridges[bridge]!;
      if (!state.isInBrewery || !state.isOperational || state.isShuttingDown) return false;
      return version === null || state.version === version;
    })
    .sort((a, b) => compareBridges(bridges[a]!, bridges[b]!));
  // Draining and gracefully stopping bridges are the last resort, in that order.
  const active = preferred(usable, (bridge) => !bridges[bridge]!.isDraining);
  return preferred(active, (bridge) => !bridges[bridge]!.isInGracefulShutdown);
}

/** Those that meet the condition; all of them when none does. */
function preferred(bridges: readonly number[], condition: (bridge: number) => boolean): readonly number[] {
  const better = bridges.filter(condition);
  return better.length === 0 ? bridges : better;
}

class BridgeListView implements SelectionView {
  private readonly request: SelectionRequest;
  private readonly candidates: readonly number[];

  constructor(request: SelectionRequest, candidates: readonly number[]) {
    this.request = request;
    this.candidates = candidates;
  }

  first(regions: RegionSet, stressBelow: number, excludedKinds: number): number {
    const { bridges, conference } = this.request;
    const found = this.candidates.find((bridge) => {
      const { correctedStress, region } = bridges[bridge]!;
      if (correctedStress >= stressBelow) return false;
      if (regions !== null && !regions.includes(region)) return false;
      const part = conference.find((one) => one.bridge === bridge);
      return part === undefined || (kindOf(part) & excludedKinds) === 0;
    });
    return found ?? noBridge;
  }

  isCandidate(bridge: number): boolean {
    return this.candidates.includes(bridge);
  }

  precedes(a: number, b: number): boolean {
    return this.candidates.indexOf(a) < this.candidates.indexOf(b);
  }

  correctedStress(bridge: number): number {
    return this.request.bridges[bridge]!.correctedStress;
  }

  regionOf(bridge: number): number {
    return this.request.bridges[bridge]!.region;
  }

  hasRelay(bridge: number): boolean {
    return this.request.bridges[bridge]!.hasRelay;
  }

  isOperational(bridge: number): boolean {
    return this.request.bridges[bridge]!.isOperational;
  }

  firstPart(): number {
    return this.request.conference.length === 0 ? -1 : 0;
  }

  nextPart(part: number): number {
    return part + 1 < this.request.conference.length ? part + 1 : -1;
  }

  bridgeOf(part: number): number {
    return this.request.conference[part]!.bridge;
  }

  participantsOf(part: number): number {
    return this.request.conference[part]!.participants;
  }

  carriesVisitors(part: number): boolean {
    return this.request.conference[part]!.isForVisitors;
  }

  isAtIntervalLimit(part: number): boolean {
    const { conference, maxBridgeParticipantsPerInterval } = this.request;
    return reachesLimit(conference[part]!.recentlyAdded, maxBridgeParticipantsPerInterval);
  }
}

function kindOf({ isForVisitors }: ConferenceBridge): number {
  return isForVisitors ? visitorBridges : participantBridges;
}
