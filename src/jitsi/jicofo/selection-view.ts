/**
 * What a choice of a bridge looks at: the candidates in Jicofo's order, and the bridges that carry the conference.
 * Bridges are small integers. Everything is asked by accessors, so that the dense fleet of a run and a plain list of
 * bridges go through the same rules, and a choice allocates nothing.
 */
import type { RegionSet } from './region-groups.ts';

/** Kinds of conference bridges, as bits: they carry participants or visitors, never both. */
export const participantBridges = 1;
export const visitorBridges = 2;
export const allConferenceBridges = 3;

export interface SelectionView {
  /**
   * The first candidate in Jicofo's order with less than this corrected stress, in one of the regions, and not a
   * bridge of the conference of an excluded kind; `noBridge` when there is none.
   *
   * @param excludedKinds bits of `participantBridges` and `visitorBridges`
   */
  first(regions: RegionSet, stressBelow: number, excludedKinds: number): number;
  /** Whether the bridge is among the candidates that the filter left. */
  isCandidate(bridge: number): boolean;
  /** Whether candidate a stands before candidate b in Jicofo's order. */
  precedes(a: number, b: number): boolean;
  correctedStress(bridge: number): number;
  /** Region of the bridge, or `unknownRegion`. */
  regionOf(bridge: number): number;
  /** Whether the bridge told its relay id. */
  hasRelay(bridge: number): boolean;
  isOperational(bridge: number): boolean;

  /** The conference's first bridge, as a part; -1 when it has none. */
  firstPart(): number;
  /** The next one in the order in which they were added; -1 after the last. */
  nextPart(part: number): number;
  bridgeOf(part: number): number;
  /** Participants of the conference on that bridge. */
  participantsOf(part: number): number;
  carriesVisitors(part: number): boolean;
  /**
   * Whether the conference added as many participants to that bridge within `max-bridge-participants-interval` as
   * `max-bridge-participants-per-interval` allows; false when that is off.
   */
  isAtIntervalLimit(part: number): boolean;
}
